"""Public pages: the kinds of pages that stories have, as ``articles.pages`` keeps them."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence

from articles import pages
from articles.models import Article, Section
from articles.pages.kinds import FRONT

SLUG = "[-a-zA-Z0-9_]{1,120}"
# A story's address without the slashes around it; all that hangs on the story expires with it.
STORY = rf"(?P<subject>(?P<day>[0-9]{{4}}/[0-9]{{2}}/[0-9]{{2}})/(?P<slug>{SLUG}))"
SECTION = rf"(?P<subject>sections/(?P<slug>{SLUG}))"


def subject_of(page: Article | Section) -> str:
    """Return what the pages about a story or a section expire with."""
    return page.get_absolute_url().strip("/")


def register() -> None:
    """Register the front page, the sections and the stories, and what may stand on any of them."""
    pages.register(pages.Kind("front", re.compile("/"), _front_of, _front))
    pages.register(pages.Kind("section", re.compile(f"/{SECTION}/"), _sections_of, _sections))
    pages.register(pages.Kind("story", re.compile(f"/{STORY}/"), _stories_of, _stories))
    pages.register_everywhere("articles.Section", "articles.Contributor", "articles.Image")


def _front_of(stories: Sequence[Article]) -> Iterable[str]:
    return [FRONT] if stories else []


def _sections_of(stories: Sequence[Article]) -> Iterable[str]:
    return {subject_of(story.section) for story in stories}


def _stories_of(stories: Sequence[Article]) -> Iterable[str]:
    return [subject_of(story) for story in stories]


def _front(subject: str | None) -> Iterator[tuple[str, str]]:
    if subject in {None, FRONT}:
        yield FRONT, _of_lists()


def _sections(subject: str | None) -> Iterator[tuple[str, str]]:
    matched = re.fullmatch(SECTION, subject) if subject else None
    if subject is None or matched:
        found = Section.objects.filter(slug=matched["slug"]) if matched else Section.objects.all()
        yield from ((subject_of(section), _of_lists()) for section in found)


def _stories(subject: str | None) -> Iterator[tuple[str, str]]:
    found = Article.objects.published().newest_first()
    if subject is not None:
        matched = re.fullmatch(STORY, subject)
        day = _day(matched["day"]) if matched else None
        found = found.at_address(day, matched["slug"]) if matched and day else found.none()
    for story in found.only("dated", "slug", "changed_at").iterator():
        yield subject_of(story), story.changed_at.isoformat()


def _of_lists() -> str:
    """Return the version of every list of stories: one more or one less changes it, and what it shows of one."""
    changed_at = Article.objects.last_change()
    return changed_at.isoformat() if changed_at else "empty"


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return None
