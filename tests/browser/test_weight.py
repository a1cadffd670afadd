"""Weight: what a browser fetches for the pages of a newsroom that is really served, and in which width its pictures."""

from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, Request

from tests.newsroom.serving import REAL, Served, served

pytestmark = [
    pytest.mark.browser,
    pytest.mark.sqlite,
]  # about what is fetched; the database makes no difference

WIDTHS = (320, 390, 700, 1000, 1100, 1280, 1600)
# What "sizes" promises of a picture's width, and how it is shown. A browser takes the promise for the truth.
PROMISED = (
    """pictures => pictures.filter(each => each.srcset).map(each => each.naturalWidth / each.clientWidth)"""
)
ALL_AT_ONCE = "document.querySelectorAll('img').forEach(each => each.loading = 'eager')"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo newsroom with its static files collected."""
    with served(tmp_path_factory.mktemp("newsroom") / "var", REAL, NEWSROOM_DEMO="1") as run:
        yield run


@pytest.fixture
def page(browser: Browser, newsroom: Served) -> Iterator[Page]:
    """The page of somebody who comes for the first time."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{newsroom.port}")
    yield context.new_page()
    context.close()


def first_story(page: Page) -> str:
    """Return the address of the front page's first story, which has a picture and the editors’ stroke."""
    page.goto("/")
    return urljoin(page.url, page.locator(".teaser--lead .teaser__headline a").get_attribute("href"))


def fetched(page: Page, address: str) -> list[Request]:
    """Open a page, scroll to its end, and return what the browser asked for; the site's icon left out."""
    requests: list[Request] = []
    page.on("request", lambda request: requests.append(request))  # noqa: PLW0108  (Playwright marks what it is given)
    page.goto(address, wait_until="networkidle")
    page.keyboard.press("End")
    page.wait_for_load_state("networkidle")
    return [request for request in requests if "favicon" not in request.url]


def test_a_story_is_three_requests_and_its_picture_all_from_here(page: Page) -> None:
    story = first_story(page)
    other = page.context.browser.new_page()  # type: ignore[union-attr]
    requests = fetched(other, story)
    kinds = Counter(request.resource_type for request in requests)

    assert other.locator(".pull").count()
    assert kinds == {"document": 1, "stylesheet": 1, "script": 1, "image": 1}
    assert {urljoin(request.url, "/") for request in requests} == {urljoin(story, "/")}


def test_without_scripts_a_story_is_all_there(browser: Browser, page: Page) -> None:
    story = first_story(page)
    with browser.new_context(java_script_enabled=False) as context:
        requests = fetched(context.new_page(), story)
        shown = context.pages[0]

        assert "script" not in {request.resource_type for request in requests}
        for part in ["h1", ".story-body p", ".comment__text p", "form.form", ".story-figure img"]:
            assert shown.locator(part).first.is_visible(), part


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_is_as_wide_as_its_sizes_promise(page: Page, width: int) -> None:
    story = first_story(page)
    page.set_viewport_size({"width": width, "height": 900})
    found: list[float] = []
    for address in ["/", story, "/sections/news/"]:
        page.goto(address)
        page.evaluate(ALL_AT_ONCE)
        page.wait_for_load_state("networkidle")
        found += page.eval_on_selector_all("img", PROMISED)

    assert len(found) > 5
    assert all(0.95 < share < 1.08 for share in found), found


def test_nothing_moves_while_a_page_loads(page: Page) -> None:
    page.add_init_script("""window.moved = 0;
      new PerformanceObserver(list => list.getEntries().forEach(each => window.moved += each.value))
        .observe({type: 'layout-shift', buffered: true})""")
    for address in ["/", first_story(page), "/sections/news/"]:
        page.goto(address, wait_until="networkidle")
        assert page.evaluate("window.moved") == 0, address
