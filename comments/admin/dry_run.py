"""Dry run: how far a trial of a policy is, what it found, and what moderators had made of that."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from comments import dry_runs, policies
from comments.admin import reading
from comments.admin.reading import ReadOnlyAdmin
from comments.models import Comment, DryRun, DryRunHit
from comments.models.dry_run import Change
from comments.policies import Overtaken
from comments.screening.document import BadPolicy
from comments.words import Status

CHANGE_POLICY = "comments.change_policy"
TEMPLATE = "admin/comments/dryrun/run.html"
A_PAGE = 50
# Shown on either side of what a rule found.
AROUND = 60
# How often a page that shows progress looks again without a script, in seconds.
LOOK_AGAIN = 3
RELEASED = "released"


@admin.register(DryRun)
class DryRunAdmin(ReadOnlyAdmin):
    """The trials of the last days, for those who may change the policy."""

    actions = None
    list_display = ("number", "asked_at", "by_name", "state", "progress")
    ordering = ("-id",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a policy would hold tells how to get round it."""
        return request.user.has_perm(CHANGE_POLICY)

    @admin.display(description="dry run")
    def number(self, run: DryRun) -> str:
        """Its number."""
        return f"Dry run {run.pk}"

    @admin.display(description="comments")
    def progress(self, run: DryRun) -> str:
        """How many comments were looked at."""
        return f"{run.done:,} of {run.total or run.size:,}"

    def get_urls(self) -> list[URLPattern]:
        """Put the run's own page in place of the stock one, with its two buttons."""
        ways: tuple[tuple[str, Callable[..., Any], str], ...] = (
            ("<int:number>/change/", require_safe(self.run_view), "change"),
            ("<int:number>/stop/", require_POST(self.stop_view), "stop"),
            ("<int:number>/save/", require_POST(self.save_view), "save"),
        )
        guard = self.admin_site.admin_view
        own = [path(way, guard(view), name=f"comments_dryrun_{name}") for way, view, name in ways]
        return [*own, *super().get_urls()]

    def run_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show a run: its progress while it runs, then what it found."""
        run = self._run(request, number)
        shown = request.GET.get("show", "")
        change = shown if shown in Change.values else Change.CAUGHT
        hits = Paginator(run.hits.filter(change=change).order_by("id"), A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": str(run),
            "opts": self.opts,
            "run": run,
            "changes": [_row(each.value, each.label, run.changes) for each in Change],
            "rules": [_row(rule, reading.rules([rule]), run.rules) for rule in run.rules],
            "shown": Change(change),
            "page": hits,
            "hits": list(_read(hits)),
            "look_again": None if run.is_over else LOOK_AGAIN,
        }
        return TemplateResponse(request, TEMPLATE, context)

    def stop_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Have a run stopped."""
        dry_runs.stop(self._run(request, number))
        return HttpResponseRedirect(address_of(number))

    def save_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Save the policy that was tried, unless another was saved since."""
        run = self._run(request, number)
        by = cast(User, request.user)
        try:
            version = policies.save(run.document, run.lists, by=by, note=run.note, based_on=run.based_on)
        except (Overtaken, BadPolicy) as error:
            self.message_user(request, f"Nothing was saved. {error}", messages.ERROR)
            return HttpResponseRedirect(address_of(number))
        saved = f"Saved as version {version.number}." if version else "Nothing was changed."
        self.message_user(request, saved, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:comments_policyversion_changelist"))

    def _run(self, request: HttpRequest, number: int) -> DryRun:
        if not self.has_view_permission(request):
            raise PermissionDenied("Dry runs are for those who may change the screening policy.")
        run = DryRun.objects.filter(pk=number).first() if number < 2**63 else None
        if run is None:
            raise Http404("There is no such dry run; they are kept for a week.")
        return run


def address_of(number: int) -> str:
    """Return where a run is shown."""
    return reverse("admin:comments_dryrun_change", args=[number])


def _row(key: str, label: str, counted: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    counts = counted.get(key, {})
    return {
        "key": key,
        "label": label,
        "numbers": [counts.get(status, 0) for status in Status.values],
        "released": counts.get(RELEASED, 0),
        "all": sum(counts.values()),
    }


def _read(hits: Any) -> Iterator[dict[str, Any]]:
    rows = list(hits)
    texts = Comment.objects.in_bulk([hit.comment_id for hit in rows])
    for hit in rows:
        comment = texts.get(hit.comment_id)
        if comment is not None and comment.text:
            yield {"hit": hit, "link": reading.comment_link(comment.pk, f"Comment {comment.pk}")} | {
                "found": [_found(comment, finding) for finding in _worth(hit)]
            }


def _worth(hit: DryRunHit) -> list[dict[str, Any]]:
    return [finding for finding in hit.findings if finding["severity"] != "note"]


def _found(comment: Comment, finding: Mapping[str, Any]) -> dict[str, Any]:
    """Return a finding's sentence, with the words around the place that it is about."""
    field = finding["field"]
    text = str(getattr(comment, field)) if field in ("text", "name", "website") else ""
    return {"says": finding["message"], "words": _marked(text, finding["start"], finding["end"])}


def _marked(text: str, start: int, end: int) -> SafeString | str:
    if start >= end:
        return ""
    end = min(end, start + 2 * AROUND)
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return format_html('{}<mark class="match">{}</mark>{}', before, text[start:end], after)
