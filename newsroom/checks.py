"""Checks: our own misconfigurations, said before they hurt."""

import base64
import binascii
import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

from comments import triggers
from comments.models import LogEntry
from newsroom.keys import KEY_BYTES


@register(Tags.security)
def origin_is_an_origin(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """NEWSROOM_ORIGIN is a scheme and a host, and nothing after them."""
    parts = urlsplit(settings.NEWSROOM_ORIGIN)
    if (
        parts.scheme in {"http", "https"}
        and parts.hostname
        and not (parts.path or parts.query or parts.fragment)
    ):
        return []
    hint = "Write it like https://news.example, without a path."
    return [Error("NEWSROOM_ORIGIN is not an origin.", hint=hint, id="newsroom.E001")]


@register(Tags.security)
def trusted_proxies_are_networks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every entry of NEWSROOM_TRUSTED_PROXIES is an address or a network."""
    return [
        Error(
            f"{network!r} in NEWSROOM_TRUSTED_PROXIES is neither an address nor a network.",
            hint="Write addresses or networks with commas between them, like 10.0.0.0/8,::1.",
            id="newsroom.E002",
        )
        for network in settings.NEWSROOM_TRUSTED_PROXIES
        if not _is_network(network)
    ]


@register(Tags.security)
def field_keys_are_keys(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every entry of NEWSROOM_FIELD_KEYS has the length of a key."""
    if all(_is_key(key) for key in settings.NEWSROOM_FIELD_KEYS):
        return []
    hint = f"Each is {KEY_BYTES} random bytes in URL-safe base64, the current one first."
    return [Error("NEWSROOM_FIELD_KEYS has an entry that is no key.", hint=hint, id="newsroom.E003")]


@register(Tags.security, deploy=True)
def keys_are_not_beside_the_database(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With a database elsewhere, the keys come from the environment: each web node needs the same ones."""
    if "sqlite" in settings.DATABASES["default"]["ENGINE"] or not settings.KEYS_DIR.exists():
        return []
    made_here = sorted(path.name for path in settings.KEYS_DIR.iterdir())
    if not made_here:
        return []
    hint = "Set SECRET_KEY, NEWSROOM_FIELD_KEYS and NEWSROOM_LOG_KEY to the contents of these files."
    message = f"Keys were made in {settings.KEYS_DIR}: {', '.join(made_here)}."
    return [Warning(message, hint=hint, id="newsroom.W001")]


@register(Tags.security, deploy=True)
def https_comes_from_a_proxy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """With an https origin somebody else ends TLS, and only a proxy that is believed can tell us so."""
    if urlsplit(settings.NEWSROOM_ORIGIN).scheme != "https" or settings.NEWSROOM_TRUSTED_PROXIES:
        return []
    message = (
        "NEWSROOM_ORIGIN is https, but no proxy is trusted: every page would redirect to itself for ever."
    )
    hint = "Set NEWSROOM_TRUSTED_PROXIES to the addresses of what ends TLS; it has to send X-Forwarded-Proto."
    return [Warning(message, hint=hint, id="newsroom.W002")]


@register(Tags.security, deploy=True)
def var_is_closed(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Nobody but its owner can enter the folder of all embedded data."""
    folder = settings.NEWSROOM_VAR
    if not folder.exists() or not folder.stat().st_mode & 0o077:
        return []
    message = f"Others can enter {folder}, where the database and the keys are."
    return [Warning(message, hint=f"Run: chmod 700 {folder}", id="newsroom.W003")]


@register(Tags.database)
def log_has_its_triggers(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> Iterable[CheckMessage]:
    """The triggers that refuse to change the log are there."""
    hint = "Run: manage.py verify_log --install-triggers"
    for alias in databases or ():
        connection = connections[alias]
        if LogEntry._meta.db_table not in connection.introspection.table_names():
            continue
        if missing := triggers.missing(connection):
            yield Error(f"The log can be altered: no {', '.join(missing)}.", hint=hint, id="newsroom.E004")


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _is_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) >= KEY_BYTES
    except (binascii.Error, ValueError):
        return False
