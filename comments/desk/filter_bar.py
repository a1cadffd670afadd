"""Filter bar: the form that says what a list leaves out, and the filters that were saved under a name."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf.locale import LANG_INFO
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import Section
from comments.desk import scope, sharing
from comments.desk.filters import age_said, language_name
from comments.desk.place import SENT, Order, Place
from comments.rule_names import RULES

MOST_LETTERS = 3  # of the code of a language, as comments keep it
AGES = ("15m", "30m", "1h", "2h", "6h", "12h", "1d", "3d", "7d", "30d")


@dataclass(frozen=True)
class Choice:
    """One of the values that a filter can have."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Choices:
    """A filter that is chosen from a list; ``nothing`` is what it is called when it leaves nothing out."""

    name: str
    label: str
    nothing: str
    options: list[Choice]


@dataclass(frozen=True)
class Saved:
    """A filter under a name; ``is_own`` where it is this moderator's to delete."""

    pk: int
    name: str
    url: str
    is_own: bool
    is_shared: bool
    is_current: bool


@dataclass(frozen=True)
class Bar:
    """What the form shows: the words to look for, the lists to choose from, and whom comments are to be like."""

    view: str
    q: str
    name: str
    like: str
    by: str
    choices: list[Choices]
    saved: list[Saved]
    number: int


def bar(place: Place, user: User, stories: Iterable[tuple[int, str]] = ()) -> Bar:
    """Return the filter bar of a list, with these stories to choose from; two queries.

    ``place`` may hold filters that cannot be: what was typed is shown again.
    """
    given = place.filters
    return Bar(
        view="" if place.is_queue else place.view.value,
        q=given.q,
        name=given.name,
        like=given.like,
        by=given.by,
        choices=_lists(place, user, stories),
        saved=_saved(place, user),
        number=len(given.fields().keys() - {"by"}),
    )


def _lists(place: Place, user: User, stories: Iterable[tuple[int, str]]) -> list[Choices]:
    within, given = scope.of(user), place.filters
    sections = [each for each in Section.objects.all() if within.covers(each.pk)]
    languages = sorted((language_name(code), code) for code in LANG_INFO if len(code) <= MOST_LETTERS)
    rules = sorted((label, code) for code, label in RULES.items())
    told = [(str(pk), headline) for pk, headline in dict(stories).items()]
    return [
        _choices("section", "Section", "all sections", given.section, ((s.slug, s.name) for s in sections)),
        _choices("story", "Story", "all stories", given.story, told),
        _choices("rule", "A rule found", "anything", given.rule, ((c, label) for label, c in rules)),
        _choices(
            "language", "Language", "any language", given.language, ((c, name) for name, c in languages)
        ),
        _choices("older", "Sent before the last", "any time", given.older, _ages()),
        _choices("newer", "Sent within the last", "any time", given.newer, _ages()),
        Choices("order", "Order", "", [_own_order(place), *(_order(each, place) for each in SENT)]),
    ]


def _saved(place: Place, user: User) -> list[Saved]:
    """Return the filters that this moderator has saved, and those that others share with them."""
    here = place.first.query().removeprefix("?")
    return [
        Saved(
            pk=each.pk,
            name=each.name,
            url=f"{reverse('desk:queue')}?{each.query}",
            is_own=each.owner_id == user.pk,
            is_shared=each.is_shared,
            is_current=each.query == here,
        )
        for each in sharing.shown(user)
    ]


def _choices(name: str, label: str, nothing: str, chosen: str, options: Iterable[tuple[str, str]]) -> Choices:
    """Return a filter's choices; what an address asks for and the list has not is a choice too."""
    listed = [Choice(value, text, value == chosen) for value, text in options]
    if chosen and not any(option.is_chosen for option in listed):
        said = age_said(chosen) if name in {"older", "newer"} else chosen
        listed.append(Choice(chosen, said or chosen, is_chosen=True))
    return Choices(name, label, nothing, listed)


def _ages() -> list[tuple[str, str]]:
    return [(age, age_said(age)) for age in AGES]


def _own_order(place: Place) -> Choice:
    said = replace(place, order=Order.DUE).order_said
    return Choice(Order.DUE.value, said[:1].upper() + said[1:], place.order == Order.DUE)


def _order(order: Order, place: Place) -> Choice:
    return Choice(order.value, order.label, order == place.order)
