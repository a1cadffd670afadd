"""``manage.py serve`` on PostgreSQL: the same start and the same stop, with nothing of the database in ``var/``."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql

from tests.newsroom.serving import REAL, served

pytestmark = pytest.mark.postgres


@pytest.fixture
def empty_database() -> Iterator[str]:
    """Yield the URL of a new database on the server that the tests use."""
    server = urlsplit(os.environ["DATABASE_URL"])._replace(scheme="postgresql")
    name = f"serve_{os.getpid()}"
    with psycopg.connect(server.geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield server._replace(scheme="postgres", path=f"/{name}").geturl()
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_the_newsroom_opens_and_closes(empty_database: str, tmp_path: Path) -> None:
    with served(tmp_path / "var", REAL, DATABASE_URL=empty_database) as run:
        assert run.get("/healthz")
        run.process.terminate()

        assert run.ended() == 0
        assert run.processes == []
    assert not list(run.var.glob("*.sqlite3"))
