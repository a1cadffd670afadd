"""Same target: a site that comments lead to from story to story, and that nobody has approved."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article
from comments import facts, markup, retention
from comments.models import Comment, LinkTarget
from comments.screening.links import Elsewhere
from comments.screening.policy import screen
from comments.screening.story import StoryFacts
from comments.screening.whole import Policy
from tests.comments.screening.reading import SENT, facts_of
from tests.factories import make_article, make_comment, make_submission

LINK = "Read https://pills.example/now"


@pytest.mark.parametrize(
    ("seen", "held"),
    [
        pytest.param(Elsewhere("pills.example", stories=2), False, id="two other stories"),
        pytest.param(Elsewhere("pills.example", stories=3), True, id="three other stories"),
        pytest.param(Elsewhere("pills.example", stories=9, approved=1), False, id="one of them approved"),
        pytest.param(Elsewhere("pills.example", spam=1), True, id="spam led there"),
        pytest.param(Elsewhere("pills.example", spam=4, approved=1), False, id="spam, and one approved"),
    ],
)
def test_what_nobody_approved_is_held_when_it_spreads(seen: Elsewhere, held: bool) -> None:
    found = screen(replace(SENT, text=LINK), facts_of(LINK, elsewhere=(seen,)), Policy()).findings
    assert [finding.rule for finding in found] == (["same-target"] if held else [])
    assert not held or (LINK[found[0].start : found[0].end], "pills" in found[0].told) == (LINK[5:], False)


def known_of(article: Article, text: str = LINK, **fields: str) -> tuple[Elsewhere, ...]:
    """Return where else the hosts of a new submission were linked to."""
    sent = make_submission(article, text=text, **fields)
    rendered = markup.render(text)
    known = facts.gather(
        sent, article=article, story=StoryFacts(), rendered=rendered, policy=Policy(), at=timezone.now()
    )
    return known.links.elsewhere


@pytest.mark.django_db
def test_other_stories_are_counted_and_this_one_is_not() -> None:
    here = make_article()
    for story in (here, make_article(), make_article()):
        make_comment(story, text="https://PILLS.example/other")
    assert known_of(here) == (Elsewhere("pills.example", stories=2),)


@pytest.mark.django_db
def test_a_website_and_a_disguised_link_are_remembered_too() -> None:
    make_comment(make_article(), text="pills[.]com", website="https://site.example/")
    here = make_article()
    assert known_of(here, text="see pills.com") == (Elsewhere("pills.com", stories=1),)
    assert known_of(here, text="no link", website="https://site.example") == (
        Elsewhere("site.example", stories=1),
    )


@pytest.mark.django_db
def test_what_was_decided_is_known() -> None:
    make_comment(make_article(), text=LINK, status="spam")
    make_comment(make_article(), text=LINK, status="approved")
    assert known_of(make_article()) == (Elsewhere("pills.example", stories=2, spam=1, approved=1),)


@pytest.mark.django_db
def test_our_own_address_and_what_is_older_than_a_week_say_nothing(settings: Settings) -> None:
    settings.NEWSROOM_ORIGIN = "https://ours.example"
    now = timezone.now()
    make_comment(make_article(), text="https://ours.example/2026/", at=now)
    make_comment(make_article(), text=LINK, at=now - dt.timedelta(days=8))
    assert known_of(make_article(), text=f"{LINK} https://ours.example/") == ()
    assert LinkTarget.objects.count() == 1


@pytest.mark.django_db
def test_however_many_links_there_are_one_query_looks_them_up(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    many = " ".join(f"https://host{number}.example/" for number in range(500))
    make_comment(make_article(), text=many)
    assert LinkTarget.objects.count() == 10
    hosts = list(LinkTarget.objects.values_list("host_digest", flat=True))
    with django_assert_num_queries(1):
        found = LinkTarget.objects.lately(hosts, since=timezone.now() - dt.timedelta(days=1), most=3)
    assert len(found) == 10


@pytest.mark.django_db
def test_retention_forgets_where_comments_led() -> None:
    now = timezone.now()
    make_comment(make_article(), text=LINK, at=now - dt.timedelta(days=31))
    kept = make_comment(make_article(), text=LINK, at=now - dt.timedelta(days=29))
    refused = make_comment(make_article(), text=LINK, status="rejected", at=now - dt.timedelta(days=40))
    retention.apply(at=now)
    assert list(LinkTarget.objects.values_list("comment_id", flat=True)) == [kept.pk]
    assert Comment.objects.get(pk=refused.pk).text == ""
