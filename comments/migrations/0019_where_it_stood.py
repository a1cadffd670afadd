"""Keeps what a story's policy said before its thread was closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module's docstring."""

    dependencies = [("comments", "0018_comment_settings")]

    operations = [
        migrations.AddField(
            model_name="storypolicy",
            name="before_closing",
            field=models.JSONField(editable=False, null=True),
        ),
    ]
