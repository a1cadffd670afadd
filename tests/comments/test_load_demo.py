"""The demo newsroom: what its files hold, and that it is loaded whole, through the front door, or not at all."""

import datetime as dt
import io
import ipaddress
import re
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import TestCase, override_settings
from PIL import Image as Picture
from pytest_django import DjangoCaptureOnCommitCallbacks

from articles import publishing
from articles.models import Article, Image, Section
from comments.demo import edition
from comments.demo.timeline import Decided, Event, Published, Undone, Written, timeline
from comments.house_rules import REASONS
from comments.models import Comment, LogEntry
from comments.words import Action, Status
from tests.factories import make_article

NOON = "2026-11-22T12:00+00:00"
DEMO = edition.read()
REMARKS = [remark for story in DEMO.stories for top in story.thread for remark, _ in top.walk()]
DOCUMENTATION = [ipaddress.ip_network(network) for network in ("192.0.2.0/24", "2001:db8::/32")]
READERS_TAGS = {"p", "br", "a", "b", "strong", "i", "em", "code", "blockquote", "del"}


def load(now: str = NOON) -> str:
    """Load the demo and return what the command said."""
    said = io.StringIO()
    call_command("load_demo", now=now, stdout=said)
    return said.getvalue()


def events_by(now: str, hours_east: float = 0) -> list[Event]:
    zone = dt.timezone(dt.timedelta(hours=hours_east))
    return timeline(DEMO, now=dt.datetime.fromisoformat(now), zone=zone)


def newest_story(now: str, hours_east: float = 0) -> str:
    """Return when the newest story came out."""
    return max(event.at for event in events_by(now, hours_east) if isinstance(event, Published)).isoformat()


def actions_on(comment: Comment) -> list[str]:
    return [entry.action for entry in LogEntry.objects.order_by("seq") if entry.comment_id == comment.pk]


# What the files hold


def test_every_email_is_at_example_org() -> None:
    assert all(commenter.email.endswith("@example.org") for commenter in DEMO.commenters.values())


def test_no_two_commenters_share_an_email_or_an_address() -> None:
    for given in zip(*((person.email, person.address) for person in DEMO.commenters.values()), strict=True):
        assert len(set(given)) == len(given)


def test_every_network_address_is_one_kept_for_documentation() -> None:
    given = [person.address for person in DEMO.commenters.values()]
    given += [remark.address for remark in REMARKS if remark.address]
    assert all(any(ipaddress.ip_address(text) in net for net in DOCUMENTATION) for text in given)


def test_every_link_leads_to_a_name_that_nobody_can_own() -> None:
    texts = [remark.text for remark in REMARKS] + [story.body + story.source_url for story in DEMO.stories]
    texts += [person.website for person in DEMO.commenters.values()]
    found = re.findall(r"""(?:https?://|www\.)[^\s"'<]+""", " ".join(texts))
    hosts = {urlsplit(link if "//" in link else f"//{link}").hostname or "" for link in found}
    assert hosts
    assert all(host.rpartition(".")[2] in {"example", "test"} or "example.org" in host for host in hosts)


def test_no_text_holds_an_email_address() -> None:
    assert not [text for text in (*(r.text for r in REMARKS), *(s.body for s in DEMO.stories)) if "@" in text]


def test_all_who_write_and_decide_are_known_and_nobody_is_left_over() -> None:
    moderators = {fields["username"] for fields in DEMO.moderators}
    assert {remark.name for remark in REMARKS} == set(DEMO.commenters)
    assert {decision.by for remark in REMARKS for decision in remark.decided} == moderators


def test_a_rejection_names_a_house_rule() -> None:
    reasons = {d.reason for r in REMARKS for d in r.decided if d.action == Action.REJECT}
    assert reasons == set(REASONS)


def test_twelve_stories_or_more_are_of_a_readable_length() -> None:
    words = [len(re.sub(r"<[^>]+>", " ", story.body).split()) for story in DEMO.stories]
    assert sum(250 <= count <= 600 for count in words) >= 12


@pytest.mark.parametrize("name", DEMO.pictures)
def test_a_picture_is_large_light_and_described(name: str) -> None:
    file = edition.picture_file(name)
    with Picture.open(file) as picture:
        assert (picture.format, picture.size) == ("WEBP", (1200, 760))
    assert file.stat().st_size <= 60_000
    assert all(DEMO.pictures[name][field] for field in ("alt", "caption", "credit"))


def test_every_picture_file_is_described() -> None:
    files = {file.stem for file in edition.picture_file("any").parent.iterdir()}
    assert files == set(DEMO.pictures) == {story.picture for story in DEMO.stories if story.picture}


# The time in which it happens


@pytest.mark.parametrize("hour", range(0, 24, 3))
@pytest.mark.parametrize("hours_east", [0, 13, -3.5])
def test_all_has_happened_by_now_in_order(hour: int, hours_east: float) -> None:
    now = f"2027-03-28T{hour:02}:30+00:00"
    times = [event.at for event in events_by(now, hours_east)]
    assert times == sorted(times)
    assert times[-1] < dt.datetime.fromisoformat(now)


def test_the_newest_story_is_of_today_only_after_the_morning() -> None:
    assert newest_story(NOON) == "2026-11-22T06:40:00+00:00"
    assert newest_story("2026-11-22T09:00+00:00") == "2026-11-21T06:40:00+00:00"


def test_the_newsroom_clock_dates_the_stories() -> None:
    assert newest_story(NOON, 5.5) == "2026-11-22T06:40:00+05:30"


def test_what_waits_has_waited_for_minutes_at_any_hour() -> None:
    for now in (NOON, "2026-11-22T04:10+00:00"):
        moment = dt.datetime.fromisoformat(now)
        written = [event for event in events_by(now) if isinstance(event, Written)]
        waits = [moment - event.at for event in written if event.remark.minutes_ago]
        assert dt.timedelta() < min(waits) < max(waits) < dt.timedelta(minutes=90)


# The loading


class LoadedNewsroomTest(TestCase):
    """What one loading leaves behind; these tests only read it."""

    folder: ClassVar[Path]
    said: ClassVar[str]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.folder = Path(cls.enterClassContext(TemporaryDirectory()))
        cls.enterClassContext(override_settings(MEDIA_ROOT=cls.folder))
        cls.said = load()

    def test_every_submission_and_every_decision_is_in_the_log_at_its_time(self) -> None:
        happened = [event.at for event in events_by(NOON) if isinstance(event, Written | Decided | Undone)]
        assert list(LogEntry.objects.order_by("seq").values_list("at", flat=True)) == happened

    def test_the_command_says_what_it_has_loaded(self) -> None:
        assert self.said.startswith(f"Loaded {len(DEMO.stories)} stories (18 published), 13 pictures and ")
        assert f"{Comment.objects.public().count()} approved" in self.said

    def test_eight_stories_or_more_with_pictures_stand_in_four_sections_or_more(self) -> None:
        with_picture = Article.objects.published().filter(lead_image__isnull=False)
        assert with_picture.count() >= 8
        assert Section.objects.filter(articles__in=with_picture).distinct().count() >= 4

    def test_every_picture_is_in_the_media_folder(self) -> None:
        for image in Image.objects.all():
            assert (self.folder / str(image.file)).is_file()
            assert (image.width, image.height) == (1200, 760)

    def test_a_story_has_its_names_in_order_and_its_correction(self) -> None:
        bridge = Article.objects.get(slug="cars-lose-the-swing-bridge-at-night")
        assert bridge.byline == ["Ines Calloway", "Tom Verhaegen"]
        assert bridge.corrections.get().corrected_at == bridge.updated_at

    def test_a_wire_story_has_its_source_and_no_names(self) -> None:
        assert Article.objects.get(source_credit="Coastal Wire Agency").byline == []

    def test_stories_are_in_every_state_and_under_every_policy(self) -> None:
        stories = Article.objects.all()
        assert {story.status for story in stories} == set(Article.Status.values)
        assert {story.comments_policy for story in stories} == set(Article.CommentsPolicy.values)

    def test_sanitising_takes_nothing_from_a_story(self) -> None:
        tag = re.compile(r"<(\w+)(?:\s[^>]*?class=\"(\w+)\")?")
        for story in DEMO.stories:
            body = Article.objects.get(slug=story.slug).body
            assert Counter(tag.findall(body)) == Counter(tag.findall(story.body)), story.slug

    def test_comments_are_in_every_state_and_five_deep(self) -> None:
        states = Counter(Comment.objects.values_list("status", flat=True))
        assert set(states) == set(Status.values)
        assert states[Status.APPROVED] >= 85
        assert states[Status.PENDING] >= 15
        assert set(Comment.objects.public().values_list("depth", flat=True)) == {1, 2, 3, 4, 5}

    def test_what_waits_shows_every_kind_of_finding_but_piled_up_markup(self) -> None:
        found = {finding["rule"] for comment in Comment.objects.pending() for finding in comment.findings}
        assert {"links", "repeat", "duplicate", "flood", "unknown-page", "unusual-characters"} <= found
        assert {"premoderated", "unproved"} <= found

    def test_a_removed_comment_has_answers_that_stayed(self) -> None:
        removed = Comment.objects.get(status=Status.REJECTED, answers__status=Status.APPROVED)
        assert removed.name == "J. Callow"
        assert actions_on(removed) == ["submit", "approve", "reject"]

    def test_a_slip_was_undone(self) -> None:
        lindy = Comment.objects.get(name="Lindy")
        assert actions_on(lindy) == ["submit", "spam", "undo", "approve"]
        assert lindy.is_public

    def test_the_editors_have_picked_one(self) -> None:
        assert Comment.objects.public().get(picked_at__isnull=False).name == "Oona Brandt"

    def test_no_comment_holds_more_than_a_readers_tags(self) -> None:
        for body in Comment.objects.values_list("body_html", flat=True):
            assert set(re.findall(r"<\s*/?\s*(\w+)", body)) <= READERS_TAGS
            assert not re.search(r"\son\w+\s*=|javascript:", body)

    def test_all_emails_are_sealed_and_open_to_example_org(self) -> None:
        assert all(comment.email.endswith("@example.org") for comment in Comment.objects.all())

    def test_nobody_can_sign_in_as_a_moderator_of_the_demo(self) -> None:
        moderators = User.objects.filter(groups__name="Moderator")
        assert {user.get_full_name() for user in moderators} == {"Amara Quist", "Bashir Lindgren"}
        for user in moderators:
            assert (user.is_staff, user.is_superuser, user.has_usable_password()) == (True, False, False)


def test_the_log_of_the_loaded_newsroom_is_sound(
    db: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        load()
    call_command("verify_log", stdout=io.StringIO())


def test_a_time_without_a_zone_is_the_newsrooms_and_with_verbosity_0_nothing_is_said(db: None) -> None:
    said = io.StringIO()
    call_command("load_demo", now="2026-11-22T12:00", verbosity=0, stdout=said)
    assert Article.objects.published().newest_first()[0].dated == dt.date(2026, 11, 22)
    assert said.getvalue() == ""


# The refusals


def test_a_second_load_is_refused_and_changes_nothing(db: None) -> None:
    load()
    before = _everything()
    with pytest.raises(CommandError, match="has stories already"):
        load()
    assert _everything() == before


def test_a_newsroom_with_one_draft_is_not_empty(db: None) -> None:
    make_article(published=False)
    with pytest.raises(CommandError, match="has stories already"):
        load()
    assert not Comment.objects.exists()


def test_an_account_of_a_moderators_name_is_not_taken_over(db: None) -> None:
    User.objects.create_user("amara")
    with pytest.raises(CommandError, match="account “amara”"):
        load()
    assert not User.objects.get().is_staff
    assert not Article.objects.exists()


def test_a_load_that_breaks_leaves_neither_rows_nor_pictures(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "withdraw", None)
    with pytest.raises(TypeError):
        load()
    assert _everything() == ([], [], [])


def test_a_time_that_is_none_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="is no time"):
        load(now="yesterday")


def _everything() -> tuple[list[int], list[str], list[str]]:
    files = sorted(str(path) for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    headlines = sorted(Article.objects.values_list("headline", flat=True))
    return list(LogEntry.objects.order_by("seq").values_list("seq", flat=True)), headlines, files
