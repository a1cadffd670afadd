"""What a reader with a slow telephone feels: `python -m benchmarks.vitals --url http://127.0.0.1:8000/ --json FILE`.

Largest contentful paint, cumulative layout shift and interaction to next paint, as https://web.dev/articles/vitals
defines them, measured by Chromium on a running newsroom whose static files are collected. The telephone is the one
that Lighthouse throttles to: a processor four times slower than this machine's, 1.6 Mbit/s down, 750 kbit/s up, 150 ms
there and back, 412 by 823 pixels. Each round is a reader's first visit. The reader answers the first reply if there
is one, types, and scrolls to the end. The icon of the site is counted by itself: a browser fetches one of those that
a page names, once for the whole site and after everything that the page shows.
"""

import argparse
import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any, TypedDict

from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROUNDS = 5
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
SLOWER_PROCESSOR = 4
NETWORK = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1_600_000 / 8,  # bytes a second
    "uploadThroughput": 750_000 / 8,
}
TELEPHONE: dict[str, Any] = {
    "viewport": {"width": 412, "height": 823},
    "device_scale_factor": 1.75,
    "is_mobile": True,
    "has_touch": True,
}
GOOD = {
    "lcp_ms": 2_500.0,
    "cls": 0.1,
    "inp_ms": 200.0,
}  # https://web.dev/articles/vitals: the bounds of "good"
# A browser tells of no interaction that is quicker than this.
QUICKEST_MS = 16.0
SHIFTS_TOGETHER_MS, SHIFTS_AT_MOST_MS = 1_000, 5_000  # https://web.dev/articles/cls: a session window

OBSERVE = """
window.seen = {paints: [], shifts: [], inputs: []};
const watch = (type, act, more) => new PerformanceObserver((list) => list.getEntries().forEach(act))
  .observe({type, buffered: true, ...more});
watch('largest-contentful-paint', (entry) => seen.paints.push(entry.startTime));
watch('layout-shift', (entry) => entry.hadRecentInput || seen.shifts.push([entry.startTime, entry.value]));
watch('event', (entry) => entry.interactionId && seen.inputs.push(entry.duration), {durationThreshold: 16});
"""
READ = """() => ({
  ...window.seen,
  first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
  answer: performance.getEntriesByType('navigation')[0].responseStart,
})"""
ONE_SCREEN_ON = "window.scrollBy({top: window.innerHeight, behavior: 'instant'})"
AT_THE_END = "window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 1"
LET_IT_PAINT_MS, SETTLED_MS = 300, 1_000


class Vitals(TypedDict):
    """One visit, or the medians of several: milliseconds, a share of the screen, requests, bytes as they travel."""

    lcp_ms: float
    cls: float
    inp_ms: float
    fcp_ms: float
    ttfb_ms: float
    requests: float
    other_origins: float
    bytes: float
    icon_requests: float
    picture_requests: float
    picture_bytes: float


def measure(url: str, *, rounds: int = ROUNDS) -> dict[str, Any]:
    """Visit a page several times; return the medians, and each visit under ``rounds``."""
    visits: list[dict[str, Any]] = [{**visit} for visit in _visits(url, rounds)]
    medians = {name: median(visit[name] for visit in visits) for name in visits[0]}
    return {"url": url, **medians, "rounds": visits}


def _visits(url: str, rounds: int) -> Iterator[Vitals]:
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for _ in range(rounds):
            with _telephone(browser) as context:
                yield _visit(context, url)
        browser.close()


def _telephone(browser: Browser) -> BrowserContext:
    return browser.new_context(**TELEPHONE)


def _visit(context: BrowserContext, url: str) -> Vitals:
    page = context.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))  # noqa: PLW0108  (it must be ours)
    page.add_init_script(OBSERVE)
    driver = context.new_cdp_session(page)
    driver.send("Network.enable")
    driver.send("Network.emulateNetworkConditions", NETWORK)
    driver.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    page.goto(url, wait_until="networkidle")
    # The first thing that a reader does ends the search for the largest paint.
    page.wait_for_function("seen.paints.length > 0")
    page.wait_for_timeout(SETTLED_MS)
    on_arrival = list(done)
    _use(page)
    return _vitals(page.evaluate(READ), on_arrival)


def _use(page: Page) -> None:
    """Answer the first reply and type, where there is a form; press a key in any case; read to the end."""
    page.keyboard.press("Tab")
    answer = page.locator(".comment__acts button:not([formaction])").first
    if answer.count():
        answer.tap()
    if page.locator("textarea").count():
        page.locator("textarea").first.press_sequentially("My aunt kept the stove.")
    page.wait_for_timeout(LET_IT_PAINT_MS)
    while not page.evaluate(AT_THE_END):
        page.evaluate(ONE_SCREEN_ON)
        page.wait_for_timeout(LET_IT_PAINT_MS)


def _vitals(seen: dict[str, Any], requests: Sequence[Request]) -> Vitals:
    pictures = [request for request in requests if request.resource_type == "image"]
    # Chromium calls an icon "other": no page of ours fetches anything else that is neither of its own kinds.
    icons = [request for request in requests if request.resource_type == "other"]
    rest = [request for request in requests if request not in pictures and request not in icons]
    own = _origin(requests[0].url)
    return Vitals(
        lcp_ms=max(seen["paints"], default=0.0),
        cls=largest_window(seen["shifts"]),
        inp_ms=max(seen["inputs"], default=QUICKEST_MS),
        fcp_ms=seen["first"],
        ttfb_ms=seen["answer"],
        requests=len(rest),
        other_origins=sum(_origin(request.url) != own for request in requests),
        bytes=sum(_weight(request) for request in rest),
        icon_requests=len(icons),
        picture_requests=len(pictures),
        picture_bytes=sum(_weight(request) for request in pictures),
    )


def largest_window(shifts: Sequence[tuple[float, float]]) -> float:
    """Return the largest sum of shifts (time in ms, share) that come together: less than 1 s apart, within 5 s."""
    largest = window = 0.0
    began = last = float("-inf")
    for at, share in sorted(shifts):
        if at - last >= SHIFTS_TOGETHER_MS or at - began >= SHIFTS_AT_MOST_MS:
            window, began = 0.0, at
        window, last = window + share, at
        largest = max(largest, window)
    return largest


def _origin(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


def _weight(request: Request) -> int:
    return request.sizes()["responseBodySize"]


def table(measured: Sequence[dict[str, Any]]) -> str:
    """Return the medians as a person reads them; what is no good any more has a mark."""
    lines = [f"{'':40}{'LCP ms':>10}{'CLS':>10}{'INP ms':>10}{'FCP ms':>10}{'requests':>10}{'bytes':>10}"]
    for page in measured:
        worse = [name for name, bound in GOOD.items() if page[name] > bound]
        lines.append(
            f"{page['url'][-39:]:40}{page['lcp_ms']:10.0f}{page['cls']:10.3f}{page['inp_ms']:10.0f}"
            f"{page['fcp_ms']:10.0f}{page['requests']:10.0f}{page['bytes']:10,.0f}"
            f"{'  not good: ' + ', '.join(worse) if worse else ''}"
        )
    return "\n".join([*lines, "Requests and bytes are without pictures and the site's icon.", ""])


def main() -> int:
    """Measure the pages that were asked for; the exit code is 1 when one of them is not good."""
    parser = argparse.ArgumentParser(
        prog="benchmarks.vitals", description="Measure a page on a slow telephone."
    )
    parser.add_argument("--url", action="append", required=True, help="A page; may be given several times.")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="How many visits to each.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="Write the figures here too.")
    asked = parser.parse_args()
    measured = [measure(url, rounds=asked.rounds) for url in asked.url]
    sys.stdout.write(table(measured))
    if asked.json:
        asked.json.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")
    return int(any(page[name] > bound for page in measured for name, bound in GOOD.items()))


if __name__ == "__main__":
    sys.exit(main())
