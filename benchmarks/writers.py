"""Writers: readers who send replies as fast as they are answered, each over a connection of its own."""

import itertools
import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from benchmarks.newsroom import Newsroom
from benchmarks.texts import reply

SEE_OTHER = 303
RECEIPT = re.compile(r"/receipts/([^/]+)/")
TIMEOUT_SECONDS = 60.0
_numbers = itertools.count(1)


@dataclass
class Sent:
    """What became of all replies: milliseconds of each answer, receipts' tokens, and what was answered otherwise."""

    taken: list[float] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


def send(newsroom: Newsroom, *, writers: int, seconds: float) -> Sent:
    """Let so many write for so long, and wait until the last one has an answer."""
    sent, start = Sent(), time.perf_counter()
    threads = [
        threading.Thread(target=_write, args=(newsroom, sent, start + seconds)) for _ in range(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent.seconds = time.perf_counter() - start
    return sent


def _write(newsroom: Newsroom, sent: Sent, until: float) -> None:
    connection = HTTPConnection("127.0.0.1", newsroom.port, timeout=TIMEOUT_SECONDS)
    path = f"{newsroom.facts['story']}reply/"
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Origin": newsroom.origin,
        "Sec-Fetch-Site": "same-origin",
    }
    while time.perf_counter() < until:
        body, start = _body(next(_numbers)), time.perf_counter()
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException) as error:
            sent.errors.append(type(error).__name__)
            connection.close()
            continue
        sent.taken.append((time.perf_counter() - start) * 1_000)
        receipt = RECEIPT.search(urlsplit(answer.headers.get("Location", "")).path)
        if answer.status == SEE_OTHER and receipt:
            sent.tokens.append(receipt[1])
        else:
            sent.errors.append(str(answer.status))
    connection.close()


def _body(number: int) -> str:
    mark = f"{number}.{time.time_ns()}"
    return urlencode(
        {
            "comment": reply(mark),
            "name": f"Reader {number}",
            "email": f"writer{mark}@example.org",
            "website": "",
            "parent": "",
        }
    )
