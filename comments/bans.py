"""Bans: the only writer of bans and watches; what somebody is known by becomes a fingerprint here, and is not kept."""

import datetime as dt
import ipaddress

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from comments import identity, once
from comments.address import client_address, network_of
from comments.identity import Purpose
from comments.models import Comment, Restriction
from comments.screening.hosts import NotADomain, domain

Effect, Target = Restriction.Effect, Restriction.Target
# Where a comment keeps the fingerprint by which its commenter can be restricted.
KEPT_IN = {
    Target.DEVICE: "device_print",
    Target.EMAIL: "email_print",
    Target.DOMAIN: "email_domain_print",
    Target.ADDRESS: "address_print",
    Target.NETWORK: "network_print",
}
NOT_KEPT = {
    Target.DEVICE: "This comment was sent from a browser that keeps no key of ours, or too long ago.",
    Target.EMAIL: "The e-mail address of this comment has been erased.",
    Target.DOMAIN: "The e-mail address of this comment has been erased.",
    Target.ADDRESS: "The network address of this comment is not kept any more.",
    Target.NETWORK: "The network address of this comment is not kept any more.",
}


class NobodyMeant(ValueError):
    """There is nothing by which to know whoever is to be restricted; the text says why."""


@transaction.atomic
def restrict(
    fingerprint: str,
    *,
    effect: str,
    target: str,
    reason: str,
    by: User,
    note: str = "",
    until: dt.datetime | None = None,
    at: dt.datetime | None = None,
) -> Restriction:
    """Ban somebody or always hold their comments, from now on until a moment, or for ever.

    The same by the same, while the first is in force and within ``once.AGAIN``, is the same restriction.
    """
    moment = at or timezone.now()
    said = {
        "fingerprint": fingerprint,
        "effect": effect,
        "target": target,
        "reason": reason,
        "note": note,
        "by": by.get_full_name() or by.get_username(),
    }
    once.in_turn(by)
    lately = Restriction.objects.in_force(moment).filter(**said, since__gt=moment - once.AGAIN)
    alike = (each for each in lately.order_by("since", "id") if _lasts_as_long(each, until, moment))
    return next(alike, None) or Restriction.objects.create(**said, since=moment, until=until)


def end(restriction: Restriction, *, by: User, note: str = "", at: dt.datetime | None = None) -> bool:
    """End a restriction and return whether this did it: one that is over already is left as it is."""
    moment = at or timezone.now()
    name = by.get_full_name() or by.get_username()
    in_force = Restriction.objects.in_force(moment).filter(pk=restriction.pk)
    return bool(in_force.update(ended_at=moment, ended_by=name, end_note=note))


def print_kept_in(comment: Comment, target: str) -> str:
    """Return the fingerprint of a comment's commenter. Raises ``NobodyMeant`` where none is kept."""
    kept = str(getattr(comment, KEPT_IN[Target(target)]) or "")
    if not kept:
        raise NobodyMeant(NOT_KEPT[Target(target)])
    return kept


def print_of(typed: str, target: str) -> str:
    """Return the fingerprint of what was typed, as comments have it. Raises ``NobodyMeant`` for what is none."""
    match target:
        case Target.EMAIL:
            return identity.fingerprint(Purpose.EMAIL, _email(typed))
        case Target.DOMAIN:
            return identity.fingerprint(Purpose.EMAIL_DOMAIN, _domain(typed))
        case Target.ADDRESS:
            return identity.fingerprint(Purpose.ADDRESS, _address(typed))
        case Target.NETWORK:
            return identity.fingerprint(Purpose.NETWORK, _network(typed))
    raise NobodyMeant("A commenter’s key is known from a comment alone. Give the number of one.")


def _lasts_as_long(first: Restriction, until: dt.datetime | None, at: dt.datetime) -> bool:
    """Whether a restriction ends when another would that begins now, or is as long as that."""
    if first.until is None or until is None:
        return first.until is until
    return first.until == until or first.until - first.since == until - at


def _email(typed: str) -> str:
    key = identity.email_key(typed)
    try:
        validate_email(key)
    except ValidationError as error:
        raise NobodyMeant("This is not an e-mail address. It should look like name@example.org.") from error
    return key


def _domain(typed: str) -> str:
    try:
        return domain(typed.strip().removeprefix("@"))
    except NotADomain as error:
        raise NobodyMeant(f"“{typed}” cannot be banned: {error}.") from error


def _address(typed: str) -> str:
    address = client_address(typed.strip(), "", ())
    if not address:
        raise NobodyMeant("This is not a network address. It should look like 192.0.2.1 or 2001:db8::1.")
    return address


def _network(typed: str) -> str:
    address, _, bits = typed.strip().partition("/")
    network = network_of(_address(address))
    if bits and ipaddress.ip_network(network).prefixlen != (int(bits) if bits.isdecimal() else -1):
        raise NobodyMeant("A network is a /24 (IPv4) or a /56 (IPv6): what a household or an office has.")
    return network
