"""The guides' pictures: each is there, small, said in words, and made by a script."""

import re
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "docs" / "pictures"
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
MARKDOWN = r"!\[(?P<alt>[^]]*)\]\((?P<source>[^)]+)\)"
HTML = r'<img src="(?P<source>[^"]+)"[^>]* alt="(?P<alt>[^"]*)"'
LARGEST_KB = 120
# The front page is a photograph for the most part.
LARGER_KB = {"front.png": 150, "front-dark.png": 150}


def shown(guide: Path) -> list[tuple[Path, str]]:
    """Return the pictures of a guide, each with its words."""
    text = guide.read_text(encoding="utf-8")
    found = [*re.finditer(MARKDOWN, text), *re.finditer(HTML, text)]
    return [((guide.parent / one["source"]).resolve(), one["alt"]) for one in found]


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.name)
def test_a_guides_pictures_are_there_and_said_in_words(guide: Path) -> None:
    for path, words in shown(guide):
        assert path.is_file(), path
        assert len(words) >= 8, path


def test_every_picture_is_small_and_drawn_by_a_script() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "scripts").glob("*.py"))
    for path in sorted(PICTURES.glob("*.png")):
        assert f'"{path.stem}")' in scripts, path
        assert path.stat().st_size <= LARGER_KB.get(path.name, LARGEST_KB) * 1_000, path
        with Image.open(path) as picture:
            assert picture.mode == "P", path


def test_the_guide_to_moderating_shows_the_desk_in_use() -> None:
    names = {path.stem for path, _ in shown(ROOT / "docs" / "moderating.md")}
    assert {"desk", "desk-keys", "desk-bulk", "desk-numbers", "desk-phone"} <= names
