"""Sheets are collected in one piece: nothing is lost, nothing changes its place, nothing is missing silently."""

import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.templatetags.static import static
from django.test import Client
from pytest_django import Settings

from newsroom.staticfiles import condensed, in_one_piece, lightened
from tests.factories import make_article
from tests.page import Page

SOURCES = Path(django_settings.BASE_DIR) / "static"
DRESSED_IN = {
    "paper": ["tokens", "base", "story", "thread", "form"],
    "front": ["tokens", "base", "lists"],
    "letter": ["tokens", "base", "form", "receipt"],
    "desk": ["tokens", "base"],
    "admin": ["tokens"],
}
OURS = "newsroom.staticfiles.SheetsInOnePiece"


def piece(**sheets: str) -> str:
    """Return the sheet ``page`` in one piece."""
    return in_one_piece(
        "css/page.css", {f"css/{name}.css": text for name, text in sheets.items()}.__getitem__
    )


def test_an_imported_sheet_stands_where_its_import_stood() -> None:
    page = '/* Page. */\n@import url("first.css");\n@import "second.css";\nc {}\n'

    assert piece(page=page, first="a {}\n", second="b {}\n") == "/* Page. */\na {}\nb {}\nc {}\n"


def test_an_imported_sheet_may_import_others() -> None:
    assert piece(page='@import "first.css";', first='@import "second.css";a {}', second="b {}") == "b {}a {}"


def test_a_word_in_a_comment_or_a_string_imports_nothing() -> None:
    page = '/* @import url("gone.css"); isn\'t one */ a::after { content: \'@import "gone.css";\' }'

    assert piece(page=page) == page


@pytest.mark.parametrize(
    "written",
    [
        '@import "https://elsewhere.example/a.css";',
        '@import "../a.css";',
        '@import "a.css" print;',
        '@import "a.css" layer(a);',
        "@import url(a.css);",
    ],
)
def test_what_cannot_be_put_in_place_is_named(written: str) -> None:
    with pytest.raises(CommandError, match=re.escape(f"css/page.css: “{written}” is no plain import")):
        piece(page=written, a="a {}")


@pytest.mark.parametrize(
    ("written", "served"),
    [
        ("/* A. */\na  {\n  b: c;\n}\n", "a{b: c;}"),
        ("a/* and */b { }", "a b{}"),
        ("a { content: 'x  /* y */' }", "a{content: 'x  /* y */'}"),
        ("a { content: \"it's  /*\" } /* isn't */ b {}", 'a{content: "it\'s  /*"}b{}'),
        ("a { mask: url(x  /*y*/.svg) }", "a{mask: url(x  /*y*/.svg)}"),
        ("a :hover, b > c { d: e , f; }", "a :hover,b > c{d: e,f;}"),
    ],
)
def test_comments_and_white_space_are_not_served(written: str, served: str) -> None:
    assert condensed(written) == served


def test_a_missing_sheet_is_named_with_the_sheet_that_wants_it() -> None:
    with pytest.raises(CommandError, match=r"css/page\.css imports css/gone\.css, which is not there\."):
        piece(page='@import "gone.css";')


def test_a_circle_is_named() -> None:
    with pytest.raises(
        CommandError, match=r"css/first\.css imports css/page\.css, which imports it in turn\."
    ):
        piece(page='@import "first.css";', first='@import "page.css";')


@pytest.fixture
def sources(settings: Settings, tmp_path: Path) -> Path:
    """Our own static files, to be collected as a newsroom collects them."""
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [SOURCES]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": OURS}}
    return SOURCES


def collected(name: str) -> str:
    """Return a collected file by the address that pages link it at."""
    return (Path(django_settings.STATIC_ROOT) / static(name).removeprefix("/static/")).read_text()


def rules(text: str) -> str:
    """Return a sheet's rules as they are collected."""
    return condensed(re.sub(r"@import [^;]*;", "", text))


@pytest.mark.parametrize("name", DRESSED_IN)
def test_every_rule_is_in_the_collected_sheet_in_the_order_of_its_layers(sources: Path, name: str) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    sheet = collected(f"css/{name}.css")
    parts = [(sources / f"css/{part}.css").read_text() for part in DRESSED_IN[name]]
    places = [sheet.index(rules(part)) for part in parts]

    assert places == sorted(places)
    assert sheet.endswith(rules((sources / f"css/{name}.css").read_text()))
    assert "@import" not in sheet
    assert re.search(r"@layer[^{;]*[{;]", sheet)[0].endswith(";")  # type: ignore[index]  # the order comes first


def test_a_collected_sheet_is_no_link_to_its_source_that_would_be_written_through(sources: Path) -> None:
    before = (sources / "css/paper.css").read_text()
    call_command("collectstatic", interactive=False, verbosity=0, link=True)

    assert (sources / "css/paper.css").read_text() == before
    assert "@import" not in collected("css/paper.css")


def test_a_changed_part_changes_the_address_of_the_whole(
    sources: Path, settings: Settings, tmp_path: Path
) -> None:
    settings.STATICFILES_DIRS = [tmp_path / "sources"]
    (tmp_path / "sources/css").mkdir(parents=True)
    (tmp_path / "sources/css/page.css").write_text('@import "part.css";')
    for text in ("a {}", "b {}"):
        (tmp_path / "sources/css/part.css").write_text(text)
        call_command("collectstatic", interactive=False, verbosity=0)

        assert collected("css/page.css") == text.replace(" ", "")


@pytest.mark.django_db
def test_a_story_page_asks_for_one_sheet_and_one_script(sources: Path, client: Client) -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    page = Page.of(client.get(make_article().get_absolute_url()))

    assert [link["href"] for link in page.all("link", rel="stylesheet")] == [static("css/paper.css")]
    assert [script["src"] for script in page.all("script")] == [static("js/reply.js")]


def test_a_script_is_collected_without_what_is_for_those_who_read_it() -> None:
    script = "/* What it is. */\n\nconst a = 1; // kept\n  // gone\n  /* gone,\n     both */\n  b('/* a text */');\n"

    assert lightened(script) == "const a = 1; // kept\nb('/* a text */');\n"


def test_a_script_whose_texts_go_over_several_lines_is_refused(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": OURS}}
    settings.STATIC_ROOT, settings.STATICFILES_DIRS = tmp_path / "static", [tmp_path / "sources"]
    (tmp_path / "sources/js").mkdir(parents=True)
    (tmp_path / "sources/js/poem.js").write_text("const poem = `one\n  two`;\n")

    with pytest.raises(CommandError, match=r"js/poem\.js: a text goes over several lines\."):
        call_command("collectstatic", interactive=False, verbosity=0)
