"""``manage.py rescreen``: pending comments looked at anew, each change logged, what people decided kept."""

import io

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from articles.models import Article
from comments import moderation, policies, rescreening, verification
from comments.models import Comment, LogEntry, PolicyVersion
from comments.rule_names import RULES
from comments.screening.again import FROM_TEXT
from comments.screening.links import LinkPolicy
from comments.screening.policy import ALLOWANCE_OF_THE_STORY
from comments.screening.whole import Policy
from tests.factories import make_article, make_comment, make_staff, submit

pytestmark = pytest.mark.django_db

TWO_LINKS = "See https://a.example/ and https://b.example/ for it."


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test begin as a process does."""
    monkeypatch.setattr(policies, "_cache", policies.Cache())


@pytest.fixture
def story() -> Article:
    """Return a story on which comments appear at once if nothing is found."""
    return make_article(comments_policy="postmoderated")


def rescreen(*words: str) -> list[str]:
    """Run the command and return the lines that it says."""
    out = io.StringIO()
    call_command("rescreen", *words, stdout=out)
    return out.getvalue().splitlines()


def spoil() -> None:
    """Make the policy such as cannot be loaded."""
    policies.save({"links": {"to_hold": 5}}, {}, by=None)
    PolicyVersion.objects.update(document={"links": {"to_hold": "two"}}, digest="spoilt")


@pytest.mark.parametrize(
    "text",
    [
        "Two cranes, one crew.",
        TWO_LINKS,
        "hxxps://a[.]example/",
        "A\u202eB",
        "<b>" * 300,
        "WHO SAYS SO? NOBODY ASKED US ABOUT THE BRIDGE, AND NOBODY EVER WILL!!!!!!!!!!!!!!",
        "Write to ann@example.org, or pay to DE89 3704 0044 0532 0130 00.",
    ],
)
def test_with_the_same_policy_nothing_changes(story: Article, text: str) -> None:
    for article in (story, make_article()):
        make_comment(article, text=text, website="https://lindy.example/")
    length = LogEntry.objects.count()
    assert rescreen() == ["Nothing else is found than before."]
    assert LogEntry.objects.count() == length


def test_what_was_held_without_a_policy_is_published_once_there_is_one(story: Article) -> None:
    spoil()
    held, linked = submit(story).comment, submit(story, text=TWO_LINKS).comment
    with pytest.raises(CommandError, match="cannot be loaded"):
        rescreen()
    policies.save({"links": {"to_hold": 2}}, {}, by=None)
    assert rescreen() == ["1 approved.", "1 held for other reasons."]
    held.refresh_from_db()
    linked.refresh_from_db()
    assert (held.status, [finding["rule"] for finding in held.findings]) == ("approved", ["unproved"])
    assert (linked.status, linked.findings[0]["rule"]) == ("pending", "links")
    entry = LogEntry.objects.get(seq=held.seq)
    assert (entry.action, entry.from_status, entry.to_status, entry.actor) == (
        "rescreen", "pending", "approved", ""
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_the_log_is_sound_afterwards() -> None:
    story = make_article(comments_policy="postmoderated")
    comment = make_comment(story, text=TWO_LINKS)
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert rescreen() == ["1 approved."]
    assert LogEntry.objects.of_comment(comment.pk).count() == 2
    assert verification.verify().is_sound


def test_a_dry_run_changes_nothing(story: Article) -> None:
    comment = make_comment(story, text=TWO_LINKS)
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert rescreen("--dry-run", "-v", "2") == [
        f"Comment {comment.pk}: would be approved (unproved)",
        "1 would be approved.",
    ]
    comment.refresh_from_db()
    assert comment.status == "pending"
    assert rescreen() == ["1 approved."]


def test_what_the_story_asked_for_holds_on(story: Article) -> None:
    comment = make_comment(make_article(), text=TWO_LINKS)
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert rescreen() == ["1 held for other reasons."]
    comment.refresh_from_db()
    assert [finding["rule"] for finding in comment.findings] == ["premoderated", "unproved"]
    assert comment.due_at - comment.submitted_at == ALLOWANCE_OF_THE_STORY


def test_a_comment_that_a_new_list_marks_is_spam(story: Article) -> None:
    comment = make_comment(make_article(), text="See https://shop.bad.example/ for it.")
    policies.save({"links": {"blocked_as_spam": True}}, {"domains-blocked": "bad.example"}, by=None)
    assert rescreen() == ["1 spam."]
    comment.refresh_from_db()
    assert comment.status == "spam"


def test_a_comment_with_a_word_of_a_new_list_is_rejected_and_the_house_rule_is_logged() -> None:
    comment = make_comment(make_article(), text="Come to the casino with me.")
    policies.save({}, {"words-reject": "casino => private"}, by=None)
    assert rescreen() == ["1 rejected."]
    comment.refresh_from_db()
    assert LogEntry.objects.get(seq=comment.seq).reason == "private"


def test_what_a_person_has_decided_on_is_left_alone(story: Article) -> None:
    mo: User = make_staff("mo", "Moderator")
    comment = make_comment(story, text=TWO_LINKS)
    moderation.undo(moderation.decide([comment], action="approve", by=mo), by=mo)
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    assert rescreen() == ["Nothing else is found than before."]
    assert Comment.objects.get(pk=comment.pk).status == "pending"


def test_what_was_moved_in_the_meantime_is_left_as_it_is(story: Article) -> None:
    comment = make_comment(story, text=TWO_LINKS)
    verdict = rescreening.verdict_on(comment, Policy(links=LinkPolicy(to_hold=3)))
    moderation.decide([Comment.objects.get(pk=comment.pk)], action="trash", by=None)
    assert moderation.rescreen([(comment, verdict)]) == []
    assert Comment.objects.get(pk=comment.pk).status == "trash"


def test_a_batch_costs_a_constant_number_of_queries(
    story: Article, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        make_comment(story, text=f"https://a.example/{number} https://b.example/")
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    with django_assert_max_num_queries(25):
        assert rescreen() == ["40 approved."]


def test_a_rule_that_is_switched_off_holds_nothing_any_more(story: Article) -> None:
    make_comment(story, text="The very same.")
    repeated = make_comment(story, text="The very same.")
    assert repeated.status == "pending"
    policies.save({"off": ["duplicate"]}, {}, by=None)
    assert rescreen() == ["1 approved."]


def test_a_comment_whose_key_is_lost_is_screened_without_its_address(
    story: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_comment(story, text=TWO_LINKS)
    policies.save({"links": {"to_hold": 3}}, {}, by=None)
    Comment.objects.update(email_sealed=b"sealed with a key that is gone")
    assert rescreen() == ["1 approved."]


def test_what_is_found_in_the_text_are_rules_of_the_policy() -> None:
    assert set(RULES) >= FROM_TEXT
