"""Policies: a version a change, the one that counts in one query, and every comment held when it cannot be loaded."""

import logging
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from pytest_django import DjangoAssertNumQueries

from comments import policies
from comments.models import ListText, PolicyVersion
from comments.policies import Overtaken
from comments.screening import document
from comments.screening.document import BadPolicy, as_document, default_lists, problems_of_lists
from comments.screening.whole import Policy
from tests.factories import make_article, make_staff, submit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin as a process does."""
    monkeypatch.setattr(policies, "_cache", policies.Cache())


@pytest.fixture
def editor() -> User:
    """Return an editor."""
    return make_staff("ed", "Editor", first_name="Ed", last_name="Itor")


def test_without_a_version_the_defaults_count(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert policies.current().links.to_hold == 2
    with django_assert_num_queries(1):
        assert policies.current().is_available


def test_what_is_saved_counts_from_then_on(
    editor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    assert policies.current().links.to_hold == 2
    version = policies.save({"links": {"to_hold": 3}}, {}, by=editor, note="Three are fine.")
    assert version is not None
    assert (version.number, version.by_name, version.note) == (1, "Ed Itor", "Three are fine.")
    assert policies.current().links.to_hold == 3
    with django_assert_num_queries(1):
        policies.current()


def test_the_same_again_makes_no_version(editor: User) -> None:
    policies.save({"links": {"to_hold": 3}}, {"words-hold": "casino\r\n\r\n"}, by=editor)
    assert policies.save({"links": {"to_hold": 3}}, {"words-hold": "casino"}, by=editor) is None
    assert PolicyVersion.objects.count() == 1


def test_a_list_that_is_left_out_stays_and_is_kept_once(editor: User) -> None:
    policies.save({}, {"words-hold": "casino"}, by=editor)
    policies.save({"links": {"to_hold": 4}}, {"names-reserved": "casino"}, by=editor)
    assert policies.stored().lists["words-hold"] == "casino\n"
    assert ListText.objects.filter(text="casino\n").count() == 1


def test_an_earlier_version_is_restored_as_the_newest(editor: User) -> None:
    policies.save({"links": {"to_hold": 3}}, {"words-hold": "casino"}, by=editor)
    policies.save({"links": {"to_hold": 9}}, {"words-hold": "loan"}, by=editor)
    restored = policies.restore(1, by=editor)
    assert restored is not None
    assert (restored.number, restored.note) == (3, "As in version 1.")
    assert policies.stored().lists["words-hold"] == "casino\n"
    assert policies.current().links.to_hold == 3


def test_two_who_change_the_same_version_do_not_overwrite_each_other(editor: User) -> None:
    policies.save({"links": {"to_hold": 3}}, {}, by=editor, based_on=0)
    with pytest.raises(Overtaken) as overtaken:
        policies.save({"links": {"to_hold": 4}}, {}, by=editor, based_on=0)
    assert overtaken.value.number == 1
    assert policies.current().links.to_hold == 3


def test_of_two_who_save_at_the_same_moment_one_is_told(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = policies.stored()
    policies.save({"links": {"to_hold": 3}}, {}, by=editor)
    monkeypatch.setattr(policies, "stored", lambda: before)
    with pytest.raises(Overtaken) as overtaken:
        policies.save({"links": {"to_hold": 4}}, {}, by=editor, based_on=0)
    assert overtaken.value.number == 1
    assert PolicyVersion.objects.get().document["links"]["to_hold"] == 3


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_saved(editor: User) -> None:
    with pytest.raises(BadPolicy) as refused:
        policies.save(
            {"links": {"to_hold": "two", "colour": 1}, "weather": {}, "off": ["premoderated"]},
            {"words-hold": "casino\ncasino", "words-to-like": "x"},
            by=editor,
        )
    assert set(refused.value.problems) == {
        "links.to_hold", "links.colour", "weather", "off", "words-hold", "words-to-like"
    }  # fmt: skip
    assert refused.value.problems["words-hold"].startswith("Line 2: ")
    assert not PolicyVersion.objects.exists()


def test_a_document_says_all_that_is_set() -> None:
    plain = as_document(Policy(off=frozenset({"links"})))
    assert plain["links"]["to_hold"] == 2
    assert plain["off"] == ["links"]


def test_the_lists_that_are_shipped_are_in_order() -> None:
    assert problems_of_lists(default_lists()) == {}


def broken_document() -> None:
    """Spoil the settings."""
    PolicyVersion.objects.update(document={"links": {"to_hold": "two"}}, digest="x")


def lost_list() -> None:
    """Lose the lists' texts."""
    ListText.objects.all().delete()
    PolicyVersion.objects.update(digest="x")


def broken_list() -> None:
    """Spoil a list's text."""
    ListText.objects.filter(text="casino\n").update(text="casino\n\ncasino\n")
    PolicyVersion.objects.update(digest="x")


@pytest.mark.parametrize("spoil", [broken_document, lost_list, broken_list])
def test_a_policy_that_cannot_be_loaded_holds_every_comment_and_loses_none(
    spoil: Callable[[], None], editor: User, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article(comments_policy="postmoderated")
    policies.save({}, {"words-hold": "casino"}, by=editor)
    assert submit(article).comment.status == "approved"
    spoil()
    with caplog.at_level(logging.ERROR, "comments.policies"):
        comment = submit(article).comment
        submit(article)
    assert comment.status == "pending"
    assert comment.findings[0]["rule"] == "policy-unavailable"
    assert [record.getMessage() for record in caplog.records] == [
        "Version 1 of the screening policy cannot be loaded: every comment is held."
    ]
    monkeypatch.setattr(policies, "RETRY_AFTER", 0.0)
    policies.save({}, dict.fromkeys(default_lists(), ""), by=editor)
    assert submit(article).comment.status == "approved"


def test_a_list_that_was_altered_is_put_right_by_saving_it_again(editor: User) -> None:
    policies.save({}, {"words-hold": "casino"}, by=editor)
    ListText.objects.filter(text="casino\n").update(text="anything else\n")
    assert policies.stored().lost == ("words-hold",)
    policies.save({}, {"words-hold": "casino"}, by=editor)
    assert policies.stored().lists["words-hold"] == "casino\n"
    assert policies.current().is_available


def test_what_failed_is_tried_again(editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    policies.save({}, {}, by=editor)
    monkeypatch.setattr(policies, "RETRY_AFTER", -1.0)
    with monkeypatch.context() as patch:
        patch.setattr(document, "compile", lambda *_, **__: 1 / 0)
        assert not policies.current().is_available
    assert policies.current().is_available


def test_a_setting_that_nobody_knows_is_said() -> None:
    with pytest.raises(LookupError, match="neded"):
        policies.value("reports.neded")
