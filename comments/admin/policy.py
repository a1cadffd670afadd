"""Policy: the one page on which editors read and change the screening policy, with its lists and its history."""

from collections.abc import Callable, Iterator
from functools import wraps
from http import HTTPStatus
from itertools import pairwise
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from comments import dry_runs, policies
from comments.admin import policy_changes
from comments.admin.dry_run import address_of
from comments.admin.policy_form import ListForm, PolicyForm, VersionForm
from comments.admin.reading import ReadOnlyAdmin
from comments.models import PolicyVersion
from comments.policies import Overtaken, Stored
from comments.screening import keys, policy_file
from comments.screening.document import KINDS, BadPolicy, ListKind
from comments.screening.lists import entries
from comments.screening.wordlists import as_written
from comments.screening.words import HOLD, REJECT

CHANGE = "comments.change_policy"
HERE = "admin:comments_policyversion_changelist"
TEMPLATES = "admin/comments/policyversion"
# How many versions the page shows, and how many keys that were left out are told one by one.
MOST_VERSIONS = 50
MOST_LEFT = 20
WORDS = frozenset({HOLD, REJECT})
View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """Let in those who may change the policy; answer 403 to other staff."""

    @wraps(view)
    def guarded(room: "PolicyAdmin", request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not room.has_change_permission(request):
            raise PermissionDenied("The screening policy is for those who may change it.")
        return view(room, request, *args, **kwargs)

    return guarded


@admin.register(PolicyVersion)
class PolicyAdmin(ReadOnlyAdmin):
    """The screening policy. Each change is a version of its own; none is altered or deleted."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether somebody may change the policy, which adds a version."""
        return request.user.has_perm(CHANGE)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The policy tells how to get round it, so only those who may change it read it."""
        return self.has_change_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the ways into the policy's page, its lists and its versions, in place of a list of rows."""
        ways: tuple[tuple[str, Callable[..., Any], str], ...] = (
            ("", self.settings_view, "changelist"),
            ("lists/<slug:name>/", self.list_view, "list"),
            ("versions/<int:number>/", self.version_view, "version"),
            ("versions/<int:number>/restore/", require_POST(self.restore_view), "restore"),
            ("policy.toml", require_safe(self.export_view), "export"),
        )
        guard = self.admin_site.admin_view
        return [path(way, guard(view), name=f"comments_policyversion_{name}") for way, view, name in ways]

    @for_editors
    def settings_view(self, request: HttpRequest) -> HttpResponse:
        """Show the settings, and save them as a new version."""
        kept = policies.stored()
        form = PolicyForm(kept, request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid() and (leads := self._save(request, form, form.document(), {})):
            return HttpResponseRedirect(leads)
        context = {"form": form, "groups": list(form.groups()), "lists": _counted(kept)}
        return self._page(request, "settings", form, context | {"versions": list(_history())})

    @for_editors
    def list_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show a list, and save it as part of a new version."""
        if name not in KINDS:
            raise Http404("There is no such list.")
        kept, kind = policies.stored(), KINDS[name]
        initial = {"based_on": kept.number, "text": kept.lists[name]}
        form = ListForm(initial=initial)
        if request.method == "POST":
            form = ListForm(request.POST, request.FILES, initial=initial)
        if form.is_bound and form.is_valid() and (leads := self._save_list(request, form, kind, kept)):
            return HttpResponseRedirect(leads)
        form.show_sent()
        written = as_written(kept.lists[name]) if name in WORDS else 0
        return self._page(request, "list", form, {"form": form, "kind": kind, "as_written": written})

    @for_editors
    def version_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show what a version changed, and what restoring it would change."""
        version = _version(number)
        now = policies.stored(number)
        before, latest = _before(number), policies.stored()
        context = {
            "version": version,
            "settings": policy_changes.in_settings(before.document, now.document),
            "lists": policy_changes.in_lists(before, now),
            "lost": [KINDS[name].label for name in now.lost if name in KINDS],
            "latest": latest.number,
        }
        return self._page(request, "version", None, context)

    @for_editors
    def restore_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Save an earlier version again as the newest, unless another was saved since the page was shown."""
        _version(number)
        form = VersionForm(request.POST)
        based_on = form.cleaned_data["based_on"] if form.is_valid() else None
        try:
            policies.restore(number, by=cast(User, request.user), based_on=based_on)
        except (Overtaken, BadPolicy) as error:
            self.message_user(request, f"Nothing was restored. {error}", messages.ERROR)
        else:
            self.message_user(request, f"The policy is as in version {number} again.", messages.SUCCESS)
        return HttpResponseRedirect(reverse(HERE))

    @for_editors
    def export_view(self, request: HttpRequest) -> HttpResponse:
        """Hand out the policy that counts as one file."""
        if trouble := policies.trouble():
            self.message_user(request, f"Nothing was exported. {trouble}", messages.ERROR)
            return HttpResponseRedirect(reverse(HERE))
        kept = policies.stored()
        text = policy_file.write(kept.document, kept.lists)
        headers = {"Content-Disposition": 'attachment; filename="policy.toml"'}
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)

    def _save_list(self, request: HttpRequest, form: ListForm, kind: ListKind, kept: Stored) -> str:
        if not form.cleaned_data["is_wordpress"]:
            return self._save(request, form, kept.document, {kind.name: form.sent}, place="text")
        taken = keys.take(form.sent, kind.name, kept.lists[kind.name])
        if not (leads := self._save(request, form, kept.document, {kind.name: taken.text}, place="text")):
            return ""
        if taken.as_written:
            written = f"{taken.as_written} of them are in disguise, and matched as they are written."
            self.message_user(request, written, messages.INFO)
        told = [f"Line {left.line}, “{left.key[:60]}”: {left.reason}" for left in taken.left[:MOST_LEFT]]
        more = [f"{len(taken.left) - MOST_LEFT} more were left out."] if len(taken.left) > MOST_LEFT else []
        self.message_user(
            request, f"{taken.added} keys were added, {len(taken.left)} left out.", messages.INFO
        )
        for sentence in [*told, *more]:
            self.message_user(request, sentence, messages.WARNING)
        return leads

    def _save(
        self,
        request: HttpRequest,
        form: VersionForm,
        document: dict[str, Any],
        lists: dict[str, str],
        place: str = "",
    ) -> str:
        """Save what a form says, or have it tried if that is asked for, and return the address that shows it.

        Or put into the form why not, and return "". Problems of a list go to ``place``.
        """
        said = form.cleaned_data
        by = cast(User, request.user)
        try:
            if "try" in request.POST:
                size = _size(request)
                return address_of(dry_runs.ask(document, lists, size=size, by=by, note=said["note"]).pk)
            version = policies.save(document, lists, by=by, note=said["note"], based_on=said["based_on"])
        except BadPolicy as error:
            form.tell({place if name in lists else name: told for name, told in error.problems.items()})
            return ""
        except dry_runs.Busy as error:
            form.add_error(None, str(error))
            return ""
        except Overtaken as error:
            form.overtake(error.number)
            return ""
        saved = f"Saved as version {version.number}." if version else "Nothing was changed."
        self.message_user(request, saved, messages.SUCCESS if version else messages.INFO)
        return reverse(HERE)

    def _page(
        self, request: HttpRequest, name: str, form: VersionForm | None, context: dict[str, Any]
    ) -> HttpResponse:
        status = HTTPStatus.OK
        if form is not None and form.is_bound:
            status = HTTPStatus.CONFLICT if form.overtaken_by else HTTPStatus.UNPROCESSABLE_ENTITY
        whole = {
            **self.admin_site.each_context(request),
            "title": "Screening policy",
            "opts": self.opts,
            "trouble": policies.trouble(),
            **context,
        }
        return TemplateResponse(request, f"{TEMPLATES}/{name}.html", whole, status=status)


def _size(request: HttpRequest) -> int:
    sent = request.POST.get("try_size", "")
    return next((size for size in dry_runs.SIZES if str(size) == sent), dry_runs.SIZES[0])


def _counted(kept: Stored) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "number": sum(1 for _ in entries(kept.lists[kind.name]))} for kind in KINDS.values()
    ]


def _version(number: int) -> PolicyVersion:
    version = PolicyVersion.objects.filter(number=number).first() if number < 2**31 else None
    if version is None:
        raise Http404("There is no such version.")
    return version


def _before(number: int) -> Stored:
    return policies.stored(number - 1) if number > 1 else policies.as_delivered()


def _history() -> Iterator[dict[str, Any]]:
    rows = list(PolicyVersion.objects.newest(MOST_VERSIONS + 1))
    if len(rows) <= MOST_VERSIONS:
        delivered = policies.as_delivered()
        rows.append({"document": delivered.document, "lists": policies.digests(delivered.lists)})
    for row, before in pairwise(rows):
        yield {**row, "what": policy_changes.summary(before, row)}
