"""Keeps what the newsroom has set for screening, version by version."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_fragments")]

    operations = []
