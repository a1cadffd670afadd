"""``manage.py policy``: the whole policy out to a file and in again, and WordPress' keys into the lists of words."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from comments import policies
from comments.models import PolicyVersion

pytestmark = pytest.mark.django_db


def run(*words: Any) -> str:
    """Run the command and return what it says."""
    out = io.StringIO()
    call_command("policy", *map(str, words), stdout=out)
    return out.getvalue()


def test_an_export_imported_changes_nothing(tmp_path: Path) -> None:
    policies.save(
        {"links": {"to_hold": 3}, "off": ["repeat"]}, {"words-hold": "# It's\n'''\ncasino"}, by=None
    )
    run("export", tmp_path / "policy.toml")
    assert run("import", tmp_path / "policy.toml") == "Nothing was changed.\n"


def test_an_import_elsewhere_makes_the_same_policy(tmp_path: Path) -> None:
    policies.save({"links": {"to_hold": 3}, "off": ["repeat"]}, {"words-hold": "casino"}, by=None)
    before = policies.stored()
    run("export", tmp_path / "policy.toml")
    policies.save({}, {"words-hold": "loan"}, by=None)
    assert (
        run("import", tmp_path / "policy.toml", "--note", "From the old server.") == "Saved as version 3.\n"
    )
    after = policies.stored()
    assert (after.document, after.lists) == (before.document, before.lists)
    assert PolicyVersion.objects.get(number=3).note == "From the old server."
    assert policies.current().links.to_hold == 3


def test_an_export_goes_to_the_standard_output_too(tmp_path: Path) -> None:
    run("export", tmp_path / "policy.toml")
    assert run("export", "-") == (tmp_path / "policy.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"[links]\nto_hold = 'two'\n", "links.to_hold: 'two' is not a whole number."),
        (b'[lists]\nwords-hold = "a\\n\\nb"\n', "words-hold: Line 2: The line is empty."),
        (b"casino\n", "The file is not TOML"),
        (b"off = []\n# \xff", "Line 2: This is not text in UTF-8."),
    ],
)
def test_a_file_that_is_no_policy_is_refused_and_nothing_is_saved(
    tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "policy.toml").write_bytes(content)
    with pytest.raises(CommandError, match=told.replace("(", r"\(")):
        run("import", tmp_path / "policy.toml")
    assert not PolicyVersion.objects.exists()


@pytest.mark.parametrize("words", [("import",), ("keys", "--moderation")])
def test_a_file_that_is_not_there_is_told(tmp_path: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="No such file"):
        run(*words, tmp_path / "none.toml")


def test_wordpress_keys_go_into_the_lists_of_words(tmp_path: Path) -> None:
    policies.save({}, {"words-hold": "casino"}, by=None)
    (tmp_path / "moderation").write_text("casino\r\npoker\r\n", encoding="utf-8")
    (tmp_path / "disallowed").write_text("viagra\n192.0.2.7\n", encoding="utf-8")
    said = run("keys", "--moderation", tmp_path / "moderation", "--disallowed", tmp_path / "disallowed")
    assert said.splitlines() == [
        "words-hold: 1 keys added, 1 left out.",
        "  Line 1, 'casino': It stands there already.",
        "words-reject: 1 keys added, 1 left out.",
        "  Line 2, '192.0.2.7': It is a network address; ban it instead.",
        "Saved as version 2.",
    ]
    lists = policies.stored().lists
    assert (lists["words-hold"], lists["words-reject"]) == ("casino\npoker\n", "viagra\n")


def test_keys_without_a_file_are_refused() -> None:
    with pytest.raises(CommandError, match="--moderation or --disallowed"):
        run("keys")
