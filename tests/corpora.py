"""The hostile and awkward texts in the folder that `NEWSROOM_CORPORA` names."""

import json
import os
from functools import cache
from pathlib import Path

import pytest


@cache
def _read(folder: Path) -> dict[str, str]:
    files = [*sorted((folder / "xss").glob("*.jsonl")), folder / "naughty_strings.jsonl"]
    rows = [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line
    ]
    return {row["id"]: row["payload"] if "payload" in row else row["text"] for row in rows}


def hostile_texts() -> dict[str, str]:
    """Return markup meant to break out, and other awkward strings, by id; skip the test when there are none."""
    named = os.environ.get("NEWSROOM_CORPORA")
    if not named:
        pytest.skip("NEWSROOM_CORPORA names no folder of corpora")
    return _read(Path(named))


def corpus_lines(path: str) -> list[str]:
    """Return the lines of one of the corpora's files; skip the test when there are none."""
    named = os.environ.get("NEWSROOM_CORPORA")
    if not named:
        pytest.skip("NEWSROOM_CORPORA names no folder of corpora")
    return (Path(named) / path).read_text(encoding="utf-8").splitlines()
