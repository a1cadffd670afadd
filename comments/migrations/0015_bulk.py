"""Keeps decisions on many comments, with how far each has come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0014_notes")]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[
                            ("approve", "Approved"),
                            ("pick", "Picked"),
                            ("keep", "Kept after reports"),
                            ("reject", "Rejected"),
                            ("spam", "Marked as spam"),
                            ("trash", "Moved to trash"),
                            ("undo", "Undone"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("note", models.TextField(blank=True)),
                ("place", models.TextField(blank=True)),
                ("campaign_id", models.BigIntegerField(null=True)),
                ("left_out", models.JSONField(default=list)),
                ("until_pk", models.BigIntegerField(default=0)),
                ("until_seq", models.BigIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("decided", models.PositiveIntegerField(default=0)),
                ("cursor", models.BigIntegerField(default=0)),
                ("made", models.JSONField(default=list)),
                ("passed", models.JSONField(default=list)),
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
                ("turn", models.PositiveIntegerField(default=0)),
                ("by_id", models.BigIntegerField(db_index=True)),
                ("by_name", models.CharField(blank=True, max_length=310)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("touched_at", models.DateTimeField()),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reversal",
                        to="comments.bulkrun",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "default_permissions": (),
            },
        ),
    ]
