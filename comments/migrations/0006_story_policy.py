"""Lets stories and sections have a policy of their own, and editors set it."""

from typing import Any

import django.core.validators
import django.db.models.deletion
from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import comments.models.story_policy

EDITORS = "Editor"
MODELS = ("sitepolicy", "sectionpolicy", "storypolicy")


def let_editors_set_it(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give editors the permissions to set these policies."""
    config = apps.get_app_config("comments")
    # The historical configuration has no models module, and Django skips apps that have none.
    config.models_module = True  # type: ignore[assignment]
    create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
    config.models_module = None
    for group in _editors(apps, schema_editor):
        group.permissions.add(*_permissions(apps, schema_editor))


def take_it_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the permissions from them; the rows go with the tables."""
    for group in _editors(apps, schema_editor):
        group.permissions.remove(*_permissions(apps, schema_editor))


def _editors(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> Any:
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    return groups.filter(name=EDITORS)


def _permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> Any:
    permissions = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    return permissions.filter(content_type__app_label="comments", content_type__model__in=MODELS)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_image_renditions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("comments", "0005_policy"),
    ]

    operations = [
        migrations.CreateModel(
            name="SitePolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stopped",
                    models.BooleanField(
                        default=False,
                        help_text="Nobody can comment anywhere while this is ticked. What was said stays "
                        "where it is.",
                        verbose_name="stop all comments",
                    ),
                ),
                (
                    "message",
                    models.CharField(
                        blank=True,
                        help_text="What readers are told in the meantime, for instance why and until when."
                        " Left empty, they are told that replies are paused.",
                        max_length=300,
                    ),
                ),
                (
                    "closes_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A story takes no more comments so many days after it was published; 14 "
                        "is usual. Left empty, or 0: stories stay open.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="close after days",
                    ),
                ),
            ],
            options={
                "verbose_name": "comments on the whole site",
                "verbose_name_plural": "comments on the whole site",
                "default_permissions": ("add", "change", "view"),
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="site_policy_is_one")
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("postmoderated", "Open: a comment appears at once unless a rule holds it"),
                            ("links-held", "Links held: open, but a comment with a link is read first"),
                            ("premoderated", "Premoderated: every comment is read before it appears"),
                            ("closed", "Closed: no new comments"),
                            ("legal-hold", "Legal hold: no new comments, for legal reasons"),
                        ],
                        help_text="How comments are handled under stories that say nothing else. Left "
                        "empty: premoderated.",
                        max_length=13,
                    ),
                ),
                (
                    "hours",
                    models.TextField(
                        blank=True,
                        help_text="When somebody reads comments, a line for each row of days, for instance"
                        " Mon-Fri 08:00-18:00, in the newsroom’s time zone. Outside these hours "
                        "every comment is held, and the hours stand beside the form. Left empty,"
                        " the desk is always open.",
                        validators=[comments.models.story_policy.readable_hours],
                        verbose_name="opening hours of the desk",
                    ),
                ),
                (
                    "closes_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="A story takes no more comments so many days after it was published; 0 "
                        "means never. Left empty: as on the whole site.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="close after days",
                    ),
                ),
                (
                    "section",
                    models.OneToOneField(
                        help_text="The part of the paper whose stories this is for.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_policy",
                        to="articles.section",
                    ),
                ),
            ],
            options={
                "verbose_name": "comments in a section",
                "verbose_name_plural": "comments by section",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mode__in",
                                ["", "postmoderated", "links-held", "premoderated", "closed", "legal-hold"],
                            )
                        ),
                        name="section_policy_mode_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StoryPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("postmoderated", "Open: a comment appears at once unless a rule holds it"),
                            ("links-held", "Links held: open, but a comment with a link is read first"),
                            ("premoderated", "Premoderated: every comment is read before it appears"),
                            ("closed", "Closed: no new comments"),
                            ("legal-hold", "Legal hold: no new comments, for legal reasons"),
                        ],
                        help_text="How comments under the story are handled. Left empty: as the story’s "
                        "own form says, or its section.",
                        max_length=13,
                    ),
                ),
                (
                    "risk",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Ordinary: nothing more is held than the rules say"),
                            (
                                "raised",
                                "Raised: comments with a link, or from people we do not know, are read first",
                            ),
                            ("high", "High: every comment is read first"),
                        ],
                        default="",
                        help_text="How much trouble the story is expected to bring: more is held for as "
                        "long as it lasts.",
                        max_length=6,
                    ),
                ),
                (
                    "risk_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="When the risk is over by itself. Left empty, it lasts until somebody "
                        "sets it back.",
                        null=True,
                        verbose_name="risk until",
                    ),
                ),
                (
                    "closes_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="The story takes no more comments so many days after it was published; 0"
                        " means never. Left empty: as in its section.",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="close after days",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why, for colleagues: readers never see it. A legal hold needs one.",
                        max_length=500,
                    ),
                ),
                (
                    "article",
                    models.OneToOneField(
                        help_text="The story that this is for.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comment_policy",
                        to="articles.article",
                        verbose_name="story",
                    ),
                ),
            ],
            options={
                "verbose_name": "comments under a story",
                "verbose_name_plural": "comments by story",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "mode__in",
                                ["", "postmoderated", "links-held", "premoderated", "closed", "legal-hold"],
                            )
                        ),
                        name="story_policy_mode_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("risk__in", ["", "raised", "high"])),
                        name="story_policy_risk_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mode", "legal-hold"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="story_policy_legal_reason",
                        violation_error_message="Say why the story is on legal hold: colleagues have to know "
                        "when it may end.",
                    ),
                ],
            },
        ),
        migrations.RunPython(let_editors_set_it, take_it_back),
    ]
