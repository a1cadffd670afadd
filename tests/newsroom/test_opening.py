"""The opening: each step is done once, and again only when there is a reason."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from comments import replies
from comments.models import Comment
from newsroom import opening
from newsroom.keys import generated_key
from tests.factories import make_article, make_comment


@pytest.mark.django_db
def test_the_first_account_is_an_editor_who_may_do_everything() -> None:
    password = opening.make_editor()

    editor = User.objects.get()
    assert editor.check_password(str(password))
    assert (editor.username, editor.is_superuser, editor.is_staff) == ("editor", True, True)
    assert [group.name for group in editor.groups.all()] == ["Editor"]
    assert editor.get_full_name() == ""


@pytest.mark.django_db
def test_the_editor_of_the_demo_can_answer_readers(settings: Settings) -> None:
    settings.NEWSROOM_DEMO = True
    call_command("load_demo", verbosity=0)
    # As where the start that loaded it was killed before it made the account.
    assert not opening.wants_demo()
    opening.make_editor()
    comment = make_comment(make_article(), status="approved")
    editor = User.objects.get(username=opening.EDITOR)
    answer = replies.reply(comment, text="We asked.", by=editor, seen=comment.seq)
    assert answer is not None
    assert answer.name == "Wren Haldane"


@pytest.mark.django_db
def test_no_second_account_is_made() -> None:
    opening.make_editor()

    assert opening.make_editor() is None
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_the_demo_is_wanted_until_there_is_a_story(settings: Settings) -> None:
    settings.NEWSROOM_DEMO = True
    assert opening.wants_demo()

    make_article()
    assert not opening.wants_demo()


@pytest.mark.django_db
def test_the_demo_does_not_come_back_to_whoever_cleared_it_away(settings: Settings) -> None:
    settings.NEWSROOM_DEMO = True
    opening.make_editor()

    assert not opening.wants_demo()


@pytest.mark.django_db
def test_the_demo_is_not_loaded_where_it_was_declined(settings: Settings) -> None:
    settings.NEWSROOM_DEMO = False

    assert not opening.wants_demo()


@pytest.mark.django_db
def test_retention_is_enqueued_once() -> None:
    opening.schedule_retention()
    opening.schedule_retention()

    assert [task.task_path for task in DBTaskResult.objects.all()] == ["comments.retention.apply_daily"]


@pytest.mark.django_db
def test_the_counting_of_the_log_is_enqueued_once() -> None:
    opening.schedule_summaries()
    opening.schedule_summaries()

    assert [task.task_path for task in DBTaskResult.objects.all()] == ["comments.summaries.keeping.keep"]


@pytest.mark.django_db
def test_fragments_are_refreshed_where_a_version_makes_them_otherwise() -> None:
    make_comment(make_article())
    opening.schedule_refresh()
    assert not DBTaskResult.objects.exists()

    Comment.objects.update(fragment_version="older")
    opening.schedule_refresh()
    opening.schedule_refresh()
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["comments.fragments.refresh"]


@pytest.fixture
def source(settings: Settings, tmp_path: Path) -> Path:
    """A static file of a newsroom that has no other."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    settings.STATIC_ROOT = tmp_path / "static"
    path = tmp_path / "sources" / "base.css"
    path.parent.mkdir()
    path.write_text("a {}")
    return path


def test_static_files_are_collected_once(source: Path, tmp_path: Path) -> None:
    assert opening.static_is_stale()
    opening.collect_static()

    assert not opening.static_is_stale()
    assert (tmp_path / "static" / "base.css").read_text() == "a {}"


def test_static_files_are_collected_again_when_one_has_changed(source: Path) -> None:
    opening.collect_static()
    source.write_text("a { color: red }")

    assert opening.static_is_stale()


def test_the_folder_of_all_data_is_made_closed(settings: Settings, tmp_path: Path) -> None:
    settings.NEWSROOM_VAR = tmp_path / "var"

    opening.make_var()
    opening.make_var()

    assert settings.NEWSROOM_VAR.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_somebody_else_made_keeps_its_mode(settings: Settings, tmp_path: Path) -> None:
    settings.NEWSROOM_VAR = tmp_path / "var"
    settings.NEWSROOM_VAR.mkdir()
    settings.NEWSROOM_VAR.chmod(0o750)

    opening.make_var()

    assert settings.NEWSROOM_VAR.stat().st_mode & 0o777 == 0o750


def test_the_first_key_makes_its_folders_closed(tmp_path: Path) -> None:
    generated_key(tmp_path / "var" / "keys", "secret-key")

    for folder in (tmp_path / "var", tmp_path / "var" / "keys"):
        assert folder.stat().st_mode & 0o777 == 0o700
