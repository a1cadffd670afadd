"""Keeps what the newsroom has set for screening, version by version, and lets editors change it."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

CHANGE = "change_policy"


def let_editors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the permission, which Django would make only after the last migration, and give it to the editors."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.using(using).get(codename=CHANGE)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Editor"):
        group.permissions.add(permission)


def let_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the permission, and with it whoever had it."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename=CHANGE, content_type__app_label="comments").delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_fragments")]

    operations = [
        migrations.CreateModel(
            name="ListText",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("text", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("number", models.PositiveIntegerField(primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
                ("document", models.JSONField()),
                ("lists", models.JSONField()),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=310)),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=500)),
            ],
            options={
                "verbose_name": "version of the screening policy",
                "verbose_name_plural": "screening policy",
                "ordering": ["-number"],
                "default_permissions": (),
                "permissions": [("change_policy", "Can change the screening policy")],
            },
        ),
        # What may stand there is the model's business: the table is not written anew, and its triggers stay.
        migrations.AlterField(
            model_name="logentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("submit", "Submitted"),
                    ("approve", "Approved"),
                    ("reject", "Rejected"),
                    ("spam", "Marked as spam"),
                    ("trash", "Moved to trash"),
                    ("undo", "Undone"),
                    ("rescreen", "Screened anew"),
                ],
                max_length=10,
            ),
        ),
        migrations.RunPython(let_editors, let_nobody),
    ]
