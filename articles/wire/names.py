"""Names: how the words of a name, be it of a place or of a person, are told from other words."""

import re

_NAME_WORD = re.compile(r"[^\W\d_]+(?:[.’'-]+[^\W\d_]+)*\.?")
# Words of names that may be small: Rio de Janeiro, Stoke upon Trent, Ludwig van Beethoven.
_SMALL = re.compile(
    r"al|and|bin|d[aeiou]|del|den|der|dos|el|in|l[ae]|las|les|los|of|on|ten|ter|the|upon|van|von|y"
)


def is_name(words: list[str]) -> bool:
    """Tell whether these words can be a name: the first with a capital, of the others only particles without."""
    return bool(words) and all(map(_fits, words)) and not words[0][0].islower()


def _fits(word: str) -> bool:
    return bool(_NAME_WORD.fullmatch(word)) and (not word[0].islower() or bool(_SMALL.fullmatch(word)))
