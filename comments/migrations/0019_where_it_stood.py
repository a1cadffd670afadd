"""Keeps the entry that says where a comment stands, and what a story's policy said before its thread was closed.

By the one the desk's lists are ordered: a pin or a look at an address moves no row of theirs. The columns may be NULL,
which both databases add without writing the table anew; where comments stand already is read from the log, comment by
comment, by its index. The log learns to say that an e-mail address was looked for in vain.
"""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

DECISIONS = ("approve", "pick", "keep", "reject", "spam", "trash")


def remember_standing(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give each comment its last entry that moved it or was a decision; where the log has none, its last."""
    alias = schema_editor.connection.alias
    entries = apps.get_model("comments", "LogEntry").objects.using(alias)
    saying = entries.filter(~Q(from_status=F("to_status")) | Q(action__in=DECISIONS))
    last = Subquery(saying.filter(comment_id=OuterRef("pk")).order_by("-seq").values("seq")[:1])
    apps.get_model("comments", "Comment").objects.using(alias).update(standing_seq=Coalesce(last, F("seq")))


class Migration(migrations.Migration):
    """See the module's docstring."""

    dependencies = [("comments", "0018_comment_settings")]

    operations = [
        migrations.AddField(
            model_name="storypolicy",
            name="before_closing",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="standing_seq",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.RemoveIndex(model_name="comment", name="comment_standing"),
        migrations.RunPython(remember_standing, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["status", "-standing_seq", "-id"], name="comment_stands"),
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
                    ("seek", "E-mail address looked for, not found"),
                ],
                max_length=10,
            ),
        ),
    ]
