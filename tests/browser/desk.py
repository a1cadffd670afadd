"""The desk as browser tests use it: who sits there, what waits, and how somebody signs in and reads a card."""

import datetime as dt

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import Article
from comments.models import Comment, LogEntry
from tests.comments.desk.hands import DESK
from tests.factories import make_comment

SECOND = dt.timedelta(seconds=1)
DECIDE = "**/moderation/decide/"
CARD = "#card .card__by"
# A decision that failed is sent again after 1, 2, 4 ... seconds, and others may use the machine too.
PATIENCE_MS = 30_000
# Whether the cards of the next three free rows have come.
FETCHED_AHEAD = """() => {
  const rows = [...document.querySelectorAll(".queue__item[data-comment]:not([hidden])")];
  const after = rows.slice(rows.findIndex((row) => row.matches(".queue__item--now")) + 1);
  const free = after.filter((row) => !row.matches(".queue__item--claimed")).slice(0, 3);
  const come = performance.getEntriesByType("resource").map((entry) => entry.name);
  return free.every((row) => come.some((url) => url.includes(`/${row.dataset.comment}/?part=card`)));
}"""


def sign_in(page: Page, name: str = "amara", *, at: str = DESK) -> None:
    """Come to the desk, or to where else staff are, as somebody who signed in before."""
    client = Client()
    client.force_login(User.objects.get(username=name))
    cookie = settings.SESSION_COOKIE_NAME
    value = client.cookies[cookie].value
    page.context.add_cookies([{"name": cookie, "value": value, "url": settings.NEWSROOM_ORIGIN}])
    page.goto(at)


def sign_in_at_the_door(page: Page, name: str = "amara") -> None:
    """Go to the desk as a stranger, and sign in at the door."""
    page.goto(DESK)
    page.fill("[name=username]", name)
    page.fill("[name=password]", "correct horse battery")
    page.keyboard.press("Enter")
    page.wait_for_selector(".admin")
    page.wait_for_load_state()  # with its sheets


def held(article: Article, count: int) -> list[Comment]:
    """Return comments that wait, the earliest due first; their names are their numbers."""
    start = timezone.now() - count * SECOND
    return [
        make_comment(
            article, name=f"Reader {number}", text=f"What I say is {number}.", at=start + number * SECOND
        )
        for number in range(1, count + 1)
    ]


def sits_ready(page: Page, name: str) -> None:
    """Wait until that card is in the frame and the keys are on."""
    expect(page.locator(CARD)).to_have_text(name, timeout=PATIENCE_MS)
    expect(page.locator("html.keys-on")).to_have_count(1)


def settled(page: Page) -> None:
    """Wait until the card in the frame is claimed and the next ones are there: so far the newsroom has told all."""
    page.wait_for_load_state("networkidle")  # which comes once a page
    page.wait_for_function(FETCHED_AHEAD, timeout=PATIENCE_MS)


def approve(page: Page, *numbers: int) -> None:
    """Approve the cards of these readers, which come one after the other."""
    for number in numbers:
        sits_ready(page, f"Reader {number}")
        page.keyboard.press("a")


def waits(page: Page, words: str) -> None:
    """Wait until the line about what is on its way says so."""
    expect(page.locator("#outbox")).to_contain_text(words, timeout=PATIENCE_MS)


def all_sent(page: Page) -> None:
    """Wait until no decision is on its way any more."""
    expect(page.locator("#outbox")).to_be_empty(timeout=60_000)


def stands() -> list[str]:
    """Return where the comments stand, in the order of their ids."""
    return list(Comment.objects.order_by("pk").values_list("status", flat=True))


def decided_twice() -> list[int]:
    """Return the comments about which the log has more than one decision."""
    decided = LogEntry.objects.exclude(action="submit").order_by("seq").values_list("comment_id", flat=True)
    return sorted({pk for pk in decided if list(decided).count(pk) > 1})
