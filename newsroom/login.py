"""Login: the staff's sign-in form, and how often somebody may guess a password."""

import datetime as dt
import math
import unicodedata
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from comments import identity, throttle
from comments.address import client_address, network_of
from comments.identity import Purpose

WITHIN = dt.timedelta(minutes=15)
# Enough for a typing error and a forgotten capital; too few to guess with.
FAILURES_A_NAME = 5
# A whole office may share one address.
FAILURES_AN_ADDRESS = 20
# From all addresses together: a crowd of them must not guess without end at one name.
EVERYWHERE_WITHIN = dt.timedelta(hours=1)
FAILURES_EVERYWHERE = 100


@dataclass(frozen=True)
class Attempt:
    """One attempt to sign in, under fingerprints that say nothing of whose it is or where it came from."""

    name_key: str
    address_key: str
    everywhere_key: str

    @classmethod
    def of(cls, request: HttpRequest, username: str) -> Self:
        """Return the attempt; names that differ only in case or in how they are composed share a counter."""
        source = _source(request)
        name = unicodedata.normalize("NFKC", username).casefold()
        return cls(
            f"login name {identity.fingerprint(Purpose.LOGIN, f'{name}\n{source}')}",
            f"login address {identity.fingerprint(Purpose.LOGIN, source or 'unknown')}",
            f"login everywhere {identity.fingerprint(Purpose.LOGIN, f'{name}\neverywhere')}",
        )

    def begin(self) -> None:
        """Count the attempt for the name before the password is looked at. Raises ``TooSoon``.

        Many attempts at once would all pass a check that comes before the count, hence the second one. What is
        refused at the first look writes nothing.
        """
        now = timezone.now()
        throttle.check(self.name_key, limit=FAILURES_A_NAME, within=WITHIN, at=now)
        throttle.check(self.address_key, limit=FAILURES_AN_ADDRESS, within=WITHIN, at=now)
        throttle.check(self.everywhere_key, limit=FAILURES_EVERYWHERE, within=EVERYWHERE_WITHIN, at=now)
        throttle.count(self.name_key, within=WITHIN, at=now)
        throttle.check(self.name_key, limit=FAILURES_A_NAME + 1, within=WITHIN, at=now)

    def failed(self) -> None:
        """Count the failure for the address too, and for the name wherever it is tried."""
        now = timezone.now()
        throttle.count(self.address_key, within=WITHIN, at=now)
        throttle.count(self.everywhere_key, within=EVERYWHERE_WITHIN, at=now)

    def succeeded(self) -> None:
        """Forget what was counted for the name from there."""
        throttle.forget(self.name_key)


class StaffLoginForm(AdminAuthenticationForm):
    """The admin's sign-in form; ``wait`` says for how long it takes no further attempt, None when it does."""

    wait: dt.timedelta | None = None

    def clean(self) -> dict[str, Any]:
        """Check the password, unless there were too many failures; it makes no difference whether the user exists."""
        username = self.cleaned_data.get("username")
        if not username or not self.cleaned_data.get("password") or self.request is None:
            return super().clean()
        attempt = Attempt.of(self.request, username)
        try:
            attempt.begin()
        except throttle.TooSoon as too_soon:
            self.wait = too_soon.wait
            raise ValidationError(_refusal(too_soon.wait), code="throttled") from too_soon
        try:
            cleaned = super().clean()
        except ValidationError:
            attempt.failed()
            raise
        attempt.succeeded()
        return cleaned


def _source(request: HttpRequest) -> str:
    """Return where an attempt comes from: one household has an address of IPv4, but a whole network of IPv6."""
    address = client_address(
        request.META.get("REMOTE_ADDR", ""),
        request.META.get("HTTP_X_FORWARDED_FOR", ""),
        settings.NEWSROOM_TRUSTED_PROXIES,
    )
    return network_of(address) if ":" in address else address


def _refusal(wait: dt.timedelta) -> str:
    minutes = math.ceil(wait.total_seconds() / 60)
    when = "in a minute" if minutes == 1 else f"in {minutes} minutes"
    return f"There were too many failed attempts to log in. Try again {when}."
