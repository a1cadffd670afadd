"""The door for web servers: ``newsroom.wsgi:application``."""

import gc
import os
from collections.abc import Callable, Iterable
from importlib import import_module

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def _layered(django: WSGIHandler) -> Callable[..., Iterable[bytes]]:
    """Put the layer of kept pages around Django, which has to be ready before it can be imported."""
    from articles.pages import layer

    return layer(django)


def _settle() -> None:
    """Load the views now, and have the collector pass over what lives as long as the process.

    Else it looks at all of a hundred thousand objects every few hundred requests, and one reader waits for it.
    """
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


application = _layered(get_wsgi_application())
_settle()
