"""Views: how the moderators do, as a page and as files; for editors."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Section
from comments import spreadsheet
from comments.desk import frame, scope
from comments.desk.access import moderator, moderator_required
from comments.desk.statistics import period, tabled
from comments.desk.statistics.charts import charts
from comments.desk.statistics.figures import figures
from comments.desk.statistics.period import BadPeriod, Period
from comments.desk.statistics.tables import Table
from comments.desk.statistics.waiting import waiting
from comments.summaries.reading import Report, report

NO_TABLE = "There is no such table."


def editor_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponse]:
    """Let in those moderators who may see how all of them do."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not moderator(request).has_perm(frame.SEE_STATISTICS):
            raise PermissionDenied("How the moderators do is for editors.")
        return view(request, *args, **kwargs)

    return moderator_required(guarded)  # type: ignore[arg-type]


@editor_required
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show how the moderators did in a period; 400 where the address names none."""
    sections = _sections(request)
    try:
        asked = Period.read(request.GET, today=timezone.localdate(), sections=sections)
    except BadPeriod as wrong:
        return _refused(request, sections, str(wrong))
    found = _report(request, asked)
    tables = tabled.tables(found, sections)
    context = {
        **_frame(request, sections, asked),
        "report": found,
        "figures": figures(found, waiting(asked.days(_allowed(request)).sections, now=timezone.now())),
        "charts": charts(tables, by_day=not asked.is_one_day),
        "tables": [tables[code] for code in ("rules", "moderators", "sections")],
    }
    return render(request, "desk/statistics/page.html", context)


@editor_required
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """Send one of the tables as CSV; 400 where the address names none, or no period."""
    sections = _sections(request)
    try:
        asked = Period.read(request.GET, today=timezone.localdate(), sections=sections)
    except BadPeriod as wrong:
        return _refused(request, sections, str(wrong))
    made = tabled.tables(_report(request, asked), sections)
    chosen = made.get(request.GET.get("table", ""))
    return _refused(request, sections, NO_TABLE) if chosen is None else _file(chosen, asked)


def _sections(request: HttpRequest) -> list[Section]:
    """Return the sections that this editor may see, in their order."""
    allowed = scope.of(moderator(request))
    return [
        section
        for section in Section.objects.order_by("position", "name", "id")
        if allowed.covers(section.pk)
    ]


def _allowed(request: HttpRequest) -> frozenset[int] | None:
    return scope.of(moderator(request)).sections


def _report(request: HttpRequest, asked: Period) -> Report:
    return report(asked.days(_allowed(request)))


def _frame(request: HttpRequest, sections: list[Section], asked: Period | None) -> dict[str, object]:
    given = request.GET
    typed = {"from": given.get("from", ""), "to": given.get("to", ""), "section": given.get("section", "")}
    if asked is not None:
        typed |= {"from": str(asked.first), "to": str(asked.last)}
    today = timezone.localdate()
    choices = [
        (label, (asked or Period(today, today)).query(days=days), bool(asked and asked.chosen == days))
        for days, label in period.CHOICES.items()
    ]
    return {
        "rooms": frame.rooms(request),
        "moderator": moderator(request),
        "period": asked,
        "sections": sections,
        "typed": typed,
        "choices": choices,
    }


def _refused(request: HttpRequest, sections: list[Section], complaint: str) -> HttpResponse:
    context = {**_frame(request, sections, None), "complaint": complaint}
    return render(request, "desk/statistics/page.html", context, status=HTTPStatus.BAD_REQUEST)


def _file(chosen: Table, asked: Period) -> StreamingHttpResponse:
    name = f"how-we-do-{chosen.code}-{asked.first}-{asked.last}.csv"
    return StreamingHttpResponse(
        spreadsheet.lines(chosen.file()),
        content_type=spreadsheet.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
