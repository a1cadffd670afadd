"""Histories: logs as they could have come about, by chance."""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from comments.words import Action, Status
from tests.comments.summaries.hands import AMARA, BASHIR, LANDS, Script

ZONES = ("UTC", "Europe/Berlin", "America/St_Johns")
# Before the clock goes back, before it goes forward, before a midnight, and at an ordinary time.
BEGINNINGS = tuple(
    dt.datetime.fromisoformat(f"{moment}+00:00")
    for moment in ("2026-10-24T23:30:00", "2026-03-29T00:30:00", "2026-11-16T22:50:00", "2026-11-16T09:00:00")
)
DEEDS = (
    *(deed for deed in LANDS if deed != Action.SUBMIT),
    *(Action.UNDO, Action.UNDO, Action.RESCREEN, Action.KEEP, Action.PIN, Action.LOOK),
)
STEPS = st.one_of(st.floats(-2, 30), st.integers(600, 9_000), st.just(86_400))
FOUND = ("", "links", "links capitals:note", "capitals links", "unproved:note")
MODERATORS = (AMARA, BASHIR, None)
REASONS = ("person", "story")
STATUSES = (Status.PENDING, Status.PENDING, Status.APPROVED, Status.SPAM)


@st.composite
def histories(draw: DrawFn, comments: tuple[int, ...], *, most: int = 40) -> Script:
    """Return a log about some of these comments, each of which begins by being sent."""
    script, seconds = Script(begins=draw(st.sampled_from(BEGINNINGS))), 0.0
    for _ in range(draw(st.integers(0, most))):
        seconds += draw(STEPS)
        _write_any(draw, script, draw(st.sampled_from(comments)), seconds)
    return script


def _write_any(draw: DrawFn, script: Script, about: int, seconds: float) -> None:
    course, rules = script.courses.get(about, []), draw(st.sampled_from(FOUND))
    if not course:
        to = draw(st.sampled_from(STATUSES))
        script.write(Action.SUBMIT, seconds, about=about, to=to, rules=rules)
        return
    action = draw(st.sampled_from(DEEDS))
    if action == Action.UNDO and len(course) < 3:
        action = Action.LOOK  # being sent cannot be taken back
    by = None if action == Action.RESCREEN else draw(st.sampled_from(MODERATORS))
    found = str(draw(st.sampled_from(STATUSES))) if action == Action.RESCREEN else ""
    reason = draw(st.sampled_from(REASONS)) if action == Action.REJECT else ""
    script.write(action, seconds, by=by, about=about, to=found, reason=reason, rules=rules)


def pieces() -> SearchStrategy[list[int]]:
    """Return how many entries come before the log is counted again, time after time."""
    return st.lists(st.integers(0, 15), max_size=4)
