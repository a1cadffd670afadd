"""Policy file: the whole policy as one text that people read, TOML with the lists in it, and back again exactly."""

import json
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from comments.screening.document import KINDS, OFF, BadPolicy, Setting, default_lists, settings

LISTS_TABLE = "lists"
HEAD = """\
# The screening policy. Import it with: manage.py policy import FILE
# What is left out is as it was delivered.
"""


def write(document: Mapping[str, Any], lists: Mapping[str, str]) -> str:
    """Return a policy as a file. Both are as ``screening.document`` makes and checks them."""
    return "".join(_blocks(document, lists))


def read(text: str) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the document and the lists of a file, the lists that it leaves out as they were delivered.

    Raises ``BadPolicy`` for what is not such a file; what it says is checked when it is compiled.
    """
    try:
        document = tomllib.loads(text.replace("\r\n", "\n"))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPolicy({"": f"The file is not TOML: {error}"}) from error
    lists = document.pop(LISTS_TABLE, {})
    if not isinstance(lists, dict) or not all(isinstance(text, str) for text in lists.values()):
        raise BadPolicy({LISTS_TABLE: "Each list has to be a text."})
    return document, {**default_lists(), **lists}


def _blocks(document: Mapping[str, Any], lists: Mapping[str, str]) -> Iterator[str]:
    yield HEAD
    yield f"\n# Rules that are switched off.\n{OFF} = {_value(document.get(OFF, []))}\n"
    group = ""
    for setting in settings():
        if setting.group != group:
            group = setting.group
            yield f"\n[{group}]\n"
        yield _explained(setting)
        yield f"{setting.name} = {_value(document.get(group, {}).get(setting.name, setting.default))}\n"
    yield f"\n[{LISTS_TABLE}]\n"
    for name, text in lists.items():
        yield f"# {KINDS[name].help}\n{name} = {_long(text)}\n"


def _explained(setting: Setting) -> str:
    return f"# {setting.help}\n" if setting.help else ""


def _value(value: Any) -> str:
    """Write a plain value: JSON's numbers, words, lists and texts are TOML's too."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def _long(text: str) -> str:
    if "'''" in text:
        return _value(text)
    return f"'''\n{text}'''" if text else '""'
