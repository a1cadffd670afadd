"""Keeps dry runs of a policy, with what they found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0008_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="DryRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("document", models.JSONField()),
                ("lists", models.JSONField(default=dict)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("based_on", models.PositiveIntegerField()),
                ("size", models.PositiveIntegerField()),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the task worker"),
                            ("running", "Running"),
                            ("finished", "Finished"),
                            ("stopped", "Stopped"),
                            ("failed", "Failed"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("is_to_stop", models.BooleanField(default=False)),
                ("changes", models.JSONField(default=dict)),
                ("rules", models.JSONField(default=dict)),
                ("by_id", models.BigIntegerField(null=True)),
                ("by_name", models.CharField(blank=True, max_length=310)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("touched_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DryRunHit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("comment_id", models.BigIntegerField()),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("caught", "Held or refused only by the new policy"),
                            ("both", "Held or refused by both"),
                            ("released", "Let through only by the new policy"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "becomes",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("spam", "Spam"),
                            ("trash", "Trash"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "stands",
                    models.CharField(
                        choices=[
                            ("pending", "Pending"),
                            ("approved", "Approved"),
                            ("rejected", "Rejected"),
                            ("spam", "Spam"),
                            ("trash", "Trash"),
                        ],
                        max_length=8,
                    ),
                ),
                ("findings", models.JSONField(default=list)),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hits", to="comments.dryrun"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "default_permissions": (),
            },
        ),
    ]
