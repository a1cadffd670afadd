"""``manage.py import_story``: wire copy becomes one draft, once, or nothing at all."""

import datetime as dt
import os
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection

from articles import publishing
from articles.models import Article, Byline, Contributor, Section
from articles.wire import imports
from articles.wire.plain import parse
from tests.factories import make_article, make_section

HEADLINE = "Night trains to cross the Lorne again"
COPY = f"""{HEADLINE}

Port Lorne (Associated Press)-The night train will cross the swing bridge from March, the railway said on Monday.

“Nobody asked the sleepers,” said a Mr Tam, who lives under the bridge & counts <i>every</i> axle.

Source link

Leave a Reply

Your email address will not be published."""
BODY = (
    "<p>The night train will cross the swing bridge from March, the railway said on Monday.</p>\n"
    "<p>“Nobody asked the sleepers,” said a Mr Tam, who lives under the bridge &amp; counts "
    "&lt;i&gt;every&lt;/i&gt; axle.</p>"
)
YESTERDAY = dt.timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> Section:
    return make_section(slug="harbour", position=2)


@pytest.fixture
def world() -> Section:
    return make_section(slug="world", position=1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text(COPY)
    return path


def run(file: Path, *options: str) -> list[str]:
    """Import the file and return the lines printed."""
    out = StringIO()
    call_command("import_story", str(file), *options, stdout=out)
    return out.getvalue().splitlines()


def rewritten(file: Path, copy: str) -> Path:
    file.write_text(copy)
    return file


def rows() -> list[int]:
    return [model.objects.count() for model in (Article, Section, Contributor, Byline)]


def aged(article: Article, by: dt.timedelta = YESTERDAY) -> Article:
    """Make the article one that was imported earlier."""
    Article.objects.filter(pk=article.pk).update(dated=article.dated - by)
    article.refresh_from_db()
    return article


def test_copy_becomes_a_draft(world: Section, file: Path) -> None:
    run(file)
    article = Article.objects.get()
    assert article.status == "draft"
    assert (article.headline, article.slug, article.body) == (
        HEADLINE,
        "night-trains-to-cross-the-lorne-again",
        BODY,
    )
    assert (article.dateline, article.source_credit) == ("Port Lorne", "Associated Press")
    assert (article.dek, article.source_url, article.byline) == ("", "", [])


def test_what_was_done_is_printed_and_the_path_last(world: Section, file: Path) -> None:
    said, path = run(file)
    assert said.startswith(
        "Imported as a draft: section world, 2 paragraphs, dateline Port Lorne, credit Associated Press."
    )
    assert path == Article.objects.get().get_absolute_url()


def test_the_page_it_all_began_from_is_imported(tmp_path: Path) -> None:
    seed = Path(os.environ.get("NEWSROOM_CORPORA", "")).parent / "seed-story.txt"
    if not seed.is_file():
        pytest.skip("The corpora are not here")
    path = run(seed, "--publish")[-1]
    article = Article.objects.get()
    assert path == article.get_absolute_url()
    assert (article.dateline, article.source_credit) == ("New Delhi", "Associated Press")
    assert article.body.startswith("<p>Indian Prime Minister Narendra Modi met")
    assert article.body.endswith("by the end of 2025.</p>")
    assert article.body.count("<p>") == 9


def test_the_story_can_be_published_at_once(world: Section, file: Path) -> None:
    said, path = run(file, "--publish")
    article = Article.objects.published().get()
    assert said.startswith("Imported and published")
    assert path == article.get_absolute_url()


def test_the_same_copy_on_a_later_day_changes_nothing(world: Section, file: Path) -> None:
    run(file)
    before = Article.objects.filter(pk=aged(Article.objects.get()).pk).values().get()
    said, path = run(rewritten(file, COPY.replace("\n\n", "\n \n\n").replace("“", '"').replace("”", '"')))
    assert Article.objects.values().get() == before
    assert said == (
        "This copy was imported before: nothing was changed. It is a draft; --publish publishes it."
    )
    assert path == Article.objects.get().get_absolute_url()


def test_the_same_copy_leaves_an_editor_s_changes_alone(world: Section, harbour: Section, file: Path) -> None:
    run(file)
    Article.objects.update(headline="Better", section=harbour)
    run(file, "--section", "world", "--source-url", "https://wire.example/1")
    assert Article.objects.filter(headline="Better", section=harbour, source_url="").count() == 1


def test_a_draft_is_published_by_a_later_import(world: Section, file: Path) -> None:
    run(file)
    day = Article.objects.get().dated
    aged(Article.objects.get())
    said, path = run(file, "--publish")
    assert said == "This copy was imported before, as a draft. It is published now."
    assert Article.objects.published().get().dated == day
    assert path == Article.objects.get().get_absolute_url()


def test_a_draft_whose_address_was_taken_meanwhile_is_published_beside_it(world: Section, file: Path) -> None:
    run(file)
    draft = aged(Article.objects.get())
    make_article(slug=draft.slug)
    make_article(slug=f"{draft.slug}-2", published=False, dated=draft.dated)
    assert run(file, "--publish")[-1].endswith(f"/{draft.slug}-3/")


def test_a_published_story_is_said_to_be_published(world: Section, file: Path) -> None:
    run(file, "--publish")
    before = Article.objects.values().get()
    said, path = run(file, "--publish")
    assert said == "This copy was imported before: nothing was changed. It is published already."
    assert Article.objects.values().get() == before
    assert path == Article.objects.get().get_absolute_url()


@pytest.mark.parametrize("options", [[], ["--publish"]])
def test_a_withdrawn_story_is_not_brought_back(world: Section, file: Path, options: list[str]) -> None:
    path = run(file, "--publish")[-1]
    publishing.withdraw(Article.objects.get())
    said, again = run(file, *options)
    assert "It was withdrawn" in said
    assert (Article.objects.get().status, again) == ("withdrawn", path)


def test_another_story_with_the_headline_gets_a_number(world: Section, file: Path) -> None:
    paths = [run(rewritten(file, COPY.replace("March", month)))[-1] for month in ("March", "April", "May")]
    assert [path.rstrip("/").rpartition("/")[2] for path in paths] == [
        "night-trains-to-cross-the-lorne-again",
        "night-trains-to-cross-the-lorne-again-2",
        "night-trains-to-cross-the-lorne-again-3",
    ]


SLUGS = {
    "a long headline is cut at a word": ("abcdefghi " * 19, "-".join(["abcdefghi"] * 12)),
    "a long word is cut": ("a" * 150, "a" * 120),
    "accents are left out": ("Åkerblom était là", "akerblom-etait-la"),
}


@pytest.mark.parametrize(("headline", "slug"), SLUGS.values(), ids=SLUGS)
def test_the_slug_is_made_from_the_headline(world: Section, file: Path, headline: str, slug: str) -> None:
    run(rewritten(file, COPY.replace(HEADLINE, headline)))
    assert Article.objects.get().slug == slug


def test_a_long_slug_leaves_room_for_its_number(world: Section, file: Path) -> None:
    for month in ("March", "April"):
        run(rewritten(file, COPY.replace(HEADLINE, "a" * 150).replace("March", month)))
    assert set(Article.objects.values_list("slug", flat=True)) == {"a" * 120, f"{'a' * 118}-2"}


def test_a_headline_without_latin_letters_gets_a_slug_from_its_key(world: Section, file: Path) -> None:
    run(rewritten(file, COPY.replace(HEADLINE, "Ночные поезда вернутся")))
    article = Article.objects.get()
    assert article.wire_key is not None
    assert article.slug == f"story-{article.wire_key[:8]}"


def test_the_section_can_be_named(world: Section, harbour: Section, file: Path) -> None:
    run(file, "--section", "harbour")
    assert Article.objects.get().section == harbour


def test_without_a_name_it_is_the_first_section(harbour: Section, world: Section, file: Path) -> None:
    run(file)
    assert Article.objects.get().section == world


def test_the_first_section_is_made_where_there_is_none(file: Path) -> None:
    run(file)
    assert (Section.objects.get().slug, Section.objects.get().name) == ("news", "News")


def test_names_become_contributors_in_their_order(world: Section, file: Path) -> None:
    tam = Contributor.objects.create(name="Tam Lin", slug="tam-lin")
    run(rewritten(file, COPY.replace(HEADLINE, f"{HEADLINE}\nBy ZOË ÅKERBLOM, TAM LIN and Иван Петров")))
    assert Article.objects.get().byline == ["Zoë Åkerblom", "Tam Lin", "Иван Петров"]
    assert Contributor.objects.get(slug="tam-lin") == tam
    assert Contributor.objects.get(name="Zoë Åkerblom").slug == "zoe-akerblom"
    assert Contributor.objects.get(name="Иван Петров").slug.startswith("contributor-")


def test_two_spellings_of_a_name_are_one_contributor(world: Section, file: Path) -> None:
    run(rewritten(file, COPY.replace(HEADLINE, f"{HEADLINE}\nBy Zoë Åkerblom and Zoe Akerblom")))
    assert Article.objects.get().byline == ["Zoë Åkerblom"]


def test_the_source_s_address_is_kept(world: Section, file: Path) -> None:
    run(rewritten(file, COPY.replace("Source link", "Source link: https://wire.example/1")))
    assert Article.objects.get().source_url == "https://wire.example/1"


def test_the_source_s_address_can_be_given(world: Section, file: Path) -> None:
    copy = rewritten(file, COPY.replace("Source link", "Source link: https://wire.example/1"))
    run(copy, "--source-url", "https://wire.example/2")
    assert Article.objects.get().source_url == "https://wire.example/2"


def test_an_import_that_loses_a_race_looks_again(world: Section, monkeypatch: pytest.MonkeyPatch) -> None:
    story, made = parse(COPY), imports._free_slug
    taken = make_article(published=False, slug="taken")
    slugs = iter([taken.slug])
    monkeypatch.setattr(
        imports, "_free_slug", lambda *args, **kwargs: next(slugs, None) or made(*args, **kwargs)
    )
    assert imports.import_story(story).article.slug == "night-trains-to-cross-the-lorne-again"


def test_an_import_that_never_finds_a_free_address_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = make_article(published=False)
    before = rows()
    monkeypatch.setattr(imports, "_free_slug", lambda *args, **kwargs: taken.slug)
    with pytest.raises(IntegrityError):
        imports.import_story(parse(COPY.replace(HEADLINE, f"{HEADLINE}\nBy Tam Lin")))
    assert rows() == before


@pytest.mark.django_db(transaction=True)
def test_the_same_copy_twice_at_once_is_one_story() -> None:
    story, barrier = parse(COPY.replace(HEADLINE, f"{HEADLINE}\nBy Tam Lin")), Barrier(4)

    def one(_: int) -> imports.Imported:
        barrier.wait()
        try:
            return imports.import_story(story)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(one, range(4)))
    assert rows() == [1, 1, 1, 1]
    assert {imported.article.pk for imported in done} == {Article.objects.get().pk}
    assert sorted(imported.outcome.name for imported in done) == ["DRAFTED", *["STILL_DRAFT"] * 3]
