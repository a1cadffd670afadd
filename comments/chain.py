"""Chain: what makes an altered log show; each entry's hash covers the entry before it, under a key we keep.

The hash is HMAC-SHA256 (RFC 2104), its key outside the database. The head and the length are also appended to a
file beside the database, so that a log with its tail cut off shows too.
"""

import hashlib
import hmac
import json
import logging
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

SALT_BYTES = 16
HEAD_FILE = "log-head"
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Head:
    """The last entry at some moment: its number, which is also the length, and its hash."""

    seq: int
    hash: str


BEGINNING = Head(0, "")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one spelling of a record: JSON (RFC 8259), keys sorted, no space, no escape but the needed ones."""
    return _encode(value)


def link(previous: str, fields: Mapping[str, Any]) -> str:
    """Return the hash of an entry from the hash before it ("" for the first) and its fields."""
    message = f"{previous}\n{canonical(fields)}".encode()
    return hmac.digest(settings.NEWSROOM_LOG_KEY.encode(), message, "sha256").hex()


def new_salt() -> str:
    """Return a salt that makes a digest of details worthless once the salt is erased with them."""
    return secrets.token_hex(SALT_BYTES)


def digest(salt: str, details: str) -> str:
    """Return the digest of an entry's details that stays when they are erased."""
    return hashlib.sha256(f"{salt}\n{details}".encode()).hexdigest()


def head_file() -> Path:
    """Return where the heads are appended."""
    return Path(settings.NEWSROOM_VAR) / HEAD_FILE


def append_head(head: Head) -> None:
    """Append a head to the file, one line in one write; what is already decided stays so if that fails."""
    try:
        descriptor = os.open(head_file(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{head.seq} {head.hash}\n".encode())
        finally:
            os.close(descriptor)
    except OSError:
        logger.exception("The head of the log (entry %s) could not be written to %s.", head.seq, head_file())


def start_anew(head: Head) -> Path | None:
    """Put the file of heads aside, under the name that is returned, and begin another with this head."""
    path, kept = head_file(), None
    if path.exists():
        kept = path.with_name(f"{HEAD_FILE}.until-{secrets.token_hex(4)}")
        path.rename(kept)
    append_head(head)
    return kept


def heads() -> Iterator[Head]:
    """Read the heads in the order in which they were written; none where there is no file.

    Raises ``ValueError`` for a line that is no head.
    """
    path = head_file()
    if path.exists():
        with path.open(encoding="ascii") as lines:
            for line in lines:
                seq, _, found = line.strip().partition(" ")
                yield Head(int(seq), found)
