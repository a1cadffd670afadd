"""Process races: several processes post at the same moment, and no limit is passed and no campaign begins twice."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from itertools import batched
from pathlib import Path

import pytest

from articles.models import Article
from comments import verification
from comments.models import Campaign, Comment, LogEntry
from comments.screening.rate import RatePolicy
from comments.screening.shapes import Submission
from tests.articles.workers import ROOT, environment
from tests.comments.test_campaigns import variant
from tests.factories import make_article, make_comment, make_submission

pytestmark = pytest.mark.django_db(transaction=True)

PROCESSES = 2
FLOOD = {"NEWSROOM_FLOOD_SECONDS": "15"}


@pytest.fixture
def article() -> Article:
    """Return a story that takes comments unread."""
    return make_article(comments_policy="postmoderated")


def begin(folder: Path) -> subprocess.Popen[str]:
    """Return a process that waits for what to post."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.comments.postings"],
        cwd=ROOT,
        env=environment(str(folder)) | FLOOD,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def post_at_once(folder: Path, sent: Sequence[Submission], *, threads: int) -> Counter[str]:
    """Post from two processes with so many threads each, at the same moment; return how often what became of it."""
    told: Counter[str] = Counter()
    rows = [list(map(asdict, sent[start :: PROCESSES * threads])) for start in range(PROCESSES * threads)]
    with ExitStack() as stack:
        processes = [stack.enter_context(begin(folder)) for _ in range(PROCESSES)]
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process, share in zip(processes, batched(rows, threads), strict=True):
            assert process.stdin
            process.stdin.write(json.dumps(share) + "\n")
            process.stdin.flush()
        for process in processes:
            assert process.stdout
            told.update(json.loads(process.stdout.read()))
    return told


def test_of_many_posts_of_one_address_one_is_taken(article: Article, tmp_path: Path) -> None:
    sent = [make_submission(article, address="192.0.2.1") for _ in range(24)]
    assert post_at_once(tmp_path, sent, threads=3) == {"taken": 1, "too soon": 23}
    assert Comment.objects.count() == 1


def test_of_many_posts_of_one_network_as_many_are_taken_as_may(article: Article, tmp_path: Path) -> None:
    most = RatePolicy().network_an_hour
    sent = [make_submission(article, address=f"192.0.2.{number}") for number in range(most + 30)]
    assert post_at_once(tmp_path, sent, threads=3) == {"taken": most, "too soon": 30}
    assert Comment.objects.count() == most
    assert list(LogEntry.objects.values_list("seq", flat=True)) == list(range(1, most + 1))
    assert verification.verify().is_sound


def test_two_that_are_nearly_the_same_begin_one_campaign(article: Article, tmp_path: Path) -> None:
    make_comment(article, text=variant(0))
    told = post_at_once(tmp_path, [make_submission(article, text=variant(n)) for n in (1, 2)], threads=1)
    assert told == {"taken": 2}
    assert Campaign.objects.get().size == 3
    assert not Comment.objects.filter(campaign=None).exists()


def test_a_storm_of_nearly_the_same_is_one_campaign(article: Article, tmp_path: Path) -> None:
    sent = [make_submission(article, text=variant(number)) for number in range(24)]
    assert post_at_once(tmp_path, sent, threads=3) == {"taken": 24}
    assert Campaign.objects.get().size == 24
    assert not Comment.objects.filter(campaign=None).exists()
