"""Keeps with each comment which campaign it belongs to: what waits is found in an index, however much was decided.

The column may be NULL, which both databases add without writing the table anew.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module's docstring."""

    dependencies = [("comments", "0020_look_of_names")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="campaign",
            field=models.ForeignKey(
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="comments",
                to="comments.campaign",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("campaign__isnull", False), ("status", "pending")),
                fields=["campaign", "id"],
                name="comment_campaign_held",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("campaign__isnull", False)),
                fields=["campaign", "-standing_seq", "-id"],
                name="comment_campaign",
            ),
        ),
    ]
