"""Makes the look of the names anew that are not ASCII: a vowel sign is part of a name by now.

Only the column beside the name is written. The log is chained over its own entries and does not cover it.
"""

from django.apps.registry import Apps
from django.db import migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from comments.screening.names import look

BATCH = 1_000


def look_anew(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write how each name looks where that is something else now: a batch a transaction, in the order of the ids."""
    alias = schema_editor.connection.alias
    comments = (
        apps.get_model("comments", "Comment").objects.using(alias).order_by("pk").only("name", "name_look")
    )
    last = 0
    while batch := list(comments.filter(pk__gt=last).exclude(name="")[:BATCH]):
        last = batch[-1].pk
        foreign = [row.pk for row in batch if not row.name.isascii()]
        with transaction.atomic(using=alias):
            # Read again under a lock: what retention empties meanwhile stays empty.
            rows = list(comments.filter(pk__in=foreign).exclude(name="").select_for_update())
            changed = [row for row in rows if row.name_look != (look(row.name) or None)]
            for row in changed:
                row.name_look = look(row.name) or None
            comments.bulk_update(changed, ["name_look"], batch_size=BATCH)


class Migration(migrations.Migration):
    """See the module's docstring."""

    atomic = False

    dependencies = [("comments", "0019_where_it_stood")]

    operations = [migrations.RunPython(look_anew, migrations.RunPython.noop, atomic=False)]
