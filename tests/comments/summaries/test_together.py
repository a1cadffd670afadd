"""Together: workers that count at the same time count every entry once between them."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from comments.summaries import keeping
from comments.words import Action
from tests.comments.summaries.hands import AMARA, Script, kept, make_comments, whole

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 4


def work(_: int) -> int:
    """Count in a thread, with a connection of its own."""
    try:
        return keeping.count_up()
    finally:
        connections.close_all()


def test_every_entry_is_counted_by_one_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "BATCH", 5)
    script = Script()
    for seconds, pk in enumerate([pk for pk in make_comments(4, 6) for _ in range(10)]):
        action = Action.APPROVE if seconds % 2 else Action.REJECT
        script.write(action if seconds % 10 else Action.SUBMIT, seconds, by=AMARA, about=pk)
    script.store()
    with ThreadPoolExecutor(WORKERS) as pool:
        done = list(pool.map(work, range(WORKERS)))
    assert sum(done) + keeping.count_up() == len(script.lines)
    assert kept() == whole()
