"""Edition: the demo newsroom's files, read into shapes.

``stories.json`` lists the stories; the text of each is ``stories/<slug>.html``, what readers wrote under it is
``threads/<slug>.json``, answers inside what they answer. Times are minutes after the story's publication
(``after``) or before the demo is loaded (``minutes_ago``); a decision's ``after`` counts from the comment.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOM = Path(__file__).parent
PARAGRAPH = "\n\n"
UNDO = "undo"


@dataclass(frozen=True)
class Decision:
    """What a moderator did with a remark; ``action`` is a decision's, or ``UNDO``: the one before is taken back."""

    by: str
    after: float
    action: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True)
class Remark:
    """What somebody wrote under a story. ``key`` is its place in the files, for instance "the-slug/0/2"."""

    key: str
    name: str
    text: str
    after: float = 0
    minutes_ago: float | None = None
    address: str = ""
    from_our_page: bool = True
    decided: tuple[Decision, ...] = ()
    answers: tuple["Remark", ...] = ()

    def walk(self, answered: str = "") -> Iterator[tuple["Remark", str]]:
        """Yield the remark and all under it, each with the key of what it answers ("" for the topmost)."""
        yield self, answered
        for answer in self.answers:
            yield from answer.walk(self.key)


@dataclass(frozen=True)
class Commenter:
    """Who writes under the stories: all but the name."""

    email: str
    address: str
    website: str = ""


@dataclass(frozen=True)
class Correction:
    """A correction, so many minutes after publication."""

    after: float
    text: str


@dataclass(frozen=True)
class Story:
    """A story. One without ``days_ago`` is a draft; ``time`` is the newsroom's clock."""

    slug: str
    section: str
    headline: str
    dek: str
    body: str
    days_ago: int | None = None
    time: str = ""
    kicker: str = ""
    byline: tuple[str, ...] = ()
    dateline: str = ""
    picture: str = ""
    source_credit: str = ""
    source_url: str = ""
    comments_policy: str = "premoderated"
    correction: Correction | None = None
    revised_after: float | None = None
    closed_after: float | None = None
    withdrawn_after: float | None = None
    thread: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Edition:
    """The whole newsroom. Sections, contributors, moderators and pictures are the fields of their rows."""

    sections: list[dict[str, Any]]
    contributors: list[dict[str, Any]]
    moderators: list[dict[str, Any]]
    pictures: dict[str, dict[str, Any]]
    commenters: dict[str, Commenter]
    stories: list[Story]

    @property
    def usernames(self) -> list[str]:
        """The accounts that are made with it."""
        return [fields["username"] for fields in self.moderators]


def read() -> Edition:
    """Return the demo newsroom as it stands in the files."""
    return Edition(
        sections=_load("sections"),
        contributors=_load("contributors"),
        moderators=_load("moderators"),
        pictures=_load("pictures"),
        commenters={name: Commenter(**fields) for name, fields in _load("commenters").items()},
        stories=[_story(fields) for fields in _load("stories")],
    )


def picture_file(name: str) -> Path:
    """Return where the picture of that name is."""
    return ROOM / "pictures" / f"{name}.webp"


def _load(name: str) -> Any:
    return json.loads((ROOM / f"{name}.json").read_text(encoding="utf-8"))


def _story(fields: dict[str, Any]) -> Story:
    slug: str = fields["slug"]
    story = Story(**fields, body=(ROOM / "stories" / f"{slug}.html").read_text(encoding="utf-8"))
    return replace(
        story,
        byline=tuple(story.byline),
        correction=Correction(**fields["correction"]) if "correction" in fields else None,
        thread=_thread(slug),
    )


def _thread(slug: str) -> tuple[Remark, ...]:
    if not (ROOM / "threads" / f"{slug}.json").exists():
        return ()
    return tuple(_remarks(_load(f"threads/{slug}"), slug))


def _remarks(listed: list[dict[str, Any]], above: str) -> Iterator[Remark]:
    for number, fields in enumerate(listed):
        key = f"{above}/{number}"
        given = {
            **fields,
            "text": _text(fields["text"]),
            "decided": tuple(Decision(**decision) for decision in fields.get("decided", ())),
            "answers": tuple(_remarks(fields.get("answers", []), key)),
        }
        yield Remark(key=key, **given)


def _text(written: str | list[str]) -> str:
    return written if isinstance(written, str) else PARAGRAPH.join(written)
