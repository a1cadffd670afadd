"""Keeps notes on commenters, and lets editors delete those of others."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TARGETS = [
    ("device", "Whoever has the key that this commenter’s browser keeps"),
    ("email", "Whoever gives this e-mail address"),
]


def let_editors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the permission, which Django would make only after the last migration, and give it to editors."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.using(using).get(codename="delete_note")
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Editor"):
        group.permissions.add(permission)


def let_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the permission, and with it whoever had it."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename="delete_note", content_type__app_label="comments").delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0013_queue")]

    operations = [
        migrations.CreateModel(
            name="Note",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("target", models.CharField(choices=TARGETS, max_length=6)),
                ("fingerprint", models.CharField(db_index=True, max_length=80)),
                ("text", models.CharField(max_length=2000)),
                ("by_id", models.BigIntegerField()),
                ("by", models.CharField(max_length=310)),
                ("at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-at", "-id"],
                "default_permissions": ("delete",),
            },
        ),
        migrations.RunPython(let_editors, let_nobody),
    ]
