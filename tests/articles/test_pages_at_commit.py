"""At the commit: the client is killed while PostgreSQL still works on its COMMIT; nobody knows how it will end."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection

from articles.models import Article
from tests.articles.conftest import Hire
from tests.articles.truth import (
    addresses,
    assert_nothing_is_kept,
    assert_readers_get_the_truth,
    headline,
    keep_all,
    wait_until,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]

LOCK = 0x70616765
WORKING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = %s"


def asked(statement: str, *values: object) -> int:
    """Return the number that a query gives."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0])


def told(*statements: str) -> None:
    """Let the server do something, each in a transaction of its own."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def commits_wait(ends: str) -> Iterator[None]:
    """Let each COMMIT that has changed a story wait, before it is decided, until the end of the block."""
    told(
        f"""CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock_shared({LOCK}); {ends} RETURN NULL; END $$""",
        """CREATE CONSTRAINT TRIGGER linger AFTER UPDATE ON articles_article
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()""",
        f"SELECT pg_advisory_lock({LOCK})",
    )
    try:
        yield
    finally:
        told(f"SELECT pg_advisory_unlock({LOCK})")
        wait_until(lambda: asked(WORKING, "advisory") == 0)
        wait_until(lambda: asked("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0)
        told("DROP TRIGGER linger ON articles_article", "DROP FUNCTION linger()")


@contextmanager
def standby_is_silent() -> Iterator[None]:
    """Let each COMMIT wait, after it has been decided, for a standby that never answers, until the end of the block."""
    told("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()")
    wait_until(lambda: asked("SELECT count(*) FROM pg_settings WHERE setting = 'nobody'") == 1)
    try:
        yield
    finally:
        told("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
        wait_until(lambda: asked(WORKING, "SyncRep") == 0)


@pytest.mark.parametrize(("ends", "outcome"), [("", "Version 1"), ("RAISE 'no';", "Version 0")])
def test_a_client_dies_before_its_commit_is_decided(
    hire: Hire, story: Article, ends: str, outcome: str
) -> None:
    decider, reader, pages = hire(), hire(), addresses(story)
    keep_all(pages, reader)
    with commits_wait(ends):
        decider.begin("change", story=story.pk, headline="Version 1")
        wait_until(lambda: asked(WORKING, "advisory") == 1)
        decider.kill()
        assert_readers_get_the_truth(pages, reader)
        assert_nothing_is_kept(pages)
        assert headline(story) == "Version 0"
    assert_readers_get_the_truth(pages, reader)
    assert headline(story) == outcome
    keep_all(pages, reader)


@pytest.fixture
def needs_a_superuser(transactional_db: None) -> None:
    """Skip the test where the server is not ours to configure."""
    if not asked("SELECT rolsuper::int FROM pg_roles WHERE rolname = current_user"):
        pytest.skip("this test changes a setting of the server, which only its superuser may")


@pytest.mark.usefixtures("needs_a_superuser")
def test_a_client_dies_after_its_commit_is_decided_and_before_others_see_it(
    hire: Hire, story: Article
) -> None:
    decider, reader, pages = hire(), hire(), addresses(story)
    keep_all(pages, reader)
    with standby_is_silent():
        decider.do("wait_for_standbys")
        decider.begin("change", story=story.pk, headline="Version 1")
        wait_until(lambda: asked(WORKING, "SyncRep") == 1)
        decider.kill()
        assert headline(story) == "Version 0"
        assert_readers_get_the_truth(pages, reader)
        assert_nothing_is_kept(pages)
    assert headline(story) == "Version 1"
    assert_readers_get_the_truth(pages, reader)
    keep_all(pages, reader)
