"""Pages that are rendered and not yet kept: readers have them at once, unless what they show has changed meanwhile."""

import gzip
import time
from collections.abc import Callable
from threading import Event

import pytest
from django.db import transaction

from articles import pages
from articles.models import Article
from articles.pages import baking
from articles.pages.fresh import Keeper
from tests.articles.asking import Site
from tests.articles.keeping import kept
from tests.factories import make_article

pytestmark = pytest.mark.django_db
PATIENCE_SECONDS = 10


class Slow:
    """A keeper that keeps nothing until it is told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def do(self, work: Callable[[], None]) -> None:
        self.waiting.append(work)

    def work(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> Slow:
    """Return the keeper of this process; it keeps nothing by itself."""
    slow = Slow()
    monkeypatch.setattr(baking, "keeper", slow)
    monkeypatch.setattr(baking, "PATIENCE_SECONDS", 0.05)
    return slow


def test_readers_have_a_page_before_it_is_kept(site: Site, quiet_story: Article, keeper: Slow) -> None:
    address = quiet_story.get_absolute_url()
    answers = [site.get(address), site.get(address)]
    squeezed = site.get(address, accept_encoding="gzip")
    assert site.asked == [address]
    assert kept() == set()
    keeper.work()
    assert kept() == {address}
    answers.append(site.get(address))
    assert site.asked == [address]
    assert {answer.body for answer in answers} == {gzip.decompress(squeezed.body)}
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert site.get(address, accept_encoding="gzip").headers["etag"] == squeezed.headers["etag"]


@pytest.mark.django_db(transaction=True)
def test_nobody_has_it_from_the_moment_on_at_which_it_expires(site: Site, keeper: Slow) -> None:
    story = make_article()
    address = story.get_absolute_url()
    site.get(address)
    with transaction.atomic():
        Article.objects.filter(pk=story.pk).update(headline="Another headline")
        pages.expire(story)
        assert b"Another headline" in site.get(address).body
    assert b"Another headline" in site.get(address).body
    assert site.asked == [address] * 3
    keeper.work()
    assert kept() == set()


def test_nobody_has_it_when_its_time_is_over(
    site: Site, quiet_story: Article, keeper: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = quiet_story.get_absolute_url()
    site.get(address)
    ahead = time.time() - 60  # by more than a page is trusted for
    monkeypatch.setattr(time, "time", lambda: ahead)
    site.get(address)
    assert site.asked == [address] * 2


def test_when_it_is_kept_it_is_handed_out_from_its_place(
    site: Site, quiet_story: Article, keeper: Slow
) -> None:
    address = quiet_story.get_absolute_url()
    site.get(address)
    keeper.work()
    pages.expiry.expire_now(address.strip("/"))
    site.get(address)
    assert site.asked == [address] * 2


def test_the_keeper_goes_on_after_a_failure_and_lets_readers_keep_when_it_has_too_much_to_do(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keeper, done, go = Keeper(), Event(), Event()
    keeper.start()

    def fail() -> None:
        raise ValueError("what nobody thought of")

    def wait() -> None:
        go.wait(PATIENCE_SECONDS)

    keeper.do(fail)
    keeper.do(wait)
    keeper.do(done.set)
    assert not done.is_set()
    late: list[int] = []
    while not late:
        keeper.do(lambda: late.append(1))  # done at once when the thread has enough
    go.set()
    assert done.wait(PATIENCE_SECONDS)
    assert "Keeping a page failed" in caplog.text


def test_without_the_thread_a_page_is_kept_before_its_reader_has_it(site: Site, quiet_story: Article) -> None:
    site.get(quiet_story.get_absolute_url())
    assert kept() == {quiet_story.get_absolute_url()}
