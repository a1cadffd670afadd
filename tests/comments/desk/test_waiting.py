"""Waiting: moderators who decide in the queue's order let nobody wait longer than a fair share and the allowances.

A simulation on the clock of the rules: comments arrive, some with findings, and moderators take what is due first.
"""

import datetime as dt
import random
from dataclasses import dataclass
from heapq import heappop, heappush

import pytest
from django.utils import timezone

from articles.models import Article
from comments.desk import queue, streak
from comments.desk.place import Place
from comments.models import Comment
from comments.screening.policy import ALLOWANCE_OF_A_FINDING, ALLOWANCE_OF_THE_STORY
from tests.factories import make_comment, make_staff

MINUTE = dt.timedelta(minutes=1)
# What a comment may wait beyond first come, first served: how far another may overtake it.
BEYOND = ALLOWANCE_OF_THE_STORY - ALLOWANCE_OF_A_FINDING
START = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Sent:
    """A comment of the simulation: when it came, and when it is due."""

    at: dt.datetime
    due: dt.datetime

    @property
    def has_finding(self) -> bool:
        """Whether a rule found more than what the story holds anyway."""
        return self.due - self.at == ALLOWANCE_OF_A_FINDING


def arrivals(seed: int, *, number: int = 1_500, risky: float = 0.3) -> list[Sent]:
    """Return comments that come by chance: three a minute, in the rush of the second hour eight."""
    chance, at, sent = random.Random(seed), START, []
    for _ in range(number):
        rush = dt.timedelta(hours=1) < at - START < dt.timedelta(hours=2)
        at += dt.timedelta(minutes=chance.expovariate(8 if rush else 3))
        allowance = ALLOWANCE_OF_A_FINDING if chance.random() < risky else ALLOWANCE_OF_THE_STORY
        sent.append(Sent(at, at + allowance))
    return sent


def decided(
    sent: list[Sent], *, by_due: bool, moderators: int = 2, each: float = 0.5
) -> dict[Sent, dt.timedelta]:
    """Return how long each waited: the earliest due first, or the first that came; half a minute a decision."""
    free = [START] * moderators
    waiting: list[tuple[dt.datetime, dt.datetime, Sent]] = []
    waits, coming = {}, list(reversed(sent))
    while coming or waiting:
        now = heappop(free)
        if not waiting and coming:
            now = max(now, coming[-1].at)
        while coming and coming[-1].at <= now:
            one = coming.pop()
            heappush(waiting, (one.due if by_due else one.at, one.at, one))
        _, _, taken = heappop(waiting)
        waits[taken] = now - taken.at
        heappush(free, now + each * MINUTE)
    return waits


@pytest.mark.parametrize("seed", range(5))
def test_nobody_waits_longer_than_in_a_line_by_more_than_the_allowances_differ(seed: int) -> None:
    sent = arrivals(seed)
    queued, in_line = decided(sent, by_due=True), decided(sent, by_due=False)
    assert queued.keys() == set(sent)
    assert max(in_line.values()) > 10 * MINUTE  # a rush that lets people wait
    assert max(queued.values()) <= max(in_line.values()) + BEYOND + MINUTE
    risky = [one for one in sent if one.has_finding]
    assert sum((queued[one] - in_line[one] for one in risky), dt.timedelta()) < dt.timedelta()


def test_nothing_starves_where_only_risky_ones_keep_coming() -> None:
    """One ordinary comment, and then for ever more risky ones than anybody can decide on."""
    ordinary = Sent(START, START + ALLOWANCE_OF_THE_STORY)
    flood = [
        Sent(START + number * 0.1 * MINUTE, START + number * 0.1 * MINUTE + ALLOWANCE_OF_A_FINDING)
        for number in range(1, 5_000)
    ]
    waits = decided([ordinary, *flood], by_due=True, moderators=1)
    overtakers = sum(one.due < ordinary.due for one in flood)
    assert waits[ordinary] <= overtakers * 0.5 * MINUTE + MINUTE
    assert overtakers == BEYOND / (0.1 * MINUTE) - 1


@pytest.mark.django_db
def test_the_desk_has_the_order_of_the_simulation(article: Article) -> None:
    user, now = make_staff("mo", "Moderator"), timezone.now()
    chance = random.Random(1)
    for number in range(30):
        comment = make_comment(article, at=now + number * MINUTE)
        allowance = chance.choice([ALLOWANCE_OF_A_FINDING, ALLOWANCE_OF_THE_STORY])
        Comment.objects.filter(pk=comment.pk).update(due_at=comment.submitted_at + allowance)
    expected = sorted(Comment.objects.all(), key=lambda comment: (comment.due_at, comment.pk))
    window = queue.window(Place(), user)
    rest = queue.window(window.more, user) if window.more else window
    assert [*window.ids, *rest.ids] == [comment.pk for comment in expected]


def rows(pattern: str) -> list[dict[str, object]]:
    """Return rows of a page: S is severe, any other letter is not."""
    severe = [{"rule": "rejected-word", "severity": "reject", "field": "text"}]
    return [
        {"pk": place, "findings": severe if letter == "S" else []} for place, letter in enumerate(pattern)
    ]


def shown(pattern: str) -> str:
    return "".join("S" if row["findings"] else "." for row in streak.broken(rows(pattern)))


@pytest.mark.parametrize(
    ("pattern", "becomes"),
    [
        ("....", "...."),
        ("SSS.", "SSS."),
        ("SSSS..", "SSS.S."),
        ("SSSSSSS..", "SSS.SSS.S"),
        ("..SSSSS", ".SS.SSS"),
        ("SSSSSSSS", "SSSSSSSS"),
        (".SSSSSSSS", "SSS.SSSSS"),
        ("", ""),
    ],
)
def test_no_more_than_three_severe_ones_stand_in_a_row_while_there_are_others(
    pattern: str, becomes: str
) -> None:
    assert shown(pattern) == becomes


@pytest.mark.parametrize("seed", range(50))
def test_each_kind_keeps_its_order_and_every_row_its_page(seed: int) -> None:
    chance = random.Random(seed)
    page = rows("".join(chance.choice("S.") for _ in range(25)))
    parted = streak.broken(page)
    assert sorted(parted, key=lambda row: str(row["pk"])) == sorted(page, key=lambda row: str(row["pk"]))
    for is_severe in (True, False):
        of_a_kind = [row["pk"] for row in parted if bool(row["findings"]) is is_severe]
        assert of_a_kind == sorted(of_a_kind, key=lambda pk: int(str(pk)))
