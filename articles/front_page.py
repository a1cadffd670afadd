"""Front page: which story stands where, from the newest stories in their order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby

from articles.models import Article, Section

SIDE_STORIES = 3
OPINION_STORIES = 3
# Two teasers with their pictures, then a stack of headlines as high as they are.
STRIP_PICTURES = 2
STRIP_STORIES = 5


@dataclass(frozen=True)
class Strip:
    """A section's part of the page: ``first`` with their pictures, ``rest`` as a stack of headlines."""

    section: Section
    first: list[Article]
    rest: list[Article]


@dataclass(frozen=True)
class FrontPage:
    """The page's places; none of them is promised to be filled."""

    lead: Article | None = None
    side: list[Article] = field(default_factory=list)
    opinion: list[Article] = field(default_factory=list)
    strips: list[Strip] = field(default_factory=list)

    def shown(self) -> Iterator[Article]:
        """Go through all stories that have a place."""
        lead = [self.lead] if self.lead else []
        return chain(
            lead, self.side, self.opinion, *(chain(strip.first, strip.rest) for strip in self.strips)
        )


def arrange(stories: Sequence[Article]) -> FrontPage:
    """Give the newest stories (newest first, with their sections) their places: news leads, opinion stands aside."""
    if not stories:
        return FrontPage()
    news = [story for story in stories if not story.section.opinion]
    lead = (news or stories)[0]
    side = news[1 : 1 + SIDE_STORIES]
    opinion = [story for story in stories if story.section.opinion and story != lead][:OPINION_STORIES]
    placed = {lead.pk, *(story.pk for story in side), *(story.pk for story in opinion)}
    return FrontPage(lead, side, opinion, _strips([story for story in stories if story.pk not in placed]))


def last_before_a_gap(stories: Sequence[Article], page: FrontPage) -> Article:
    """Return the story after which older ones begin to be missing from the page, so that none is skipped."""
    shown = {story.pk for story in page.shown()}
    gap = next((index for index, story in enumerate(stories) if story.pk not in shown), len(stories))
    return stories[gap - 1]


def _strips(stories: Sequence[Article]) -> list[Strip]:
    ordered = sorted(stories, key=_place_of_section)  # stable: the newest stay first in their section
    return [
        Strip(section, *_cut(list(group)))
        for section, group in groupby(ordered, key=lambda story: story.section)
    ]


def _place_of_section(story: Article) -> tuple[int, str, int]:
    return story.section.position, story.section.name, story.section.pk


def _cut(stories: list[Article]) -> tuple[list[Article], list[Article]]:
    return stories[:STRIP_PICTURES], stories[STRIP_PICTURES:STRIP_STORIES]
