"""Loading a policy: never while a comment's transaction holds the lock on writing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from comments import policies
from comments.models import Comment, PolicyVersion
from comments.screening import document
from tests.factories import make_article, submit


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Begin as a process does; return of each loading whether a transaction was open."""
    monkeypatch.setattr(policies, "_cache", policies.Cache())
    seen: list[bool] = []
    real = document.compile

    def compiled(*given: object, **named: object) -> object:
        seen.append(connection.in_atomic_block)
        return real(*given, **named)

    monkeypatch.setattr(document, "compile", compiled)
    return seen


@pytest.mark.django_db(transaction=True)
def test_a_comment_after_a_change_is_stored_once_and_the_policy_loaded_outside(loads: list[bool]) -> None:
    article = make_article(comments_policy="postmoderated")
    policies.save({}, {"words-hold": "casino"}, by=None)
    assert submit(article, text="A casino.").comment.status == "pending"
    assert submit(article, text="A bridge.", email="bo@example.org").comment.status == "approved"
    assert loads == [False, False]  # to save it, and to have it at hand
    assert Comment.objects.count() == 2


@pytest.mark.django_db
def test_what_was_saved_while_another_version_was_loaded_is_loaded_too(loads: list[bool]) -> None:
    found: list[str] = []

    @policies.loading
    def work() -> None:
        if len(found) < 2:
            policies.save({"links": {"to_hold": 3 + len(found)}}, {}, by=None)
            found.append("")
        found.append(str(policies.at_hand().links.to_hold))

    work()
    assert found == ["", "", "4"]


@pytest.mark.django_db(transaction=True)
def test_of_several_who_save_at_once_one_does_and_the_others_are_told(loads: list[bool]) -> None:
    def saved(number: int) -> bool:
        try:
            return policies.save({"links": {"to_hold": 3 + number}}, {}, by=None, based_on=0) is not None
        except policies.Overtaken:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(saved, range(4))) == [False, False, False, True]
    assert PolicyVersion.objects.count() == 1
    assert not any(loads)
