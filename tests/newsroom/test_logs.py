"""Logs: what strangers can make us write is short, and names no receipt."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client

from newsroom.logs import HideTraceback
from tests.factories import make_article


@pytest.fixture
def refusals(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """Return what the log of refusals writes from now on."""
    handler = logging.getHandlerByName("refusals")
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


@pytest.mark.django_db
def test_a_post_of_too_many_fields_is_one_line(client: Client, refusals: io.StringIO) -> None:
    fields = {f"field{number}": "x" for number in range(2 * settings.DATA_UPLOAD_MAX_NUMBER_FIELDS)}
    for address in (f"{make_article().get_absolute_url()}reply/", "/admin/login/"):
        assert client.post(address, fields).status_code >= 400
    lines = refusals.getvalue().splitlines()
    assert lines
    assert [line for line in lines if " ERROR django.security.TooManyFieldsSent: " not in line] == []


def test_a_foreign_host_is_one_line(client: Client, refusals: io.StringIO) -> None:
    assert client.get("/receipts/secret/", headers={"Host": "evil.example"}).status_code == 400
    (line,) = refusals.getvalue().splitlines()
    assert " ERROR django.security.DisallowedHost: Invalid HTTP_HOST header: 'evil.example'." in line


def test_other_handlers_still_get_the_traceback() -> None:
    record = logging.makeLogRecord({"msg": "x", "exc_info": (ValueError, ValueError("y"), None)})
    assert HideTraceback().filter(record).exc_info is None
    assert record.exc_info is not None
