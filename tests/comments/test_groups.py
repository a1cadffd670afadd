"""The groups: what editors and moderators may do, and the migration that makes them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.factories import make_staff

pytestmark = pytest.mark.django_db

READING = {"comments.view_comment", "comments.moderate_comment", "comments.view_logentry"}
BANNING = {f"comments.{deed}_restriction" for deed in ("view", "add", "change")}
MODERATING = READING | BANNING
# What gives the groups permissions: migration, step.
GIVING = (
    ("0003_groups", "make_groups"),
    ("0005_policy", "let_editors"),
    ("0006_story_policy", "let_editors_set_it"),
    ("0008_people", "let_moderators"),
    ("0013_queue", "let_editors_limit"),
    ("0014_notes", "let_editors"),
    ("0016_log_seen", "let_editors"),
    ("0017_statistics", "let_editors"),
)


def permissions_of(group: str) -> set[str]:
    """Return what a group allows, as code asks for it."""
    return set(make_staff("somebody", group).get_all_permissions())


def test_moderators_read_and_decide_and_nothing_else() -> None:
    assert permissions_of("Moderator") == MODERATING


def test_editors_moderate_see_who_wrote_and_do_everything_with_stories() -> None:
    models = apps.get_app_config("articles").get_models()
    stories = {
        f"articles.{deed}_{model._meta.model_name}"
        for model in models
        for deed in ("add", "change", "delete", "view")
    }
    own = ("see_personal", "change_policy", "delete_note", "export_logentry", "see_statistics")
    policies = {
        *(
            f"comments.{deed}_{of}policy"
            for of in ("section", "story")
            for deed in ("add", "change", "delete", "view")
        ),
        *(f"comments.{deed}_sitepolicy" for deed in ("add", "change", "view")),
    }
    limits = {f"comments.{deed}_deskscope" for deed in ("add", "change", "delete", "view")}
    assert (
        permissions_of("Editor")
        == MODERATING | {f"comments.{deed}" for deed in own} | policies | limits | stories
    )


def test_nobody_can_be_given_the_permission_to_add_change_or_delete_a_comment_or_the_log() -> None:
    ours = Permission.objects.filter(content_type__app_label="comments")
    about = ours.filter(content_type__model__in=["comment", "logentry", "logdetail"])
    assert {f"comments.{codename}" for codename in about.values_list("codename", flat=True)} == {
        *READING,
        "comments.see_personal",
        "comments.export_logentry",
    }


def run(step: str, name: str = "0003_groups") -> None:
    """Run a step of a migration, with the models as the migration sees them."""
    historical = MigrationExecutor(connection).loader.project_state(("comments", name)).apps
    migration = import_module(f"comments.migrations.{name}")
    getattr(migration, step)(historical, connection.schema_editor())


def give() -> None:
    """Run every step that gives the groups permissions."""
    for name, step in GIVING:
        run(step, name)


def allowed() -> set[tuple[str, str]]:
    """Return which group has which permission."""
    return set(Group.permissions.through.objects.values_list("group__name", "permission__codename"))


def test_the_migrations_make_the_groups_where_no_permission_row_is_there_yet() -> None:
    before = allowed()
    run("remove_groups")
    assert not Group.objects.exists()
    Permission.objects.all().delete()
    give()
    assert allowed() == before


def test_the_migrations_run_twice_change_nothing() -> None:
    before = allowed()
    give()
    assert allowed() == before


@pytest.mark.parametrize(
    ("name", "permission"), [("0005_policy", "change_policy"), ("0017_statistics", "see_statistics")]
)
def test_who_may_do_what_a_migration_allowed_loses_that_with_the_reverse(name: str, permission: str) -> None:
    run("let_nobody", name)
    assert ("Editor", permission) not in allowed()


def test_the_reverse_takes_the_groups_and_leaves_the_accounts() -> None:
    somebody = make_staff("somebody", "Editor")
    run("remove_groups")
    somebody.refresh_from_db()
    assert not somebody.groups.exists()
