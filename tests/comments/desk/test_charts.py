"""Charts: what was decided at once is drawn and said as that, and nothing as nothing."""

import datetime as dt
from typing import Any

import pytest

from comments.desk.statistics import charts
from comments.desk.statistics.charts import Chart
from comments.desk.statistics.tables import Table

TODAY = dt.date(2026, 11, 18).isoformat()


def drawn(half: int | None, nine: int | None) -> tuple[Chart, Chart]:
    """Return both charts of how long deciding took, by hour and by day, of one hour in which one was decided."""
    tables: dict[str, list[tuple[Any, ...]]] = {
        "hours": [("09:00", 1, 1, 1)],
        "waits": [("09:00", 1, half, nine)],
        "days": [(TODAY, 1, 1, 1, half, nine)],
        "reasons": [("Approved", 1, 1)],
    }
    made = {code: Table(code, "", "", (), rows) for code, rows in tables.items()}
    _, waits, days, _ = charts.charts(made, by_day=True)
    return waits, days


@pytest.mark.parametrize(("seconds", "said"), [(0, "0 s"), (59, "59 s"), (2400, "40 min")])
def test_a_time_is_said_and_its_lines_have_their_names(seconds: int, said: str) -> None:
    for chart in drawn(0, seconds):
        assert chart.heading.replace("\u00a0", " ").endswith(f"within {said}")
        names = [word.text for word in chart.drawing.words]
        assert {"half", "9 in 10"} <= set(names)


def test_where_nothing_was_decided_that_is_said() -> None:
    for chart in drawn(None, None):
        assert chart.heading == "Nothing that waited was decided"
        assert "9 in 10" not in [word.text for word in chart.drawing.words]
