"""Lets the desk do more than decide: marks on comments, the newsroom's own answers, sealed details in the log."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def _mark(name: str) -> migrations.AddField:
    # May be NULL and has no default: neither database writes the table anew for it.
    return migrations.AddField("comment", name, models.DateTimeField(editable=False, null=True))


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0009_scorecards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffTitle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="What readers see after the newsroom’s name beside an answer of theirs under a "
                        "story, for instance “reporter” or “harbour editor”. Left empty, the newsroom’s name stands "
                        "alone.",
                        max_length=60,
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_title",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        _mark("picked_at"),
        _mark("pinned_at"),
        _mark("escalated_at"),
        _mark("redacted_at"),
        migrations.AddField("comment", "staff_id", models.BigIntegerField(editable=False, null=True)),
        migrations.AddField(
            "comment", "staff_role", models.CharField(editable=False, max_length=120, null=True)
        ),
        migrations.AddField("logdetail", "sealed", models.BinaryField(null=True)),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["article", "pinned_at", "id"],
                name="comment_pinned",
                condition=models.Q(pinned_at__isnull=False, status="approved"),
            ),
        ),
        migrations.AddIndex(
            "comment",
            models.Index(
                fields=["escalated_at", "id"],
                name="comment_escalated",
                condition=models.Q(escalated_at__isnull=False),
            ),
        ),
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
                    ("keep", "Kept after reports"),
                    ("reply", "Answered for the newsroom"),
                    ("pick", "Picked"),
                    ("unpick", "Pick taken back"),
                    ("pin", "Pinned"),
                    ("unpin", "Unpinned"),
                    ("escalate", "Escalated"),
                    ("hand-back", "Handed back"),
                    ("redact", "Redacted"),
                    ("reported", "Reported by readers"),
                    ("look", "E-mail address looked at"),
                ],
                max_length=10,
            ),
        ),
    ]
