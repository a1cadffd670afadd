"""Keeps dry runs of a policy."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0008_people")]

    operations = []
