"""Furniture: what a page puts around a story (share links, a reply form, related titles), told from the story."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from itertools import pairwise
from typing import NamedTuple

# A longer line is no furniture: copyright notices and links to the source stay under it.
_LONGEST = 700
# A line of this length is prose even without a full stop at its end.
_CERTAINLY_PROSE = 200
_AROUND = " *:.…!|•·←→«»\u2039\u203a<>[]()#_=~–—-"

# After one of these nothing belongs to the story.
_ENDING = re.compile(
    r"""
    source\ link(?:\W{1,6}https?://\S+)?
    | leave\ a\ reply(?:\ to\ .{1,80})?(?:\W*cancel\ reply)?
    | your\ e-?mail\ address\ will\ not\ be\ published(?:\.\ required\ fields\ are\ marked)?
    | (?:one|\d{1,6})\ (?:thoughts?|comments?|responses?|replies|reply)\ (?:on|to)\ [“"‘'].*
    """,
    re.VERBOSE,
)
# These stand in stories too: they are furniture only where no prose follows.
_PIECE = re.compile(
    r"""
    required\ fields\ are\ marked
    | leave\ a\ comment | post\ (?:a\ )?comment | cancel\ reply | submit(?:\ comment)? | join\ the\ conversation
    | comments? | name | e-?mail | website | (?:no|\d{1,6})\ comments?(?:\ yet)? | be\ the\ first\ to\ comment
    | save\ my\ name,\ e-?mail,?\ and\ website\ in\ this\ browser\ for\ the\ next\ time\ i\ comment
    | notify\ me\ of\ (?:follow-?up\ comments|new\ (?:comments|posts))\ by\ e-?mail
    | share(?:\ (?:this|on|via))?(?:\ (?:article|post|story))?(?::.{0,80})? | click\ to\ (?:share|e-?mail|print).{0,80}
    | facebook | twitter | x | tweet | whatsapp | linkedin | pinterest | reddit | telegram | tumblr | mastodon
    | bluesky | print | copy\ link | like\ this | like | loading | like\ loading
    | related(?:\ (?:articles?|content|coverage|news|posts?|reading|stories|story|topics))?(?::.{0,200})?
    | (?:you\ (?:may|might)\ (?:also|like).{0,20}|more\ (?:stories|news)|see\ also|recommended)(?::.{0,200})?
    | read\ (?:more|next)(?:\ ?[:»→|–—-].{0,200}|\ (?:about|at|here|in|on)\b.{0,80})?
    | read\ the\ (?:full|original|whole)\ (?:article|story).{0,80}
    | continue\ reading.{0,200}
    | (?:subscribe|sign\ up)(?:\ (?:now|today|here))?
    | (?:subscribe|sign\ up)\b.{0,60}\b(?:alerts?|channel|free|here|newsletters?|now|our|today|updates?)\b.{0,60}
    | newsletters? | follow\ us(?:\ on\ .{1,80})? | advertise?ments? | sponsored(?:\ content)? | promoted
    | (?:tags|tagged|categor(?:y|ies)|filed\ under|topics|keywords|posted\ in)(?::.{0,300})?
    | (?:previous|next|older|newer)(?:\ (?:article|page|post|story))?s?(?::.{0,200})? | post\ navigation
    | (?:copyright\ )?(?:©|\(c\)|copyright\ \d{4}).{0,390} | all\ rights\ reserved.{0,300}
    | source\W{1,6}https?://\S+
    """,
    re.VERBOSE,
)
# An end mark (-30-), or a line of signs alone: furniture where nothing but furniture follows.
_MARK = re.compile(r"30|ends?|")
# These are no paragraph anywhere.
_INTERRUPTION = re.compile(
    r"advertise?ment(?:\W{1,5}(?:story|article|scroll).{0,60})?"
    r"|(?:story|article) continues (?:below|after)(?: this)?(?: advertise?ment)?"
)
_SENTENCE_END = re.compile(r"""(?<!\.\.)[.?!\u3002\uff01\uff1f\u0964\u061f\u06d4]["'”’»)\]*_]*$""")
_WEB_ADDRESS = r"https?://[^\s<>()\[\]\"]{1,600}"
_SOURCE = re.compile(rf"\W{{0,3}}source(?: link)?\W{{1,6}}(?P<url>{_WEB_ADDRESS})", re.IGNORECASE)
_SOURCE_LINK = re.compile(r"\W{0,3}source link\W{0,3}", re.IGNORECASE)
_ANY_ADDRESS = re.compile(rf"(?P<url>{_WEB_ADDRESS})", re.IGNORECASE)
_AFTER_ADDRESS = ".,;:!?*'"


class _Kind(Enum):
    STORY = auto()
    INTERRUPTION = auto()
    MARK = auto()
    PIECE = auto()
    ENDING = auto()


_PATTERNS = {
    _ENDING: _Kind.ENDING,
    _INTERRUPTION: _Kind.INTERRUPTION,
    _PIECE: _Kind.PIECE,
    _MARK: _Kind.MARK,
}


class _Line(NamedTuple):
    text: str
    block: int
    kind: _Kind


def cut(blocks: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[str]]:
    """Part a page into the blocks of its story and the lines of furniture after it.

    A block is the lines between two blank ones, each with single spaces. The story ends at the first line that
    says so ("Leave a Reply"), or else at the first piece of furniture that no prose follows.
    """
    lines = [line for number, block in enumerate(blocks) for line in _judged(number, block)]
    end = _end_of_story(lines)
    story: dict[int, list[str]] = {}
    for line in lines[:end]:
        if line.kind is not _Kind.INTERRUPTION:
            story.setdefault(line.block, []).append(line.text)
    return list(story.values()), [line.text for line in lines[end:]]


def source_url(furniture: Sequence[str]) -> str:
    """Return the address that the lines of furniture give as the story's source; "" when they give none."""
    for line, following in pairwise([*furniture, ""]):
        found = _SOURCE.match(line) or (_SOURCE_LINK.fullmatch(line) and _ANY_ADDRESS.search(following))
        if found:
            return found["url"].rstrip(_AFTER_ADDRESS)
    return ""


def ends_sentence(line: str) -> bool:
    """Tell whether a line ends as a sentence does; what trails off ("...") does not."""
    return bool(_SENTENCE_END.search(line[-_LONGEST:]))


def _judged(number: int, block: Sequence[str]) -> Iterator[_Line]:
    """Give each line its kind; a line in the middle of a sentence is the story's."""
    whole = _kind(" ".join(block))
    alone = True
    for line in block:
        kind = whole if whole is not _Kind.STORY else _kind(line) if alone else _Kind.STORY
        yield _Line(line, number, kind)
        alone = kind is not _Kind.STORY or ends_sentence(line)


def _kind(text: str) -> _Kind:
    if len(text) > _LONGEST:
        return _Kind.STORY
    bare = text.casefold().strip(_AROUND)
    return next((kind for pattern, kind in _PATTERNS.items() if pattern.fullmatch(bare)), _Kind.STORY)


def _end_of_story(lines: Sequence[_Line]) -> int:
    """Return the number of the first line of furniture that only furniture and loose titles follow."""
    end = next((number for number, line in enumerate(lines) if line.kind is _Kind.ENDING), len(lines))
    first = end
    for number in range(end - 1, -1, -1):
        line = lines[number]
        if line.kind is _Kind.PIECE or (line.kind is not _Kind.STORY and first == number + 1):
            first = number
        elif line.kind is _Kind.STORY and _is_prose(line.text):
            break
    return first


def _is_prose(line: str) -> bool:
    return ends_sentence(line) or len(line) >= _CERTAINLY_PROSE
