"""Keeps what the log says of each day and hour, and lets editors see it."""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEE = "see_statistics"
WHAT = [
    ("decided", "Decisions (action and reason)"),
    ("undone", "Decisions taken back"),
    ("reversed", "Decisions that overturned an earlier one"),
    ("rule-held", "Arrivals that a rule held (rule)"),
    ("rule-decided", "First decisions on what a rule had held (rule)"),
    ("rule-approved", "Those of them that approved (rule)"),
    ("rule-reversed", "Overturned decisions on what a rule had held (rule)"),
]


def let_editors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the permission, which Django would make only after the last migration, and give it to the editors."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    permission = apps.get_model("auth", "Permission").objects.using(using).get(codename=SEE)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name="Editor"):
        group.permissions.add(permission)


def let_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the permission, and with it whoever had it."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename=SEE, content_type__app_label="comments").delete()


def summary(
    name: str, *fields: tuple[str, "models.Field[Any, Any]"], once: tuple[str, ...]
) -> migrations.CreateModel:
    """Return the making of a summary, of which there is one row for each of what is named in ``once``."""
    key = models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")
    words = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")
    unique = models.UniqueConstraint(fields=once, name=f"{words}_once")
    return migrations.CreateModel(
        name=name,
        fields=[("id", key), *fields],
        options={"default_permissions": (), "constraints": [unique]},
    )


class Migration(migrations.Migration):
    dependencies = [("comments", "0016_log_seen")]

    operations = [
        migrations.CreateModel(
            name="SummaryMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("zone", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "permissions": [("see_statistics", "Can see how the moderators do")],
            },
        ),
        summary(
            "HourSummary",
            ("day", models.DateField()),
            ("hour", models.PositiveSmallIntegerField()),
            ("section_id", models.BigIntegerField()),
            ("submitted", models.PositiveIntegerField(default=0)),
            ("held", models.PositiveIntegerField(default=0)),
            ("decided", models.PositiveIntegerField(default=0)),
            ("waits", models.TextField(blank=True)),
            ("ages", models.TextField(blank=True)),
            once=("day", "hour", "section_id"),
        ),
        summary(
            "DaySummary",
            ("day", models.DateField()),
            ("section_id", models.BigIntegerField()),
            ("what", models.CharField(choices=WHAT, max_length=16)),
            ("key", models.CharField(blank=True, max_length=64)),
            ("number", models.PositiveIntegerField(default=0)),
            once=("day", "section_id", "what", "key"),
        ),
        summary(
            "ModeratorHour",
            ("begins", models.DateTimeField()),
            ("day", models.DateField()),
            ("moderator_id", models.BigIntegerField()),
            ("section_id", models.BigIntegerField()),
            ("decided", models.PositiveIntegerField(default=0)),
            ("first_at", models.DateTimeField()),
            once=("day", "moderator_id", "begins", "section_id"),
        ),
        migrations.RunPython(let_editors, let_nobody),
    ]
