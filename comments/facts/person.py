"""Facts about the person: bans and watches, decisions of the last days, and whose name it looks like."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from comments import identity
from comments.address import network_of
from comments.facts.staff import look_of_masthead, looks_of_staff
from comments.facts.trust import Standings, newest_standings
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
    same_email = Comment.objects.from_email(emails)
    newest = newest_standings(same_email, since=since, at=at, most=MOST_UNDER_AN_EMAIL)
    typed = (status for status, _, _ in newest)
    return PersonFacts(
        restrictions=_restrictions(submission, emails, by_email=by_email, at=at),
        namesakes=_namesakes(submission),
        staff=looks_of_staff(),
        masthead=look_of_masthead(),
        decided=_decided(lately),
        decided_by_email=_decided(typed),
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
    in_force = Restriction.objects.in_force(at).about([each for some in known_by.values() for each in some])
    return tuple(
        Restricted(
            number=row.pk,
            about=row.target,
            is_ban=row.effect == Restriction.Effect.BAN,
            reason=row.reason,
            proved=by_email if row.target == Target.EMAIL else row.target != Target.DOMAIN,
            until=timezone.localtime(row.until) if row.until else None,
        )
        for row in in_force.order_by("id")
    )


def _namesakes(submission: Submission) -> tuple[Namesake, ...]:
    device = identity.fingerprints(Purpose.DEVICE, submission.device)
    public = Comment.objects.public().for_article(submission.article_id)
    alike = public.filter(name_look=look(submission.name)).order_by()
    found = alike.values_list("name", "device_print").distinct()[:MOST_NAMESAKES]
    return tuple(Namesake(name, is_same_person=print_ in device) for name, print_ in found)


def _decided(statuses: Iterable[str]) -> Decided:
    judged = [status for status in statuses if status in JUDGED]
    return Decided(len(judged), sum(status in LOST_BY for status in judged))
