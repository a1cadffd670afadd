"""Unseen characters: one list of them, for the form, for names and for texts."""

import sys
import unicodedata

import pytest
from django.core.exceptions import ValidationError

from comments.forms import only_seen_characters
from comments.screening.names import look
from comments.screening.unseen import BLANKS, is_unseen

EVERYTHING = map(chr, range(sys.maxunicode + 1))
UNSEEN = [each for each in EVERYTHING if is_unseen(each)]
# In a name these have a meaning: they join letters, or choose the form of the one before them.
MEANT = ("ZERO WIDTH JOINER", "ZERO WIDTH NON-JOINER", "MONGOLIAN FREE VARIATION", "VARIATION SELECTOR")


def is_meant(character: str) -> bool:
    return unicodedata.name(character, "").startswith(MEANT)


def test_a_name_has_no_unseen_character_but_what_joins_letters_or_chooses_their_form() -> None:
    taken = set()
    for each in UNSEEN:
        try:
            only_seen_characters(f"A{each}b")
        except ValidationError:
            continue
        taken.add(each)
    assert taken == {each for each in UNSEEN if is_meant(each)}


@pytest.mark.parametrize("blank", BLANKS)
def test_what_is_taken_for_a_gap_is_one_in_a_name(blank: str) -> None:
    assert is_unseen(blank)
    assert look(f"Ann{blank}Bell") == look("Ann Bell")
