"""A newsroom that is killed while a moderator decides, and started again: every decision is made, each once."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.desk import PATIENCE_MS, all_sent, settled, sign_in_at_the_door, sits_ready
from tests.newsroom.serving import REAL, Served, served

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]  # about the browser and a process that is gone

MADE = """
from tests.browser.desk import held
from tests.factories import make_article, make_staff
make_staff("amara", "Moderator", first_name="Amara", last_name="Quist")
held(make_article(), 12)
"""
TOLD = """
import json
from comments import verification
from comments.models import Comment, LogEntry
decided = list(LogEntry.objects.exclude(action="submit").order_by("seq").values_list("comment_id", flat=True))
stands = list(Comment.objects.order_by("pk").values_list("status", flat=True))
print(json.dumps({"decided": decided, "stands": stands, "is_sound": verification.verify().is_sound}))
"""


@pytest.fixture
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A newsroom of its own, with twelve comments that wait."""
    with served(tmp_path_factory.mktemp("newsroom") / "var", REAL) as run:
        run.manage("shell", "--verbosity", "0", "-c", MADE)
        yield run


@pytest.fixture
def page(browser: Browser, newsroom: Served) -> Iterator[Page]:
    """Amara's page at the desk."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{newsroom.port}")
    page = context.new_page()
    sign_in_at_the_door(page)
    yield page
    context.close()


def test_a_killed_newsroom_loses_no_decision(newsroom: Served, page: Page) -> None:
    for number in range(1, 9):
        sits_ready(page, f"Reader {number}")
        if number == 6:
            settled(page)
        page.keyboard.press("a")
        if number == 6:
            newsroom.clean_up()  # with whatever it was about to answer
    expect(page.locator("#outbox")).to_contain_text("The newsroom does not answer.", timeout=PATIENCE_MS)
    with served(newsroom.var, REAL, PORT=str(newsroom.port)) as again:
        all_sent(page)
        told = json.loads(again.manage("shell", "--verbosity", "0", "-c", TOLD).splitlines()[-1])
    assert told["stands"] == ["approved"] * 8 + ["pending"] * 4
    assert len(told["decided"]) == len(set(told["decided"])) == 8
    assert told["is_sound"]
