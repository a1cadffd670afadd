"""Entries: how a line of a word list is written, and what it means; ``docs/screening/words.md`` explains it to editors.

    name, text: [en, de] some wo* phrase => person
    fields      languages entry             house rule

Everything but the entry may be left out. A backslash makes the next character an ordinary one. An entry that is itself
in disguise ("don`t", "_casino") is looked for as it is written: folded, it would be an ordinary word.
"""

import re
import unicodedata
from dataclasses import dataclass, replace

from comments.house_rules import REASONS
from comments.screening.confusables import DISGUISED_SIGNS, HIDING
from comments.screening.folding import PLAIN_OF, SMALL_OF, fold_line, in_a_word, small_line

FIELDS = ("name", "email", "website", "text")
LONGEST = 100  # characters of a folded entry; `folding.WINDOW` is larger
WILDCARD = "*"
LEAST_BEFORE = 2  # characters that stand before a wildcard inside an entry
MOST_WILDCARDS = 2
LEAST = {0: 2, 1: 2, MOST_WILDCARDS: 3}  # characters of an entry in ASCII, by how many of its ends are open
# An entry that is found in one of these, among the most frequent words of English, is found in nearly every comment.
FREQUENT = (
    "the",
    "of",
    "and",
    "to",
    "in",
    "is",
    "that",
    "it",
    "was",
    "for",
    "you",
    "are",
    "with",
    "this",
    "have",
)
LONGEST_FREQUENT = max(map(len, FREQUENT))

SPECIAL = re.compile(r"[*\[\\]|=>|^(?:name|email|website|text) ?[,:]", re.IGNORECASE)
_FIELD = f"(?:{'|'.join(FIELDS)})"
FIELD = re.compile(_FIELD)
WRITTEN = re.compile(
    rf"(?:(?P<fields>{_FIELD}(?: ?, ?{_FIELD})*) ?: ?)?"
    r"(?:\[(?P<languages>[^\]]*)\] ?)?"
    r"(?P<entry>.*?)"
    r"(?: ?=> ?(?P<reason>[^ ]*))?"
)
LANGUAGE = re.compile("[a-z]{2,3}")
# Thai to Tibetan and Burmese, Khmer, kana, Han and Hangul: words stand there without spaces, or with endings.
WITHOUT_SPACES = re.compile(
    "[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff]"
)
ESCAPED = re.compile(r"\\([!-~])")
HIDDEN = (
    0xE000  # where Unicode leaves room for private use: an escaped character stands there until all is read
)
SIGNS = range(ord("!"), ord("~") + 1)
SHOWN = {HIDDEN + code: PLAIN_OF[code] for code in SIGNS}
SHOWN_AS_WRITTEN = {HIDDEN + code: SMALL_OF[code] for code in SIGNS}
OURS = re.compile("[a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Options:
    """How an entry is looked for. Without any it is whole words, in every field and language.

    ``fields`` and ``languages`` are empty for all, ``reason`` is "" for the one that the policy has. ``rest`` is what
    follows a wildcard inside the entry. ``only_disguised`` marks a key that is the entry in plain letters,
    ``as_written`` one that is looked for in the text before that is folded.
    """

    rejects: bool = False
    fields: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    reason: str = ""
    open_left: bool = False
    open_right: bool = False
    rest: str = ""
    only_disguised: bool = False
    as_written: bool = False


def read(line: str, *, rejects: bool) -> tuple[str, Options]:
    """Return the key that a line is found by and its options. Raises ``ValueError`` with a sentence."""
    as_written = is_disguised(line)
    spelled = small_line if as_written else fold_line
    if SPECIAL.search(line):
        hidden = ESCAPED.sub(lambda match: chr(HIDDEN + ord(match[1])), line)
        entry, options = _parts(spelled(hidden), rejects=rejects)
        key, options = _cut(entry, replace(options, as_written=as_written))
    else:
        key = spelled(line)
        options = Options(
            rejects, open_left=_is_open(key[:1]), open_right=_is_open(key[-1:]), as_written=as_written
        )
    _weigh(key, options)
    return key, options


def is_disguised(line: str) -> bool:
    """Tell whether folding would take a disguise off a line: a sign in place of another, letters of two widths."""
    if line.isascii():
        return "_" in line or "`" in line
    return any(map(_is_disguised, line.split()))


def is_mixed(line: str) -> bool:
    """Tell whether letters of two alphabets stand in one word of a line."""
    return not line.isascii() and any(
        OURS.search(word) and not HIDING.isdisjoint(map(ord, word)) for word in line.split()
    )


def _is_disguised(word: str) -> bool:
    if not DISGUISED_SIGNS.keys().isdisjoint(map(ord, word)):
        return True
    return bool(OURS.search(word) or not any(map(str.isalpha, word))) and any(map(_hides, word))


def _hides(character: str) -> bool:
    """Tell whether a character is nothing once it is folded, or a plain letter."""
    letter = "" if character.isascii() else unicodedata.normalize("NFKD", character)
    return not PLAIN_OF[ord(character)] or (letter.isascii() and letter.isalnum())


def _parts(line: str, *, rejects: bool) -> tuple[str, Options]:
    """Return the entry of a line, with its wildcards, and what the line says of it."""
    parts = WRITTEN.fullmatch(line)
    if parts is None:
        raise ValueError("This line cannot be read.")
    languages = frozenset(filter(None, re.split("[ ,]+", parts["languages"] or "")))
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise ValueError(f"“{language}” is no code of a language; German is [de].")
    reason = parts["reason"]
    if reason is not None and not rejects:
        raise ValueError("Only entries of the list to reject name a house rule.")
    if reason is not None and reason not in REASONS:
        raise ValueError(f"There is no house rule “{reason}”; there are {', '.join(REASONS)}.")
    fields = frozenset(FIELD.findall(parts["fields"] or ""))
    return parts["entry"], Options(rejects, fields, languages, reason or "")


def _cut(entry: str, options: Options) -> tuple[str, Options]:
    """Cut an entry at its wildcards; the key is what stands before the one inside it, if there is one."""
    first, *others = entry.strip(f"{WILDCARD} ").split(WILDCARD)
    if len(others) > 1:
        raise ValueError("One * may stand inside an entry, not more.")
    shown = SHOWN_AS_WRITTEN if options.as_written else SHOWN
    key, rest = first.translate(shown), "".join(others).translate(shown)
    if others and (len(key.strip()) < LEAST_BEFORE or not rest.strip()):
        raise ValueError(f"At least {LEAST_BEFORE} characters stand before a * inside an entry.")
    left = entry.startswith(WILDCARD) and not entry.startswith(f"{WILDCARD} ")
    right = entry.endswith(WILDCARD) and not entry.endswith(f" {WILDCARD}")
    return key, replace(
        options,
        open_left=left or _is_open(key[:1]),
        open_right=right or _is_open((rest or key)[-1:]),
        rest=rest,
    )


def _is_open(edge: str) -> bool:
    """Tell whether a word may go on beyond the entry: it ends with a sign, or in a script without spaces."""
    return not edge or not in_a_word(edge) or bool(WITHOUT_SPACES.match(edge))


def _weigh(key: str, options: Options) -> None:
    """Refuse what is too long, and what would be found nearly everywhere. Raises ``ValueError``."""
    whole = key + options.rest
    if len(whole) > LONGEST:
        raise ValueError(f"An entry has at most {LONGEST} characters.")
    if not whole.strip():
        raise ValueError("Nothing to look for stands in this line.")
    wildcards = options.open_left + options.open_right
    least = LEAST[wildcards if any(map(in_a_word, whole)) else MOST_WILDCARDS]
    everywhere = options.languages <= {"en"} and (not options.fields or "text" in options.fields)
    if (whole.isascii() and len(whole.strip()) < least) or (everywhere and _is_frequent(key, options)):
        raise ValueError("This would match nearly every comment.")


def _is_frequent(key: str, options: Options) -> bool:
    if options.rest or len(key) > LONGEST_FREQUENT:
        return False
    if options.open_left and options.open_right:
        return any(key in word for word in FREQUENT)
    if options.open_left:
        return any(word.endswith(key) for word in FREQUENT)
    return key in FREQUENT or (options.open_right and any(word.startswith(key) for word in FREQUENT))
