"""Generation: all that every page depends on, in one name: our code, templates, static files and settings."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.template import engines
from django.utils.crypto import salted_hmac

# Settings that pages or their headers are made from.
SEEN = (
    "DEBUG",
    "NEWSROOM_NAME",
    "NEWSROOM_ORIGIN",
    "LANGUAGE_CODE",
    "TIME_ZONE",
    "STATIC_URL",
    "MEDIA_URL",
    "SECURE_CSP",
    "SECURE_HSTS_SECONDS",
    "SECURE_REFERRER_POLICY",
    "X_FRAME_OPTIONS",
    "MIDDLEWARE",
)
LENGTH = 16
SALT = "newsroom generation"


def generation() -> str:
    """Return the name of the present generation: pages of another are not ours."""
    seen = [getattr(settings, name) for name in SEEN]
    return _named(json.dumps([*seen, _sign_of(settings.SECRET_KEY)], default=str))


@cache
def _sign_of(key: str) -> str:
    """Return what changes with the secret key, since reply forms are signed with it; it does not tell the key."""
    return salted_hmac(SALT, "", secret=key, algorithm="sha256").hexdigest()


@cache
def _named(values: str) -> str:
    digest = hashlib.sha256(f"{django.get_version()} {values}".encode())
    for path in sorted(_sources()):
        digest.update(str(path).encode() + path.read_bytes())
    return f"g-{digest.hexdigest()[:LENGTH]}"


def _sources() -> Iterator[Path]:
    """Go through our files; with the migrations, which may change what pages show. Compiled modules are not ours."""
    base = Path(settings.BASE_DIR)
    yield from base.glob("requirements.txt")
    ours = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent == base]
    for folder in ours:
        yield from folder.rglob("*.py")
    for place in (*_template_folders(), *map(str, settings.STATICFILES_DIRS)):
        yield from (path for path in Path(place).rglob("*") if path.is_file())


def _template_folders() -> Iterator[str]:
    for engine in engines.all():
        yield from (str(folder) for folder in engine.dirs)
