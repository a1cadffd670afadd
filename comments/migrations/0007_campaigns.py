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
    ]
