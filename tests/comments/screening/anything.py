"""Anything: submissions, facts and policies of whatever kind, as strategies made from the shapes themselves.

A group of rules that gets a new field is tried with it at once; what is compiled from lists stays as it is by default.
"""

import dataclasses
import datetime as dt
import types
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from comments.screening.document import settings
from comments.screening.shapes import Doubt, Span, Submission
from comments.screening.whole import Facts
from comments.screening.writing import DOUBT_MESSAGES

TEXT_END = 40
MOST = 3
# What tempts rules, so that chance meets it: links, words run together, signs that stack up, numbers.
TEMPTING = (
    "http://a.example/x",
    "hxxp://b[.]example",
    "www.c.example",
    "d (dot) example",
    "AAAAAAAAAAAAAAAAAAAA",
    "v i a g r a",
    "ann@example.org",
    "+44 20 7946 0958",
    "GB82 WEST 1234 5698 7654 32",
    "\u202e",
    "e\u0301\u0301\u0301",
    "\u200b",
    "ﬁ",
    "İ",
    "ß",
    "\U0001f468\u200d\U0001f469",
    "<b>",
    "&amp;",
    "\ud800",
    "\0",
)
texts = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(TEMPTING)), max_size=6).map(" ".join)
spans = st.tuples(st.integers(0, TEXT_END), st.integers(0, TEXT_END)).map(sorted).map(tuple)

submissions = st.builds(
    Submission,
    article_id=st.integers(1, MOST),
    name=texts,
    email=texts,
    text=texts,
    website=texts,
    parent_id=st.none() | st.integers(1, MOST),
    address=st.sampled_from(["", "192.0.2.1", "2001:db8::1"]) | st.text(max_size=8),
    from_our_page=st.booleans(),
)
# Names whose values are words of ours: chance would never find one.
NAMED: dict[tuple[type, str], st.SearchStrategy[Any]] = {
    (Doubt, "code"): st.sampled_from(sorted(DOUBT_MESSAGES)),
}
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(0, 1_000),
    float: st.floats(0, 1_000),
    str: texts,
    dt.datetime: st.datetimes(timezones=st.just(dt.UTC)),
    dt.timedelta: st.timedeltas(),
    dt.time: st.times(),
    dt.date: st.dates(),
    type(None): st.none(),
}


def of_type(hint: Any) -> st.SearchStrategy[Any] | None:
    """Return a strategy for values of a type, None if it is none that we can make."""
    origin, inside = get_origin(hint), get_args(hint)
    if hint in PLAIN:
        return PLAIN[hint]
    if origin is Literal:
        return st.sampled_from(inside)
    if origin in (Union, types.UnionType):
        made = [each for each in map(of_type, inside) if each is not None]
        return st.one_of(made) if made else None
    if origin in (tuple, frozenset) and (inside[-1:] == (...,) or origin is frozenset):
        one = of_type(inside[0])
        return None if one is None else st.lists(one, max_size=MOST).map(origin)
    if origin in (dict, Mapping):
        both = [of_type(each) for each in inside]
        return st.dictionaries(*both, max_size=MOST) if None not in both else None
    return of_shape(hint) if dataclasses.is_dataclass(hint) else None


def of_shape(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for a frozen shape; a field that we cannot make keeps its default."""
    hints = get_type_hints(kind)
    fields = {field.name: field for field in dataclasses.fields(kind)}
    made = {name: NAMED[kind, name] if (kind, name) in NAMED else of_type(hints[name]) for name in fields}
    given = {name: each for name, each in made.items() if each is not None}
    return st.builds(kind, **given).map(_in_order) if issubclass(kind, Span) else st.builds(kind, **given)


def _in_order(span: Span) -> Span:
    first, last = sorted((min(span.start, TEXT_END), min(span.end, TEXT_END)))
    return dataclasses.replace(span, start=first, end=last)


facts_of_any_kind = of_shape(Facts)


def documents() -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for documents of a policy that a newsroom could save."""
    return st.fixed_dictionaries(
        {group: _group(group) for group in dict.fromkeys(setting.group for setting in settings())}
    )


def _group(group: str) -> st.SearchStrategy[dict[str, Any]]:
    values = {each.name: _value(each) for each in settings() if each.group == group}
    return st.fixed_dictionaries({}, optional=values)


def _value(setting: Any) -> st.SearchStrategy[Any]:
    if setting.kind is bool:
        return st.booleans()
    if setting.kind is int:
        return st.integers(setting.least, setting.most)
    if setting.choices:
        return st.sampled_from(setting.choices)
    return st.just(list(setting.default) if isinstance(setting.default, tuple) else setting.default)
