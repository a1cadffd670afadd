"""Deeds: what a process of ``pages_at_work`` can be told to do."""

import datetime as dt
import gzip
import random
import re
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from pkgutil import resolve_name
from typing import Any
from wsgiref.util import setup_testing_defaults

import brotli
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, connections, transaction
from django.template.loader import get_template
from django.utils import timezone

from articles import pages, publishing
from articles.models import Article
from articles.pages import baking, caretaker, kinds, store, sweep, timekeeper
from articles.pages.answering import Layer
from articles.pages.generation import generation
from articles.pages.rendering import Application, Environ, StartResponse
from articles.pages.switch import switch
from tests.articles import pages_fate
from tests.articles.asking import connections_stay_open
from tests.factories import make_article

DECODE: dict[str, Callable[[bytes], bytes]] = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
# The longest time between a change and its commit, and between that and the next change.
JITTER_SECONDS = 0.005
NOBODYS_ID = 2**40
VERSION = re.compile(r"Version ([0-9]+)")
DJANGO = WSGIHandler()


def warm() -> None:
    """Load what each process would load for itself once it is forked."""
    generation()
    for path in (settings.BASE_DIR / "templates").rglob("*.html"):
        get_template(path.relative_to(settings.BASE_DIR / "templates").as_posix())
    _render_a_story()
    connections.close_all()


class TakenBack(Exception):
    """Rolls a transaction back."""


def _render_a_story() -> None:
    """Let Django fill what it fills with its first page; of the story nothing stays, and no other has its id."""
    with connections_stay_open(), suppress(TakenBack), transaction.atomic():
        story = make_article(id=NOBODYS_ID)
        assert "</html>" in _answer(DJANGO, story.get_absolute_url(), "")
        raise TakenBack


class Deeds:
    """One process' deeds; ``line`` leads to the test."""

    def __init__(self, line: Connection) -> None:
        self._line = line
        self._django: Application = DJANGO
        self._application = Layer(self._counted, switch())

    def read(self, *, address: str, coding: str = "") -> str:
        """Return what a reader gets: the page, or its status where that is not 200."""
        return _answer(self._application, address, coding)

    def fresh(self, *, address: str) -> str:
        """Return the same as Django makes it now."""
        return _answer(self._django, address, "")

    def change(self, *, story: int, headline: str, ends: str = "in a commit") -> None:
        """Give a story another headline. The transaction ends in a commit, or is taken back, or a part of it is."""
        with suppress(TakenBack), transaction.atomic():
            with suppress(TakenBack), transaction.atomic():
                Article.objects.filter(pk=story).update(headline=headline)
                publishing.revise(Article(pk=story))
                if ends == "in a savepoint's rollback":
                    raise TakenBack
            end()
            if ends == "in a rollback":
                raise TakenBack

    def wait_for_standbys(self) -> None:
        """Let each commit wait until the server's standbys have it too (PostgreSQL)."""
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = on")

    def rename(self, *, section: str) -> None:
        """Give all sections another name, which stands on every page."""
        with transaction.atomic():
            Article._meta.apps.get_model("articles", "Section")._default_manager.update(name=section)
            pages.expire_everything()

    def is_kept_when_baked(self, *, address: str) -> bool:
        """Bake a page, and tell whether it stands at its place then."""
        return self.bake(address=address) and store.path_of(kinds.find(address)).exists()

    def bake(self, *, address: str) -> bool:
        """Bake a page though it may be kept already."""
        spot = kinds.find(address)
        return spot is not None and sweep.bake(spot)

    def end_what_is_due(self) -> None:
        """Expire what has had its time."""
        timekeeper.end_what_is_due()

    def prepare(self) -> None:
        """Do what is done before a start."""
        sweep.prepare()

    def repair(self) -> None:
        """Drop the pages that do not show what the database says."""
        sweep.repair()

    def set_clock(self, *, ahead: float) -> None:
        """Let all clocks of this process go ahead by so many seconds."""
        now, utc_now = time.time, timezone.now
        time.time = lambda: now() + ahead
        timezone.now = lambda: utc_now() + dt.timedelta(seconds=ahead)

    def wait_for_others(self, *, seconds: float) -> None:
        """Let this process wait so long for somebody else's rendering."""
        baking.PATIENCE_SECONDS = seconds

    def render_slowly(self, *, seconds: float) -> None:
        """Let each rendering take so much longer."""
        django = self._django

        def slow(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            time.sleep(seconds)
            return django(environ, start_response)

        self._django = slow

    def pause(self, *, at: str, when: str = pages_fate.BEFORE) -> None:
        """Stop at a function the next time, until the test says to go on."""
        pages_fate.pause(self._line, at=at, when=when)

    def stall(self, *, at: str) -> None:
        """Let a function, such as ``articles.pages.tidying:tidy``, never come to its end."""
        place, _, name = at.partition(":")
        setattr(resolve_name(place), name, lambda *_: threading.Event().wait())

    def die(self, *, step: int, when: str) -> None:
        """Die at some step of what comes next."""
        pages_fate.die(step=step, when=when)

    def crowd(self, *, address: str, readers: int, times: int) -> set[str]:
        """Let so many readers ask so many times each, all at once; return the different answers."""
        answers: set[str] = set()
        self._at_once([lambda: answers.update(self.read(address=address) for _ in range(times))] * readers)
        return answers

    def change_often(self, *, story: int, times: int) -> None:
        """Call a story Version 1, 2, 3 ..., and say each number when it has been committed; take each back once too."""
        for number in range(1, times + 1):
            with transaction.atomic():
                self.change(story=story, headline=f"Version {number}")
                time.sleep(random.random() * JITTER_SECONDS)
            _committed().write_bytes(number.to_bytes(8))
            time.sleep(random.random() * JITTER_SECONDS)
            self.change(story=story, headline="Version 0", ends="in a rollback")

    def read_often(self, *, address: str, readers: int, last: int) -> tuple[int, list[tuple[int, int]]]:
        """Let so many readers ask until version ``last`` is committed.

        Return how often they asked, and each answer that was older than what was committed before it was asked for.
        """
        asked: list[int] = []
        wrong: list[tuple[int, int]] = []

        def ask() -> None:
            committed = 0
            while committed < last:
                committed = int.from_bytes(_committed().read_bytes())
                shown = VERSION.search(self.read(address=address, coding=random.choice(list(DECODE))))
                asked.append(int(shown[1]) if shown else -1)
                if asked[-1] < committed:
                    wrong.append((committed, asked[-1]))

        self._at_once([ask] * readers)
        return len(asked), wrong

    def look_after(self) -> None:
        """Bake what has changed and end what is due, in a thread of this process, as each web process does."""
        caretaker.start(self._counted)

    def _counted(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        with (settings.NEWSROOM_VAR / "rendered").open("ab", buffering=0) as file:
            file.write(b".")
        return self._django(environ, start_response)

    def _at_once(self, deeds: list[Callable[[], None]]) -> None:
        """Do all of it at the same moment, in a thread each."""
        barrier = threading.Barrier(len(deeds))
        failures: list[BaseException] = []

        def run(deed: Callable[[], None]) -> None:
            barrier.wait()
            try:
                deed()
            except BaseException as error:  # noqa: BLE001  (it is raised below)
                failures.append(error)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for failure in failures:
            raise failure


def end() -> None:
    """Be a place to pause at: all is done, and the transaction is about to end."""


def _answer(application: Application, address: str, coding: str) -> str:
    environ: Environ = {"PATH_INFO": address, "HTTP_ACCEPT_ENCODING": coding}
    setup_testing_defaults(environ)
    told: list[Any] = []
    parts = application(environ, lambda *begun: told.append(begun))
    body = b"".join(parts)
    getattr(parts, "close", lambda: None)()
    status, headers = told[0][:2]
    if not status.startswith("200 "):
        return str(status)
    return DECODE[dict(headers).get("Content-Encoding", "")](body).decode()


def _committed() -> Path:
    """Return the file that holds the last version that was committed; as small a file is read whole or not at all."""
    path: Path = settings.NEWSROOM_VAR / "committed"
    return path
