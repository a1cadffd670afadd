"""PostgreSQL stops and comes back while the newsroom is served: it stays up, tells, and needs no hand afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.with_postgres import Server, Unavailable, server
from tests.newsroom.outages import assert_a_task_is_done, health, post, publish_story
from tests.newsroom.serving import REAL, Served, served, wait_until

pytestmark = pytest.mark.postgres


@pytest.fixture
def own_server() -> Iterator[Server]:
    """Run a server of our own, which may be stopped: others use the one that the tests have."""
    try:
        with server() as own:
            yield own
    except Unavailable as reason:
        pytest.skip(f"PostgreSQL: {reason}")


def test_an_outage_is_survived_and_nothing_has_to_be_done_by_hand(own_server: Server, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": own_server.url, "NEWSROOM_FLOOD_SECONDS": "0"}
    with served(tmp_path / "var", REAL, **settings) as run:
        story = publish_story(run)
        assert (health(run), post(run, story, comment="Before.")) == (200, 303)
        page = run.get(story)

        own_server.stop()
        during(run, story)
        assert run.get(story) == page

        own_server.start()
        assert {run.ask("/").status for _ in range(8)} == {200}
        assert post(run, story, comment="Meanwhile.") == 303
        assert (health(run), run.ask("/").status) == (200, 200)
        assert_a_task_is_done(run)
        run.process.terminate()
        assert run.ended() == 0
    assert "Traceback" not in run.output
    assert run.output.count("The task worker has stopped by itself (the database does not answer).") == 1


def during(run: Served, story: str) -> None:
    """See what is told while the server is away."""
    for _ in range(5):  # each thread of the web server has a connection of its own that is broken
        assert (run.ask("/").status, run.ask("/nowhere/").status, health(run)) == (503, 503, 503)
        assert post(run, story, comment="Meanwhile.") == 503
    wait_until(lambda: "The task worker has stopped" in run.output)
    assert run.process.poll() is None
