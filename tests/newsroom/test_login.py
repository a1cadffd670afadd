"""Signing in: who gets in, how often one may fail, and what a refusal says."""

import datetime as dt
from http import HTTPStatus
from typing import Any

import pytest
from django.db.models import F
from django.test import Client, RequestFactory
from pytest_django import Settings

from comments import throttle
from comments.models import Counter
from newsroom.login import FAILURES_A_NAME, FAILURES_AN_ADDRESS, FAILURES_EVERYWHERE, WITHIN, Attempt
from tests.factories import make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db

LOGIN = "/admin/login/"
PASSWORD = "correct horse battery"
REFUSAL = "There were too many failed attempts to log in."


def sign_in(name: str = "mo", password: str = PASSWORD, *, address: str = "192.0.2.1", **headers: str) -> Any:
    """Send the sign-in form from an address, as somebody whom the site has never seen."""
    given: Any = {"REMOTE_ADDR": address, "headers": headers}
    return Client().post(LOGIN, {"username": name, "password": password, "next": "/admin/"}, **given)


def fail(times: int, name: str = "mo", **given: str) -> None:
    """Fail to sign in so often."""
    for _ in range(times):
        assert sign_in(name, "wrong", **given).status_code == HTTPStatus.OK


def let_pass(time: dt.timedelta) -> None:
    """Make all that was counted older."""
    Counter.objects.update(since=F("since") - time)


def test_staff_sign_in_with_their_password() -> None:
    make_staff("mo", "Moderator")
    response = sign_in()
    assert (response.status_code, response["Location"]) == (HTTPStatus.FOUND, "/admin/")
    assert response.cookies["sessionid"].value


def test_a_wrong_password_is_refused_on_the_form_itself() -> None:
    make_staff("mo")
    response = sign_in(password="wrong")
    assert response.status_code == HTTPStatus.OK
    page = Page.of(response)
    assert page.one("p", has_class="errornote").text.startswith("Please enter the correct username")
    assert page.one("input", name="username")["value"] == "mo"
    assert "wrong" not in response.content.decode()


@pytest.mark.parametrize("fields", [{"is_staff": False}, {"is_active": False}], ids=["reader", "disabled"])
def test_who_is_no_staff_or_is_disabled_is_refused_in_the_same_words(fields: dict[str, bool]) -> None:
    user = make_staff("mo")
    type(user).objects.update(**fields)
    refused, unknown = sign_in("mo"), sign_in("nobody")
    assert refused.status_code == unknown.status_code == HTTPStatus.OK
    assert (
        Page.of(refused).one("p", has_class="errornote").text
        == Page.of(unknown).one("p", has_class="errornote").text
    )


@pytest.mark.parametrize(
    ("failures", "attempt", "status"),
    [
        pytest.param([(4, "mo", "a")], ("mo", "a"), 302, id="four failures leave the door open"),
        pytest.param([(5, "mo", "a")], ("mo", "a"), 429, id="five close it for that name from that address"),
        pytest.param([(5, "MO", "a")], ("mo", "a"), 429, id="a name in capitals is the same name"),
        pytest.param([(5, "mo", "a")], ("ada", "a"), 302, id="not for another name from there"),
        pytest.param([(5, "mo", "a")], ("mo", "b"), 302, id="not for that name from elsewhere"),
        pytest.param([(4, "mo", "a"), (4, "mo", "b")], ("mo", "a"), 302, id="addresses are not added up"),
        pytest.param(
            [(5, "mo", "v6")], ("mo", "v6 too"), 429, id="nor from that household's other addresses"
        ),
        pytest.param([(5, "mo", "v6")], ("mo", "v6 next"), 302, id="another household may"),
        pytest.param(
            [(5, f"x{n}", "v6") for n in range(4)], ("mo", "v6 too"), 429, id="a household is one address"
        ),
        pytest.param(
            [(5, f"x{n}", "a") for n in range(3)], ("mo", "a"), 302, id="fifteen from an address are few"
        ),
        pytest.param(
            [(5, f"x{n}", "a") for n in range(4)], ("mo", "a"), 429, id="twenty close it for every name"
        ),
        pytest.param(
            [(5, f"x{n}", "a") for n in range(4)], ("mo", "b"), 302, id="but not for other addresses"
        ),
    ],
)
def test_failures_close_the_door(
    failures: list[tuple[int, str, str]], attempt: tuple[str, str], status: int
) -> None:
    addresses = {
        "a": "192.0.2.1",
        "b": "198.51.100.7",
        "v6": "2001:db8:0:1::1",
        "v6 too": "2001:db8:0:ff:7::9",
        "v6 next": "2001:db8:0:100::1",
    }
    make_staff("mo"), make_staff("ada")
    for times, name, place in failures:
        fail(times, name, address=addresses[place])
    assert sign_in(attempt[0], address=addresses[attempt[1]]).status_code == status


def test_the_refusal_says_when_to_come_back() -> None:
    make_staff("mo")
    fail(FAILURES_A_NAME)
    let_pass(dt.timedelta(minutes=3))
    response = sign_in()
    page = Page.of(response)
    assert response.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 11 * 60 < int(response["Retry-After"]) <= 12 * 60
    assert page.one("p", has_class="errornote").text == f"{REFUSAL} Try again in 12 minutes."
    assert page.one("form", id="login-form")
    assert "no-store" in response["Cache-Control"]
    let_pass(WITHIN - dt.timedelta(minutes=3, seconds=30))
    assert "Try again in a minute." in sign_in().content.decode()


def test_a_closed_door_looks_the_same_whether_the_user_exists() -> None:
    make_staff("mo")
    fail(FAILURES_A_NAME, "mo")
    fail(FAILURES_A_NAME, "om")
    known, unknown = sign_in("mo"), sign_in("om")
    assert known.status_code == unknown.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert [element.text for element in Page.of(known).elements] == [
        element.text for element in Page.of(unknown).elements
    ]


def test_the_door_opens_again_after_a_quarter_of_an_hour() -> None:
    make_staff("mo")
    fail(FAILURES_A_NAME)
    let_pass(WITHIN)
    assert sign_in().status_code == HTTPStatus.FOUND


def test_success_forgets_the_failures_of_the_name_but_not_those_of_the_address() -> None:
    make_staff("mo")
    fail(FAILURES_A_NAME - 1)
    assert sign_in().status_code == HTTPStatus.FOUND
    fail(FAILURES_A_NAME - 1)
    assert sign_in().status_code == HTTPStatus.FOUND
    failures = 2 * (FAILURES_A_NAME - 1)
    assert {counter.key.split()[1]: counter.count for counter in Counter.objects.all()} == {
        "address": failures,
        "everywhere": failures,
    }


def test_a_crowd_of_addresses_does_not_guess_at_one_name_without_end() -> None:
    make_staff("mo"), make_staff("ada")
    for number in range(FAILURES_EVERYWHERE - 1):
        fail(1, "mo", address=f"203.0.113.{number}")
    assert sign_in().status_code == HTTPStatus.FOUND
    fail(1, "MO", address="203.0.113.200")
    assert sign_in().status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert sign_in("ada").status_code == HTTPStatus.FOUND
    let_pass(WITHIN)
    assert sign_in().status_code == HTTPStatus.TOO_MANY_REQUESTS
    let_pass(dt.timedelta(hours=1) - WITHIN)
    assert sign_in().status_code == HTTPStatus.FOUND


def test_a_refused_attempt_writes_nothing() -> None:
    make_staff("mo")
    fail(FAILURES_A_NAME)
    before = list(Counter.objects.order_by("pk").values())
    assert sign_in().status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert list(Counter.objects.order_by("pk").values()) == before


def test_an_empty_field_is_no_attempt() -> None:
    for fields in [{"username": "", "password": "x"}, {"username": "mo", "password": ""}]:
        assert Client().post(LOGIN, fields).status_code == HTTPStatus.OK
    assert not Counter.objects.exists()


def test_what_is_counted_says_neither_who_nor_where() -> None:
    fail(1, "distinctive-name", address="192.0.2.77")
    keys = " ".join(Counter.objects.values_list("key", flat=True))
    assert keys.count("login") == 3
    assert "distinctive" not in keys
    assert "192.0.2.77" not in keys


def test_only_our_own_proxy_is_believed_about_where_somebody_comes_from(settings: Settings) -> None:
    make_staff("mo")
    for number in range(FAILURES_AN_ADDRESS):
        fail(1, f"x{number}", address="192.0.2.1", **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert sign_in().status_code == HTTPStatus.TOO_MANY_REQUESTS
    settings.NEWSROOM_TRUSTED_PROXIES = ["192.0.2.1"]
    assert sign_in(**{"X-Forwarded-For": "203.0.113.99"}).status_code == HTTPStatus.FOUND


def test_of_many_attempts_at_once_no_more_get_through_than_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def blind(key: str, *, limit: int, **given: Any) -> None:
        """Look as an attempt does that began before any other had been counted: only the second look sees them."""
        if limit == FAILURES_A_NAME + 1:
            look(key, limit=limit, **given)

    look = throttle.check
    monkeypatch.setattr(throttle, "check", blind)
    attempt = Attempt.of(RequestFactory().post(LOGIN), "mo")
    for _ in range(FAILURES_A_NAME):
        attempt.begin()
    with pytest.raises(throttle.TooSoon):
        attempt.begin()


def test_other_methods_are_refused() -> None:
    assert Client().delete(LOGIN).status_code == HTTPStatus.METHOD_NOT_ALLOWED
