"""Keeps bans, watches and proofs of being the same commenter."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_campaigns")]

    operations = []
