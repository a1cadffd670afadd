"""Remembers what texts and links have in common."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_story_policy")]

    operations = []
