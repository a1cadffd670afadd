"""Makes the groups: editors publish and moderate, moderators do nothing but moderate."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MODERATING = ["view_comment", "moderate_comment", "view_logentry"]
GROUPS: dict[str, dict[str, list[str] | None]] = {
    "Editor": {"articles": None, "comments": [*MODERATING, "see_personal"]},
    "Moderator": {"comments": MODERATING},
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make both groups with their permissions; None stands for all of an app's."""
    _make_permissions(apps, schema_editor, "articles", "comments")
    using = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, allowed in GROUPS.items():
        group, _ = groups.get_or_create(name=name)
        for app, codenames in allowed.items():
            found = permissions.filter(content_type__app_label=app)
            group.permissions.add(*(found if codenames is None else found.filter(codename__in=codenames)))


def remove_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Remove the groups; the accounts that were in them stay, without what the groups allowed."""
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


def _make_permissions(apps: Apps, schema_editor: BaseDatabaseSchemaEditor, *labels: str) -> None:
    """Make the rows now: Django makes them only after the last migration of all."""
    for label in labels:
        config = apps.get_app_config(label)
        # The historical configuration has no models module, and Django skips apps that have none.
        config.models_module = True  # type: ignore[assignment]
        create_permissions(config, verbosity=0, using=schema_editor.connection.alias, apps=apps)
        config.models_module = None


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_log_triggers"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
