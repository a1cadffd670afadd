"""Sessions: whatever a cookie holds, it opens nothing and breaks nothing."""

from http import HTTPStatus

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_staff

pytestmark = pytest.mark.django_db

ODD = {
    "a NUL": r'"abc\000defghijkl"',
    "too long": "a" * 4000,
    "too short": "abcdefghij",
    "capitals": "A" * 32,
    "no ASCII": "é" * 32,
    "half a letter": "\udce9" * 32,
    "a line end": r'"' + "a" * 32 + r'\012"',
}


@pytest.mark.parametrize("cookie", ODD.values(), ids=ODD)
@pytest.mark.parametrize("address", ["/moderation/", "/admin/", "/admin/login/"])
def test_an_odd_cookie_is_as_good_as_none(
    address: str, cookie: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    raw = f"sessionid={cookie}".encode("utf-8", "surrogateescape").decode("latin-1")
    with django_assert_num_queries(0):
        response = Client().get(address, HTTP_COOKIE=raw)
    assert response.status_code == (HTTPStatus.OK if "login" in address else HTTPStatus.FOUND)


def test_a_session_of_ours_goes_on() -> None:
    client = Client()
    client.force_login(make_staff("mo", "Moderator"))
    assert client.get("/moderation/").status_code == HTTPStatus.OK
    assert Session.objects.get().session_key == client.cookies["sessionid"].value
