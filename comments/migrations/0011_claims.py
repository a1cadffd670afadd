"""Reserved."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_deeds")]

    operations = []
