"""Policy changes: what one version of the screening policy has that another has not, for people to read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from comments.admin import reading
from comments.admin.policy_form import list_label
from comments.policies import Stored
from comments.screening import document as documents
from comments.screening.document import OFF
from comments.screening.lists import entries

# A list can change in thousands of lines; nobody reads more than these.
MOST_SHOWN = 100
NOTHING = "nothing"


@dataclass(frozen=True)
class SettingChange:
    """A setting with what it was and what it is now."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class ListChange:
    """A list with the first of the entries that came and went, and how many they are in all."""

    what: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    number_added: int
    number_removed: int

    @property
    def is_only_order(self) -> bool:
        """Whether no entry came or went: remarks changed, or the order."""
        return not (self.number_added or self.number_removed)


def in_settings(before: Any, now: Any) -> list[SettingChange]:
    """Return which settings differ between two documents; a document that is none counts as empty."""
    was, is_ = _flat(before), _flat(now)
    # In the page's order: a database may keep a document's keys in another.
    places = dict.fromkeys([*(setting.place for setting in documents.settings()), *is_, *was])
    differing = [place for place in places if was.get(place) != is_.get(place)]
    return [SettingChange(_label(each), _shown(each, was), _shown(each, is_)) for each in differing]


def in_lists(before: Stored, now: Stored) -> list[ListChange]:
    """Return which lists differ between two versions, and in which entries."""
    names = [name for name in now.lists if before.lists.get(name, "") != now.lists[name]]
    return [_in_list(list_label(name), before.lists.get(name, ""), now.lists[name]) for name in names]


def summary(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Return in few words what changed between two rows with ``document`` and ``lists`` (the lists' digests)."""
    settings = [change.what for change in in_settings(before["document"], now["document"])]
    lists = [list_label(name) for name in now["lists"] if before["lists"].get(name) != now["lists"][name]]
    return "; ".join([*settings, *lists])


def _in_list(what: str, before: str, now: str) -> ListChange:
    was, is_ = dict.fromkeys(entries(before)), dict.fromkeys(entries(now))
    added = [entry for entry in is_ if entry not in was]
    removed = [entry for entry in was if entry not in is_]
    return ListChange(what, tuple(added[:MOST_SHOWN]), tuple(removed[:MOST_SHOWN]), len(added), len(removed))


def _flat(document: Any) -> dict[str, Any]:
    return dict(_places(document)) if isinstance(document, dict) else {}


def _places(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for group, values in document.items():
        if isinstance(values, dict):
            yield from ((f"{group}.{name}", value) for name, value in values.items())
        else:
            yield group, values


def _label(place: str) -> str:
    if place == OFF:
        return "Rules switched off"
    group, _, name = place.partition(".")
    labels = {setting.place: setting.label for setting in documents.settings()}
    return f"{group.capitalize()}: {labels.get(place, name)}"


def _shown(place: str, document: Mapping[str, Any]) -> str:
    value = document.get(place)
    if place == OFF and isinstance(value, list):
        return reading.rules(map(str, value)) or NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(NOTHING if value is None else value)
