"""What a change in the admin means to readers: a revision, a correction, a new page, or nothing at all."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing
from articles.models import Article, Contributor, Correction
from tests.articles.editing import LIST, form_of, fresh, save
from tests.articles.keeping import bake_all, kept
from tests.articles.pictures import make_picture
from tests.factories import make_article, make_comment, make_section, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

LONG_AGO = timezone.now() - dt.timedelta(days=2)
TWO_LINES = "<p>It opened.</p>\n<p>It shut.</p>"


@pytest.fixture
def editor() -> Client:
    """Return the browser of an editor."""
    client = Client()
    client.force_login(make_staff("ed", "Editor"))
    return client


def make_old_article(**fields: Any) -> Article:
    """Return a story whose pages have not changed for days."""
    article = make_article(at=LONG_AGO, **{"body": TWO_LINES, "dek": "One.\nTwo.", **fields})
    Article.objects.filter(pk=article.pk).update(changed_at=LONG_AGO)
    return article


def make_contributor(name: str) -> Contributor:
    """Return a contributor."""
    return Contributor.objects.create(name=name, slug=name.lower())


@pytest.mark.parametrize(
    ("changes", "revised", "expired"),
    [
        pytest.param({}, False, False, id="nothing changed, though a browser ends lines otherwise"),
        pytest.param({"headline": "Other"}, True, True, id="a headline is seen"),
        pytest.param({"dek": "Other."}, True, True, id="a dek is seen"),
        pytest.param({"body": "<p>Other.</p>"}, True, True, id="a body is seen"),
        pytest.param({"source_url": "https://example.org/"}, True, True, id="a source is seen"),
        pytest.param({"comments_policy": "closed"}, False, True, id="a policy is no part of the story"),
    ],
)
def test_a_published_story_is_revised_when_readers_see_the_change(
    editor: Client, changes: dict[str, str], revised: bool, expired: bool
) -> None:
    article = make_old_article()
    save(editor, form_of(article), **changes)
    assert (fresh(article).updated_at is not None) == revised
    assert (fresh(article).changed_at > LONG_AGO) == expired


def test_a_draft_is_changed_and_not_revised(editor: Client) -> None:
    draft = make_article(published=False)
    save(editor, form_of(draft), headline="Other")
    assert (fresh(draft).headline, fresh(draft).updated_at) == ("Other", None)


def test_a_byline_is_seen_whether_a_name_comes_goes_or_moves(editor: Client) -> None:
    article = make_old_article()
    ines, hanne = make_contributor("Ines"), make_contributor("Hanne")
    for changes, names in [
        ({"bylines-0-contributor": ines.pk}, ["Ines"]),
        ({"bylines-1-contributor": hanne.pk, "bylines-1-position": 1}, ["Ines", "Hanne"]),
        ({"bylines-0-position": 2}, ["Hanne", "Ines"]),
        ({"bylines-0-DELETE": "on"}, ["Ines"]),
    ]:
        before = fresh(article).changed_at
        save(editor, form_of(article), **changes)
        assert fresh(article).byline == names
        assert fresh(article).changed_at > before
        assert fresh(article).updated_at is not None


def test_a_correction_is_published_with_its_time(editor: Client) -> None:
    article = make_old_article()
    save(editor, form_of(article), **{"corrections-0-text": "It opened in 1908,\r\nnot in 1980."})
    correction = Correction.objects.get()
    assert correction.text == "It opened in 1908,\nnot in 1980."
    assert correction.corrected_at == fresh(article).updated_at
    page = Client().get(article.get_absolute_url()).content.decode()
    assert "It opened in 1908" in page


def test_a_published_correction_stays_and_is_corrected_by_another_one(editor: Client) -> None:
    article = make_old_article()
    correction = publishing.correct(article, text="1908,\nnot 1980.", at=LONG_AGO)
    page = Page.of(editor.get(form_of(article)))
    assert not page.all("textarea", name="corrections-0-text")
    assert "correct a wrong one by another one" in page.one("div", id="corrections-group").text
    save(editor, form_of(article), **{"corrections-0-text": "1909."})
    correction.refresh_from_db()
    assert (correction.text, correction.corrected_at) == ("1908,\nnot 1980.", LONG_AGO)
    assert fresh(article).updated_at == LONG_AGO
    save(editor, form_of(article), **{"corrections-1-text": "1909 it was."})
    assert [told.text for told in Correction.objects.order_by("pk")] == ["1908,\nnot 1980.", "1909 it was."]
    revised = fresh(article).updated_at
    assert revised is not None
    assert revised > LONG_AGO


def test_a_blank_correction_is_none(editor: Client) -> None:
    article = make_old_article()
    save(editor, form_of(article), **{"corrections-0-text": "  \r\n "})
    assert not Correction.objects.exists()
    assert fresh(article).updated_at is None


def test_a_correction_is_not_deleted(editor: Client) -> None:
    article = make_old_article()
    publishing.correct(article, text="1908.")
    save(editor, form_of(article), **{"corrections-0-DELETE": "on"})
    assert Correction.objects.exists()


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_only_a_published_story_is_corrected(editor: Client, status: str) -> None:
    article = make_article(published=status != "draft")
    publishing.withdraw(article)
    assert fresh(article).status == status
    forged = {
        "corrections-TOTAL_FORMS": 1,
        "corrections-0-text": "It rained.",
        "corrections-0-article": article.pk,
    }
    assert not Page.of(editor.get(form_of(article))).all("textarea", name="corrections-0-text")
    save(editor, form_of(article), **forged)
    assert not Correction.objects.exists()


def test_a_story_with_comments_is_not_deleted_but_withdrawn(editor: Client) -> None:
    article, other = make_article(headline="Bridge"), make_article()
    make_comment(article)
    bulk = {"action": "delete_selected", "_selected_action": [article.pk, other.pk], "index": "0"}
    for address, form in [(f"{LIST}{article.pk}/delete/", {}), (LIST, bulk)]:
        for sent in (form, form | {"post": "yes"}):
            main = Page.of(editor.post(address, sent)).one("main").text
            assert "Withdraw the story instead" in main
            assert main.endswith("Bridge")
    assert Article.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_story_without_comments_is_deleted_with_its_pages(editor: Client) -> None:
    stays, first, second = make_old_article(), make_old_article(), make_old_article()
    assert "Are you sure" in Page.of(editor.get(f"{LIST}{first.pk}/delete/")).one("main").text
    bulk = {"action": "delete_selected", "_selected_action": [second.pk], "index": "0", "post": "yes"}
    for gone, address, form in [(first, f"{LIST}{first.pk}/delete/", {"post": "yes"}), (second, LIST, bulk)]:
        assert gone.get_absolute_url() in bake_all()
        editor.post(address, form)
        assert kept() == set()
    assert list(Article.objects.all()) == [stays]


@pytest.mark.django_db(transaction=True)
def test_what_stands_around_stories_may_change_any_page_but_not_while_it_is_new(editor: Client) -> None:
    picture, ines = make_picture(), make_contributor("Ines")
    make_old_article(lead_image=picture).bylines.create(contributor=ines)
    before = bake_all()
    save(editor, "/admin/articles/contributor/add/", name="Odile", slug="odile")
    assert Contributor.objects.filter(slug="odile").exists()
    assert kept() == before
    for address, changes in [
        (f"contributor/{ines.pk}", {"name": "Ines Calloway"}),
        (f"image/{picture.pk}", {"caption": "At dawn."}),
    ]:
        assert bake_all()
        assert save(editor, f"/admin/articles/{address}/change/", **changes).redirect_chain
        assert kept() == set()


@pytest.mark.django_db(transaction=True)
def test_a_section_that_comes_goes_or_changes_is_seen_on_every_page(editor: Client) -> None:
    make_old_article()
    empty, other = make_section(slug="weather"), make_section(slug="tides")
    several = {"action": "delete_selected", "_selected_action": [other.pk], "index": "0", "post": "yes"}
    for address, form in [
        ("add/", {"name": "Letters", "slug": "letters", "position": 9}),
        (f"{empty.pk}/change/", {"name": "Skies", "slug": "weather", "position": 9}),
        (f"{empty.pk}/delete/", {"post": "yes"}),
        ("", several),
    ]:
        assert bake_all()
        assert editor.post(f"/admin/articles/section/{address}", form).status_code == HTTPStatus.FOUND
        assert kept() == set()


@pytest.mark.django_db(transaction=True)
def test_a_story_that_moves_leaves_the_section_in_which_it_stood(editor: Client) -> None:
    story, schools = make_old_article(), make_section(slug="schools")
    make_section(slug="weather")
    before = bake_all()
    left = story.section.get_absolute_url()
    save(editor, form_of(story), section=schools.pk)
    assert before - kept() == {story.get_absolute_url(), "/", left, schools.get_absolute_url()}


def test_what_stories_need_is_not_deleted(editor: Client) -> None:
    picture, ines = make_picture(), make_contributor("Ines")
    article = make_article(lead_image=picture)
    article.bylines.create(contributor=ines)
    for address in (f"section/{article.section_id}", f"contributor/{ines.pk}", f"image/{picture.pk}"):
        response = editor.post(f"/admin/articles/{address}/delete/", {"post": "yes"})
        assert response.status_code == HTTPStatus.OK
        assert "Cannot delete" in Page.of(response).one("h1").text
