"""Public pages: whatever cookies come with a request, everybody gets the same headers; staff's pages stay guarded."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.core.checks import run_checks
from django.test import Client
from django.utils import timezone

from articles.models import Article
from tests.factories import make_article, make_staff, submit

pytestmark = pytest.mark.django_db

HOSTILE = [
    "csrftoken=x",
    "sessionid=abc",
    "sessionid=" + "a" * 32,
    "messages=x; csrftoken=" + "a" * 32,
    "=;;",
]


def everybodys(response: Any) -> dict[str, str]:
    """Return a response's headers, asserted to be nobody's in particular."""
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    return dict(response.items())


@pytest.mark.parametrize("cookies", HOSTILE)
def test_cookies_change_nothing_on_a_public_page(cookies: str) -> None:
    article = make_article()
    token = submit(article).token
    # A page has no Last-Modified in the second of its change, which may end between two requests.
    Article.objects.update(changed_at=timezone.now() - dt.timedelta(minutes=1))
    plain, odd = Client(), Client(headers={"Cookie": cookies})
    for address, status in [
        ("/", HTTPStatus.OK),
        (article.get_absolute_url(), HTTPStatus.OK),
        (f"/receipts/{token}/", HTTPStatus.OK),
        ("/sections/harbour/", HTTPStatus.OK),
        ("/nowhere/", HTTPStatus.NOT_FOUND),
        ("/admin", HTTPStatus.MOVED_PERMANENTLY),
    ]:
        expected, response = plain.get(address), odd.get(address)
        assert response.status_code == expected.status_code == status, address
        assert everybodys(response) == everybodys(expected), address
        assert response.content == expected.content, address


@pytest.mark.parametrize("cookies", HOSTILE)
def test_cookies_change_nothing_about_a_readers_post(cookies: str) -> None:
    client = Client(enforce_csrf_checks=True, headers={"Cookie": cookies})
    address = f"{make_article().get_absolute_url()}reply/"
    form = {"comment": "Well said.", "name": "Lindy", "email": "lindy@example.org"}
    for sent, status in [
        ({**form, "comment": ""}, HTTPStatus.UNPROCESSABLE_ENTITY),
        (form, HTTPStatus.SEE_OTHER),
    ]:
        response = client.post(address, sent)
        assert response.status_code == status
        everybodys(response)


def test_staff_who_are_signed_in_get_what_everybody_gets() -> None:
    article, client = make_article(), Client()
    client.force_login(make_staff("mo", "Moderator"))
    assert client.get("/moderation/").status_code == HTTPStatus.OK
    for address in ("/", article.get_absolute_url(), "/nowhere/"):
        response = client.get(address)
        assert everybodys(response) == everybodys(Client().get(address))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_that_is_only_read_says_so_to_other_methods(method: str) -> None:
    article, client = make_article(), Client(enforce_csrf_checks=True)
    for address in ("/", article.get_absolute_url(), "/sections/harbour/", "/robots.txt", "/healthz"):
        response = getattr(client, method)(address)
        assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED, address
        everybodys(response)


@pytest.mark.parametrize(
    "address", ["/admin/login/", "/admin/logout/", "/moderation/decide/", "/%61dmin/logout/"]
)
def test_staffs_forms_are_refused_without_their_token(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_staff("mo", "Moderator"))
    assert client.post(address, {}).status_code == HTTPStatus.FORBIDDEN
    assert client.get("/moderation/").status_code == HTTPStatus.OK


def test_django_finds_nothing_amiss_with_the_middleware() -> None:
    assert run_checks() == []
