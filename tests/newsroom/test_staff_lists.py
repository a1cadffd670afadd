"""Lists in the admin: what their addresses may ask for, and that nothing else is a fault of ours."""

from http import HTTPStatus

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db

FAR = "99999999999"
REFUSED = [
    "articles/article/?status__regex=(",
    "articles/article/?headline__regex=(",
    f"articles/article/?dated__year={FAR}",
    "articles/article/?dated__year=9999",
    f"articles/article/?published_at__year={FAR}",
    "articles/article/?section__slug__regex=(",
    "articles/article/?bylines__contributor__name__startswith=A",
    "articles/article/?status__exact=%00",
    "articles/article/?q=%00",
    "articles/section/?name__regex=(",
    "articles/contributor/?q=a%00b",
    "comments/comment/?status__regex=(",
    "comments/comment/?status__exact=%00",
    "comments/comment/?email_print__startswith=a",
    "comments/comment/?q=%00",
    "comments/comment/?article__section__name__iregex=(",
    "comments/logentry/?action__regex=(",
    f"comments/logentry/?at__year={FAR}",
    "comments/logentry/?at__gte=9999-12-31+23:59:59-12:00",
    "comments/logentry/?at__lt=0001-01-01+00:00:00%2B12:00",
    "comments/logentry/?actor=%00",
    "auth/user/?username__regex=(",
    "auth/user/?password__startswith=md5",
    f"auth/user/?last_login__year={FAR}",
    "auth/group/?name__regex=(",
    "django_tasks_database/dbtaskresult/?status__regex=(",
    "autocomplete/?app_label=articles&model_name=article&field_name=section&term=%00",
]
# What cannot be a value is ignored, or leads to the list without it.
BORNE = [
    "articles/article/?section__id__exact=x",
    "articles/article/?dated__year=0",
    "articles/article/?dated__year=2026&dated__month=99",
    f"articles/article/?section__id__exact={FAR * 3}",
    "comments/logentry/?at__gte=2026-99-99",
    f"comments/logentry/?comment_id={FAR * 3}",
    "comments/logentry/?comment_id=x",
    f"comments/logentry/?actor={'9' * 5000}",
    "comments/logentry/?actor=²",
    "auth/user/?groups__id__exact=x",
    f"auth/user/?p={FAR * 3}",
    f"auth/user/?o={FAR * 3}",
]


@pytest.fixture
def owner() -> Client:
    """Return the browser of the account that may do everything."""
    client = Client()
    client.force_login(User.objects.create_superuser("owner", password="correct horse battery"))
    return client


@pytest.fixture(autouse=True)
def rows() -> None:
    """Have something in the lists, so that the database does look."""
    make_comment(make_article())


@pytest.mark.parametrize("address", REFUSED)
def test_what_no_list_offers_is_a_bad_request(owner: Client, address: str) -> None:
    assert owner.get(f"/admin/{address}").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize("address", BORNE)
def test_a_value_that_cannot_be_is_borne(owner: Client, address: str) -> None:
    response = owner.get(f"/admin/{address}", follow=True)
    assert response.status_code == HTTPStatus.OK
    assert len(response.redirect_chain) <= 1


def test_what_the_lists_offer_is_allowed(owner: Client) -> None:
    today = timezone.localdate()
    for address in [
        "articles/article/?status__exact=draft",
        "articles/article/?status__in=draft,published",
        f"articles/article/?section__id__exact={make_section().pk}",
        f"articles/article/?dated__year={today.year}&dated__month={today.month}&dated__day={today.day}",
        f"comments/comment/?article__section__id__exact={make_section().pk}",
        "comments/comment/?rule=links",
        f"comments/logentry/?at__gte={today}+00:00:00%2B00:00&at__lt={today.year + 1}-01-01+00:00:00%2B00:00",
        "comments/logentry/?comment_id=1",
        "auth/user/?is_staff__exact=1&groups__isnull=True",
        "django_tasks_database/dbtaskresult/?priority=0&queue_name=default&status__exact=READY",
    ]:
        response = owner.get(f"/admin/{address}")
        assert response.status_code == HTTPStatus.OK, address


def test_each_list_leads_only_to_addresses_that_it_allows(owner: Client) -> None:
    for model in admin.site._registry:
        response = owner.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
        shown = getattr(response, "context_data", None) or {}  # one that leads to its only row shows nothing
        changelist = shown.get("cl")
        offered = [
            choice["query_string"]
            for spec in (changelist.filter_specs if changelist else ())
            for choice in spec.choices(changelist)
        ]
        for query in offered:
            assert owner.get(f"{response.request['PATH_INFO']}{query}").status_code == HTTPStatus.OK, query


def test_a_row_with_an_odd_id_is_not_there(owner: Client) -> None:
    for kind in ("articles/article", "comments/comment", "comments/logentry", "auth/user"):
        for pk in ("%00", FAR * 3, "x"):
            assert owner.get(f"/admin/{kind}/{pk}/change/").status_code == HTTPStatus.FOUND
