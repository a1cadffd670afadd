"""Facts about the person: bans and watches, decisions of the last days, and whose name it looks like."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from django.db import router
from django.db.models import BigIntegerField, CharField, DateTimeField
from django.utils import timezone

from articles.prepared import Asked, Prepared, each_of, each_value
from comments import identity
from comments.address import network_of
from comments.facts.staff import look_of_masthead, looks_of_staff
from comments.facts.trust import Standings
from comments.identity import Purpose
from comments.models import Comment, Restriction
from comments.screening.hosts import ascii_host
from comments.screening.names import look
from comments.screening.person import DAYS_LOOKED_BACK, Decided, Namesake, PersonFacts, Restricted
from comments.screening.shapes import Submission
from comments.screening.trust import LOST_BY
from comments.words import Status

Target = Restriction.Target
JUDGED = frozenset({*LOST_BY, Status.APPROVED})
MOST_NAMESAKES = 50
MOST_UNDER_AN_EMAIL = 50
# A domain's parents, as far as anybody would ban one.
MOST_LABELS = 6


def of(
    submission: Submission, emails: tuple[str, ...], *, by_email: bool, standings: Standings, at: dt.datetime
) -> PersonFacts:
    """Return what is known of whoever sent it, in three queries.

    ``emails`` are the fingerprints of the typed e-mail address, ``by_email`` whether it was proved; ``standings`` how
    the newest comments stand that are proved to be the same person's.
    """
    since = at - dt.timedelta(days=DAYS_LOOKED_BACK)
    lately = (status for status, _, sent in standings if sent > since)
    return PersonFacts(
        restrictions=_restrictions(submission, emails, by_email=by_email, at=at),
        namesakes=_namesakes(submission),
        staff=looks_of_staff(),
        masthead=look_of_masthead(),
        decided=_decided(lately),
        decided_by_email=_decided(_stand_under(emails, since=since, at=at)),
    )


def prints(submission: Submission, emails: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return under which fingerprints somebody can be restricted, by target."""
    typed = identity.email_domain(submission.email)
    labels = ascii_host(typed).split(".")[-MOST_LABELS:]
    domains = {typed, *(".".join(labels[start:]) for start in range(len(labels) - 1))}
    each = (identity.fingerprints(Purpose.EMAIL_DOMAIN, domain) for domain in domains)
    return {
        Target.DEVICE: identity.fingerprints(Purpose.DEVICE, submission.device),
        Target.EMAIL: emails,
        Target.DOMAIN: tuple(found for some in each for found in some),
        Target.ADDRESS: identity.fingerprints(Purpose.ADDRESS, submission.address),
        Target.NETWORK: identity.fingerprints(Purpose.NETWORK, network_of(submission.address)),
    }


def _restrictions(
    submission: Submission, emails: tuple[str, ...], *, by_email: bool, at: dt.datetime
) -> tuple[Restricted, ...]:
    known_by = prints(submission, emails)
    every = [each for some in known_by.values() for each in some]
    if not every:
        return ()
    in_force = _in_force(router.db_for_read(Restriction), len(every))
    return tuple(
        Restricted(
            number=number,
            about=target,
            is_ban=effect == Restriction.Effect.BAN,
            reason=reason,
            proved=by_email if target == Target.EMAIL else target != Target.DOMAIN,
            until=timezone.localtime(until) if until else None,
        )
        for number, target, effect, reason, until in in_force.rows(at=at, **each_value("print", every))
    )


@lru_cache
def _in_force(alias: str, prints: int) -> Prepared:
    """Read the bans and watches that count, about somebody with one of so many fingerprints."""
    about = Restriction.objects.using(alias).about(each_of("print", prints, CharField()))
    in_force = about.in_force(Asked("at", DateTimeField())).order_by("id")
    return Prepared(in_force.values_list("id", "target", "effect", "reason", "until"))


def _namesakes(submission: Submission) -> tuple[Namesake, ...]:
    device = identity.fingerprints(Purpose.DEVICE, submission.device)
    found = _names(router.db_for_read(Comment)).rows_as_stored(
        article=submission.article_id, look=look(submission.name)
    )
    return tuple(Namesake(name, is_same_person=print_ in device) for name, print_ in found)


@lru_cache
def _names(alias: str) -> Prepared:
    """Read the names under a story that look alike, each with the fingerprint of its device."""
    public = Comment.objects.using(alias).public().for_article(Asked("article", BigIntegerField()))
    alike = public.filter(name_look=Asked("look", CharField())).order_by()
    return Prepared(alike.values_list("name", "device_print").distinct()[:MOST_NAMESAKES])


def _stand_under(emails: tuple[str, ...], *, since: dt.datetime, at: dt.datetime) -> list[str]:
    """Return how the newest comments stand that were sent with an e-mail address."""
    if not emails:
        return []
    sent = _sent_with(router.db_for_read(Comment), len(emails))
    rows = sent.rows_as_stored(since=since, until=at, **each_value("email", emails))
    return [status for (status,) in rows]


@lru_cache
def _sent_with(alias: str, emails: int) -> Prepared:
    """Read how the newest comments stand that were sent with one of so many e-mail addresses."""
    since, until = Asked("since", DateTimeField()), Asked("until", DateTimeField())
    sent = Comment.objects.using(alias).from_email(each_of("email", emails, CharField()))
    return Prepared(sent.newest_between(since, until, most=MOST_UNDER_AN_EMAIL).values_list("status"))


def _decided(statuses: Iterable[str]) -> Decided:
    judged = [status for status in statuses if status in JUDGED]
    return Decided(len(judged), sum(status in LOST_BY for status in judged))
