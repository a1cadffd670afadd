"""Keeps bans, watches and proofs of being the same commenter, and lets those who moderate ban and watch.

The new columns of comments may be NULL: both databases add them without writing the table anew, and the log's triggers
stay. A comment from before has no device, and its name is not compared with others.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

RESTRICTING = ["view_restriction", "add_restriction", "change_restriction"]
EFFECTS = [("ban", "Ban"), ("watch", "Always hold")]
TARGETS = [
    ("device", "the commenter (the key that their browser keeps)"),
    ("email", "the e-mail address"),
    ("domain", "every e-mail address of that domain"),
    ("address", "the network address"),
    ("network", "the network around that address (/24 or /56)"),
]
REASONS = [
    ("person", "Attacks a person"),
    ("story", "Off the story"),
    ("private", "Private or advert"),
    ("unlawful", "Unlawful"),
]


def let_moderators(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the permissions, which Django would make only after the last migration, and give them to both groups."""
    using = schema_editor.connection.alias
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=using, apps=apps)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(using).filter(codename__in=RESTRICTING)
    for group in (
        apps.get_model("auth", "Group").objects.using(using).filter(name__in=["Editor", "Moderator"])
    ):
        group.permissions.add(*permissions)


def let_nobody(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the permissions, and with them whoever had them."""
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(codename__in=RESTRICTING, content_type__app_label="comments").delete()


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_campaigns")]

    operations = [
        migrations.CreateModel(
            name="EmailProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email_print", models.CharField(max_length=80)),
                ("device_print", models.CharField(max_length=80)),
                ("proved_at", models.DateTimeField(db_index=True)),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddConstraint(
            model_name="emailproof",
            constraint=models.UniqueConstraint(
                fields=["email_print", "device_print"], name="email_proved_once_a_device"
            ),
        ),
        migrations.CreateModel(
            name="Restriction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effect", models.CharField(choices=EFFECTS, default="ban", max_length=5)),
                ("target", models.CharField(choices=TARGETS, max_length=7)),
                ("fingerprint", models.CharField(blank=True, editable=False, max_length=80)),
                (
                    "reason",
                    models.CharField(
                        choices=REASONS,
                        help_text="The house rule that was broken. Somebody who is banned is told it.",
                        max_length=40,
                        verbose_name="house rule",
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text=(
                            "For your colleagues: why, and what happened. "
                            "Please write no name and no address here."
                        ),
                        max_length=500,
                    ),
                ),
                ("since", models.DateTimeField(editable=False)),
                (
                    "until",
                    models.DateTimeField(
                        blank=True,
                        help_text="When it ends by itself. Left empty, it lasts until somebody ends it.",
                        null=True,
                    ),
                ),
                ("by", models.CharField(editable=False, max_length=310)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("ended_by", models.CharField(blank=True, editable=False, max_length=310)),
                ("end_note", models.CharField(blank=True, editable=False, max_length=500)),
            ],
            options={
                "verbose_name": "ban or watch",
                "verbose_name_plural": "bans and watches",
                "ordering": ["-since", "-id"],
                "default_permissions": ("view", "add", "change"),
            },
        ),
        migrations.AddIndex(
            model_name="restriction",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)),
                fields=["fingerprint"],
                name="restriction_in_force",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="device_print",
            field=models.CharField(editable=False, max_length=80, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="name_look",
            field=models.CharField(editable=False, max_length=80, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("device_print__isnull", False)),
                fields=["device_print", "submitted_at"],
                name="comment_from_device",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("name_look__isnull", False), ("status", "approved")),
                fields=["article", "name_look"],
                name="comment_name_look",
            ),
        ),
        migrations.RunPython(let_moderators, let_nobody),
    ]
