"""Frame: the bar over every page of the desk, and its views with their counts."""

from dataclasses import dataclass

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from articles.models import Article
from comments.desk import queue
from comments.desk.queue import Place
from comments.models import Comment, LogEntry, PolicyVersion
from comments.querysets import COUNT_CAP
from comments.words import Status

LABELS = {
    Status.PENDING: "Held",
    Status.APPROVED: "Approved",
    Status.REJECTED: "Rejected",
    Status.SPAM: "Spam",
    Status.TRASH: "Trash",
}
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
class View:
    """One of the desk's lists: ``count`` is capped, ``said`` is how it is written."""

    label: str
    url: str
    count: int
    said: str
    is_current: bool


def rooms(request: HttpRequest) -> list[Link]:
    """Return the admin's rooms that this user may open."""
    return [Link(label, _changelist(model)) for label, model in ROOMS if _may_open(request, model)]


def views(place: Place) -> list[View]:
    """Return the desk's lists with their counts, in one query."""
    counts = queue.counts()
    return [
        View(
            label=label,
            url=f"{reverse('desk:queue')}{Place(status).query()}",
            count=min(counts.get(status, 0), COUNT_CAP),
            said=capped(counts.get(status, 0)),
            is_current=status == place.status,
        )
        for status, label in LABELS.items()
    ]


def capped(count: int) -> str:
    """Write a count that was capped: "1,000+" stands for any number above it."""
    return f"{count:,}" if count <= COUNT_CAP else f"{COUNT_CAP:,}+"


def _may_open(request: HttpRequest, model: type[Model]) -> bool:
    site = admin.site
    return site.is_registered(model) and site.get_model_admin(model).has_view_or_change_permission(request)


def _changelist(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
