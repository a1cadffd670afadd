"""The promise: "Your email address will not be published", kept in every byte that anybody can fetch or steal."""

import base64
import hashlib
import logging
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client

from articles import publishing
from articles.models import Article
from comments import moderation, reports
from comments.models import Comment
from comments.reports import Given
from tests.factories import make_article, make_comment, make_staff, submit

CANARIES = {
    "approved": ("canary.approved.7f3a@example.org", "203.0.113.71"),
    "pending": ("canary.pending.7f3a@example.org", "203.0.113.72"),
    "rejected": ("canary.rejected.7f3a@example.org", "2001:db8:7f3a::73"),
    "spam": ("canary.spam.7f3a@example.org", "203.0.113.74"),
}
REPORTER = "203.0.113.75"
OURS = {"Sec-Fetch-Site": "same-origin"}


def traces(secret: str) -> Iterator[bytes]:
    """Yield every form in which a secret could be told: itself, and its plain digests as hex and base64."""
    for form in {secret, secret.lower(), secret.upper(), secret.strip()}:
        yield form.encode()
        for algorithm in ("md5", "sha1", "sha256"):
            digest = hashlib.new(algorithm, form.encode()).digest()
            yield digest.hex().encode()
            yield digest.hex().upper().encode()
            yield base64.b64encode(digest).rstrip(b"=")
            yield base64.urlsafe_b64encode(digest).rstrip(b"=")
            yield digest


SECRETS = [secret for pair in CANARIES.values() for secret in pair] + [REPORTER]
TRACES = [trace for secret in SECRETS for trace in traces(secret)]


def told(content: bytes) -> list[bytes]:
    """Return the traces of a secret in some bytes."""
    return [trace for trace in TRACES if trace in content]


class Links(HTMLParser):
    """Collects where a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.update(
            value for name, value in attrs if name in {"href", "src", "action", "srcset"} and value
        )


@pytest.fixture
def newsroom() -> list[str]:
    """Make a newsroom full of canaries; return the addresses that no page leads to."""
    article, gone = make_article(), make_article()
    receipts = []
    for status, (email, address) in CANARIES.items():
        sent = submit(
            article, email=email, address=address, name=f"Canary {status}", text=f"Text of {status}"
        )
        receipts.append(f"/receipts/{sent.token}/")
        if status != "pending":
            action = {"approved": "approve", "rejected": "reject", "spam": "spam"}[status]
            moderation.decide([sent.comment], action=action, by=None, reason=None)
    parent = Comment.objects.public().get()
    make_comment(article, status="approved", parent=parent, email=CANARIES["approved"][0])
    for address in (REPORTER, *(address for _, address in CANARIES.values())):
        reports.report(Given(parent.pk, "private", "A canary says so.", address, is_ours=True))
    publishing.withdraw(gone)
    unknown = ["/no-such-page/", "/receipts/unknown/", "/2026/01/01/nothing/", "/comments/999999/"]
    fixed = ["/", "/robots.txt", "/healthz", "/favicon.ico", "/admin/login/", "/moderation/"]
    reply = f"{article.get_absolute_url()}?replyto={parent.pk}"
    report = f"/comments/report/?replyto={parent.pk}"
    return [*fixed, *unknown, *receipts, gone.get_absolute_url(), reply, report, f"/comments/{parent.pk}/"]


def crawl(client: Client, start: list[str]) -> Iterator[tuple[str, bytes]]:
    """Fetch every address of ours that can be reached, and yield each with its whole answer, headers included."""
    waiting, seen = list(start), set(start)
    while waiting:
        path = waiting.pop()
        response: Any = client.get(path)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        head = "\n".join(f"{name}: {value}" for name, value in response.items()).encode()
        yield path, head + b"\n" + body
        leads = {response["Location"]} if response.has_header("Location") else set()
        if "html" in response.get("Content-Type", ""):
            parser = Links()
            parser.feed(body.decode())
            leads |= parser.found
        for lead in leads:
            target = urldefrag(urljoin(path, lead)).url
            # The admin's filters and orders can be combined without end, and show nothing further.
            endless = target.startswith("/admin/") and "?" in target
            if not urlsplit(target).netloc and not endless and target not in seen:
                seen.add(target)
                waiting.append(target)


@pytest.mark.django_db
def test_no_public_byte_tells_an_email_or_an_address(client: Client, newsroom: list[str]) -> None:
    visited = dict(crawl(client, newsroom))
    assert {path: told(content) for path, content in visited.items() if told(content)} == {}
    story = Article.objects.published().get().get_absolute_url()
    assert story in visited
    assert any(path.endswith(".css") for path in visited)
    assert len(visited) > 20


@pytest.mark.django_db
def test_the_names_of_those_who_are_not_published_stand_on_no_page_but_their_receipts(
    client: Client, newsroom: list[str]
) -> None:
    for path, content in crawl(client, newsroom):
        if not path.startswith("/receipts/"):
            for status in ("pending", "rejected", "spam"):
                assert f"Canary {status}".encode() not in content, path
                assert f"Text of {status}".encode() not in content, path


@pytest.mark.django_db
def test_what_readers_report_stands_on_no_public_page(client: Client, newsroom: list[str]) -> None:
    visited = dict(crawl(client, newsroom))
    assert [path for path, content in visited.items() if b"A canary says so." in content] == []
    assert any(path.endswith("/report/") for path in visited)


@pytest.mark.django_db
def test_a_refused_post_tells_nothing_of_anybody_else(client: Client, newsroom: list[str]) -> None:
    story = Article.objects.published().get().get_absolute_url()
    typed = {"comment": "Hello", "name": "", "email": "me@example.net"}
    for headers in (OURS, {"Sec-Fetch-Site": "cross-site"}):
        assert told(client.post(f"{story}reply/", typed, headers=headers).content) == []


@pytest.mark.django_db
@pytest.mark.parametrize("policy", ["premoderated", "postmoderated"])
def test_no_answer_differs_by_whether_an_email_is_known(
    client: Client, newsroom: list[str], policy: str
) -> None:
    story = make_article(comments_policy=policy).get_absolute_url()
    answers = []
    for number, email in enumerate([CANARIES["rejected"][0], "nobody.knows@example.org"]):
        typed = {"comment": f"Number {number}", "name": "Ann", "email": email}
        posted = client.post(f"{story}reply/", typed, headers=OURS, REMOTE_ADDR=f"198.51.100.{number}")
        receipt = client.get(posted["Location"]).content.decode()
        answers.append(re.sub(r"Number \d|/comments/\d+/|\d\d:\d\d(:\d\d)?", "", receipt))
    assert answers[0] == answers[1]


@pytest.mark.django_db
def test_a_moderator_sees_no_email_on_any_page_of_the_admin_or_the_desk(
    client: Client, newsroom: list[str]
) -> None:
    client.force_login(make_staff("mo", "Moderator"))
    start = ["/moderation/", "/admin/", "/admin/comments/comment/", "/admin/comments/logentry/"]
    visited = dict(crawl(client, start))
    assert {path: told(content) for path, content in visited.items() if told(content)} == {}
    assert any("/change/" in path for path in visited)


@pytest.mark.django_db(transaction=True)
def test_no_raw_byte_on_the_disk_tells_an_email_or_an_address(
    client: Client, newsroom: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in crawl(client, newsroom):
            pass
    assert told(caplog.text.encode()) == []
    for file in Path(django_settings.NEWSROOM_VAR).rglob("*"):
        assert not file.is_file() or told(file.read_bytes()) == [], file
    for name, content in raw_database():
        assert told(content) == [], name


def raw_database() -> Iterator[tuple[str, bytes]]:
    """Yield what the database keeps: on SQLite its very files, on PostgreSQL every row as text."""
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        files = list(path.parent.glob(f"{path.name}*"))
        assert files
        yield from ((file.name, file.read_bytes()) for file in files)
        return
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT t::text FROM {model._meta.db_table} t")  # noqa: S608
            yield model._meta.db_table, "\n".join(row[0] for row in cursor.fetchall()).encode()


@pytest.mark.django_db
def test_the_canaries_would_be_found() -> None:
    email = CANARIES["approved"][0]
    assert told(f"<a href='mailto:{email}'>".encode())
    assert told(hashlib.md5(email.encode()).hexdigest().encode())  # noqa: S324
    assert told(base64.b64encode(hashlib.sha256(email.encode()).digest()))
