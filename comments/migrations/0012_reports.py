"""Keeps readers' reports, and at each comment how many are open and by when somebody is to look.

The new columns of comments may be NULL: both databases add them without writing the table anew.
"""

import django.db.models.deletion
from django.db import migrations, models

REASONS = [
    ("person", "Attacks a person"),
    ("story", "Off the story"),
    ("private", "Private or advert"),
    ("unlawful", "Unlawful"),
]
OUTCOMES = [("", "Open"), ("upheld", "The reader was right"), ("dismissed", "The comment was kept")]


class Migration(migrations.Migration):
    dependencies = [("comments", "0011_claims")]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "lane",
                    models.CharField(choices=[("house", "House rules")], default="house", max_length=8),
                ),
                ("address_print", models.CharField(blank=True, max_length=80)),
                ("reason", models.CharField(choices=REASONS, max_length=40)),
                ("sentence", models.CharField(blank=True, max_length=500)),
                ("weight", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
                ("outcome", models.CharField(blank=True, choices=OUTCOMES, default="", max_length=9)),
                ("settled_seq", models.BigIntegerField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="comments.comment",
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(
                condition=models.Q(("address_print", ""), _negated=True),
                fields=["address_print", "outcome"],
                name="report_accuracy",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address_print", ""), _negated=True),
                fields=("comment", "address_print", "lane"),
                name="reported_once_an_address",
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="open_reports",
            field=models.IntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="reported_due_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("reported_due_at__isnull", False)),
                fields=["reported_due_at", "id"],
                name="comment_reported",
            ),
        ),
    ]
