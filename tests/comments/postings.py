"""Postings: a process that posts what it is told to, as one of several web processes.

``python -m tests.comments.postings`` says "ready", reads a line of JSON, lists of submissions, and posts each list
from a thread of its own, all at the same moment. It prints for each what became of it: "taken" or "too soon".
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any


def main() -> None:
    """Post, and tell what became of it."""
    import django

    django.setup()
    from comments import moderation, throttle
    from comments.screening.shapes import Submission

    def post(fields: dict[str, Any]) -> str:
        try:
            moderation.submit(Submission(**fields))
        except throttle.TooSoon:
            return "too soon"
        return "taken"

    sys.stdout.write("ready\n")
    sys.stdout.flush()
    rows = json.loads(sys.stdin.readline())
    barrier = Barrier(len(rows))

    def post_all(row: list[dict[str, Any]]) -> list[str]:
        barrier.wait()
        return [post(fields) for fields in row]

    with ThreadPoolExecutor(len(rows)) as pool:
        told = [outcome for row in pool.map(post_all, rows) for outcome in row]
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
