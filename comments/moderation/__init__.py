"""Moderation: the only writer of a comment's status; every path into a decision leads here.

``arriving`` takes what is sent, ``deciding`` decides and takes decisions back, ``moves`` writes both with the log and
the pages, ``standing`` tells what came of it. What leaves the status as it is (``comments.deeds``) is written by
``moves`` too.
"""

from comments.moderation.arriving import Submitted, answer, submit
from comments.moderation.deciding import decide, offers, rescreen, undo
from comments.moderation.moves import Move, Overtaken
from comments.moderation.standing import Standing, standing

__all__ = [
    "Move",
    "Overtaken",
    "Standing",
    "Submitted",
    "answer",
    "decide",
    "offers",
    "rescreen",
    "standing",
    "submit",
    "undo",
]
