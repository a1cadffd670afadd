"""Parts: where the time of one reply goes, from the submission to the end of its transaction."""

import statistics
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pkgutil import resolve_name
from time import perf_counter
from typing import Any
from unittest import mock

WARMING = 20
WHOLE, REST = "the whole of it", "statements around them, and the commit"
# What is measured, by the name under which its caller looks it up; none of them calls another.
PARTS = {
    "its first receipt is looked for": "comments.receipts.first_token",
    "its turn is taken": "comments.moderation.arriving.take_turn",
    "the policy": "comments.policies.at_hand",
    "its markup": "comments.markup.render",
    "the facts": "comments.facts.gather",
    "the rules": "comments.arrival.screen",
    "the seals": "comments.identity.seals",
    "its fragment": "comments.fragments.set_on",
    "what its text is remembered by": "comments.campaigns.remember",
    "the pages that it changes": "comments.moderation.moves.begin",
    "the row": "comments.moderation.arriving.insert",
    "the log and its chain": "comments.log.append",
}


def parts(*, article: int, replies: int) -> dict[str, float]:
    """Submit replies under a story and return the median milliseconds of each part, and of the whole."""
    from comments import moderation
    from comments.screening.shapes import Submission

    taken: dict[str, list[float]] = defaultdict(list)
    with ExitStack() as stack:
        for name, target in PARTS.items():
            stack.enter_context(_timed(target, taken[name]))
        for number in range(WARMING + replies):
            sent = Submission(
                article_id=article,
                name=f"Reader {number}",
                email=f"reader{number}@example.org",
                text=f"What I think of berth {number} and of {replies - number} lamps on the quay at {perf_counter()}.",
                address=f"2001:db8:{number // 65_536:x}:{number % 65_536:x}::1",
            )
            start = perf_counter()
            moderation.submit(sent)
            taken[WHOLE].append((perf_counter() - start) * 1_000)
    medians = {name: statistics.median(values[WARMING:]) for name, values in taken.items()}
    return {**medians, REST: medians[WHOLE] - sum(medians[name] for name in PARTS)}


def _timed(target: str, taken: list[float]) -> Any:
    room, _, name = target.rpartition(".")
    holder = resolve_name(room)
    real: Callable[..., Any] = getattr(holder, name)

    def timed(*given: Any, **named: Any) -> Any:
        start = perf_counter()
        try:
            return real(*given, **named)
        finally:
            taken.append((perf_counter() - start) * 1_000)

    return mock.patch.object(holder, name, timed)
