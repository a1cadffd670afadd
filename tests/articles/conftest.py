"""What the tests about stories have in common: a newsroom of several processes."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from articles.models import Article
from tests.articles.asking import Site, forget_marks
from tests.articles.workers import Nursery, Worker, nursery
from tests.factories import make_article

Hire = Callable[[], Worker]


@pytest.fixture(scope="session")
def workers(django_db_setup: None) -> Iterator[Nursery]:
    """Return where workers come from."""
    with nursery() as found:
        yield found


@pytest.fixture
def hire(workers: Nursery, transactional_db: None, tmp_path: Path) -> Iterator[Hire]:
    """Return what gives a further process of this newsroom; none of them outlives the test."""
    hired: list[Worker] = []

    def another() -> Worker:
        hired.append(workers.worker(tmp_path))
        return hired[-1]

    another().do("prepare")
    yield another
    for worker in hired:
        worker.kill()


@pytest.fixture
def quiet_story(db: None) -> Article:
    """Return a published story that nobody is about to change."""
    article = make_article()
    forget_marks()
    return article


@pytest.fixture
def site() -> Site:
    """Return the newsroom behind its layer."""
    return Site()


@pytest.fixture
def story(hire: Hire) -> Article:
    """Return a story whose three pages are kept."""
    return make_article(headline="Version 0")
