"""The door for web servers: ``newsroom.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

_django = get_wsgi_application()

from articles.pages import layer  # noqa: E402  (Django has to be ready)

application = layer(_django)
