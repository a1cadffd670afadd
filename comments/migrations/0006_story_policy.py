"""Lets stories and sections have a policy of their own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("comments", "0005_policy")]

    operations = []
