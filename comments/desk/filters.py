"""Filters: what a list of the desk leaves out, as its address says it, as the database does it and in words."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Self

from django.conf.locale import LANG_INFO
from django.db.models import TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.utils import timezone

from articles.models import Article, Section
from comments.desk import record
from comments.desk.scope import Scope
from comments.models import Comment
from comments.querysets import CommentQuerySet
from comments.rule_names import RULES

MOST_TYPED = 100  # characters of a name or of words to look for
# Somebody with more comments is looked at no further; the page says so.
MOST_OF_A_COMMENTER = 1_000
NUMBER = r"[1-9][0-9]{0,17}"
AGE = r"(?P<number>[1-9][0-9]{0,3})(?P<unit>[mhd])"
UNITS = {"m": ("minute", dt.timedelta(minutes=1)), "h": ("hour", dt.timedelta(hours=1))}
UNITS |= {"d": ("day", dt.timedelta(days=1))}
TYPED = rf"[^\x00-\x1f\x7f]{{1,{MOST_TYPED}}}"
# What each filter takes, and what is said of anything else.
TAKEN = {
    "section": (r"[-\w]{1,60}", "There is no such section."),
    "story": (NUMBER, "A story is given by its number."),
    "rule": (r"[a-z-]{1,40}", "There is no such rule."),
    "language": (r"[a-z]{2,3}", "A language is given by its code of two or three letters, such as en."),
    "older": (AGE, "An age is a number of minutes, hours or days: 30m, 2h, 3d."),
    "newer": (AGE, "An age is a number of minutes, hours or days: 30m, 2h, 3d."),
    "name": (TYPED, f"A name to look for has at most {MOST_TYPED} characters, on one line."),
    "like": (NUMBER, "A comment is given by its number."),
    "by": ("device|email", "Comments are known to be alike by their device or by their e-mail address."),
    "q": (TYPED, f"Words to look for have at most {MOST_TYPED} characters, on one line."),
}
NO_COMMENT = "There is no such comment to compare with."
NOTHING_PROVED = "Nothing proves who wrote that comment: it was sent from no browser that we know again."


class NoSuchPlace(ValueError):
    """The address names no list of the desk, or no place in one; the text says why, to a moderator."""


@dataclass(frozen=True)
class Names:
    """What a filter's section and story are called."""

    section: Section | None = None
    story: Article | None = None


@dataclass(frozen=True)
class Filters:
    """Each is "" where it leaves nothing out. ``by`` says by what comments are ``like`` the one of that number."""

    section: str = ""
    story: str = ""
    rule: str = ""
    language: str = ""
    older: str = ""
    newer: str = ""
    name: str = ""
    like: str = ""
    by: str = ""
    q: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """Read them from an address or a form. Raises ``NoSuchPlace``."""
        said = {field.name: given.get(field.name, "").strip() for field in fields(cls)}
        if said["like"] or said["by"]:
            said |= {"by": said["by"] or "device"} if said["like"] else {"by": ""}
        for name, value in said.items():
            pattern, complaint = TAKEN[name]
            if value and not re.fullmatch(pattern, value, re.ASCII if name != "section" else 0):
                raise NoSuchPlace(complaint)
        return cls(**said)

    def fields(self) -> dict[str, str]:
        """Return those that leave something out, by their names in an address."""
        return {name: value for name in TAKEN if (value := getattr(self, name))}

    def names(self, scope: Scope) -> Names:
        """Look up what the section and the story are called. Raises ``NoSuchPlace`` for what is not there."""
        section = Section.objects.filter(slug=self.section).first() if self.section else None
        if self.section and (section is None or not scope.covers(section.pk)):
            raise NoSuchPlace(TAKEN["section"][1])
        stories = Article.objects.only("headline", "section_id")
        story = stories.filter(pk=self.story).first() if self.story else None
        if self.story and (story is None or not scope.covers(story.section_id)):
            raise NoSuchPlace("There is no such story.")
        return Names(section, story)

    def kept(self, comments: CommentQuerySet, scope: Scope) -> CommentQuerySet:
        """Keep what the filters leave of some comments. Raises ``NoSuchPlace``: nothing to compare with."""
        if self.section:
            found = Section.objects.filter(slug=self.section).order_by().values_list("pk", flat=True)
            comments = comments.in_sections(list(found))
        if self.story:
            comments = comments.for_article(int(self.story))
        if self.rule:
            code = Value(f'"rule": "{self.rule}"')
            comments = comments.filter(Contains(Cast("findings", TextField()), code))
        if self.language:
            comments = comments.filter(language=self.language)
        if self.name:
            comments = comments.filter(name__icontains=self.name)
        if self.q:
            comments = comments.search(self.q)
        if self.like:
            comments = comments.filter(pk__in=self.alike(scope))
        return scope.keep(self.sent(comments))

    def sent(self, comments: CommentQuerySet, at: dt.datetime | None = None) -> CommentQuerySet:
        """Keep what is old enough, and new enough, at a moment (by default now)."""
        now = at or timezone.now()
        if self.older:
            comments = comments.filter(submitted_at__lt=now - age(self.older))
        if self.newer:
            comments = comments.filter(submitted_at__gt=now - age(self.newer))
        return comments

    def alike(self, scope: Scope) -> list[int]:
        """Return the newest comments of the same commenter as the one named. Raises ``NoSuchPlace``."""
        one = scope.keep(Comment.objects.filter(pk=self.like)).only("device_print", "email_print").first()
        if one is None:
            raise NoSuchPlace(NO_COMMENT)
        devices = record.devices_of(one, timezone.now())[0] if self.by == "device" else []
        if not (devices if self.by == "device" else one.email_print):
            raise NoSuchPlace(NOTHING_PROVED)
        alike = (
            Comment.objects.from_device(devices) if devices else Comment.objects.from_email([one.email_print])
        )
        newest = alike.order_by("-submitted_at", "-id").values_list("pk", flat=True)
        return list(newest[:MOST_OF_A_COMMENTER])

    def said(self, names: Names) -> list[str]:
        """Return the filters in words, one after the other, as they follow "Held comments"."""
        how = {
            "device": "by their browser’s proof",
            "email": "by a shared e-mail address, which proves nothing",
        }
        told = {
            "section": f"in {names.section}",
            "story": f"under “{names.story.headline if names.story else ''}”",
            "rule": f"in which a rule found: {RULES.get(self.rule, self.rule)}",
            "language": f"in {language_name(self.language)}",
            "older": f"sent more than {age_said(self.older)} ago",
            "newer": f"sent within the last {age_said(self.newer)}",
            "name": f"from somebody called “{self.name}”",
            "like": f"of the same commenter as comment {self.like}, {how.get(self.by, '')}",
            "q": f"with “{self.q}”",
        }
        return [told[name] for name in self.fields() if name in told]


def age(given: str) -> dt.timedelta:
    """Return how long an age such as "2h" is."""
    read = re.fullmatch(AGE, given)
    return int(read["number"]) * UNITS[read["unit"]][1] if read else dt.timedelta()


def age_said(given: str) -> str:
    """Return an age in words: "2 hours"."""
    read = re.fullmatch(AGE, given)
    if read is None:
        return ""
    unit = UNITS[read["unit"]][0]
    return f"{read['number']} {unit}{'' if read['number'] == '1' else 's'}"


def language_name(code: str) -> str:
    """Return what a language is called; of one that nobody has named, its code."""
    return str(LANG_INFO.get(code, {}).get("name", code))
