"""Waiting: moderators who decide in the queue's order let nobody wait longer than a fair share and the allowances.

The simulation is that of ``scripts.waiting``, which also draws the documentation's picture.
"""

import datetime as dt
import random
from pathlib import Path

import pytest
from django.utils import timezone

from articles.models import Article
from comments.desk import queue, streak
from comments.desk.place import Place
from comments.models import Comment
from comments.screening.policy import ALLOWANCE_OF_A_FINDING, ALLOWANCE_OF_THE_STORY
from scripts.waiting import MINUTE, PICTURE, START, Sent, arrivals, decided, svg, told
from tests.factories import make_comment, make_staff

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "moderating.md"
# What a comment may wait beyond first come, first served: how far another may overtake it.
BEYOND = ALLOWANCE_OF_THE_STORY - ALLOWANCE_OF_A_FINDING


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


def test_the_documentations_picture_and_numbers_are_those_of_the_simulation() -> None:
    assert PICTURE.read_text(encoding="utf-8") == svg()
    document = DOCUMENT.read_text(encoding="utf-8")
    assert "pictures/waiting.svg" in document
    for what, minutes in told().items():
        assert f"| {what} | {' | '.join(f'{number} min' for number in minutes)} |" in document


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
