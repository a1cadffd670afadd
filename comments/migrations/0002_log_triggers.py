"""Makes the triggers that refuse to change or cut the log."""

from django.db import migrations

from comments import triggers


class Migration(migrations.Migration):
    dependencies = [("comments", "0001_initial")]

    operations = [migrations.RunPython(triggers.install_in_migration, triggers.remove_in_migration)]
