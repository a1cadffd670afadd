"""SQLite is locked by somebody for too long while the newsroom is served: it stays up, and needs no hand afterwards."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.newsroom.outages import assert_a_task_is_done, health, post, publish_story
from tests.newsroom.serving import REAL, served, wait_until

pytestmark = pytest.mark.sqlite


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Let somebody else write for as long as this lasts."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=60)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


def test_a_locked_database_is_survived_and_nothing_has_to_be_done_by_hand(tmp_path: Path) -> None:
    database = tmp_path / "paper.sqlite3"
    settings = {"DATABASE_URL": f"sqlite:///{database}?timeout=2", "NEWSROOM_FLOOD_SECONDS": "0"}
    with served(tmp_path / "var", REAL, **settings) as run:
        story = publish_story(run)
        assert post(run, story, comment="Before.") == 303

        with locked(database):
            assert post(run, story, comment="Meanwhile.") == 503
            assert (health(run), run.ask("/").status, run.ask(story).status) == (200, 200, 200)
            wait_until(lambda: "The task worker has stopped" in run.output)

        assert post(run, story, comment="Meanwhile.") == 303
        assert_a_task_is_done(run)
        run.process.terminate()
        assert run.ended() == 0
    assert "A reply could not be stored (database is locked)" in run.output
    assert "Traceback" not in run.output
