"""Baking ahead: the command, a new version's generation, and the sweep before a start."""

import json
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.template import engines
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article
from articles.pages import expiry, generation, kinds, slots, store, sweep, transactions
from articles.pages.switch import switch
from comments import formmarks
from tests.articles.asking import Site
from tests.articles.keeping import bake_all, kept
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db(transaction=True)


def bake(*arguments: str, **options: Any) -> str:
    """Run the command and return what it says."""
    out = StringIO()
    call_command("bake", *arguments, stdout=out, **options)
    return out.getvalue()


def place_of(address: str) -> Path:
    """Return the file of an address."""
    spot = kinds.find(address)
    assert spot
    return store.path_of(spot)


def test_the_command_bakes_every_page_that_is_missing_and_says_how_many() -> None:
    stories = [make_article(), make_article(section=make_section(slug="schools"))]
    make_article(published=False)
    assert bake() == "5 pages baked.\n"
    assert kept() == {
        "/",
        "/sections/harbour/",
        "/sections/schools/",
        *(story.get_absolute_url() for story in stories),
    }
    assert bake() == "0 pages baked.\n"
    place_of("/").unlink()
    assert bake() == "1 page baked.\n"
    assert bake(verbosity=0) == ""


def test_the_command_bakes_all_anew_when_told() -> None:
    make_article()
    bake()
    place_of("/").write_text("An old page.")
    before = place_of("/sections/harbour/").stat().st_ino
    assert bake("--all") == "3 pages baked.\n"
    assert "An old page." not in place_of("/").read_text()
    assert place_of("/sections/harbour/").stat().st_ino != before


def test_the_command_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    make_article()
    monkeypatch.setattr("articles.management.commands.bake.EVERY", 2)
    assert bake() == "2 of 3\n3 pages baked.\n"


def test_the_command_counts_what_is_kept_and_says_what_is_not() -> None:
    make_article()
    switch().turn_off()
    with pytest.raises(CommandError, match=r"^3 pages not kept: a page could not be taken away\.$"):
        bake()
    switch().turn_on()
    bake()
    switch().turn_off()
    with pytest.raises(CommandError, match=r"^3 pages not kept"):
        bake("--all")
    switch().turn_on()
    assert bake("--all") == "3 pages baked.\n"


def test_a_page_that_is_being_changed_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    story = make_article()
    spot = kinds.find(story.get_absolute_url())
    assert spot
    with slots.held(spot.subject) as slot:
        slot.marks.append(slots.Mark(spot.subject, "", "a token"))
    monkeypatch.setattr(transactions, "has_ended", lambda _: False)
    out = StringIO()
    with pytest.raises(CommandError, match=r"^1 page not kept: being changed"):
        call_command("bake", stdout=out)
    assert out.getvalue() == "2 pages baked.\n"
    assert story.get_absolute_url() not in kept()


def test_the_command_stops_when_nothing_can_be_kept(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    make_article()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_write", full)
        with pytest.raises(CommandError, match="Stopped after 1 pages: no space is left"):
            bake()
    settings.NEWSROOM_PAGES = settings.NEWSROOM_VAR / "file"
    settings.NEWSROOM_PAGES.write_text("in the way")
    with pytest.raises(CommandError, match="cannot be kept"):
        bake()


def test_current_leads_to_the_present_generation() -> None:
    make_article()
    bake()
    link = store.root().parent / store.CURRENT
    assert link.is_symlink()
    assert link.resolve() == store.root().resolve()
    assert {path.name for path in (link / "front").iterdir()} == {*store.ENCODINGS.values(), store.FACTS}
    modes = {oct(path.stat().st_mode & 0o777) for path in link.resolve().rglob("*") if path.is_file()}
    assert modes == {"0o644"}
    assert {oct(path.stat().st_mode & 0o777) for path in link.resolve().rglob("*") if path.is_dir()} == {
        "0o755"
    }


@pytest.mark.parametrize(
    "changed",
    [
        {"NEWSROOM_NAME": "The Other Courier"},
        {"DEBUG": True},
        {"NEWSROOM_ORIGIN": "https://news.example"},
        {"TIME_ZONE": "Asia/Kolkata"},
        {"LANGUAGE_CODE": "de"},
        {"SECURE_HSTS_SECONDS": 60},
        {"SECURE_CSP": {"default-src": ["'self'"]}},
    ],
)
def test_a_changed_setting_begins_a_new_generation(settings: Settings, changed: dict[str, Any]) -> None:
    make_article()
    site = Site()
    site.get("/")
    before = store.root()
    for name, value in changed.items():
        setattr(settings, name, value)
    assert store.root() != before
    assert sweep.prepare()
    assert not before.exists()
    assert not sweep.prepare()


def test_a_new_secret_key_begins_a_new_generation(settings: Settings) -> None:
    story = make_article()
    old = formmarks.of(story.get_absolute_url()).token
    assert old.encode() in Site().get(story.get_absolute_url()).body
    settings.SECRET_KEY = "another key " * 5
    assert sweep.prepare()
    page = Site().get(story.get_absolute_url()).body
    assert formmarks.of(story.get_absolute_url()).token.encode() in page
    assert old.encode() not in page


@pytest.fixture
def changed_code() -> Iterator[Callable[[], str]]:
    """Return what names the generation of a process that starts now."""

    def named_anew() -> str:
        generation._named.cache_clear()
        return generation.generation()

    yield named_anew
    generation._named.cache_clear()


def test_a_changed_style_sheet_begins_a_new_generation(
    tmp_path: Path, settings: Settings, changed_code: Callable[[], str]
) -> None:
    sheet = tmp_path / "sheets" / "page.css"
    settings.STATICFILES_DIRS = [sheet.parent]
    changes_the_name(sheet, changed_code)


def test_a_changed_template_begins_a_new_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed_code: Callable[[], str]
) -> None:
    template = tmp_path / "templates" / "articles" / "story.html"
    monkeypatch.setattr(engines["django"], "dirs", (tmp_path / "templates",))
    changes_the_name(template, changed_code)


def changes_the_name(path: Path, named_anew: Callable[[], str]) -> None:
    """Show that a file's content names the generation."""
    path.parent.mkdir(parents=True)
    names = []
    for content in ("p {}", "q {}", "p {}"):
        path.write_text(content)
        names.append(named_anew())
    assert names[0] == names[2] != names[1]


def test_a_start_drops_what_does_not_show_what_the_database_says() -> None:
    restored, kept_on, gone = make_article(), make_article(), make_article()
    bake_all()
    now = timezone.now()
    Article.objects.filter(pk=restored.pk).update(headline="As it was in the copy", changed_at=now)
    gone_address = gone.get_absolute_url()
    gone.delete()
    assert not sweep.prepare()
    assert kept() == {kept_on.get_absolute_url()}
    assert gone_address not in kept()


def test_a_start_drops_what_is_cut_altered_unknown_or_nameless() -> None:
    story = make_article()
    make_section(slug="schools")
    bake_all()
    stranger = store.root() / "somewhere" / "else"
    stranger.mkdir(parents=True)
    (stranger / store.NAME).write_text("Nobody's.")
    file = place_of("/")
    file.write_bytes(file.read_bytes()[:100])
    (place_of("/sections/harbour/").parent / store.FACTS).unlink()
    schools = place_of("/sections/schools/").with_name("index.html.br")
    schools.write_bytes(b"!" + schools.read_bytes()[1:])
    assert sweep.repair() == 4
    assert kept() == {story.get_absolute_url()}


def test_the_command_leaves_alone_what_another_version_serves(settings: Settings) -> None:
    make_article()
    bake()
    before, served = store.root(), bake_all()
    settings.NEWSROOM_NAME = "The Next Courier"
    bake()
    assert kept() == served
    assert (before.parent / store.CURRENT).resolve() == before.resolve()
    assert (before / "front" / store.NAME).exists()


def test_a_start_forgets_marks_of_transactions_that_have_ended() -> None:
    story = make_article()
    with transaction.atomic():
        expiry.expire(story)
        transaction.set_rollback(True)
    assert slots.marks()
    sweep.prepare()
    assert not slots.marks()


def test_a_start_remembers_when_pages_end(settings: Settings) -> None:
    make_article()
    Site().get("/")
    facts = place_of("/").with_name(store.FACTS)
    known = json.loads(facts.read_bytes())
    assert known["until"] is None
    del known["seal"]
    known["until"] = 4102444800.0
    facts.write_text(json.dumps({**known, "seal": store.digest(json.dumps(known).encode())}))
    sweep.repair()
    assert [path.name.partition("-")[0] for path in (settings.NEWSROOM_VAR / "baking" / "due").iterdir()] == [
        "4102444800000"
    ]


def test_the_most_wanted_are_baked_ahead_by_a_task(monkeypatch: pytest.MonkeyPatch) -> None:
    oldest, *newer = [make_article() for _ in range(3)]
    monkeypatch.setattr(sweep, "WARMED", 4)
    sweep.warm.func()
    assert kept() == {"/", "/sections/harbour/", *(story.get_absolute_url() for story in newer)}
    assert oldest.get_absolute_url() not in kept()
