"""Facts about links: which there are, and where else their hosts were linked to lately."""

import datetime as dt
from collections import defaultdict
from urllib.parse import urlsplit

from django.conf import settings

from comments import identity, markup
from comments.identity import Purpose
from comments.models import Comment, LinkTarget
from comments.models.link_target import host_digest
from comments.screening.hosts import ascii_host
from comments.screening.links import Elsewhere, LinkFacts, website
from comments.screening.shapes import Submission
from comments.screening.unmasking import Link, links
from comments.words import Status

LINKED = "<a "  # how a link begins in the text as it is stored
LATELY = dt.timedelta(days=7)
MOST_HOSTS = 10  # of one comment; it is held for the number of its links by then
MOST_OF_A_HOST = 60  # the newest comments that lead there; enough to tell from how many stories


def of(submission: Submission, *, article_id: int, at: dt.datetime) -> LinkFacts:
    """Return the links of a text, and where else they led in the days before ``at``: a query if there are any.

    Another one, if the browser has sent its key, tells whether a link of the same person was approved before.
    """
    found = in_text(submission.text)
    hosts = _hosts(submission, found)
    elsewhere = tuple(_elsewhere(hosts, article_id, at))
    return LinkFacts(found, hosts, elsewhere, linked_before=bool(found) and _linked_before(submission.device))


def in_text(text: str) -> tuple[Link, ...]:
    """Return the links of a text, those that are written to be overlooked too."""
    return links(text, markup.links(text))


def hosts(text: str, website: str) -> tuple[str, ...]:
    """Return the first hosts that a text and its commenter's website lead to, our own left out."""
    return _hosts(Submission(article_id=0, name="", email="", text=text, website=website), in_text(text))


def _linked_before(device: str) -> bool:
    """Tell whether readers see a link in a comment that was sent with this key."""
    prints = identity.fingerprints(Purpose.DEVICE, device)
    own = Comment.objects.public().from_device(prints)
    return bool(prints) and own.filter(body_html__contains=LINKED).exists()


def _hosts(submission: Submission, found: tuple[Link, ...]) -> tuple[str, ...]:
    """Return the first hosts that a submission leads to, our own left out: a link to a story of ours says nothing."""
    own = ascii_host(urlsplit(settings.NEWSROOM_ORIGIN).hostname or "")
    named = dict.fromkeys([website(submission).host, *(link.host for link in found)])
    return tuple(host for host in named if host not in ("", own))[:MOST_HOSTS]


def _elsewhere(hosts: tuple[str, ...], article_id: int, at: dt.datetime) -> list[Elsewhere]:
    if not hosts:
        return []
    by_digest = {host_digest(host): host for host in hosts}
    rows = defaultdict(list)
    for digest, article, status in LinkTarget.objects.lately(
        by_digest, since=at - LATELY, most=MOST_OF_A_HOST
    ):
        rows[digest].append((article, status))
    return [_seen(host, rows[digest], article_id) for digest, host in by_digest.items() if digest in rows]


def _seen(host: str, rows: list[tuple[int, str]], article_id: int) -> Elsewhere:
    statuses = [status for _, status in rows]
    return Elsewhere(
        host=host,
        stories=len({article for article, _ in rows} - {article_id}),
        spam=statuses.count(Status.SPAM),
        approved=statuses.count(Status.APPROVED),
    )
