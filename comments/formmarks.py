"""Form marks: what a reply form carries that nobody types, to tell people from programs without asking them anything.

A field that only programs fill in, since people do not see it, under a name that is another one under each story; and
a signed token. A page is the same for everybody and is kept for long, so that its token has no age. A script fetches
one with an age when somebody begins to write.
"""

import base64
import time
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "newsroom reply form"
TOKEN_BYTES = 8
STORIES_REMEMBERED = 256
# Words that a program takes for fields of a form, and that no browser fills in from an address book.
PLAUSIBLE = ("subject", "topic", "remark", "reference", "headline", "question", "summary", "feedback")


@dataclass(frozen=True)
class Marks:
    """What a story's form carries: the name of the field that is not seen, and the token that its page shows."""

    trap: str
    token: str


@dataclass(frozen=True)
class Reading:
    """What a token shows: whether it is of this story's form, and its age in seconds, None where it has none."""

    is_ours: bool
    seconds: int | None = None


def of(address: str) -> Marks:
    """Return the marks of the form at a story's address; the same each time, as long as the secret key is."""
    return _of(address, settings.SECRET_KEY)


@lru_cache(STORIES_REMEMBERED)
def _of(address: str, key: str) -> Marks:
    digest = salted_hmac(SALT, address, secret=key, algorithm="sha256").digest()
    word = PLAUSIBLE[digest[0] % len(PLAUSIBLE)]
    token = base64.urlsafe_b64encode(digest[3 : 3 + TOKEN_BYTES]).rstrip(b"=").decode()
    return Marks(trap=f"{word}-{digest[1:3].hex()}", token=token)


def fresh(address: str) -> str:
    """Return a token of this second for the form at a story's address."""
    return _signer(address).sign(str(int(time.time())))


def read(token: str, address: str) -> Reading:
    """Say what a token shows that came with the form at a story's address. No age is too old."""
    if constant_time_compare(token, of(address).token):
        return Reading(is_ours=True)
    try:
        signed_at = int(_signer(address).unsign(token))
    except BadSignature:
        return Reading(is_ours=False)
    return Reading(is_ours=True, seconds=max(0, int(time.time()) - signed_at))


def _signer(address: str) -> Signer:
    return Signer(salt=f"{SALT} {address}")
