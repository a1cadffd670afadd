"""The browser tests' cast: a real Chromium, and visitors with their screens, their colours and their habits."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any, Self

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

NETWORK = "Failed to load resource"


class Visitors:
    """Opens pages for visitors and takes down whatever their browsers complain of."""

    def __init__(self, browser: Browser, origin: str) -> None:
        self.browser, self.origin = browser, origin
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def arrive(
        self,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        javascript: bool = True,
        **options: Any,
    ) -> Page:
        """Return the blank page of a new visitor; addresses are taken as this site's."""
        context = self.browser.new_context(
            base_url=self.origin,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            java_script_enabled=javascript,
            **options,
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("console", self._take_down_console)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("response", self._take_down_response)
        return page

    def _take_down_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(NETWORK):
            self.problems.append(message.text)

    def _take_down_response(self, response: Response) -> None:
        # A page itself may be a 404 or a 422; what it loads may not, but for the news that somebody was first.
        may_be = response.request.is_navigation_request() or response.status == HTTPStatus.CONFLICT
        if response.status >= 400 and not may_be:
            self.problems.append(f"{response.status} {response.url}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        for context in self.contexts:
            context.close()


@pytest.fixture(scope="module", autouse=True)
def orm_beside_the_browser() -> Iterator[None]:
    """Let the ORM run in the thread in which Playwright keeps its event loop; here and nowhere else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="module")
def browser(chromium: str, orm_beside_the_browser: None) -> Iterator[Browser]:
    """Start Chromium for a module. Not for the session: its event loop would stay in other tests' thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def live_server(plain_static_files: None) -> Iterator[LiveServer]:
    """Serve the newsroom; its middleware is made here, before a test's own settings."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture
def visitors(browser: Browser, live_server: LiveServer, settings: Settings) -> Iterator[Visitors]:
    """Return the door through which visitors come; after the test none of their browsers may have complained."""
    settings.NEWSROOM_ORIGIN = live_server.url
    with Visitors(browser, live_server.url) as visitors:
        yield visitors
    assert visitors.problems == []
