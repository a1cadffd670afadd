"""The staff's site: its name, its counts, its headers, its accounts; who may open which room."""

import datetime as dt
from http import HTTPStatus

import pytest
from django.contrib.admin.models import LogEntry as Edit
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Contributor
from comments import moderation
from tests.factories import make_article, make_comment, make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
NEW_PASSWORD = "a quay in november 7"


def signed_in(user: User) -> Client:
    """Return the browser of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def owner() -> User:
    """Return the account that may do everything."""
    return User.objects.create_superuser("owner", password="correct horse battery")


@pytest.fixture
def moderator() -> User:
    """Return somebody who does nothing but moderate."""
    return make_staff("mo", "Moderator", first_name="Mo", last_name="Ray")


def test_the_site_bears_the_papers_name(settings: Settings, moderator: User) -> None:
    settings.NEWSROOM_NAME = "The Quay Post"
    for response in (Client().get("/admin/login/"), signed_in(moderator).get("/admin/")):
        page = Page.of(response)
        assert page.one("div", id="site-name").text == "The Quay Post"
        assert page.one("title").text.endswith("| The Quay Post")


@pytest.mark.parametrize(
    ("held", "overdue", "said"),
    [
        (0, 0, "Nothing waits for a decision. Open the desk"),
        (1, 0, "1 waits for a decision. Open the desk"),
        (1, 1, "1 waits for a decision, past its time. Open the desk"),
        (3, 1, "3 wait for a decision, 1 of them past its time. Open the desk"),
        (3, 2, "3 wait for a decision, 2 of them past their time. Open the desk"),
    ],
)
def test_the_index_says_how_many_comments_wait(moderator: User, held: int, overdue: int, said: str) -> None:
    article = make_article()
    for number in range(held):
        late = dt.timedelta(hours=2) if number < overdue else dt.timedelta()
        make_comment(article, at=timezone.now() - late)
    make_comment(article, status="approved")
    page = Page.of(signed_in(moderator).get("/admin/"))
    section = page.one("section", has_class="held")
    assert [element.text for element in page.all("p") if section in element.inside] == [said]
    assert [link.text for link in page.all("a", href="/moderation/")] == ["Moderation", "Open the desk"]


def test_above_the_cap_the_index_says_that_there_are_many(
    moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comments.querysets.COUNT_CAP", 1)
    monkeypatch.setattr("comments.desk.queue.COUNT_CAP", 1)
    article = make_article()
    make_comment(article)
    make_comment(article)
    assert "1+ wait for a decision" in Page.of(signed_in(moderator).get("/admin/")).one("section").text


def test_who_does_not_moderate_sees_no_counts() -> None:
    page = Page.of(signed_in(make_staff("sub")).get("/admin/"))
    assert not page.all("section", has_class="held")
    assert not page.all("a", href="/moderation/")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "password_change/",
        "jsi18n/",
        "articles/article/",
        "articles/article/add/",
        "articles/image/",
        "comments/",
        "comments/comment/",
        "comments/logentry/",
        "auth/user/",
        "auth/user/add/",
    ],
)
def test_every_page_has_the_staffs_policy_and_is_kept_by_nobody(owner: User, address: str) -> None:
    response = signed_in(owner).get(f"/admin/{address}")
    assert response.status_code == HTTPStatus.OK
    assert response["Content-Security-Policy"] == POLICY
    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}
    if response["Content-Type"].startswith("text/html"):
        page = Page.of(response)
        assert page.inline_code() == []
        assert page.repeated_ids() == []


def test_the_sign_in_form_has_the_same_policy() -> None:
    response = Client().get("/admin/login/")
    assert response["Content-Security-Policy"] == POLICY
    assert {"no-store", "private"} <= {part.strip() for part in response["Cache-Control"].split(",")}


@pytest.mark.parametrize(
    "address", ["", "comments/comment/", "articles/article/add/", "auth/user/", "nowhere/"]
)
def test_strangers_and_readers_are_sent_to_sign_in(address: str) -> None:
    reader = User.objects.create_user("reader", password="correct horse battery")
    for client in (Client(), signed_in(reader)):
        response = client.get(f"/admin/{address}")
        assert response.status_code == HTTPStatus.FOUND
        assert response["Location"] == f"/admin/login/?next=/admin/{address}"


def test_somebody_changes_their_password_and_is_signed_out_everywhere_else(moderator: User) -> None:
    here, elsewhere = signed_in(moderator), signed_in(moderator)
    form = {
        "old_password": "correct horse battery",
        "new_password1": NEW_PASSWORD,
        "new_password2": NEW_PASSWORD,
    }
    weak = here.post("/admin/password_change/", form | {"new_password1": "moray", "new_password2": "moray"})
    assert weak.status_code == HTTPStatus.OK
    assert here.post("/admin/password_change/", form)["Location"] == "/admin/password_change/done/"
    assert here.get("/admin/").status_code == HTTPStatus.OK
    assert elsewhere.get("/admin/").status_code == HTTPStatus.FOUND
    moderator.refresh_from_db()
    assert moderator.check_password(NEW_PASSWORD)


def test_who_decided_on_a_comment_is_not_deleted(owner: User, moderator: User) -> None:
    moderation.decide([make_comment(make_article())], action="approve", by=moderator)
    response = signed_in(owner).post(f"/admin/auth/user/{moderator.pk}/delete/", {"post": "yes"})
    main = Page.of(response).one("main").text
    assert "Nothing was deleted." in main
    assert main.endswith("untick “Active”. mo")
    assert User.objects.filter(pk=moderator.pk).exists()


def test_who_edited_something_is_not_deleted(owner: User) -> None:
    editor = make_staff("ed", "Editor")
    signed_in(editor).post("/admin/articles/contributor/add/", {"name": "Ines", "slug": "ines"})
    assert Contributor.objects.get().name == "Ines"
    signed_in(owner).post(f"/admin/auth/user/{editor.pk}/delete/", {"post": "yes"})
    assert User.objects.filter(pk=editor.pk).exists()
    assert Edit.objects.filter(user=editor).exists()


def test_of_several_accounts_none_is_deleted_when_one_of_them_has_acted(owner: User, moderator: User) -> None:
    idle = make_staff("idle")
    moderation.decide([make_comment(make_article())], action="approve", by=moderator)
    chosen = {"action": "delete_selected", "_selected_action": [moderator.pk, idle.pk], "post": "yes"}
    response = signed_in(owner).post("/admin/auth/user/", chosen)
    assert Page.of(response).one("ul", id="deleted-objects").text == "mo"
    assert User.objects.filter(pk__in=[moderator.pk, idle.pk]).count() == 2


def test_an_account_that_never_acted_is_deleted(owner: User) -> None:
    idle = make_staff("idle")
    confirmation = Page.of(signed_in(owner).get(f"/admin/auth/user/{idle.pk}/delete/"))
    assert "Are you sure" in confirmation.one("main").text
    for address, form in [
        (f"/admin/auth/user/{idle.pk}/delete/", {"post": "yes"}),
        (
            "/admin/auth/user/",
            {"action": "delete_selected", "_selected_action": [make_staff("also").pk], "post": "yes"},
        ),
    ]:
        assert signed_in(owner).post(address, form).status_code == HTTPStatus.FOUND
    assert list(User.objects.values_list("username", flat=True)) == ["owner"]


def test_a_disabled_account_is_out_at_once(moderator: User) -> None:
    client = signed_in(moderator)
    assert client.get("/admin/").status_code == HTTPStatus.OK
    User.objects.filter(pk=moderator.pk).update(is_active=False)
    assert client.get("/admin/").status_code == HTTPStatus.FOUND


@pytest.mark.parametrize("group", ["Editor", "Moderator"])
def test_neither_group_sees_the_accounts(group: str) -> None:
    client = signed_in(make_staff("someone", group))
    assert client.get("/admin/auth/user/").status_code == HTTPStatus.FORBIDDEN
    assert "auth/user" not in client.get("/admin/").content.decode()


def test_what_is_not_there_is_a_404(owner: User) -> None:
    assert signed_in(owner).get("/admin/nowhere/").status_code == HTTPStatus.NOT_FOUND


def test_the_index_costs_a_constant_number_of_queries(
    moderator: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(moderator)
    for _ in range(3):
        make_comment(make_article())
    # Session, user, permissions twice, the sections one is limited to, held, overdue, the screening policy’s version,
    # recent actions, the log's last check.
    with django_assert_num_queries(10):
        client.get("/admin/")


def test_no_shortcut_tells_a_moderator_where_a_draft_will_be(moderator: User, owner: User) -> None:
    draft = make_article(published=False)
    kind = ContentType.objects.get_for_model(draft)
    for user in (moderator, owner):
        response = signed_in(user).get(f"/admin/r/{kind.pk}/{draft.pk}/")
        assert response.status_code == HTTPStatus.NOT_FOUND
    assert signed_in(owner).get(f"/admin/articles/article/{draft.pk}/change/").status_code == HTTPStatus.OK


def test_view_on_site_leads_to_the_page_itself(owner: User) -> None:
    article = make_article()
    comment = make_comment(article, status="approved")
    for admin, page in [
        (f"articles/article/{article.pk}", article.get_absolute_url()),
        (f"articles/section/{article.section_id}", article.section.get_absolute_url()),
        (f"comments/comment/{comment.pk}", comment.get_absolute_url()),
    ]:
        link = Page.of(signed_in(owner).get(f"/admin/{admin}/change/")).one("a", has_class="viewsitelink")
        assert link["href"] == page
