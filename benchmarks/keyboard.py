"""Keyboard: moderators in a real browser, by keys alone; how soon the next card is there, and that no decision is lost.

One decides 200 held replies, each after a tenth of a second, which is far less than anybody reads for. Then two race
through 1,000 of them, each as fast as the page brings cards. The time is from a key's event to the frame in which the
next card is painted, as the page itself sees both.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import cycle

from playwright.sync_api import Browser, Error, Page, sync_playwright

from benchmarks.machine import CHROMIUM, LOAD_CORE, SERVER_CORE, staying_on
from benchmarks.newsroom import Newsroom, Site, served
from benchmarks.shapes import COUNT, MILLISECONDS, TIMES, Context, Figure, figure

NAME = "keyboard"
NEEDS: tuple[str, ...] = (CHROMIUM,)
SIZES: tuple[int, ...] = ()
DECIDED, DECIDED_QUICKLY = 200, 60
RACED, RACED_QUICKLY = 1_000, 300
# What is left when it is broken off stands in the figures as still held.
MOST_SECONDS = 900.0
GLANCE_SECONDS = 0.1
PATIENCE_MS = 60_000
# Between two looks at the pages, which would otherwise have a core to themselves.
LOOK_SECONDS = 0.01
# One in six is rejected, which takes two keys.
KEYS = ("a", "a", "s", "a", "t", "d1")
OBSERVE = """
window.waits = [];
let pressed = 0, before;
addEventListener("keydown", () => { pressed = performance.now(); }, true);
new MutationObserver(() => {
  const comment = document.getElementById("facts")?.dataset.comment;
  if (!comment || comment === before) return;
  before = comment;
  if (!pressed) return;
  const since = pressed;
  pressed = 0;
  requestAnimationFrame(() => setTimeout(() => waits.push(performance.now() - since)));
}).observe(document, {childList: true, subtree: true});
"""
# What somebody who has read the card presses next: a key of theirs, "j" where a colleague was first, "" at the end.
NEXT = """() => {
  const facts = document.getElementById("facts")?.dataset;
  if (!facts) return document.querySelector("#main .empty") ? "" : "wait";
  if ("claimed" in facts || facts.status !== "pending") return "j";
  return document.querySelector(`.queue [data-comment="${facts.comment}"]`)?.hidden ? "wait" : "decide";
}"""
COMMENT = "document.getElementById('facts')?.dataset.comment ?? ''"
IS_ANOTHER = f"before => ({COMMENT}) !== before"
ALL_SENT = "() => !document.getElementById('outbox').textContent"


def run(context: Context) -> Iterable[Figure]:
    """Measure both, each in a newsroom of its own; Chromium has every core, the newsroom its own."""
    with served(context, Site()) as newsroom, _chromium(context) as browser:
        number = DECIDED_QUICKLY if context.quick else DECIDED
        context.say(f"  {number} by one")
        yield from _alone(newsroom, browser, number)
    with served(context, Site()) as newsroom, _chromium(context) as browser:
        number = RACED_QUICKLY if context.quick else RACED
        context.say(f"  {number} by two")
        newsroom.inside("hold", replies=number - len(newsroom.facts["held"]))
        yield from _race(context, newsroom, browser)


def _alone(newsroom: Newsroom, browser: Browser, number: int) -> Iterator[Figure]:
    page = sits_down(newsroom, browser, "amara")
    pressed, taken = 0, []
    for _, keys in zip(range(number), cycle(KEYS), strict=False):
        time.sleep(GLANCE_SECONDS)
        shown, start = page.evaluate(COMMENT), time.perf_counter()
        for key in keys:
            page.keyboard.press(key)
        pressed += len(keys)
        page.wait_for_function(IS_ANOTHER, arg=shown, timeout=PATIENCE_MS)
        taken.append((time.perf_counter() - start) * 1_000)
    waits = page.evaluate("waits")
    page.wait_for_function(ALL_SENT, timeout=PATIENCE_MS)
    log = newsroom.inside("decided")
    yield figure(NAME, "key to the next card, median", MILLISECONDS, [quantile(waits, 0.5)])
    yield figure(NAME, "key to the next card, p95", MILLISECONDS, [quantile(waits, 0.95)])
    yield figure(
        NAME, "key to the next card, p95, as its driver sees it", MILLISECONDS, [quantile(taken, 0.95)]
    )
    yield figure(NAME, "keys a decision", TIMES, [pressed / number])
    yield figure(NAME, "decisions that are not in the log", COUNT, [number - log["entries"]])


def _race(context: Context, newsroom: Newsroom, browser: Browser) -> Iterator[Figure]:
    racers = {sits_down(newsroom, browser, "amara"): "a", sits_down(newsroom, browser, "bashir"): "s"}
    late, start, left = 0, time.perf_counter(), set(racers)
    while left and time.perf_counter() - start < MOST_SECONDS:
        left = {page for page in left if press_on(page, racers[page])}
        time.sleep(LOOK_SECONDS)
    taken = time.perf_counter() - start
    if left:
        context.note(f"The race of two at the desk was broken off after {MOST_SECONDS:.0f} s.")
    for page in racers:
        page.wait_for_function(ALL_SENT, timeout=PATIENCE_MS)
        late += page.locator(".late li").count()
    log = newsroom.inside("decided")
    if not left:
        yield figure(NAME, "two at once: a decision", MILLISECONDS, [taken / max(log["entries"], 1) * 1_000])
    yield figure(NAME, "two at once: decided twice", COUNT, [log["entries"] - log["comments"]])
    yield figure(NAME, "two at once: still held", COUNT, [log["held"]])
    yield figure(NAME, "two at once: told that a colleague was first", COUNT, [late])


def press_on(page: Page, key: str) -> bool:
    """Press what is to be pressed next; return whether there is anything left to do."""
    try:
        asked: str = page.evaluate(NEXT)
    except Error:  # it is being opened anew
        return True
    if asked in {"j", "decide"}:
        page.keyboard.press(key if asked == "decide" else "j")
    return bool(asked)


def sits_down(newsroom: Newsroom, browser: Browser, name: str) -> Page:
    """Return the desk as somebody sees it who has signed in."""
    cookie = newsroom.inside("session", name=name)
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    context.add_cookies([{"name": cookie["name"], "value": cookie["value"], "url": newsroom.origin}])
    page = context.new_page()
    page.add_init_script(OBSERVE)
    page.goto(newsroom.url("/moderation/"))
    page.wait_for_selector("html.keys-on")
    return page


def quantile(values: list[float], share: float) -> float:
    """Return what that share of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


@contextmanager
def _chromium(context: Context) -> Iterator[Browser]:
    with staying_on(context.tools, SERVER_CORE, LOAD_CORE), sync_playwright() as playwright:
        path = context.tools.paths[CHROMIUM]
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
