"""Decision to page: a moderator approves a reply at the desk; until when does a reader get the page without it?"""

import re
import statistics
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode

from benchmarks.load import settle, wrk_command
from benchmarks.newsroom import Newsroom, Site, served
from benchmarks.posting import p99
from benchmarks.shapes import COUNT, MILLISECONDS, Context, Figure, figure

NAME = "decision to page"
NEEDS: tuple[str, ...] = ("wrk", "taskset")
SIZES: tuple[int, ...] = ()
DECISIONS_A_RUN, DECISIONS_A_QUICK_RUN = 40, 15
# Somebody reads before deciding; and the page is baked in peace.
PAUSE_SECONDS = 0.1
LOAD_SECONDS = 120.0
LOAD_CONNECTIONS = 4
GIVE_UP_SECONDS = 20.0
FIELD = r'name="{}" value="([^"]*)"'


@dataclass
class Seen:
    """Milliseconds from each decision's being sent to its answer and to the first new page; old pages after it."""

    answered: list[float] = field(default_factory=list)
    served: list[float] = field(default_factory=list)
    stale: int = 0


def run(context: Context) -> Iterable[Figure]:
    """Measure while nobody else reads, and while others read as fast as they can."""
    with served(context, Site()) as newsroom:
        held = iter(newsroom.facts["held"])
        desk = Desk(newsroom)
        stale = 0
        for loaded in (False, True):
            under = "under load" if loaded else "alone"
            context.say(f"  {under}")
            runs = [_run(context, newsroom, desk, held, loaded=loaded) for _ in range(context.runs)]
            stale += sum(seen.stale for seen in runs)
            answered = [statistics.median(seen.answered) for seen in runs]
            medians = [statistics.median(seen.served) for seen in runs]
            yield figure(NAME, f"decision answered, median, {under}", MILLISECONDS, answered)
            yield figure(NAME, f"new page served, median, {under}", MILLISECONDS, medians)
            yield figure(
                NAME, f"new page served, p99, {under}", MILLISECONDS, [p99(seen.served) for seen in runs]
            )
        yield figure(NAME, "old pages after the decision's answer", COUNT, [stale])


class Desk:
    """A moderator at the desk, over one connection."""

    def __init__(self, newsroom: Newsroom) -> None:
        self.newsroom, self.led_to = newsroom, ""
        cookie = newsroom.inside("session")
        self._cookies = {cookie["name"]: cookie["value"]}
        self._connection = HTTPConnection("127.0.0.1", newsroom.port, timeout=GIVE_UP_SECONDS)

    def open(self, pk: int) -> dict[str, str]:
        """Open a comment's card; return the form that approves it."""
        page = self._ask("GET", f"/moderation/{pk}/")
        names = ("csrfmiddlewaretoken", "comment", "seq")
        found = {name: re.search(FIELD.format(name), page) for name in names}
        return {name: match[1] for name, match in found.items() if match} | {"action": "approve"}

    def approve(self, form: dict[str, str]) -> None:
        """Send the form."""
        self._ask("POST", "/moderation/decide/", urlencode(form))

    def send(self, path: str, form: dict[str, str]) -> str:
        """Send a form and return where its answer leads."""
        self._ask("POST", path, urlencode(form))
        return self.led_to

    def approve_all(self) -> int:
        """Ask for the approval of all that is held; return the number of the run that does it."""
        page = self._ask("GET", "/moderation/bulk/all/")
        names = ("csrfmiddlewaretoken", "until_pk", "until_seq")
        found = {name: re.search(FIELD.format(name), page) for name in names}
        form = {name: match[1] for name, match in found.items() if match} | {"action": "approve"}
        return int(re.findall(r"[0-9]+", self.send("/moderation/bulk/all/", form))[-1])

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}
        headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": self.newsroom.origin}
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        text, self.led_to = answer.read().decode(), answer.headers.get("Location", "")
        if answer.status not in {200, 303}:
            raise RuntimeError(f"The desk answered {answer.status} to {method} {path}")
        for name, value in re.findall(r"^(\w+)=([^;]+)", "\n".join(answer.headers.get_all("Set-Cookie", []))):
            self._cookies[name] = value
        return text


def _run(context: Context, newsroom: Newsroom, desk: Desk, held: Iterator[int], *, loaded: bool) -> Seen:
    settle(context)
    seen = Seen()
    with _readers(context, newsroom) if loaded else _nobody():
        for _ in range(DECISIONS_A_QUICK_RUN if context.quick else DECISIONS_A_RUN):
            _decide(desk, next(held), seen)
            time.sleep(PAUSE_SECONDS)
    return seen


def _decide(desk: Desk, pk: int, seen: Seen) -> None:
    """Approve one comment while a reader asks for the page again and again until it is on it."""
    form, reader = desk.open(pk), Reader(desk.newsroom, f'id="comment-{pk}"'.encode())
    watching = threading.Thread(target=reader.watch)
    start = time.perf_counter()
    watching.start()
    desk.approve(form)
    seen.answered.append((time.perf_counter() - start) * 1_000)
    seen.stale += not Reader(desk.newsroom, reader.mark).sees()
    watching.join()
    seen.served.append((reader.saw_at - start) * 1_000)


class Reader:
    """Somebody who reads the story."""

    def __init__(self, newsroom: Newsroom, mark: bytes, path: str = "") -> None:
        self.mark, self.saw_at = mark, 0.0
        self._path = path or newsroom.facts["story"]
        self._connection = HTTPConnection("127.0.0.1", newsroom.port, timeout=GIVE_UP_SECONDS)

    def sees(self) -> bool:
        """Whether the page has the comment."""
        self._connection.request("GET", self._path)
        return self.mark in self._connection.getresponse().read()

    def watch(self) -> None:
        """Ask again and again until the page has it."""
        deadline = time.perf_counter() + GIVE_UP_SECONDS
        while not self.sees() and time.perf_counter() < deadline:
            time.sleep(0.001)
        self.saw_at = time.perf_counter()


@contextmanager
def _readers(context: Context, newsroom: Newsroom) -> Iterator[None]:
    command = wrk_command(context, newsroom.story, seconds=LOAD_SECONDS, connections=LOAD_CONNECTIONS)
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _nobody() -> Iterator[None]:
    yield
