"""Lets the log be read by time, keeps what the checks of it find, and lets editors export it.

An index is added beside the log's table: SQLite does not write the table anew for it, and its triggers stay.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EXPORT = "export_logentry"


def let_editors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the permission, which Django would make only after the last migration, and give it to the editors."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.using(using).get(codename=EXPORT)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Editor"):
        group.permissions.add(permission)


def let_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the permission, and with it whoever had it."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename=EXPORT, content_type__app_label="comments").delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_bulk")]

    operations = [
        migrations.CreateModel(
            name="LogCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("length", models.BigIntegerField()),
                ("erased", models.BigIntegerField()),
                ("alterations", models.BigIntegerField()),
                ("told", models.JSONField(default=list)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AlterModelOptions(
            name="logentry",
            options={
                "default_permissions": ("view",),
                "ordering": ["seq"],
                "permissions": [("export_logentry", "Can export the log")],
                "verbose_name": "log entry",
                "verbose_name_plural": "log",
            },
        ),
        migrations.AddIndex(model_name="logentry", index=models.Index(fields=["at", "seq"], name="log_at")),
        migrations.AddIndex(
            model_name="logentry",
            index=models.Index(fields=["actor_id", "at", "seq"], name="log_by_actor_at"),
        ),
        migrations.RunPython(let_editors, let_nobody),
    ]
