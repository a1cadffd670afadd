"""Hostile texts in a real Chromium: none runs, asks, calls out or makes an element that is not on the list."""

from collections.abc import Callable, Iterator
from html import escape
from itertools import batched
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route

from articles import markup as editors
from comments import markup as readers
from tests.corpora import hostile_texts

pytestmark = pytest.mark.browser

ORIGIN = "http://newsroom.test/"
BATCH = 500
# The policy forbids everything and enforces nothing: what runs or loads, runs, and is told.
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy-report-only": "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'",
}
HEAD = '<!doctype html><title>x</title><link rel="icon" href="data:,"><body>'
HOOKS = """
window.told = [];
addEventListener("securitypolicyviolation", (event) => told.push(`${event.violatedDirective}: ${event.sample}`), true);
addEventListener("error", (event) => told.push(`error: ${event.message}`), true);
for (const name of ["open", "print", "fetch", "postMessage", "stop"]) window[name] = () => told.push(name);
"""
# Names each thing in the page that is not on the lists, after it was touched as a reader would touch it.
JUDGE = """
({elements, attributes, protocols}) => {
  const found = [];
  for (const article of document.body.children) {
    if (article.localName !== "article") found.push(`beside: ${article.outerHTML}`);
    for (const element of article.querySelectorAll("*")) {
      const say = (what) => found.push(`${article.id}: ${what}`);
      if (element.namespaceURI !== "http://www.w3.org/1999/xhtml") say(`foreign <${element.nodeName}>`);
      if (!elements.includes(element.localName)) say(`<${element.localName}>`);
      for (const {name} of element.attributes) if (!attributes.includes(name)) say(name);
      if (element.hasAttribute("href") && !protocols.includes(element.protocol)) say(`to ${element.protocol}`);
      for (const type of ["mouseover", "focus", "focusin", "pointerdown", "toggle", "animationstart"])
        element.dispatchEvent(new Event(type, {bubbles: true}));
    }
  }
  return found;
}
"""


class Lists(NamedTuple):
    """What may stand in a page."""

    elements: list[str]
    attributes: list[str]
    protocols: list[str]


READERS = Lists(sorted(readers.TAGS), ["href", "rel"], ["http:", "https:"])
EDITORS = Lists(
    sorted(editors.ELEMENTS - {"h1"}),
    ["class", "rel", *{name for names in editors.ATTRIBUTES.values() for name in names}],
    ["http:", "https:", "mailto:"],
)


class Judge:
    """A page that takes texts, and takes down whatever they do."""

    def __init__(self, page: Page) -> None:
        self.page, self.body = page, ""
        self.done: list[str] = []
        page.add_init_script(HOOKS)
        page.on("dialog", self._dismiss)
        page.on("popup", lambda popup: self.done.append(f"popup: {popup.url}"))
        page.on("pageerror", lambda error: self.done.append(f"error: {error}"))
        page.route("**/*", self._answer)

    def _dismiss(self, dialog: Dialog) -> None:
        self.done.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _answer(self, route: Route) -> None:
        if route.request.url == ORIGIN and route.request.is_navigation_request():
            route.fulfill(headers=HEADERS, body=self.body)
        else:
            self.done.append(f"request: {route.request.url}")
            route.abort()

    def of(self, texts: dict[str, str], lists: Lists) -> list[str]:
        """Return what the texts do, and what stands in their page that may not."""
        articles = (f'<article id="{escape(name)}">{html}</article>' for name, html in texts.items())
        self.done, self.body = [], f"{HEAD}{''.join(articles)}"
        self.page.goto(ORIGIN, wait_until="load")
        found: list[str] = self.page.evaluate(JUDGE, lists._asdict())
        self.page.wait_for_timeout(100)
        told: list[str] = self.page.evaluate("told")
        shown = self.page.locator("body > article").count()
        return [
            *self.done,
            *told,
            *found,
            *([] if shown == len(texts) else [f"{shown} of {len(texts)} articles"]),
        ]


@pytest.fixture
def judge(browser: Browser) -> Iterator[Judge]:
    context = browser.new_context()
    yield Judge(context.new_page())
    context.close()


@pytest.mark.parametrize(
    ("make", "lists"),
    [
        pytest.param(readers.to_html, READERS, id="in a comment"),
        pytest.param(editors.clean, EDITORS, id="in a story"),
    ],
)
def test_a_hostile_text_does_nothing(judge: Judge, make: Callable[[str], str], lists: Lists) -> None:
    for batch in batched(hostile_texts().items(), BATCH):
        assert judge.of({name: make(text) for name, text in batch}, lists) == []


@pytest.mark.parametrize(
    ("text", "done"),
    [
        pytest.param("<script>alert(1)</script>", "dialog: 1", id="a dialog"),
        pytest.param(
            "<script>window.x = 1</script>", "script-src", id="a script that does nothing to be seen"
        ),
        pytest.param(
            "<b onmouseover='x = 1'>y</b>", "script-src-attr", id="a handler that waits to be touched"
        ),
        pytest.param(
            "<img src=http://evil.test/x onerror=y()>", "request: http://evil.test/x", id="a request"
        ),
        pytest.param("<svg></svg>", "foreign <svg>", id="a drawing"),
        pytest.param("<u>x</u>", "<u>", id="an element that is not on the list"),
        pytest.param("<b style='color: red'>x</b>", "style", id="an attribute that is not on the list"),
        pytest.param("<a href='javascript:x'>y</a>", "to javascript:", id="a link that is not to the web"),
        pytest.param("</article><p>x</p>", "beside: <p>x</p>", id="text that leaves its place"),
        pytest.param("<textarea>", "1 of 2 articles", id="text that swallows what follows"),
    ],
)
def test_what_a_hostile_text_does_is_seen(judge: Judge, text: str, done: str) -> None:
    seen = judge.of({"first": text, "second": "x"}, READERS)
    assert [act for act in seen if done in act]
