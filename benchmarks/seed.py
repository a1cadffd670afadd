"""Seed: fills an empty newsroom with what a benchmark reads, the same at every run.

One thread is submitted and approved like any other; all further comments are copies of it (``copies``).
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.core.files.images import ImageFile
from django.db import connection, transaction

from articles import publishing
from articles.models import Article, Byline, Contributor, Image, Section
from benchmarks import copies, texts
from comments import moderation, policies
from comments.demo import edition
from comments.models import Comment
from comments.screening.shapes import Submission

MAIN = "the-story-that-is-read"
# Lately: what is older than 90 days has personal fields that a start would drop first of all.
START = dt.datetime.now(dt.UTC).replace(hour=7, minute=0, second=0, microsecond=0) - dt.timedelta(days=2)
MINUTE = dt.timedelta(minutes=1)
SECTIONS = ("Harbour", "Council", "Schools", "Sport", "Culture", "Letters")
# Replies that wait for a decision, all of them to the first comment, so that they come on the story's first page.
HELD = 240


def begin() -> dict[str, Any]:
    """Publish the story that is read, with its thread and with what is held; return what there is to know of it."""
    newsroom = Newsroom()
    policies.current()  # else the first comment is taken back and sent again, and nothing can be taken back here
    with transaction.atomic():
        main = newsroom.story(MAIN)
        discuss(main, texts.discussion())
        held = hold(main)
        parted = newsroom.story("a-story-of-short-threads")
        discuss(parted, texts.discussion(texts.SHORTER_THREADS))
        return {"story": main.get_absolute_url(), "parted": parted.get_absolute_url(), "held": held}


def extend(facts: dict[str, Any], *, stories: int, threads: int, lengths: list[int]) -> dict[str, Any]:
    """Add to what ``begin`` made, and return what there is to know then.

    ``stories``, short ones; ``threads``: so many copies of the thread, spread over the newest of them; and a story of
    its own for each of ``lengths``, with so many comments (up to 200, or a multiple of it).
    """
    newsroom = Newsroom()
    with transaction.atomic():
        source = copies.Source(Article.objects.get(slug=MAIN).pk, texts.COMMENTS)
        fillers = newsroom.fillers(stories)[-max(threads, 1) :]
        source.copy_to([fillers[number % len(fillers)] for number in range(threads)])
        longer = {length: newsroom.story(f"thread-of-{length}") for length in lengths}
        for length, story in longer.items():
            source.copy_to([story.pk] * -(-length // texts.COMMENTS), length)
        copies.continue_numbers()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return facts | {"threads": {length: story.get_absolute_url() for length, story in longer.items()}}


class Newsroom:
    """The rows that every story stands on, and the making of stories."""

    def __init__(self) -> None:
        self.sections = [
            Section.objects.get_or_create(slug=name.lower(), defaults={"name": name})[0] for name in SECTIONS
        ]
        self.contributor, _ = Contributor.objects.get_or_create(name="Ada Thrift", slug="ada-thrift")
        self.picture = Image.objects.first() or _picture()

    def story(self, slug: str) -> Article:
        """Publish a story of full length."""
        story = self._unsaved(slug, 0, body=texts.story_html())
        story.save()
        story.bylines.create(contributor=self.contributor)
        publishing.publish(story, at=START)
        return story

    def fillers(self, number: int) -> list[int]:
        """Store so many published stories, short ones, a minute apart; return their ids, the newest last."""
        stories = [
            self._unsaved(
                f"filler-{place}",
                place,
                body="<p>It rained.</p>",
                status=Article.Status.PUBLISHED,
                dated=at.date(),
                published_at=at,
                changed_at=at,
            )
            for place, at in enumerate(START - (number - place) * MINUTE for place in range(number))
        ]
        Article.objects.bulk_create(stories, batch_size=1_000)
        bylines = [Byline(article=story, contributor=self.contributor) for story in stories]
        Byline.objects.bulk_create(bylines, batch_size=1_000)
        return [story.pk for story in stories]

    def _unsaved(self, slug: str, number: int, **more: Any) -> Article:
        return Article(
            headline=f"The harbour office counts its boats for the {number + 1}th time",
            slug=slug,
            dek="Nobody had asked for it, and the numbers are the same as in the spring.",
            dateline="Marram",
            section=self.sections[number % len(self.sections)],
            lead_image=self.picture,
            **more,
        )


def discuss(story: Article, discussion: Sequence[texts.Written]) -> None:
    """Submit what is said under a story and approve it."""
    made: list[Comment] = []
    for number, written in enumerate(discussion):
        answered = made[written.answers].pk if written.answers is not None else None
        at = START + (number + 1) * MINUTE
        made.append(_submit(story, written.name, written.text, answered, at, number))
        moderation.decide(made[-1:], action="approve", by=None, at=at + MINUTE)


def _picture() -> Image:
    with edition.picture_file("swing-bridge").open("rb") as file:
        content = ImageFile(file, "bridge.webp")
        return Image.objects.create(alt="A swing bridge.", credit="The Courier", file=content)


def hold(story: Article, number: int = HELD) -> list[int]:
    """Submit so many replies to the story's first comment, which wait; return their ids."""
    first = Comment.objects.public().for_article(story.pk).in_thread_order()[0]
    at = START + (texts.COMMENTS + 1) * MINUTE
    held = (
        _submit(story, "Reader 0", f"Held number {each}.", first.pk, at + each * MINUTE, each)
        for each in range(number)
    )
    return [comment.pk for comment in held]


def _submit(
    story: Article, name: str, text: str, answered: int | None, at: dt.datetime, number: int
) -> Comment:
    submission = Submission(
        article_id=story.pk,
        parent_id=answered,
        name=name,
        email=f"reader{number}@example.org",
        text=text,
        address=f"2001:db8:{number:x}::1",
    )
    return moderation.submit(submission, at=at).comment
