"""Gives comments their fragments.

No row is written: the columns may be NULL, which both databases add without writing the table anew, and triggers and
indexes stay. A comment without a fragment is stale: it is rendered on the way to the reader, until
``comments.fragments.refresh`` has stored its fragment.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("comments", "0003_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="fragment",
            field=models.TextField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="fragment_version",
            field=models.CharField(editable=False, max_length=16, null=True),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["fragment_version"], name="comment_made_with"),
        ),
    ]
