"""Story: how a story takes comments when one arrives."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format

from articles.models import Article
from comments import openness
from comments.screening.story import StoryFacts


def of(article: Article, at: dt.datetime) -> StoryFacts:
    """Look up how a story takes comments at a moment; one query."""
    found = openness.of(article, at)
    opens = found.hours.opens_next(timezone.localtime(at)) if found.hours else None
    return StoryFacts(
        mode=found.mode,
        risk=found.risk,
        desk_opens=f"{date_format(opens, 'l j F Y, H:i')} ({found.zone} time)" if opens else "",
        refusal="" if found.takes_comments else found.notice.text,
    )
