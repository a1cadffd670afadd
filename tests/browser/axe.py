"""axe: what a page keeps somebody from, and whether it is wider than its window; in each light and on each screen."""

from collections.abc import Iterable, Iterator
from itertools import product
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
STANDARDS = (*WCAG, "best-practice")
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, Scheme] = ("light", "dark")
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
FIND = """async options => (await axe.run(options)).violations.flatMap(
  found => found.nodes.map(node => `${found.id}: ${node.html}`))"""

STAND_STILL = """async () => {
  await new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await Promise.allSettled(document.getAnimations().filter(each => each instanceof CSSTransition)
    .map(each => each.finished));
}"""


def findings(page: Page, standards: tuple[str, ...] = STANDARDS) -> list[str]:
    """Return what axe finds, a line each; it is injected through the driver, since our policy forbids a script tag."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # axe would fetch imported sheets by a script, which our policy forbids; no rule of these needs them.
    options = {"runOnly": list(standards), "preload": False, "resultTypes": ["violations"]}
    lines: list[str] = page.evaluate(FIND, options)
    return lines


def wrong(page: Page) -> list[str]:
    """Return what axe finds on a page of the admin, whose frame is Django's, and whether it scrolls sideways."""
    pixels = page.evaluate(SIDEWAYS)
    return findings(page, WCAG) + ([f"{pixels} pixels too wide"] if pixels > 0 else [])


def in_each_light(page: Page, *, height: int = 860) -> Iterator[tuple[int, str]]:
    """Show a page on a telephone and on a desk, each in light and in dark, and name what it is shown in."""
    yield from _in(page, product([390, 1280], SCHEMES), height)


def in_two_lights(page: Page) -> Iterator[tuple[int, str]]:
    """Show a page on a telephone in light and on a desk in dark, which is half of ``in_each_light``."""
    yield from _in(page, zip([390, 1280], SCHEMES, strict=True), height=900)


def _in(page: Page, windows: Iterable[tuple[int, Scheme]], height: int) -> Iterator[tuple[int, str]]:
    for width, scheme in windows:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(STAND_STILL)  # a colour on its way to another is neither
        yield width, scheme
