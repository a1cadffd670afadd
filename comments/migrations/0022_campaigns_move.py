"""Takes the campaigns from the sketches of texts to their comments."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def to_comments(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write to each comment the campaign that its sketch was put into."""
    comments, prints = _rows(apps, schema_editor)
    members = comments.filter(print__campaign__isnull=False)
    members.update(campaign=Subquery(prints.filter(pk=OuterRef("pk")).values("campaign")))


def to_prints(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write it back to the sketches."""
    comments, prints = _rows(apps, schema_editor)
    members = prints.filter(comment__campaign__isnull=False)
    members.update(campaign=Subquery(comments.filter(pk=OuterRef("pk")).values("campaign")))


def _rows(
    apps: Apps, schema_editor: BaseDatabaseSchemaEditor
) -> tuple[models.QuerySet[models.Model], models.QuerySet[models.Model]]:
    alias = schema_editor.connection.alias
    names = ("Comment", "TextPrint")
    comments, prints = (apps.get_model("comments", name).objects.using(alias).order_by() for name in names)
    return comments, prints


class Migration(migrations.Migration):
    """See the module's docstring."""

    dependencies = [("comments", "0021_campaign_of_a_comment")]

    operations = [
        migrations.RunPython(to_comments, to_prints),
        migrations.RemoveField(model_name="textprint", name="campaign"),
    ]
