"""Frame: the bar over every page of the desk, and its views with their counts."""

from dataclasses import dataclass, replace

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article
from comments.desk import queue
from comments.desk.place import Place, View
from comments.desk.queue import Count
from comments.models import Comment, LogEntry, PolicyVersion

# One key for each list, as they lie on a keyboard.
VIEW_KEYS = "1234567890"
SEE_STATISTICS = "comments.see_statistics"
ROOMS: tuple[tuple[str, type[Model]], ...] = (
    ("Stories", Article),
    ("Comments", Comment),
    ("Log", LogEntry),
    ("Policy", PolicyVersion),
)


@dataclass(frozen=True)
class Link:
    """A way to somewhere else in the admin."""

    label: str
    url: str


@dataclass(frozen=True)
class Tab:
    """One of the desk's lists: ``key`` opens it, ``count`` is capped, ``said`` is how it is written."""

    code: str
    label: str
    url: str
    count: int
    said: str
    is_current: bool
    key: str = ""


def rooms(request: HttpRequest) -> list[Link]:
    """Return the admin's rooms that this user may open."""
    links = [Link(label, _changelist(model)) for label, model in ROOMS if _may_open(request, model)]
    if request.user.has_perm(SEE_STATISTICS):
        links.insert(0, Link("How we do", reverse("desk:statistics")))
    return links


def views(place: Place | None, user: User) -> list[Tab]:
    """Return the desk's lists with their counts, in one query; None for the campaigns, which are among them."""
    counts = queue.counts(user)
    tabs = [
        _tab(view, counts.get(view, Count()), is_current=place is not None and view == place.view)
        for view in View
    ]
    waiting = counts.get(queue.CAMPAIGNS, Count())
    url = reverse("desk:campaigns")
    campaigns = Tab(queue.CAMPAIGNS, "Campaigns", url, waiting.number, waiting.said, is_current=place is None)
    before = list(View).index(View.DECIDED)
    tabs = [*tabs[:before], campaigns, *tabs[before:]]
    return [replace(tab, key=key) for tab, key in zip(tabs, VIEW_KEYS, strict=True)]


def _tab(view: View, count: Count, *, is_current: bool) -> Tab:
    url = f"{reverse('desk:queue')}{Place(view).query()}"
    return Tab(view.value, view.label, url, count.number, count.said, is_current)


def _may_open(request: HttpRequest, model: type[Model]) -> bool:
    site = admin.site
    return site.is_registered(model) and site.get_model_admin(model).has_view_or_change_permission(request)


def _changelist(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
