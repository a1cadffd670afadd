"""What the import contracts cannot say, since they see an outside package as one: no request in pure rooms."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PURE_ROOMS = ("articles/markup.py", "comments/markup.py", "comments/typesetting.py", "comments/screening")
FORBIDDEN = ("django.http", "django.db", "django.shortcuts", "django.test", "django.core.handlers")


def files_of(room: str) -> list[Path]:
    """Return the files of a room, which is a module or a package."""
    path = ROOT / room
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def imports_of(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("room", PURE_ROOMS)
def test_a_pure_room_sees_neither_request_nor_database(room: str) -> None:
    found = [name for path in files_of(room) for name in imports_of(path) if name.startswith(FORBIDDEN)]

    assert files_of(room)
    assert found == []
