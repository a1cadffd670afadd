"""The door for web servers: ``newsroom.wsgi:application``."""

import os
from collections.abc import Callable, Iterable

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")


def _layered(django: WSGIHandler) -> Callable[..., Iterable[bytes]]:
    """Put the layer of kept pages around Django, which has to be ready before it can be imported."""
    from articles.pages import layer

    return layer(django)


application = _layered(get_wsgi_application())
