"""Draws the pictures in docs/pictures: a fresh demo newsroom, seen with a real browser."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
START_SECONDS = 60
WIDE = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)
COLOURS = 128  # a palette is enough for ink on paper, and keeps a picture under 200 kB


@contextmanager
def newsroom() -> Iterator[tuple[str, str]]:
    """Run a demo newsroom of its own; yield its origin and the editor's password."""
    with socket.socket() as free, tempfile.TemporaryDirectory() as var:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        environment = {
            "PATH": os.environ["PATH"],
            "NEWSROOM_VAR": var,
            "PORT": str(port),
            "NEWSROOM_ENV_FILE": os.devnull,
        }
        serve = [sys.executable, "manage.py", "serve"]
        with subprocess.Popen(serve, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield f"http://127.0.0.1:{port}", _password(process)
            finally:
                process.terminate()
                process.communicate()


def _password(process: subprocess.Popen[str]) -> str:
    password = ""
    for line in process.stdout or ():
        if found := re.match(r"\s*Password\s+(\S+)", line):
            password = found[1]
        if "Ctrl-C" in line:
            return password
    raise SystemExit("The newsroom did not start.")


def wait_until_open(origin: str) -> None:
    """Wait until the newsroom answers."""
    for _ in range(START_SECONDS * 10):
        try:
            with urlopen(f"{origin}/healthz"):  # noqa: S310  (our own address)
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("The newsroom does not answer.")


def draw(page: Page, name: str) -> None:
    """Store what the page shows as a picture."""
    page.wait_for_load_state("networkidle")
    path = PICTURES / f"{name}.png"
    page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def public_pages(browser: Browser, origin: str) -> None:
    """Draw what readers see: the front page, a story, its thread, a receipt."""
    page = browser.new_page(base_url=origin, viewport=WIDE, reduced_motion="reduce")
    page.goto("/")
    draw(page, "front")
    page.locator(".teaser--lead .teaser__headline a").click()
    draw(page, "story")
    page.evaluate("document.getElementById('replies').scrollIntoView()")
    draw(page, "thread")
    page.get_by_role("textbox", name="Comment").fill("My aunt kept the stove. It still draws.")
    page.get_by_role("textbox", name="Name").fill("Wen")
    page.get_by_role("textbox", name="Email").fill("wen@example.org")
    page.get_by_role("button", name="Send reply").click()
    draw(page, "receipt")


def dark_and_small(browser: Browser, origin: str) -> None:
    """Draw the front page in the dark and a story on a telephone."""
    page = browser.new_page(base_url=origin, viewport=WIDE, color_scheme="dark")
    page.goto("/")
    draw(page, "front-dark")
    page = browser.new_page(base_url=origin, viewport=PHONE, device_scale_factor=2)
    page.goto("/")
    page.locator(".teaser--lead .teaser__headline a").click()
    draw(page, "story-phone")


def staff_pages(browser: Browser, origin: str, password: str) -> None:
    """Draw what staff see: the desk and what it does, the admin's list of comments."""
    page = browser.new_page(base_url=origin, viewport=WIDE, reduced_motion="reduce")
    page.goto("/moderation/")
    page.get_by_label("Username").fill("editor")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in").click()
    draw(page, "desk")
    page.goto("/admin/comments/comment/")
    draw(page, "admin")
    desk_in_use(page)
    desk_on_a_telephone(browser, page)


def desk_in_use(page: Page) -> None:
    """Draw the desk's keys, a decision on many comments with its sample, and how the moderators do."""
    page.goto("/moderation/")
    page.get_by_role("button", name="All keys").click()
    draw(page, "desk-keys")
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.get_by_role("link", name="Select all that match").click()
    draw(page, "desk-bulk")
    page.goto("/moderation/how-we-do/?days=28")
    draw(page, "desk-numbers")


def desk_on_a_telephone(browser: Browser, page: Page) -> None:
    """Draw the desk on a telephone, right after a decision, which is then taken back."""
    small = browser.new_page(
        base_url=page.url,
        viewport=PHONE,
        device_scale_factor=2,
        has_touch=True,
        is_mobile=True,
        reduced_motion="reduce",
        storage_state=page.context.storage_state(),
    )
    small.goto("/moderation/")
    small.get_by_role("button", name="Spam", exact=True).first.click()
    undo = small.locator(".toast button")
    undo.wait_for()
    draw(small, "desk-phone")
    undo.click()
    small.wait_for_load_state("networkidle")


def main() -> None:
    """Draw all pictures anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with newsroom() as (origin, password), sync_playwright() as playwright:
        wait_until_open(origin)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        public_pages(browser, origin)
        dark_and_small(browser, origin)
        staff_pages(browser, origin, password)
        browser.close()


if __name__ == "__main__":
    main()
