"""Identity: personal fields sealed and fingerprinted with keys that the database never sees.

A sealed value is ``version (1 byte) | key id (4) | nonce (12) | AES-256-GCM ciphertext``, bound to its row by the
additional data. A fingerprint is ``key id : HMAC-SHA256``, one derived key a purpose, so that fingerprints of
different kinds cannot be joined. The key list rotates: the first key writes, every key reads.

A device is ``day . secret . fingerprint``: a random secret that a browser keeps where its reader asked to be
remembered, signed, so that it can only be one of ours. It is the only proof of being the same commenter that there
is without a mail; we keep nothing but its fingerprint.
"""

import base64
import datetime as dt
import hashlib
import hmac
import os
import re
import secrets
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from comments.address import network_of

VERSION = 1
KEY_ID_BYTES = 4
NONCE_BYTES = 12
HEADER_BYTES = 1 + KEY_ID_BYTES
SEAL = "seal"

DEVICE_BYTES = 16  # 128 bits: nobody guesses it
# As long as the reader is told that it is kept.
DEVICE_LIVES = dt.timedelta(days=365)
DEVICE = re.compile(r"(?P<body>(?P<day>[0-9]{6})\.(?P<secret>[\w-]{22}))\.(?P<print>[0-9a-f:]{73})", re.ASCII)


class Purpose(StrEnum):
    """What a fingerprint is of; each has a key of its own."""

    EMAIL = "email"
    EMAIL_DOMAIN = "email domain"
    ADDRESS = "address"
    NETWORK = "network"
    REPEAT = "repeat"
    LOGIN = "login"
    DEVICE = "device"
    DEVICE_SEAL = "device seal"


class Unreadable(Exception):
    """A sealed value does not open: its key is not in the list, or it belongs to another row."""


def seal(value: str, *, bound_to: bytes) -> bytes:
    """Seal a text so that only a holder of the field key can read it, and only for the row it is ``bound_to``."""
    key_id, key = _keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    box = _box(key).encrypt(nonce, value.encode(), bound_to)
    return bytes([VERSION]) + key_id + nonce + box


def unseal(sealed: bytes, *, bound_to: bytes) -> str:
    """Open what ``seal`` made. Raises ``Unreadable``."""
    key_id, nonce = sealed[1:HEADER_BYTES], sealed[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES]
    key = dict(_keys()).get(key_id)
    if key is None or sealed[:1] != bytes([VERSION]):
        raise Unreadable("no key in the list opens this value")
    try:
        return _box(key).decrypt(nonce, sealed[HEADER_BYTES + NONCE_BYTES :], bound_to).decode()
    except InvalidTag as error:
        raise Unreadable("this value was sealed for another row, or was changed") from error


def fingerprint(purpose: Purpose, value: str) -> str:
    """Return the fingerprint to store: under the first key. "" stays "": nothing has no fingerprint."""
    return _fingerprint(_keys()[0], purpose, value) if value else ""


def fingerprints(purpose: Purpose, value: str) -> tuple[str, ...]:
    """Return the fingerprints to look for: one under each key of the list, the current first."""
    return tuple(_fingerprint(key, purpose, value) for key in _keys()) if value else ()


def email_key(email: str) -> str:
    """Return the form of an e-mail address by which two writings of it are the same: trimmed, lower case."""
    return email.strip().casefold()


def email_domain(email: str) -> str:
    """Return the domain of an e-mail address, lower case."""
    return email_key(email).rpartition("@")[2]


def new_device(*, on: dt.date) -> str:
    """Return a device for a browser to keep, made ``on`` that day."""
    body = f"{on.toordinal():06}.{secrets.token_urlsafe(DEVICE_BYTES)}"
    return f"{body}.{fingerprint(Purpose.DEVICE_SEAL, body)}"


def device_secret(device: str, *, on: dt.date) -> str:
    """Return the secret in a device, "" when we did not make it, or made it longer ago than it lives."""
    read = DEVICE.fullmatch(device)
    if read is None:
        return ""
    age = on.toordinal() - int(read["day"])
    ours = fingerprints(Purpose.DEVICE_SEAL, read["body"])
    is_ours = any(hmac.compare_digest(each, read["print"]) for each in ours)
    # A day ahead: two clocks may stand on both sides of midnight.
    return read["secret"] if is_ours and -1 <= age <= DEVICE_LIVES.days else ""


def seals(row_id: bytes, *, email: str, address: str, device: str = "") -> dict[str, bytes | str | None]:
    """Return the personal fields of a row as they are stored; ``row_id`` is what the e-mail is bound to."""
    return {
        "email_sealed": seal(email, bound_to=row_id),
        "email_print": fingerprint(Purpose.EMAIL, email_key(email)),
        "email_domain_print": fingerprint(Purpose.EMAIL_DOMAIN, email_domain(email)),
        "address_print": fingerprint(Purpose.ADDRESS, address),
        "network_print": fingerprint(Purpose.NETWORK, network_of(address)),
        "device_print": fingerprint(Purpose.DEVICE, device) or None,
    }


def _fingerprint(key: tuple[bytes, bytes], purpose: Purpose, value: str) -> str:
    digest = hmac.digest(_derived(key[1], f"fingerprint {purpose}"), value.encode(), "sha256")
    return f"{key[0].hex()}:{digest.hex()}"


def _keys() -> tuple[tuple[bytes, bytes], ...]:
    return _parsed(tuple(settings.NEWSROOM_FIELD_KEYS))


@lru_cache(maxsize=8)
def _parsed(encoded: tuple[str, ...]) -> tuple[tuple[bytes, bytes], ...]:
    keys = [base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) for text in encoded]
    return tuple((hashlib.sha256(b"newsroom key id" + key).digest()[:KEY_ID_BYTES], key) for key in keys)


@lru_cache(maxsize=8)
def _box(key: bytes) -> AESGCM:
    return AESGCM(_derived(key, SEAL))


@lru_cache(maxsize=64)
def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"newsroom {purpose}".encode()).derive(key)
