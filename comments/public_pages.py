"""Public pages: the further pages of a thread, which expire with their story."""

import re
from collections.abc import Sequence

from articles import pages
from articles.models import Article
from articles.public_pages import STORY

# The number as ``thread.page_url`` writes it: whoever writes it otherwise is not to fill our disk with copies.
NUMBER = "[1-9][0-9]{0,5}"


def register() -> None:
    """Register the pages of threads, and what says on every page whether a reply can be written."""
    pattern = re.compile(f"/{STORY}/comments/{NUMBER}/")
    pages.register(pages.Kind("comments", pattern, _touched_by, _versions))
    pages.register_everywhere("comments.SitePolicy", "comments.SectionPolicy")


def _touched_by(_: Sequence[Article]) -> tuple[str, ...]:
    """Touch nothing that the story itself does not: they have its subject."""
    return ()


def _versions(_: str | None) -> tuple[tuple[str, str], ...]:
    """Bake none ahead: few readers go beyond the first page."""
    return ()
