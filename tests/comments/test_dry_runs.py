"""Dry runs: what a changed policy would make of earlier comments is counted, shown and moves nothing."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments import dry_runs, policies, retention
from comments.models import Comment, DryRun, LogEntry
from comments.models.dry_run import State
from comments.screening.document import BadPolicy
from tests.comments.staffroom import make_moderator, signed_in
from tests.factories import make_article, make_comment, make_staff

pytestmark = pytest.mark.django_db
ONE = {"links": {"to_hold": 1}}
ONE_LINK = "See http://a.example/ for more"
TWO_LINKS = "See http://a.example/ and http://b.example/"


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin as a process does."""
    monkeypatch.setattr(policies, "_cache", policies.Cache())


@pytest.fixture
def story() -> Article:
    """Return a story that holds every comment."""
    return make_article()


@pytest.fixture
def editor() -> Client:
    """Return an editor's browser."""
    return signed_in(make_staff("ed", "Editor"))


def tried(document: dict[str, Any], lists: dict[str, str] | None = None, size: int = 1_000) -> DryRun:
    """Return a run that was done."""
    run = dry_runs.ask(document, lists or {}, size=size, by=None)
    dry_runs.perform.func(run.pk)
    return DryRun.objects.get(pk=run.pk)


def test_what_only_the_changed_policy_holds_is_told_with_what_moderators_decided(story: Article) -> None:
    make_comment(story, status="approved", text=ONE_LINK)
    make_comment(story, status="spam", text=ONE_LINK.replace("a.", "c."))
    make_comment(story, text="Nothing to see")
    run = tried(ONE)
    assert run.state == State.FINISHED
    assert (run.done, run.total) == (3, 3)
    assert run.changes == {"caught": {"approved": 1, "spam": 1}}
    assert run.rules == {"links": {"approved": 1, "spam": 1}}


def test_what_was_found_is_kept_with_its_place(story: Article) -> None:
    comment = make_comment(story, text=ONE_LINK)
    hit = tried(ONE).hits.get()
    assert (hit.comment_id, hit.becomes, hit.stands) == (comment.pk, "pending", "pending")
    (finding,) = hit.findings
    assert ONE_LINK[finding["start"] : finding["end"]] == "http://a.example/"


def test_what_both_hold_and_what_is_let_through_are_told_apart(story: Article) -> None:
    make_comment(story, text=TWO_LINKS)
    assert set(tried(ONE).changes) == {"both"}
    assert set(tried({"links": {"to_hold": 9}}).changes) == {"released"}
    assert set(tried({"off": ["links"]}).changes) == {"released"}


def test_a_list_is_tried_before_it_is_saved(story: Article) -> None:
    make_comment(story, text=ONE_LINK)
    run = tried({}, {"domains-blocked": "a.example\n"})
    assert set(run.changes) == {"caught"}
    assert "blocked-domain" in run.rules
    assert policies.stored().number == 0


def test_nothing_is_moved_and_nothing_logged(story: Article) -> None:
    comment = make_comment(story, status="approved", text=ONE_LINK)
    entries = LogEntry.objects.count()
    tried(ONE)
    assert Comment.objects.get(pk=comment.pk).status == "approved"
    assert LogEntry.objects.count() == entries


def test_only_the_newest_are_looked_at(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_comment(story, text=f"http://a{number}.example/")
    monkeypatch.setattr(dry_runs, "SIZES", (2,))
    run = tried(ONE, size=2)
    assert (run.done, run.changes) == (2, {"caught": {"pending": 2}})


def test_a_run_stops_after_the_batch_that_it_is_at(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        make_comment(story, text=f"http://a{number}.example/")
    monkeypatch.setattr(dry_runs, "BATCH", 1)
    run = dry_runs.ask(ONE, {}, size=1_000, by=None)
    DryRun.objects.filter(pk=run.pk).update(is_to_stop=True)
    dry_runs.perform.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == (State.STOPPED, 1, 3)


def test_a_run_that_was_stopped_before_it_began_never_begins(story: Article) -> None:
    run = dry_runs.ask(ONE, {}, size=1_000, by=None)
    dry_runs.stop(run)
    dry_runs.perform.func(run.pk)
    run.refresh_from_db()
    assert (run.state, run.total) == (State.STOPPED, 0)


def test_one_at_a_time_unless_its_worker_has_gone(story: Article) -> None:
    run = dry_runs.ask(ONE, {}, size=1_000, by=None)
    with pytest.raises(dry_runs.Busy):
        dry_runs.ask(ONE, {}, size=1_000, by=None)
    DryRun.objects.filter(pk=run.pk).update(touched_at=timezone.now() - 2 * dry_runs.SILENT)
    assert dry_runs.ask(ONE, {}, size=1_000, by=None).pk != run.pk


def test_what_cannot_be_a_policy_is_refused_at_once(story: Article) -> None:
    with pytest.raises(BadPolicy):
        dry_runs.ask({"links": {"to_hold": "many"}}, {}, size=1_000, by=None)
    with pytest.raises(ValueError, match="7"):
        dry_runs.ask({}, {}, size=7, by=None)
    assert not DryRun.objects.exists()


def test_what_goes_wrong_is_said(story: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    make_comment(story)
    monkeypatch.setattr(dry_runs, "verdict_on", lambda comment, policy: 1 / 0)
    assert tried(ONE).state == State.FAILED


def test_runs_are_dropped_after_a_week(story: Article) -> None:
    make_comment(story, text=ONE_LINK)
    run = tried(ONE)
    retention.apply(at=run.asked_at + retention.DRY_RUNS_LIVE)
    assert DryRun.objects.exists()
    retention.apply(at=run.asked_at + retention.DRY_RUNS_LIVE * 2)
    assert not DryRun.objects.exists()


LIST = "/admin/comments/policyversion/lists/domains-blocked/"
BLOCK = {"based_on": "0", "text": "a.example\n", "note": "spammers", "try": "Try", "try_size": "1000"}


def test_an_editor_tries_a_list_reads_what_it_does_and_saves_it(story: Article, editor: Client) -> None:
    make_comment(story, status="approved", text=ONE_LINK)
    response = editor.post(LIST, BLOCK)
    run = DryRun.objects.get()
    address = f"/admin/comments/dryrun/{run.pk}/change/"
    assert response["Location"] == address
    waiting = editor.get(address)
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in waiting.content.decode()
    assert "Stop" in waiting.content.decode()
    dry_runs.perform.func(run.pk)
    page = editor.get(address)
    assert "http-equiv" not in page.content.decode()
    assert '<mark class="match">http://a.example/</mark>' in page.content.decode()
    editor.post(f"/admin/comments/dryrun/{run.pk}/save/")
    assert policies.stored().lists["domains-blocked"] == "a.example\n"


def test_a_mistake_in_a_list_is_told_instead_of_tried(story: Article, editor: Client) -> None:
    response = editor.post(LIST, {**BLOCK, "text": "a.example\na.example\n"})
    assert response.status_code == 422
    assert "Line 2" in response.content.decode()
    assert not DryRun.objects.exists()


def test_a_second_run_is_refused_while_one_is_under_way(story: Article, editor: Client) -> None:
    editor.post(LIST, BLOCK)
    assert "under way" in editor.post(LIST, BLOCK).content.decode()
    assert DryRun.objects.count() == 1


def test_stopping_is_one_button(story: Article, editor: Client) -> None:
    run = dry_runs.ask(ONE, {}, size=1_000, by=None)
    editor.post(f"/admin/comments/dryrun/{run.pk}/stop/")
    run.refresh_from_db()
    assert run.state == State.STOPPED


def test_what_was_tried_on_an_older_policy_is_not_saved_over_a_newer_one(
    story: Article, editor: Client
) -> None:
    run = tried(ONE)
    policies.save({"links": {"to_hold": 5}}, {}, by=None)
    page = editor.post(f"/admin/comments/dryrun/{run.pk}/save/", follow=True).content.decode()
    assert "Nothing was saved." in page
    assert policies.stored().document["links"]["to_hold"] == 5


def test_a_moderator_sees_no_dry_run_and_a_run_that_is_gone_is_not_found(
    story: Article, editor: Client
) -> None:
    run = tried(ONE)
    address = f"/admin/comments/dryrun/{run.pk}/"
    moderator = signed_in(make_moderator())
    assert moderator.get(f"{address}change/").status_code == 403
    assert moderator.post(f"{address}save/").status_code == 403
    assert moderator.post(f"{address}stop/").status_code == 403
    assert editor.get("/admin/comments/dryrun/999/change/").status_code == 404
    assert editor.get(f"{address}save/").status_code == 405
    assert editor.get("/admin/comments/dryrun/").status_code == 200
