"""Sharing: which of the saved filters somebody is shown: of their colleagues', none about what is not theirs to see."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.http import QueryDict

from articles.models import Article, Section
from comments.desk import scope
from comments.desk.filters import Filters, NoSuchPlace
from comments.desk.scope import Scope
from comments.models import Comment, SavedFilter

# What names something that lies in a section.
NAMING = ("section", "story", "like")


def shown(user: User) -> list[SavedFilter]:
    """Return one's own filters, and those that others share, in one query; in four for who is limited to sections.

    A filter tells of a section by its name already, so that it is left out, and not only what it would list.
    """
    found, within = list(SavedFilter.objects.seen_by(user.pk)), scope.of(user)
    if not within.is_limited:
        return found
    named = {each.pk: _named(each) for each in found}
    seen = _seen([names for names in named.values() if names], within)
    return [each for each in found if each.owner_id == user.pk or _is_seen(named[each.pk], seen)]


def _named(saved: SavedFilter) -> Filters | None:
    try:
        return Filters.read(QueryDict(saved.query))
    except NoSuchPlace:
        return None


def _seen(named: Sequence[Filters], within: Scope) -> dict[str, set[str]]:
    """Return of all that these filters name what lies within, as they write it."""
    asked = {name: {value for each in named if (value := getattr(each, name))} for name in NAMING}
    sections = Section.objects.filter(slug__in=asked["section"]).order_by("pk")
    stories = Article.objects.filter(pk__in=asked["story"], section__in=within.sections or ()).order_by("pk")
    comments = within.keep(Comment.objects.filter(pk__in=asked["like"])).order_by("pk")
    return {
        "section": {each.slug for each in sections if within.covers(each.pk)},
        "story": _written(stories.values_list("pk", flat=True)),
        "like": _written(comments.values_list("pk", flat=True)),
    }


def _written(pks: Iterable[int]) -> set[str]:
    return {str(pk) for pk in pks}


def _is_seen(named: Filters | None, seen: dict[str, set[str]]) -> bool:
    return named is not None and all(getattr(named, name) in {"", *seen[name]} for name in NAMING)
