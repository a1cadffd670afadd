"""Inside: what is done in a newsroom's own process, `python -m benchmarks.inside WHAT JSON`; prints one line of JSON.

The newsroom is the one that the environment names, as for `manage.py`.
"""

import json
import os
import statistics
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
WARMING = 5
MODERATOR = "benchmark"


def seed() -> dict[str, Any]:
    """Prepare an empty newsroom and begin to fill it."""
    from django.core.management import call_command

    from benchmarks.seed import begin
    from newsroom import opening

    opening.make_var()
    call_command("migrate", interactive=False, verbosity=0)
    opening.collect_static()
    _write_without_care()
    return begin()


def extend(*, facts: dict[str, Any], **what: Any) -> dict[str, Any]:
    """Fill it further."""
    from benchmarks import seed as seeds

    _write_without_care()
    return seeds.extend(facts, **what)


def _write_without_care() -> None:
    """Let SQLite write as fast as it can: what is lost with the power is made again."""
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for setting in ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-200000"):
                cursor.execute(f"PRAGMA {setting}")


def render(*, path: str, seconds: float) -> list[float]:
    """Return the milliseconds that Django takes for a page, from the request to the last byte, each time."""
    from django.core.handlers.wsgi import WSGIHandler

    from articles.pages import rendering

    handler = WSGIHandler()

    def once() -> None:
        answer = rendering.ask(handler, path)
        if answer.status != "200 OK":
            raise SystemExit(f"{path} was answered {answer.status}")

    return _timed(once, seconds)


def bake(*, path: str, seconds: float) -> list[float]:
    """Return the milliseconds that a page takes from Django's first line until it is kept, each time."""
    from django.core.handlers.wsgi import WSGIHandler

    from articles.pages import baking, kinds

    handler, spot = WSGIHandler(), kinds.find(path)
    if spot is None:
        raise SystemExit(f"{path} is no page that is kept")
    return _timed(lambda: baking.bake(handler, spot), seconds)


def session(*, name: str = MODERATOR) -> dict[str, str]:
    """Sign somebody in who may decide; return the cookie's name and value."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.test import Client

    user, _ = User.objects.get_or_create(username=name, is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(user)
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def stored() -> dict[str, int]:
    """Count the comments, and the entries that say they were submitted."""
    from comments.models import Comment, LogEntry
    from comments.words import Action

    return {
        "comments": Comment.objects.count(),
        "submitted": LogEntry.objects.filter(action=Action.SUBMIT).count(),
    }


def hold(*, replies: int) -> int:
    """Submit so many more replies, which wait; return how many wait then."""
    from articles.models import Article
    from benchmarks import seed as seeds
    from comments.models import Comment

    seeds.hold(Article.objects.get(slug=seeds.MAIN), replies)
    return Comment.objects.pending().count()


def decided() -> dict[str, int]:
    """Count the decisions of persons in the log, the comments they are about, and what is still held."""
    from comments.models import Comment, LogEntry

    entries = LogEntry.objects.filter(actor_id__isnull=False)
    return {
        "entries": entries.count(),
        "comments": entries.values("comment_id").distinct().count(),
        "held": Comment.objects.pending().count(),
    }


def missing(*, tokens: list[str]) -> int:
    """Return how many of these receipts belong to no comment."""
    from comments.models import Comment
    from comments.receipts import token_hash

    found = set(Comment.objects.order_by("-id").values_list("receipt_hash", flat=True)[: len(tokens) + 1_000])
    return sum(token_hash(token) not in found for token in tokens)


def hold_many(**what: int) -> list[dict[str, Any]]:
    """Let many comments wait under many stories."""
    from benchmarks import held

    return held.hold(**what)


def bulk_run(*, pk: int) -> dict[str, Any]:
    """Tell how far a decision on many comments is."""
    from comments.models import BulkRun

    run = BulkRun.objects.get(pk=pk)
    return {"is_over": run.is_over, "decided": run.decided}


def parts(*, replies: int) -> dict[str, float]:
    """Return the milliseconds of each part of a reply to the first story that takes any."""
    from articles.models import Article
    from benchmarks import parts as rooms

    story = Article.objects.published().order_by("pk").values_list("pk", flat=True)[0]
    return rooms.parts(article=story, replies=replies)


def logbook(*, entries: int) -> dict[str, float]:
    """Return the milliseconds that a year’s log takes to be counted and to be shown."""
    from benchmarks import logbook as written

    return written.write(entries=entries)


def hold_copies(*, first: int, last: int) -> float:
    """Make held comments with these numbers; return the seconds that it took."""
    from benchmarks import million

    _write_without_care()
    return million.hold(first=first, last=last)


def moderate(*, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each of a moderator's deeds, each time."""
    from benchmarks import million

    return million.moderate(rounds=rounds)


def _timed(work: Callable[[], object], seconds: float) -> list[float]:
    for _ in range(WARMING):
        work()
    taken: list[float] = []
    end = perf_counter() + seconds
    while perf_counter() < end or not taken:
        start = perf_counter()
        work()
        taken.append((perf_counter() - start) * 1_000)
    return taken


DEEDS: dict[str, Callable[..., Any]] = {
    "seed": seed,
    "extend": extend,
    "render": lambda **given: statistics.median(render(**given)),
    "bake": lambda **given: statistics.median(bake(**given)),
    "session": session,
    "hold": hold,
    "decided": decided,
    "stored": stored,
    "missing": missing,
    "parts": parts,
    "logbook": logbook,
    "hold_copies": hold_copies,
    "moderate": moderate,
    "hold_many": hold_many,
    "bulk_run": bulk_run,
}

if __name__ == "__main__":
    django.setup()
    given = json.loads(sys.argv[2]) if len(sys.argv) > 2 else json.load(sys.stdin)
    sys.stdout.write(json.dumps(DEEDS[sys.argv[1]](**given)) + "\n")
