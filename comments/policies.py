"""Policies: what the newsroom has set for screening: loaded once a process, saved as versions, brought back."""

import hashlib
import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from threading import Lock
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from comments.models import ListText, PolicyVersion
from comments.screening import document as documents
from comments.screening.lists import clean
from comments.screening.whole import Policy

logger = logging.getLogger(__name__)

# What failed is tried again after this many seconds: memory may have been short, or a release half installed.
RETRY_AFTER = 30.0
NOTHING_SAVED = (0, "")


class Overtaken(Exception):
    """Somebody else has saved a version since the one that was changed; ``number`` is theirs."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Version {number} was saved in the meantime.")
        self.number = number


class NotAtHand(Exception):
    """The policy that counts is not loaded in this process."""


@dataclass(frozen=True)
class Stored:
    """A policy as it is kept: the number of its version (0: nothing was saved yet), its settings and its lists.

    ``lost`` names the lists whose texts are gone, or are not what was saved; in their place stand the defaults.
    """

    number: int
    document: dict[str, Any]
    lists: dict[str, str]
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Loaded:
    """A policy as this process holds it; one that could not be loaded is tried again at ``again``, for its trouble."""

    name: tuple[int, str]
    policy: Policy
    again: float = float("inf")
    trouble: str = ""

    def is_for(self, name: tuple[int, str]) -> bool:
        """Whether it is the policy of this name, and need not be tried again."""
        return self.name == name and self.again > time.monotonic()


class Cache:
    """The policy of this process: one, and one at a time is compiled."""

    def __init__(self) -> None:
        self.loaded: Loaded | None = None
        self.lock = Lock()

    def get(self, name: tuple[int, str]) -> Loaded:
        """Return the policy of this name, loaded if it is not the one at hand."""
        with self.lock:
            if self.loaded is None or not self.loaded.is_for(name):
                self.loaded = _load(name)
            return self.loaded


_cache = Cache()


def current() -> Policy:
    """Return the policy that counts, in one small query if this process knows it already.

    One that cannot be loaded never lets a comment through: it is not available, which holds every comment.
    """
    return _current().policy


def at_hand() -> Policy:
    """Return the policy that counts, for what is ``loading``: inside its transaction nothing is ever loaded.

    Raises ``NotAtHand`` for one that this process does not know yet.
    """
    loaded = _cache.loaded
    if loaded is None or not loaded.is_for(_latest()):
        raise NotAtHand
    return loaded.policy


def loading[**Given, Made](work: Callable[Given, Made]) -> Callable[Given, Made]:
    """Do work that asks for the policy ``at_hand`` in its transaction; load it first, and do it again, if it is not.

    To load a policy with long lists takes a second, in which nobody else could write. Each further round means that
    somebody has saved another version in that second.
    """

    @wraps(work)
    def done(*args: Given.args, **kwargs: Given.kwargs) -> Made:
        while True:
            try:
                return work(*args, **kwargs)
            except NotAtHand:
                current()

    return done


def value(place: str) -> Any:
    """Return one setting, named "group.name", of the version that counts: in one query, and with nothing loaded.

    Raises ``LookupError`` where no setting is called so.
    """
    setting = next((each for each in documents.settings() if each.place == place), None)
    if setting is None:
        raise LookupError(f"No setting of the policy is called {place}.")
    newest = PolicyVersion.objects.order_by("-number").values_list("document", flat=True).first()
    return documents.value_of(newest, setting)


def trouble() -> str:
    """Return why the policy that counts cannot be loaded, so that every comment is held; "" if it can."""
    return _current().trouble


def as_delivered() -> Stored:
    """Return the policy as it is until somebody changes it."""
    return Stored(0, documents.as_document(Policy()), documents.default_lists())


def stored(number: int | None = None) -> Stored:
    """Return a version as it is kept, by default the one that counts; what nobody ever set is as by default.

    Raises ``PolicyVersion.DoesNotExist``.
    """
    versions = PolicyVersion.objects.order_by("-number")
    version = versions.first() if number is None else versions.get(number=number)
    if version is None:
        return as_delivered()
    rows = ListText.objects.filter(pk__in=version.lists.values()).values_list("digest", "text")
    texts = {digest: text for digest, text in rows if _digest(text) == digest}
    lists = {name: texts[digest] for name, digest in version.lists.items() if digest in texts}
    lost = tuple(name for name in version.lists if name not in lists)
    return Stored(version.number, version.document, {**documents.default_lists(), **lists}, lost)


def save(
    document: Mapping[str, Any],
    lists: Mapping[str, str],
    *,
    by: User | None,
    note: str = "",
    based_on: int | None = None,
) -> PolicyVersion | None:
    """Save a policy as a new version and return it; None if it is the one that counts already.

    Lists that are left out stay as they are. ``by`` is None for a command, ``based_on`` the number of the version that
    was changed (default: whichever counts). Raises ``screening.document.BadPolicy``, and ``Overtaken``.
    """
    before = stored()
    if based_on is not None and before.number != based_on:
        raise Overtaken(before.number)
    texts = {name: clean(text) for name, text in {**before.lists, **lists}.items()}
    whole = documents.as_document(documents.compile(document, texts))
    version = _version(before.number + 1, whole, texts, by, note)
    if (whole, texts, ()) == (before.document, before.lists, before.lost):
        return None
    _add(version, {digest: texts[name] for name, digest in version.lists.items()})
    return version


def _add(version: PolicyVersion, kept: Mapping[str, str]) -> None:
    """Write a version with its lists' texts, by their digests, if it is still the next. Raises ``Overtaken``."""
    with transaction.atomic():
        newest, _ = _latest()
        if newest >= version.number:
            raise Overtaken(newest)
        # Written also where they stand already: one may have been altered.
        ListText.objects.bulk_create(
            (ListText(digest=digest, text=text) for digest, text in kept.items()),
            update_conflicts=True,
            unique_fields=["digest"],
            update_fields=["text"],
        )
        try:
            with transaction.atomic():
                version.save(force_insert=True)
        except IntegrityError as error:
            raise Overtaken(version.number) from error


def restore(number: int, *, by: User | None, based_on: int | None = None) -> PolicyVersion | None:
    """Save an earlier version again, as the newest; raises what ``stored`` and ``save`` raise."""
    earlier = stored(number)
    return save(earlier.document, earlier.lists, by=by, note=f"As in version {number}.", based_on=based_on)


def digests(lists: Mapping[str, str]) -> dict[str, str]:
    """Return lists' digests by their names, as a version keeps them."""
    return {name: _digest(text) for name, text in lists.items()}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _current() -> Loaded:
    return _cache.get(_latest())


def _latest() -> tuple[int, str]:
    return PolicyVersion.objects.latest_name() or NOTHING_SAVED


def _version(
    number: int, document: dict[str, Any], texts: Mapping[str, str], by: User | None, note: str
) -> PolicyVersion:
    lists = digests(texts)
    return PolicyVersion(
        number=number,
        digest=_digest(json.dumps([document, lists], sort_keys=True)),
        document=document,
        lists=lists,
        by_id=by.pk if by else None,
        by_name=(by.get_full_name() or by.get_username()) if by else "",
        at=timezone.now(),
        note=note,
    )


def _load(name: tuple[int, str]) -> Loaded:
    try:
        kept = stored(name[0]) if name[0] else as_delivered()
        if kept.lost:
            raise LookupError(f"These lists are lost, or were altered: {', '.join(kept.lost)}.")
        return Loaded(name, documents.compile(kept.document, kept.lists, checked=True))
    except DatabaseError:
        raise
    except Exception as error:  # whatever is the matter with it, comments are taken, and held
        logger.exception(
            "Version %d of the screening policy cannot be loaded: every comment is held.", name[0]
        )
        again = time.monotonic() + RETRY_AFTER
        return Loaded(name, Policy(is_available=False), again, str(error) or type(error).__name__)
