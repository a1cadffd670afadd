"""Documented: the statements with which editors check the figures by hand give the figures."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from comments.models.summary import What
from comments.words import Action, Status
from tests.comments.summaries.hands import AMARA, BASHIR, DAY, Script, hour, things, whole

pytestmark = pytest.mark.django_db


def answers() -> list[list[tuple[Any, ...]]]:
    """Return what the database answers to each statement in the documentation."""
    page = (Path(settings.BASE_DIR) / "docs/statistics.md").read_text(encoding="utf-8")
    found = []
    with connection.cursor() as cursor:
        for statement in re.findall(r"```sql\n(.*?)```", page, flags=re.DOTALL):
            cursor.execute(statement)
            found.append(cursor.fetchall())
    return found


def test_what_is_asked_by_hand_is_what_was_counted() -> None:
    script = Script()
    for number, seconds in enumerate((60, 120, 180, 240), 1):
        script.write(Action.SUBMIT, about=number).write(Action.APPROVE, seconds, by=AMARA, about=number)
    script.write(Action.UNDO, 300, by=AMARA, about=4).write(
        Action.REJECT, 400, by=BASHIR, about=4, reason="person"
    )
    script.write(Action.UNDO, 300, by=BASHIR, about=3)  # after its minute
    script.write(Action.SUBMIT, about=5, to=Status.APPROVED).write(Action.TRASH, 90, by=BASHIR, about=5)
    script.write(Action.PIN, 95, by=AMARA, about=1).write(Action.UNDO, 96, by=AMARA, about=1)
    script.write(Action.SUBMIT, 13 * 60 * 60, about=6)
    script.store()
    sent, decisions, first, undone = answers()
    counts = whole()
    assert sent == [(hour(counts).submitted, hour(counts).held)] == [(5, 4)]
    told = {" ".join(filter(None, [action, reason])): number for action, reason, number in decisions}
    assert told == things(counts, What.DECIDED) == {"approve": 4, "reject person": 1, "trash": 1}
    assert len(first) == len(hour(counts, day=DAY).waits) == 4
    assert undone == [(things(counts, What.UNDONE)[""],)] == [(1,)]
    assert things(counts, What.REVERSED) == {"": 1}
