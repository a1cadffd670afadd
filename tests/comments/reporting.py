"""Reporting: readers who report comments, each from an address of their own."""

from itertools import count
from typing import Any

from django.test import Client

from comments import formmarks, reports
from comments.models import Comment
from comments.reports import Given

OURS = {"Sec-Fetch-Site": "same-origin"}
_numbers = count(1)


def somewhere() -> str:
    """Return an address, in a network of its own, that nobody has reported from."""
    number = next(_numbers)
    return f"2001:db8:{number % 65536:x}:{number // 65536:x}00::7"


def given(comment: Comment, **fields: Any) -> Given:
    """Return what a reader nobody knows sends."""
    sent = {"reason": "person", "sentence": "", "address": somewhere(), "is_ours": True}
    return Given(comment_id=comment.pk, **{**sent, **fields})


def reported(comment: Comment, *, times: int = 1, **fields: Any) -> Comment:
    """Let readers report a comment, and return it as it is then."""
    at = fields.pop("at", None)
    for _ in range(times):
        reports.report(given(comment, **fields), at=at)
    comment.refresh_from_db()
    return comment


def send(client: Client, comment: Comment | int, *, address: str = "192.0.2.1", **sent: Any) -> Any:
    """Post the form as a browser does."""
    pk = comment if isinstance(comment, int) else comment.pk
    url = f"/comments/{pk}/report/"
    headers = sent.pop("headers", OURS)
    typed = {"reason": "person", "sentence": "", "token": formmarks.fresh(url), **sent}
    return client.post(url, typed, headers=headers, REMOTE_ADDR=address)
