"""Loads the demo newsroom into an empty one: each comment is submitted, and each decision taken, at its time."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from articles import markup, pages, publishing
from articles.models import Article, Byline, Contributor, Image, Section
from comments import moderation
from comments.demo import edition, timeline
from comments.demo.edition import Edition, Story
from comments.models import Comment, LogEntry
from comments.screening.shapes import Submission
from comments.words import Status

MODERATORS = "Moderator"


class Command(BaseCommand):
    """``manage.py load_demo``: all or nothing, and only where there is no story yet."""

    help = "Load the demo newsroom: stories, pictures, and comments in every state with their log."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--now", metavar="TIME", help="Take this time (ISO 8601) for the present; for tests and pictures."
        )

    def handle(self, *, now: str | None = None, verbosity: int = 1, **options: Any) -> None:
        """Load the demo, or raise ``CommandError`` and change nothing."""
        moment = _moment(now) if now else timezone.now()
        demo = edition.read()
        with _pictures_go_with_their_rows() as images, transaction.atomic():
            _refuse_what_is_not_empty(demo)
            newsroom = DemoNewsroom(demo, images)
            for event in timeline.timeline(demo, now=moment, zone=timezone.get_default_timezone()):
                newsroom.happen(event)
        if verbosity:
            self.stdout.write(_counts())


class DemoNewsroom:
    """The demo's rows: made at the start, then moved on by what happens."""

    def __init__(self, demo: Edition, images: dict[str, Image]) -> None:
        self.commenters = demo.commenters
        self.moderators = {fields["username"]: _moderator(fields) for fields in demo.moderators}
        self.sections = {
            fields["slug"]: Section.objects.create(**fields, position=position)
            for position, fields in enumerate(demo.sections)
        }
        self.contributors = {
            fields["slug"]: Contributor.objects.create(**fields) for fields in demo.contributors
        }
        self.images = images
        for name, fields in demo.pictures.items():
            images[name] = _image(name, fields)
        self.articles = {story.slug: self._article(story) for story in demo.stories}
        self.comments: dict[str, Comment] = {}
        self.last_entries: dict[str, list[LogEntry]] = {}

    def happen(self, event: timeline.Event) -> None:
        """Let one event happen, at its time."""
        match event:
            case timeline.Written():
                self._submit(event)
            case timeline.Decided():
                self._decide(event)
            case timeline.Undone():
                self._undo(event)
            case _:
                _edit(self.articles[event.story.slug], event)

    def _article(self, story: Story) -> Article:
        article = Article.objects.create(
            slug=story.slug,
            section=self.sections[story.section],
            headline=story.headline,
            kicker=story.kicker,
            dek=story.dek,
            dateline=story.dateline,
            body=markup.clean(story.body),
            lead_image=self.images.get(story.picture),
            source_credit=story.source_credit,
            source_url=story.source_url,
            comments_policy=_policy_at_first(story),
        )
        Byline.objects.bulk_create(
            Byline(article=article, contributor=self.contributors[slug], position=position)
            for position, slug in enumerate(story.byline)
        )
        return article

    def _submit(self, event: timeline.Written) -> None:
        remark, commenter = event.remark, self.commenters[event.remark.name]
        submission = Submission(
            article_id=self.articles[event.story.slug].pk,
            parent_id=self.comments[event.answered].pk if event.answered else None,
            name=remark.name,
            email=commenter.email,
            website=commenter.website,
            text=remark.text,
            address=remark.address or commenter.address,
            from_our_page=remark.from_our_page,
        )
        self.comments[remark.key] = moderation.submit(submission, at=event.at).comment

    def _decide(self, event: timeline.Decided) -> None:
        decision = event.decision
        self.last_entries[event.remark.key] = moderation.decide(
            [self.comments[event.remark.key]],
            action=decision.action,
            by=self.moderators[decision.by],
            reason=decision.reason,
            note=decision.note,
            at=event.at,
        )

    def _undo(self, event: timeline.Undone) -> None:
        key = event.remark.key
        self.last_entries[key] = moderation.undo(
            self.last_entries[key], by=self.moderators[event.by], at=event.at
        )
        self.comments[key].refresh_from_db(fields=["status", "seq"])


@contextmanager
def _pictures_go_with_their_rows() -> Iterator[dict[str, Image]]:
    """Give a place for the images made; when their rows are rolled back, delete the files too."""
    images: dict[str, Image] = {}
    try:
        yield images
    except BaseException:
        for image in images.values():
            image.file.delete(save=False)
        raise


def _refuse_what_is_not_empty(demo: Edition) -> None:
    if Article.objects.exists():
        raise CommandError("This newsroom has stories already. The demo is loaded into an empty one only.")
    for user in User.objects.filter(username__in=demo.usernames):
        raise CommandError(
            f"There is an account “{user.username}” already, and the demo needs one of that name."
        )


def _moderator(fields: dict[str, Any]) -> User:
    user = User.objects.create_user(**fields, is_staff=True)  # without a password nobody can sign in as them
    user.groups.add(Group.objects.get(name=MODERATORS))
    return user


def _image(name: str, fields: dict[str, Any]) -> Image:
    with edition.picture_file(name).open("rb") as file:
        return Image.objects.create(**fields, file=ImageFile(file, name=f"{name}.webp"))


def _policy_at_first(story: Story) -> str:
    """Return the policy that the story comes out with: one that is closed later takes comments first."""
    if story.closed_after is not None:
        return Article.CommentsPolicy.PREMODERATED
    return story.comments_policy


def _edit(article: Article, event: timeline.Event) -> None:
    match event:
        case timeline.Published():
            publishing.publish(article, at=event.at)
        case timeline.Revised():
            publishing.revise(article, at=event.at)
        case timeline.Corrected():
            publishing.correct(article, text=event.text, at=event.at)
        case timeline.Closed():
            _close(article, event.story.comments_policy)
        case timeline.Withdrawn():
            publishing.withdraw(article)


def _close(article: Article, policy: str) -> None:
    article.comments_policy = policy
    article.save(update_fields=["comments_policy"])
    pages.expire(article)


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is no time. Write it as 2026-11-22T12:00+00:00.") from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _counts() -> str:
    states = Counter(Comment.objects.values_list("status", flat=True))
    comments = ", ".join(f"{states[status]} {status}" for status in Status.values)
    return (
        f"Loaded {Article.objects.count()} stories ({Article.objects.published().count()} published), "
        f"{Image.objects.count()} pictures and {states.total()} comments ({comments})."
    )
