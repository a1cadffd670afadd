"""Passage: the words of the story that a comment quotes, with the sentence around them."""

from functools import lru_cache
from itertools import islice

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.markup import plain
from articles.models import Article
from comments.screening import quoting
from comments.screening.shapes import Span

MOST_SHOWN = 3
AROUND = 80  # characters before and after the quoted words
STORIES_REMEMBERED = 64
CUT = "…"


def quoted_from(article: Article, text: str) -> list[SafeString]:
    """Return the passages of a story whose words stand in a text, in the story's order, those words marked."""
    story = _plain(article.body)
    if not quoting.quoted(text, quoting.runs_of(story)).spans:
        return []
    spans = quoting.quoted(story, quoting.runs_of(text)).spans
    return [_passage(story, span) for span in islice(spans, MOST_SHOWN)]


def _passage(story: str, span: Span) -> SafeString:
    """Return quoted words with a little of what stands around them, cut between words."""
    start, end = max(0, span.start - AROUND), min(len(story), span.end + AROUND)
    before = story[start : span.start]
    after = story[span.end : end]
    if start:
        before = CUT + before.partition(" ")[2]
    if end < len(story):
        after = after.rpartition(" ")[0] + CUT
    return format_html('{}<mark class="match">{}</mark>{}', before, story[span.start : span.end], after)


@lru_cache(maxsize=STORIES_REMEMBERED)
def _plain(body: str) -> str:
    return plain(body)
