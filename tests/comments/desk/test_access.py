"""Access: the desk is for staff who may decide on comments, and for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, reverse

from comments.desk import urls
from tests.factories import make_staff

pytestmark = pytest.mark.django_db

ADDRESSES = [
    reverse(f"desk:{pattern.name}", args=[1] if "<int:pk>" in str(pattern.pattern) else [])
    for pattern in urls.urlpatterns
    if isinstance(pattern, URLPattern)
]
everywhere = pytest.mark.parametrize("address", ADDRESSES)
either_way = pytest.mark.parametrize("method", ["get", "post"])


def go(client: Client, method: str, address: str) -> Any:
    send: Callable[..., Any] = getattr(client, method)
    return send(address)


def test_every_address_of_the_desk_is_tried() -> None:
    assert len(ADDRESSES) == len(urls.urlpatterns) > 4


@everywhere
def test_a_stranger_is_sent_to_sign_in(client: Client, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={address}")
    assert response["Cache-Control"] == "private, no-store"


@everywhere
def test_a_strangers_form_is_refused_and_their_script_sent_to_sign_in(client: Client, address: str) -> None:
    response = client.post(address)
    assert (response.status_code, response["Cache-Control"]) == (403, "private, no-store")
    assert "You are signed out." in response.content.decode()
    response = client.post(address, headers={"Accept": "application/json"})
    assert (response.status_code, response["Location"]) == (302, "/admin/login/?next=/moderation/")
    assert response["Cache-Control"] == "private, no-store"


def test_signing_in_leads_back_to_the_very_place(client: Client) -> None:
    response = client.get("/moderation/?view=spam&after=3,2")
    assert response["Location"] == "/admin/login/?next=/moderation/%3Fview%3Dspam%26after%3D3%2C2"


@everywhere
@either_way
@pytest.mark.parametrize(
    ("staff", "permission"),
    [(False, False), (False, True), (True, False)],
    ids=["a reader's account", "an account that may decide but is no staff", "staff who may not decide"],
)
def test_who_may_not_decide_gets_403(
    client: Client, method: str, address: str, staff: bool, permission: bool
) -> None:
    user = make_staff("somebody", *(["Moderator"] if permission else []))
    User.objects.filter(pk=user.pk).update(is_staff=staff)
    client.force_login(User.objects.get(pk=user.pk))
    assert go(client, method, address).status_code == 403


def test_the_desk_is_not_kept_by_any_cache_and_runs_under_the_strict_policy(desk: Client) -> None:
    response = desk.get("/moderation/")
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    page = response.content.decode()
    assert page.count("<script") == page.count('<script type="module" src="/static/') == 1
    assert "style=" not in page


@pytest.mark.parametrize("address", ["/moderation/decide/", "/moderation/undo/"])
def test_a_deed_is_done_by_post_alone(desk: Client, address: str) -> None:
    response = desk.get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("address", ["/moderation/", "/moderation/1/"])
def test_the_page_is_only_read(desk: Client, address: str) -> None:
    assert desk.post(address).status_code == 405


@pytest.mark.parametrize("address", ["/moderation/decide/", "/moderation/undo/"])
def test_a_form_from_another_site_is_refused(moderator: User, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    assert client.post(address).status_code == 403


@pytest.mark.parametrize(
    ("group", "rooms"),
    [("Moderator", ["Comments", "Log"]), ("Editor", ["Stories", "Comments", "Log"])],
)
def test_the_bar_leads_only_where_the_user_may_go(client: Client, group: str, rooms: list[str]) -> None:
    client.force_login(make_staff("somebody", group))
    page = client.get("/moderation/").content.decode()
    bar = page[page.index('aria-label="Administration"') : page.index("</nav>")]
    shown = [room for room in ("Moderation", "Stories", "Comments", "Log") if f">{room}</a>" in bar]
    assert shown == ["Moderation", *rooms]


def test_the_bar_signs_out(desk: Client) -> None:
    assert 'action="/admin/logout/"' in desk.get("/moderation/").content.decode()
    desk.post("/admin/logout/")
    assert desk.get("/moderation/").status_code == 302
