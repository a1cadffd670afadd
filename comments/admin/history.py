"""History in the admin: the log of a comment, a commenter, a moderator or a time, to read and to take along."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode

from comments import history, spreadsheet
from comments.admin import limits, reading
from comments.history import KnownBy, Place, Selection
from comments.models import LogCheck, LogEntry

VIEW, EXPORT = "comments.view_logentry", "comments.export_logentry"
TEMPLATE = "admin/comments/logentry/history.html"
RULES = "rules"
LARGEST = 2**63 - 1
PERIODS = {"today": "today", "7": "the last 7 days", "30": "the last 30 days", "own": "from … to …"}
KNOWN_BY = {
    KnownBy.DEVICE.value: "proved to be the same person (the same device)",
    KnownBy.EMAIL.value: "the same e-mail address, which proves nothing",
}
# As ``Place`` is written in an address: microseconds since 1970, and the entry's number.
AFTER = re.compile(r"(?P<at>[0-9]{1,17}),(?P<seq>[0-9]{1,18})", re.ASCII)
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)


class HistoryForm(forms.Form):
    """What of the log is to be read; everything that is given counts."""

    comment = forms.IntegerField(required=False, min_value=1, max_value=LARGEST, label="Comment (its number)")
    commenter = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST,
        label="Commenter (the number of one of their comments)",
    )
    known_by = forms.ChoiceField(required=False, choices=KNOWN_BY.items(), label="Known by")
    actor = forms.ChoiceField(required=False, label="Done by")
    period = forms.ChoiceField(required=False, choices=[("", "any time"), *PERIODS.items()], label="When")
    since = forms.DateField(required=False, label="From", widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(
        required=False, label="To (this day included)", widget=forms.DateInput({"type": "date"})
    )

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        staff = User.objects.filter(is_staff=True).order_by("username", "pk")
        names = [(str(user.pk), user.get_full_name() or user.get_username()) for user in staff]
        self.fields["actor"].choices = [("", "anybody"), (RULES, reading.NOBODY), *names]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a time that ends before it begins."""
        given = super().clean() or self.cleaned_data
        if given.get("since") and given.get("until") and given["since"] > given["until"]:
            self.add_error("until", "This is before the day from which you want to read.")
        return given

    @property
    def selection(self) -> Selection:
        """What was asked for; the form must be valid."""
        given = self.cleaned_data
        since, until = _time(given["period"], given["since"], given["until"])
        actor = given["actor"]
        return Selection(
            comment=given["comment"],
            commenter=given["commenter"],
            known_by=KnownBy(given["known_by"] or KnownBy.DEVICE),
            actor=int(actor) if actor and actor != RULES else None,
            by_rules=actor == RULES,
            since=since,
            until=until,
        )

    @property
    def query(self) -> str:
        """What was asked for as an address carries it."""
        return urlencode([(name, self.data.get(name, "")) for name in self.fields if self.data.get(name)])


def show(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """Show a page of the log, the newest entry first."""
    if not request.user.has_perm(VIEW):
        raise PermissionDenied("The log is for those who may read it.")
    form = HistoryForm(request.GET)
    context = {
        **site.each_context(request),
        "title": "History",
        "opts": LogEntry._meta,
        "form": form,
        "check": LogCheck.objects.last(),
        "now": timezone.now(),
        "may_export": request.user.has_perm(EXPORT),
    }
    if not form.is_valid():
        return TemplateResponse(request, TEMPLATE, context, status=HTTPStatus.BAD_REQUEST)
    selection = replace(form.selection, sections=limits.sections(request))
    found = history.page(selection, _after(request))
    context |= {
        "rows": [_row(entry) for entry in found.entries],
        "is_cut": found.is_cut,
        "most_comments": history.MOST_COMMENTS,
        "query": form.query,
        "more": f"?{form.query}&after={_written(found.more)}" if found.more else "",
    }
    return TemplateResponse(request, TEMPLATE, context)


def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send all that a page of the log would show, as CSV or JSON, while it is read."""
    if not (request.user.has_perm(VIEW) and request.user.has_perm(EXPORT)):
        raise PermissionDenied("The log may be exported by those who have the permission to.")
    form = HistoryForm(request.GET)
    if not form.is_valid():
        raise BadRequest("There is no such part of the log.")
    written, content_type = WRITERS[kind]
    selection = replace(form.selection, sections=limits.sections(request))
    response = StreamingHttpResponse(written(history.export(selection)), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="log.{kind}"'
    return response


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    def table() -> Iterator[list[object]]:
        yield list(history.EXPORTED)
        for row in rows:
            yield [_plain(value) for value in row.values()]

    return spreadsheet.lines(table())


def _json(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    between = "[\n"
    for row in rows:
        yield between + json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False)
        between = ",\n"
    yield "\n]\n" if between != "[\n" else "[]\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime) else value


WRITERS: dict[str, tuple[Callable[[Iterator[dict[str, Any]]], Iterator[str]], str]] = {
    "csv": (_csv, spreadsheet.CONTENT_TYPE),
    "json": (_json, "application/json"),
}


def _time(
    period: str, since: dt.date | None, until: dt.date | None
) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return from when on and until when, from whole days in the newsroom's time zone; days that are given count."""
    days = {"today": 0, "7": 6, "30": 29}.get(period)
    if days is not None:
        return _midnight(timezone.localdate() - dt.timedelta(days=days)), None
    end = _midnight(until + dt.timedelta(days=1)) if until and until < dt.date.max else None
    # East of Greenwich the first of all days begins before there is a time to compare with.
    return _midnight(since) if since and since > dt.date.min else None, end


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _after(request: HttpRequest) -> Place | None:
    text = request.GET.get("after", "")
    read = AFTER.fullmatch(text)
    if text and not read:
        raise BadRequest("The log has no such page.")
    return Place(EPOCH + int(read["at"]) * MICROSECOND, int(read["seq"])) if read else None


def _written(place: Place) -> str:
    return f"{(place.at - EPOCH) // MICROSECOND},{place.seq}"


def _row(entry: LogEntry) -> dict[str, Any]:
    return {
        "entry": entry,
        "who": entry.actor or reading.NOBODY,
        "move": reading.move(entry),
        "reason": reading.reason(entry.reason),
        "note": reading.note(entry),
        "comment": reading.about(entry),
    }
