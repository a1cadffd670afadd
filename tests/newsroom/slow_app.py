"""A web application that never answers in time: what a stop has to cope with."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Leave a sign that the request is under way, then think for a minute."""
    Path(os.environ["SLOW_APP_SIGNS"], environ["PATH_INFO"].strip("/")).touch()
    time.sleep(60)
    start_response("200 OK", [])
    return [b"late"]
