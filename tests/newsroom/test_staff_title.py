"""Titles: what readers see beside an answer of somebody's is set in their account."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from comments import replies
from comments.models import StaffTitle
from tests.factories import make_staff
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief() -> Client:
    """Return the browser of somebody who may edit accounts."""
    client = Client()
    client.force_login(User.objects.create_superuser("chief", password="correct horse battery"))
    return client


def test_a_title_is_set_in_the_account_and_can_be_emptied(chief: Client, settings: object) -> None:
    ines = make_staff("ines", "Moderator", first_name="Ines", last_name="Calloway")
    address = reverse("admin:auth_user_change", args=[ines.pk])
    name = settings.NEWSROOM_NAME  # type: ignore[attr-defined]
    for title, told in (("harbour editor", f"{name}, harbour editor"), ("", name)):
        form = Page.of(chief.get(address))
        sent = {
            field["name"]: field.attributes.get("value", "")
            for field in form.all("input")
            if field.attributes.get("type") != "checkbox" and "name" in field.attributes
        }
        sent |= {"is_active": "on", "is_staff": "on", "staff_title-0-title": title}
        assert chief.post(address, sent).status_code == 302
        assert replies.role(ines) == told
    assert StaffTitle.objects.count() == 1
