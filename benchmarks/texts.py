"""Texts: a story and the thread under it, the same at every run."""

import random
from dataclasses import dataclass

WORDS = (
    "harbour ferry council morning rope winter berth tide lamp bridge market station window bread letter engine "
    "gull captain quay clerk timber school opens closes carries forgets asks waits counts mends keeps remembers "
    "old quiet late early broken honest narrow the a of in at for with under and but"
).split()
PARAGRAPHS = 12
COMMENTS = 200
# All on a story's first page: it has room for fifty threads and five hundred comments.
THREADS = 45
# As in a discussion in which more is said than answered; the first page has some 120 of its comments.
SHORTER_THREADS = 85
DEEPEST = 4
NAMES = 37


@dataclass(frozen=True)
class Written:
    """A comment to be; ``answers`` is the place in the list of what it answers, None for the top of a thread."""

    name: str
    text: str
    answers: int | None


def story_html() -> str:
    """Return the story's text: a dozen paragraphs, about five kilobytes."""
    chance = random.Random(11)
    return "".join(f"<p>{_prose(chance, 5, 8, 18)}</p>\n" for _ in range(PARAGRAPHS))


def discussion(threads: int = THREADS) -> list[Written]:
    """Return what is said under a story in so many threads, each comment after what it answers."""
    chance = random.Random(23)
    written: list[Written] = []
    depths: list[int] = []
    for number in range(COMMENTS):
        answers = _answered(chance, depths) if number >= threads else None
        depths.append(depths[answers] + 1 if answers is not None else 0)
        text = _prose(chance, chance.randint(1, 5), 4, 9)
        written.append(Written(f"Reader {chance.randrange(NAMES)}", text, answers))
    return written


def reply(mark: str) -> str:
    """Return a reply of two sentences, for each mark another; no two are nearly the same."""
    return _prose(random.Random(mark), 2, 6, 12)


def _answered(chance: random.Random, depths: list[int]) -> int:
    able = [place for place, depth in enumerate(depths) if depth < DEEPEST]
    return chance.choice(able)


def _prose(chance: random.Random, sentences: int, shortest: int, longest: int) -> str:
    return " ".join(_sentence(chance, chance.randint(shortest, longest)) for _ in range(sentences))


def _sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize() + "."
