"""Gives the desk its views: who decided last, the language of a text, limits to sections, and saved filters.

The columns may be NULL, which both databases add without writing the table anew. What was decided before is read from
the log; the language of what was written before stays unknown.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Exists, F, OuterRef, Subquery

EDITORS = "Editor"
DECISIONS = ("approve", "reject", "spam", "trash", "undo")


def let_editors_limit(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give editors the permissions to limit a group to sections."""
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = None
    alias = schema_editor.connection.alias
    about = {"content_type__app_label": "comments", "content_type__model": "deskscope"}
    permissions = apps.get_model("auth", "Permission").objects.using(alias).filter(**about)
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name=EDITORS):
        group.permissions.add(*permissions)


def take_it_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the permissions from them; the rows go with the tables."""
    about = {"content_type__app_label": "comments", "content_type__model": "deskscope"}
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    permissions.filter(**about).delete()


def remember_decisions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Keep with each decided comment whose decision that was: its last entry, if it is a person's."""
    alias = schema_editor.connection.alias
    comments = apps.get_model("comments", "Comment").objects.using(alias)
    last = apps.get_model("comments", "LogEntry").objects.using(alias).filter(seq=OuterRef("seq"))
    decided = comments.exclude(status="pending").filter(
        Exists(last.filter(actor_id__isnull=False, action__in=DECISIONS))
    )
    decided.update(decided_seq=F("seq"), decided_by_id=Subquery(last.values("actor_id")))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_image_renditions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("comments", "0012_reports"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DeskScope",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "group",
                    models.OneToOneField(
                        help_text="The group whose members are limited. Somebody who is also in a group "
                        "without a limit, or is a superuser, sees everything.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="desk_scope",
                        to="auth.group",
                    ),
                ),
                (
                    "sections",
                    models.ManyToManyField(
                        help_text="Members see and decide on comments under stories of these sections, and "
                        "on no other. Nobody is told that there are others.",
                        related_name="desk_scopes",
                        to="articles.section",
                    ),
                ),
            ],
            options={
                "verbose_name": "limit to sections",
                "verbose_name_plural": "limits to sections",
                "ordering": ["group__name", "id"],
            },
        ),
        migrations.CreateModel(
            name="SavedFilter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=1000)),
                ("is_shared", models.BooleanField(default=False)),
                (
                    "owner",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_filters",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "id"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("owner", "name"),
                        name="saved_filter_named_once",
                        violation_error_message="You have a filter of that name already.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="comment",
            name="language",
            field=models.CharField(editable=False, max_length=3, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="decided_seq",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="decided_by_id",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("status", "pending")),
                fields=["article", "due_at", "id"],
                name="comment_story_due",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["article", "submitted_at", "id"], name="comment_story_sent"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["status", "submitted_at", "id"], name="comment_status_sent"),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("decided_seq__isnull", False)),
                fields=["-decided_seq", "-id"],
                name="comment_decided",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("decided_by_id__isnull", False)),
                fields=["decided_by_id", "-decided_seq", "-id"],
                name="comment_decided_by",
            ),
        ),
        migrations.RunPython(remember_decisions, migrations.RunPython.noop),
        migrations.RunPython(let_editors_limit, take_it_back),
    ]
