"""Document: the policy as plain data for JSON, and the policy that a document and its lists make."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, get_type_hints

from comments.screening import person, wordlists
from comments.screening.hosts import check_domains
from comments.screening.links import SHORTENERS
from comments.screening.lists import BadList, Fault, TakesLists, clean, parse
from comments.screening.whole import Policy

OFF = "off"
# Without these a hard rule of ours would be broken, or what is set for a story: what they find is held whatever a
# newsroom has set.
ALWAYS_ON = frozenset(
    {
        "policy-unavailable",
        "unknown-page",
        "unusual-markup",
        "sanitisers-disagree",
        "premoderated",
        "links-held",
        "risk",
        "desk-closed",
        "unproved",
    }
)
LARGEST = 1_000_000
LONGEST = 2_000
MOST_ITEMS = 500
Check = Callable[[str], object]


@dataclass(frozen=True)
class ListKind:
    """A list that a policy has: its name, what editors are told of it, and how its lines are checked.

    ``check`` takes the list's text and raises ``lists.BadList``. ``default`` is what stands in it until somebody
    changes it.
    """

    name: str
    label: str
    help: str
    check: Check = parse
    default: str = ""


LISTS: tuple[ListKind, ...] = (
    ListKind(
        "words-hold",
        "Words to hold",
        "A comment with one of these words or phrases is held. Entries are whole words: “press” does not find"
        " “WordPress”, “*press*” does. “name: admin” looks at the name alone, “[de] wort” at German texts alone.",
        check=wordlists.check,
    ),
    ListKind(
        "words-reject",
        "Words to reject",
        "A comment with one of these words or phrases is rejected. “word => private” names the house rule that the"
        " commenter is told.",
        check=partial(wordlists.check, rejects=True),
    ),
    ListKind(
        "domains-blocked",
        "Blocked domains",
        "A comment that links to one of these domains, or to one under it, is held, or spam if you say so.",
        check=check_domains,
    ),
    ListKind(
        "domains-shorteners",
        "Link shorteners",
        "A link through one of these domains does not show where it leads, and is held.",
        check=check_domains,
        default=SHORTENERS,
    ),
    ListKind(
        "domains-disposable",
        "Disposable e-mail domains",
        "E-mail addresses at these domains are thrown away after use, and noted.",
        check=check_domains,
        default=person.DISPOSABLE_DOMAINS,
    ),
    ListKind(
        "names-reserved",
        "Reserved names",
        "A comment by a name that has one of these in it, or looks like it, is held. The staff’s full names, those of "
        "the bylines and the paper’s own name are reserved anyway.",
        check=person.compiled_names,
        default=person.RESERVED_NAMES,
    ),
)
KINDS = {kind.name: kind for kind in LISTS}


class BadPolicy(ValueError):
    """A policy cannot be made. ``problems`` has a sentence a place: ``links.to_hold``, ``off``, or a list's name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{place}: {problem}" for place, problem in problems.items()))
        self.problems = dict(problems)


@dataclass(frozen=True)
class Setting:
    """One value that a newsroom can set: where it is, its type, its default, and what an editor is told of it."""

    group: str
    name: str
    kind: Any
    default: Any
    label: str
    help: str
    least: int
    most: int
    choices: tuple[str, ...]

    @property
    def place(self) -> str:
        """The name that problems and forms know it by."""
        return f"{self.group}.{self.name}"

    def problem(self, value: Any) -> str:
        """Return what is wrong with a value as JSON has it, "" if nothing is."""
        if self.kind in (tuple[str, ...], tuple[int, ...]):
            return self._problem_of_items(value)
        return self._problem_of_one(value, self.kind)

    def _problem_of_items(self, value: Any) -> str:
        if not isinstance(value, list | tuple) or len(value) > MOST_ITEMS:
            return f"This has to be a list of at most {MOST_ITEMS} values."
        kind = str if self.kind == tuple[str, ...] else int
        return next(filter(None, (self._problem_of_one(item, kind) for item in value)), "")

    def _problem_of_one(self, value: Any, kind: type[object]) -> str:
        if type(value) is not kind:
            return f"{value!r} is not {'a text' if kind is str else 'a whole number' if kind is int else 'yes or no'}."
        if isinstance(value, str) and (len(value) > LONGEST or not value.isprintable()):
            return f"The text is longer than {LONGEST} characters, or has some that cannot be printed."
        if self.choices and value not in self.choices:
            return f"{value!r} is none of: {', '.join(self.choices)}."
        if isinstance(value, int) and kind is int and not self.least <= value <= self.most:
            return f"{value} is not between {self.least} and {self.most}."
        return ""


@cache
def settings() -> tuple[Setting, ...]:
    """Return all that can be set, in the order of the policy's groups."""
    return tuple(setting for group, kind in groups().items() for setting in _settings_of(group, kind))


@cache
def groups() -> dict[str, type]:
    """Return the policy's groups by their names, with their classes."""
    hints = get_type_hints(Policy)
    return {
        part.name: hints[part.name] for part in _parts(Policy) if dataclasses.is_dataclass(hints[part.name])
    }


def value_of(document: Any, setting: Setting) -> Any:
    """Return what a document says of a setting; the default where it says nothing, or nothing that could be."""
    values = document.get(setting.group) if isinstance(document, dict) else None
    value = values.get(setting.name, setting.default) if isinstance(values, dict) else setting.default
    return setting.default if setting.problem(value) else value


def as_document(policy: Policy) -> dict[str, Any]:
    """Return a policy as plain data: every setting with its value, and the rules that are switched off."""
    document: dict[str, Any] = {group: {} for group in groups()}
    for setting in settings():
        value = getattr(getattr(policy, setting.group), setting.name)
        document[setting.group][setting.name] = list(value) if isinstance(value, tuple) else value
    return {**{group: values for group, values in document.items() if values}, OFF: sorted(policy.off)}


def default_lists() -> dict[str, str]:
    """Return the lists as they are until somebody changes them."""
    return {kind.name: clean(kind.default.lstrip()) for kind in LISTS}


def compile(  # noqa: A001 (what it does)
    document: Mapping[str, Any], lists: Mapping[str, str], *, checked: bool = False
) -> Policy:
    """Return the policy that a document and its lists make; what they leave out is as by default.

    ``checked`` says that the lists are as they were when they were found to be good, which a digest tells sooner.
    Raises ``BadPolicy`` with everything that is wrong, each with its place.
    """
    problems = {**_problems_of(document), **({} if checked else problems_of_lists(lists))}
    if problems:
        raise BadPolicy(problems)
    texts = {**default_lists(), **lists}
    parts = {group: _part(group, document.get(group, {}), texts) for group in groups()}
    return Policy(**parts, off=frozenset(document.get(OFF, ())))


def problems_of_lists(lists: Mapping[str, str]) -> dict[str, str]:
    """Return what is wrong with lists, by their names: a line for each of the first lines that cannot stand."""
    problems = {}
    for name, text in lists.items():
        if name not in KINDS:
            problems[name] = "There is no list of this name."
        elif faults := {**_faults(KINDS[name].check, text), **_faults(parse, text)}:
            problems[name] = str(BadList(*sorted(faults.values())))
    return problems


def _faults(check: Check, text: str) -> dict[int, Fault]:
    """Return what a check finds wrong with a list, by its lines."""
    try:
        check(text)
    except BadList as error:
        return {fault.line: fault for fault in error.faults}
    return {}


def _part(group: str, values: Mapping[str, Any], texts: Mapping[str, str]) -> Any:
    given = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    try:
        part = groups()[group](**given)
        return part.with_lists(texts) if isinstance(part, TakesLists) else part
    except BadList as error:
        raise BadPolicy({group: str(error)}) from error
    except ValueError as error:
        raise BadPolicy({group: str(error)}) from error


def _problems_of(document: Mapping[str, Any]) -> dict[str, str]:
    if not isinstance(document, dict):
        return {"": "A policy is a table of groups."}
    known = {setting.place: setting for setting in settings()}
    problems = _problems_of_off(document.get(OFF, []))
    for group, values in document.items():
        if group == OFF:
            continue
        if group not in groups() or not isinstance(values, dict):
            problems[group] = "There is no group of settings of this name."
            continue
        for name, value in values.items():
            place = f"{group}.{name}"
            problem = known[place].problem(value) if place in known else "There is no setting of this name."
            problems |= {place: problem} if problem else {}
    return problems


def _problems_of_off(off: Any) -> dict[str, str]:
    if not isinstance(off, list) or not all(isinstance(code, str) for code in off):
        return {OFF: "This has to be a list of rules."}
    if bound := ALWAYS_ON.intersection(off):
        return {OFF: f"This is never switched off: {', '.join(sorted(bound))}."}
    return {}


def _settings_of(group: str, kind: type) -> list[Setting]:
    hints = get_type_hints(kind)
    plain = (bool, int, str, tuple[str, ...], tuple[int, ...])
    return [
        Setting(
            group=group,
            name=part.name,
            kind=hints[part.name],
            default=part.default,
            label=part.metadata.get("label", part.name.replace("_", " ")),
            help=part.metadata.get("help", ""),
            least=part.metadata.get("least", 0),
            most=part.metadata.get("most", LARGEST),
            choices=part.metadata.get("choices", ()),
        )
        for part in _parts(kind)
        if hints[part.name] in plain
    ]


def _parts(kind: type) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(kind)
