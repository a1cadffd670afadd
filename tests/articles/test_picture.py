"""Pictures: served by the name of their bytes, for good."""

import pytest
from django.test import Client

from tests.articles.pictures import make_picture

pytestmark = pytest.mark.django_db


def test_a_picture_is_served_as_what_it_is_and_may_be_kept_for_good(client: Client) -> None:
    response = client.get(make_picture(kind="png").url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response.getvalue().startswith(b"\x89PNG")


def test_the_same_picture_uploaded_twice_is_served_at_both_addresses(client: Client) -> None:
    first, second = make_picture(), make_picture()
    assert first.url != second.url
    response = client.get(second.url)
    assert response.status_code == 200
    assert response.getvalue()


@pytest.mark.parametrize(
    "name",
    [
        "0123456789abcdef0123456789abcdef.webp",
        "0123456789abcdef0123456789abcdef.svg",
        "0123456789ABCDEF0123456789ABCDEF.webp",
        "short.webp",
        "..%2f..%2fnewsroom.sqlite3",
        "%00.webp",
        "0123456789abcdef0123456789abcdef.webp%0a",
    ],
)
def test_a_name_that_no_picture_has_is_not_found_and_not_kept(client: Client, name: str) -> None:
    response = client.get(f"/media/pictures/{name}")
    assert response.status_code == 404
    assert "immutable" not in response.get("Cache-Control", "")


def test_a_picture_is_only_read(client: Client) -> None:
    assert client.post(make_picture().url).status_code == 405


def test_nothing_else_in_the_media_folder_has_an_address(client: Client) -> None:
    assert client.get("/media/").status_code == 404
