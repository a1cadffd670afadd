"""Exact: for any history, in whatever pieces it was counted, the summaries say what the log says."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st
from pytest_django import Settings

from comments.summaries import keeping
from comments.summaries.reading import Days, Report, report
from tests.comments.summaries import naive
from tests.comments.summaries.hands import Script, kept, make_comments, whole
from tests.comments.summaries.histories import ZONES, histories, pieces
from tests.comments.summaries.naive import Told

COMMENTS = (1, 2, 3, 4, 5)
EVER = Days(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
# The database is the test's, and each example leaves it as it was.
chances = runs(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@contextmanager
def left_as_it_was() -> Iterator[None]:
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def numbers(report: Report) -> Told:
    """Return a report's numbers, by section, hour and day each for itself."""
    found: Told = Counter()
    for groups in (report.sections, report.hours, report.days, {"whole": report.whole}):
        for key, sums in groups.items():
            for name in ("submitted", "held", "decided"):
                found[key, name] += getattr(sums, name)
            found.update({(key, "wait", seconds): number for seconds, number in sums.waited.items()})
            found.update({(key, "age", seconds): number for seconds, number in sums.aged.items()})
    found.update({(section, what, key): number for (section, what, key), number in report.things.items()})
    found.update({(*turn, "turn"): number for turn, number in report.turns.items()})
    return +found


def reported(told: Told) -> Told:
    """Return what a report should say, given each thing that there is."""
    found: Told = Counter()
    for (section, day, *thing), number in told.items():
        if thing[-1] == "turn":
            found[thing[0], thing[1], "turn"] += number
        elif isinstance(thing[0], str):
            found[section, thing[0], thing[1]] += number
        else:
            for key in (section, thing[0], day, "whole"):
                found[key, *thing[1:]] += number
    return found


@given(st.sampled_from(ZONES), histories(COMMENTS))
def test_two_ways_of_counting_agree(zone: str, script: Script) -> None:
    assert naive.told(script.counts(zone)) == naive.count(script.lines, {}, zone)


@given(histories(COMMENTS), st.integers(0, 40))
def test_what_two_parts_of_a_log_amount_to_adds_up(script: Script, cut: int) -> None:
    first = Script()
    first.lines = [line for line in script.lines if line.seq <= cut]
    parts = naive.told(first.counts()) + naive.told(script.counts(after=cut))
    assert parts == naive.told(script.counts())


@pytest.mark.django_db
@chances
@given(st.data(), st.sampled_from(ZONES), pieces(), st.integers(1, 7))
def test_the_summaries_are_the_log_counted_whatever_was_counted_when(
    settings: Settings, data: st.DataObject, zone: str, parts: list[int], batch: int
) -> None:
    with left_as_it_was(), pytest.MonkeyPatch.context() as patch:
        settings.TIME_ZONE = zone
        patch.setattr(keeping, "BATCH", batch)
        sections = make_comments(2, 3)
        script = data.draw(histories(tuple(sections)))
        expected = naive.count(script.lines, sections, zone)
        for part in script.in_parts(*parts):
            part.store()
            assert numbers(report(EVER)) == reported(naive.told(whole(zone)))
            keeping.count_up()
            assert kept() == whole(zone)
        assert naive.told(kept()) == expected
        assert numbers(report(EVER)) == reported(expected)
