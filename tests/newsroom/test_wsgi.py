"""The door for web servers: what lives as long as a process is not looked at again and again."""

import subprocess
import sys

from django.conf import settings

ASKED = """
import gc, sys
from newsroom.wsgi import application
frozen, followed = gc.get_freeze_count(), len(gc.get_objects())
print(callable(application), "newsroom.urls" in sys.modules, frozen > 20 * followed)
"""


def test_the_collector_passes_over_what_a_web_process_has_loaded() -> None:
    told = subprocess.run(
        [sys.executable, "-c", ASKED], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["True", "True", "True"]
