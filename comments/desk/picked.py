"""Picked: what a moderator ticked in a list, each comment with the last log entry that the page showed of it."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from comments.bulk import MOST_AT_ONCE

# What a check box sends: the comment's id and its ``seq``, neither longer than either can be.
TICKET = re.compile(r"(?P<pk>[0-9]{1,18}):(?P<seq>[0-9]{1,18})", re.ASCII)
BETWEEN = ","


class BadSelection(Exception):
    """What was ticked cannot be decided on; the text says why, ``answer`` how it is answered."""

    def __init__(self, says: str, answer: HTTPStatus) -> None:
        super().__init__(says)
        self.answer = answer


def ticket(row: Mapping[str, Any]) -> str:
    """Return what the check box of a row sends."""
    return f"{row['pk']}:{row['seq']}"


def joined(seen: Mapping[int, int]) -> str:
    """Return what ``read`` reads, in one field."""
    return BETWEEN.join(f"{pk}:{seq}" for pk, seq in seen.items())


def read(tickets: Iterable[str]) -> dict[int, int]:
    """Return the ids of what was ticked, each with the ``seq`` that the page showed. Raises ``BadSelection``.

    A form may send several in one field, since Django takes only so many fields.
    """
    matched = [TICKET.fullmatch(each) for field in tickets for each in field.split(BETWEEN)]
    if not matched:
        raise BadSelection(
            "Nothing was selected. Tick comments in the list first.", HTTPStatus.UNPROCESSABLE_ENTITY
        )
    if not all(matched):
        raise BadSelection("The form did not say which comments it was about.", HTTPStatus.BAD_REQUEST)
    seen = {int(found["pk"]): int(found["seq"]) for found in matched if found}
    if len(seen) > MOST_AT_ONCE:
        raise BadSelection(
            f"{len(seen):,} comments are selected, and {MOST_AT_ONCE:,} are decided on at once. "
            "For more, select all that match.",
            HTTPStatus.UNPROCESSABLE_ENTITY,
        )
    return seen
