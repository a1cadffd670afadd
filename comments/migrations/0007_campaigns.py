"""Remembers what texts and links have in common."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0006_story_policy")]

    operations = [
        migrations.CreateModel(
            name="LinkTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("host_digest", models.CharField(max_length=32)),
                ("at", models.DateTimeField()),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="link_targets",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [models.Index(fields=["host_digest", "-at", "-id"], name="link_target_lately")],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begun_at", models.DateTimeField()),
                ("last_at", models.DateTimeField(db_index=True)),
                ("size", models.PositiveIntegerField(default=0)),
                (
                    "later",
                    models.CharField(blank=True, choices=[("spam", "Marked as spam")], max_length=8),
                ),
                ("later_by", models.CharField(blank=True, max_length=310)),
                ("later_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["-pk"], "default_permissions": ()},
        ),
        migrations.CreateModel(
            name="TextPrint",
            fields=[
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="print",
                        serialize=False,
                        to="comments.comment",
                    ),
                ),
                ("marks", models.BinaryField()),
                ("band_1", models.BigIntegerField()),
                ("band_2", models.BigIntegerField()),
                ("band_3", models.BigIntegerField()),
                ("band_4", models.BigIntegerField()),
                ("band_5", models.BigIntegerField()),
                ("band_6", models.BigIntegerField()),
                (
                    "campaign",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="prints",
                        to="comments.campaign",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["band_1", "-comment"], name="print_band_1"),
                    models.Index(fields=["band_2", "-comment"], name="print_band_2"),
                    models.Index(fields=["band_3", "-comment"], name="print_band_3"),
                    models.Index(fields=["band_4", "-comment"], name="print_band_4"),
                    models.Index(fields=["band_5", "-comment"], name="print_band_5"),
                    models.Index(fields=["band_6", "-comment"], name="print_band_6"),
                ],
            },
        ),
    ]
