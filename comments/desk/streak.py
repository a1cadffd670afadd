"""Streak: puts something else between abusive comments, within the page that is shown and never beyond it.

Reading nothing but uncivil comments exhausts moderators and costs them trust in people; civil ones in between help
(Center for Media Engagement). Which comments are on which page is not touched, so that no wait grows by it.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from comments.desk.severity import is_severe

# So many in a row, and then another one if there is any.
MOST_IN_A_ROW = 3


def broken[Row: Mapping[str, Any]](rows: Sequence[Row], most: int = MOST_IN_A_ROW) -> list[Row]:
    """Return the rows with no more than ``most`` severe ones in a row, as far as there are others to stand between.

    Severe ones keep their order among themselves, and so do the others; where there are just enough others to part
    the severe ones, they are kept for that.
    """
    numbered = list(enumerate(rows))
    severe = deque(row for row in numbered if is_severe(row[1]["findings"]))
    others = deque(row for row in numbered if not is_severe(row[1]["findings"]))
    ordered: list[Row] = []
    streak = 0
    while severe or others:
        to_part = ceil(len(severe) / most) - 1
        is_next = bool(severe) and (not others or severe[0][0] < others[0][0] or len(others) <= to_part)
        if (severe and not others) or (is_next and streak < most):
            ordered.append(severe.popleft()[1])
            streak += 1
        else:
            ordered.append(others.popleft()[1])
            streak = 0
    return ordered
