"""Unseen: the characters that nobody sees, or takes for a gap, whatever Unicode calls them otherwise.

They are what Unicode lets a renderer leave out (Default_Ignorable_Code_Point, DerivedCoreProperties), and the blank of
Braille. All but the controls of format (Cf) are letters, marks or nothing yet by their category.
"""

import re

SOFT_HYPHEN = "\xad"
# Marks of a word or of a picture, where they are ordinary: joiners outside our letters, and what chooses a form.
JOINERS = "\u200c\u200d"

# What is taken for a gap: the fillers of Hangul, and the blank of Braille.
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
# What chooses the form of the character before it, in a name as in a picture; those from U+E0100 on do so in Japanese.
_CHOOSERS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Of these, too, none is a control of format.
_MARKS = "\u034f\u17b4\u17b5\u2065\ufff0-\ufff8"
_CONTROLS = "\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
_TAGS = "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
# Each of these is for a set of a regular expression. The first has no place in a name.
ODD = f"{SOFT_HYPHEN}{BLANKS}{_MARKS}{_CONTROLS}{_TAGS}"
GAPS = f"{BLANKS}{_CHOOSERS}{_MARKS}{_CONTROLS}{_TAGS}"
UNSEEN = f"{SOFT_HYPHEN}{JOINERS}{GAPS}"

HIDDEN = re.compile(f"[{UNSEEN}]++")
# Where a word may end that nobody sees end. A soft hyphen says that it goes on.
HIDDEN_GAP = re.compile(rf"(?<=\w)[{GAPS}]++(?=\w)|(?<=[A-Za-z])[{JOINERS}]++(?=[A-Za-z])")


def is_unseen(character: str) -> bool:
    """Tell whether nobody sees a character."""
    return HIDDEN.match(character) is not None
