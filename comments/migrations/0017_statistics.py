"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0016_log_seen")]

    operations = []
