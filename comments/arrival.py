"""Arrival: from what a reader sent to what the rules say of it; nothing is stored here but that its turn was taken."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings

from articles import reading
from articles.models import Article
from comments import facts, identity, markup, throttle
from comments.address import network_of
from comments.facts import story
from comments.identity import Purpose
from comments.models import Comment
from comments.screening.policy import screen
from comments.screening.rate import RatePolicy
from comments.screening.shapes import Submission, Verdict
from comments.screening.whole import Facts, Policy

AN_HOUR = dt.timedelta(hours=1)


class NotTaken(Exception):
    """The story takes no comment now, or what is answered is not public; the text says which."""


@dataclass(frozen=True)
class Arrival:
    """A submission with its place, its text as it would be published, what is known of it and the verdict."""

    sent: Submission
    article: Article
    parent: Comment | None
    rendered: markup.Rendered
    facts: Facts
    verdict: Verdict


def take_turn(sent: Submission, policy: RatePolicy, *, at: dt.datetime) -> None:
    """Take the turn of the address that a submission came from. Raises ``throttle.TooSoon``.

    Counts are kept under fingerprints. Nothing is refused for what stands in the form: anybody can type that.
    """
    print_ = identity.fingerprint(Purpose.ADDRESS, sent.address)
    if not print_ or settings.NEWSROOM_FLOOD_SECONDS <= 0:
        return
    throttle.take_turn(f"flood {print_}", every=dt.timedelta(seconds=settings.NEWSROOM_FLOOD_SECONDS), at=at)
    network = identity.fingerprint(Purpose.NETWORK, network_of(sent.address))
    most = {print_: policy.address_an_hour, network: policy.network_an_hour}
    limited = {f"rate {key}": limit for key, limit in most.items() if key and limit > 0}
    throttle.take_all(limited, within=AN_HOUR, at=at)


def screened(sent: Submission, policy: Policy, *, at: dt.datetime) -> Arrival:
    """Return a submission with what the rules say of it. Raises ``NotTaken``."""
    article = reading.numbered(sent.article_id)
    if article is None:
        raise NotTaken("There is no story here any more.")
    how = story.of(article, at)
    if how.refusal:  # before anything that costs more: a script may be sending to it again and again
        raise NotTaken(how.refusal)
    parent = _parent(sent)
    rendered = markup.render(sent.text)
    known = facts.gather(sent, article=article, story=how, rendered=rendered, policy=policy, at=at)
    return Arrival(sent, article, parent, rendered, known, screen(sent, known, policy))


def _parent(sent: Submission) -> Comment | None:
    if sent.parent_id is None:
        return None
    parent = Comment.objects.public().for_article(sent.article_id).filter(pk=sent.parent_id).first()
    if parent is None:
        raise NotTaken("What you answer is not there any more.")
    return parent
