"""``manage.py import_story`` refused: the reason, exit code 2, and nothing left behind."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from articles import publishing
from articles.models import Article, Byline, Contributor, Section
from articles.wire.plain import LONGEST_COPY
from tests.factories import make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Night trains\nBy Tam Lin\n\nThe night train will cross the bridge from March.\n")
    return path


def refusal(file: Path | str, *options: str) -> str:
    """Return why the import is refused, having seen that it left nothing behind."""
    before = rows()
    with pytest.raises(CommandError) as refused:
        call_command("import_story", str(file), *options)
    assert refused.value.returncode == 2
    assert rows() == before
    return str(refused.value)


def rows() -> list[int]:
    return [model.objects.count() for model in (Article, Section, Contributor, Byline)]


def test_an_unknown_section_is_refused_with_a_list(file: Path) -> None:
    for position, slug in enumerate(["world", "harbour"]):
        make_section(slug=slug, position=position)
    assert refusal(file, "--section", "sport").endswith(
        "There is no section “sport”. There are: world, harbour."
    )


def test_an_unknown_section_is_refused_where_there_is_none(file: Path) -> None:
    assert "There is none yet" in refusal(file, "--section", "sport")


BAD_ADDRESSES = [
    "javascript:alert(1)",
    "ftp://wire.example/1",
    "wire.example/1",
    "https://",
    f"https://a.io/{'a' * 500}",
]


@pytest.mark.parametrize("url", BAD_ADDRESSES)
def test_an_address_that_is_none_is_refused(file: Path, url: str) -> None:
    assert "Give one with https:// or http://" in refusal(file, "--source-url", url)


REFUSED = {
    "an empty file": (b"", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00", "is no plain text"),
    "a headline alone": (b"Night trains\n", "no text under it"),
    "a headline and furniture": (b"Night trains\n\nLeave a Reply\n\nText.", "no text under it"),
    "more than a megabyte": (b"Night trains\n\n" + b"a" * LONGEST_COPY, "longer than 1 MB"),
}


@pytest.mark.parametrize(("copy", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_story_is_refused(file: Path, copy: bytes, reason: str) -> None:
    file.write_bytes(copy)
    message = refusal(file, "--publish")
    assert message.startswith(f"{file}: ")
    assert reason in message


def test_a_megabyte_is_not_too_long(file: Path) -> None:
    file.write_bytes(b"Night trains\n\n" + b"a" * (LONGEST_COPY - 14))
    call_command("import_story", str(file), stdout=StringIO())
    assert Article.objects.count() == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "There is no such file" in refusal(tmp_path / "no.txt")


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "Name one file in it" in refusal(tmp_path)


def test_a_file_under_a_file_is_refused(file: Path) -> None:
    assert "Not a directory" in refusal(file / "story.txt")


def test_a_name_that_no_file_can_have_is_refused() -> None:
    assert "null" in refusal("story\0.txt")


def test_a_file_that_may_not_be_read_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_args: Any) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", locked)
    assert "may not be read" in refusal(file)


def test_a_device_without_an_end_is_not_read_to_it() -> None:
    assert "longer than 1 MB" in refusal("/dev/zero")


def test_a_story_that_cannot_be_published_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def impossible(article: Article) -> None:
        raise publishing.NotPossible("Not today.")

    monkeypatch.setattr(publishing, "publish", impossible)
    assert refusal(file, "--publish").endswith("Not today.")


def test_the_shell_sees_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "manage.py", "import_story", str(tmp_path / "no.txt")]
    done = subprocess.run(
        command,
        check=False,
        cwd=settings.BASE_DIR,
        env={**os.environ, "NEWSROOM_VAR": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"CommandError: {tmp_path / 'no.txt'}: There is no such file. Check its name.\n"
