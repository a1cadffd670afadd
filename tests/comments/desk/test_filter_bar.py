"""The filter bar: a list is asked for, saved under a name, opened again and deleted, without a script."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.desk import saving
from comments.models import SavedFilter
from comments.models.saved_filter import MOST_OF_ONE
from tests.comments.desk.hands import DESK, Reader, read
from tests.comments.staffroom import signed_in
from tests.factories import make_comment

pytestmark = pytest.mark.django_db
CHOOSE, SAVE = "/moderation/filter/", "/moderation/filter/save/"


def save(desk: Client, **given: str) -> Any:
    """Save a list."""
    return desk.post(SAVE, {"called": "Links at the harbour", "section": "harbour", "rule": "links", **given})


def test_the_form_leads_to_an_address_that_says_no_more_than_it_must(desk: Client, article: Article) -> None:
    asked = {"q": "bridge", "section": "harbour", "rule": "", "order": "due", "view": "approved", "name": ""}
    response = desk.get(CHOOSE, asked)
    assert response.status_code == 303
    assert response["Location"] == f"{DESK}?view=approved&section=harbour&q=bridge"


def test_an_empty_form_leads_to_the_queue(desk: Client) -> None:
    assert desk.get(CHOOSE)["Location"] == DESK


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"q": "x" * 101}, "100 characters"),
        ({"story": "99"}, "no such story"),
        ({"view": "all"}, "no such list"),
    ],
)
def test_what_cannot_be_asked_for_is_said_and_shown_again(
    desk: Client, given: dict[str, str], said: str
) -> None:
    response = desk.get(CHOOSE, {"name": "Lindy", **given})
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert 'value="Lindy"' in page
    assert all(value in page for key, value in given.items() if key != "view")


def test_the_bar_shows_what_is_chosen(desk: Client, article: Article) -> None:
    make_comment(article, name="Lindy", at=timezone.now() - dt.timedelta(hours=1))
    page = desk.get(
        f"{DESK}?section=harbour&older=5m&newer=3d&order=oldest&name=lin&story={article.pk}"
    ).content
    shown = page.decode()
    for value, label in [
        ("harbour", "Harbour"),
        ("5m", "5 minutes"),
        ("3d", "3 days"),
        ("oldest", "Oldest first"),
    ]:
        assert f'<option value="{value}" selected>{label}</option>' in shown
    assert f'<option value="{article.pk}" selected>{article.headline}</option>' in shown
    assert "Filters (5)" in shown
    assert 'data-key="/"' in shown


def test_views_carry_their_keys(desk: Client) -> None:
    page = desk.get(DESK).content.decode()
    assert 'data-view="held" data-key="1"' in page


def test_a_list_is_saved_under_a_name_and_opened_by_it(desk: Client, article: Article) -> None:
    response = save(desk, after="3,4")
    assert (response.status_code, response["Location"]) == (303, f"{DESK}?section=harbour&rule=links")
    page = read(desk)
    assert f"{DESK}?section=harbour&rule=links" in page.links
    assert "Links at the harbour" in page.text


@pytest.mark.parametrize("shared", [True, False])
def test_a_filter_is_seen_by_others_where_it_is_shared(
    desk: Client, colleague: User, article: Article, shared: bool
) -> None:
    save(desk, **({"is_shared": "on"} if shared else {}))
    page = read(signed_in(colleague))
    assert ("Links at the harbour" in page.text) is shared
    assert [action for action in page.forms if "delete" in action] == []


def test_a_filter_is_deleted_by_its_owner(desk: Client, article: Article) -> None:
    save(desk)
    (address,) = [action for action in read(desk).forms if "delete" in action]
    response = desk.post(address, {"view": "spam"})
    assert (response.status_code, response["Location"]) == (303, f"{DESK}?view=spam")
    assert not SavedFilter.objects.exists()
    assert desk.post(address).status_code == 404


def test_nobody_deletes_anothers_filter(desk: Client, colleague: User, article: Article) -> None:
    save(desk, is_shared="on")
    address = f"/moderation/filter/{SavedFilter.objects.get().pk}/delete/"
    assert signed_in(colleague).post(address).status_code == 404
    assert SavedFilter.objects.exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"called": ""}, "Give the filter a name."),
        ({"called": "x" * 61}, "at most 60 characters"),
        ({"called": "Taken"}, "You have a filter of that name already."),
        ({"view": "all"}, "The desk has no such list."),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept(
    desk: Client, article: Article, given: dict[str, str], said: str
) -> None:
    save(desk, called="Taken")
    response = save(desk, **given)
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert SavedFilter.objects.count() == 1
    if "view" not in given:
        assert f'value="{given["called"]}"' in page


def test_a_form_that_is_sent_twice_at_one_moment_is_saved_once(
    desk: Client, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(desk)
    monkeypatch.setattr(
        saving.SavingForm, "clean", lambda form: form.cleaned_data
    )  # both have looked by then
    response = save(desk)
    assert response.status_code == 422
    assert "You have a filter of that name already." in response.content.decode()
    assert SavedFilter.objects.count() == 1


def test_no_more_are_saved_than_a_menu_has_room_for(desk: Client, moderator: User, article: Article) -> None:
    SavedFilter.objects.bulk_create(
        SavedFilter(owner=moderator, name=f"Filter {number}") for number in range(MOST_OF_ONE)
    )
    assert "Delete one" in Reader(save(desk).content.decode()).text
