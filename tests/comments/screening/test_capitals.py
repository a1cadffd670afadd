"""Capitals: a text that shouts is held, an acronym or a script without capitals is not."""

import pytest

from comments.screening.whole import Policy
from comments.screening.writing import WritingPolicy
from tests.comments.screening.reading import findings, marked

LOUD = "THE COUNCIL SHOULD RESIGN AT ONCE, ALL OF IT"


@pytest.mark.parametrize(
    ("text", "held"),
    [
        pytest.param(LOUD, True, id="all of it"),
        pytest.param(f"{LOUD} – says ann", True, id="nearly all"),
        pytest.param("DER BÜRGERMEISTER SOLL SOFORT ZURÜCKTRETEN", True, id="with umlauts"),
        pytest.param("ПРОЧЬ ИЗ ГОРОДСКОГО СОВЕТА НЕМЕДЛЕННО", True, id="in Cyrillic"),
        pytest.param("WHAT A SHAME", False, id="a short cry"),
        pytest.param("The BBC, ITV and NATO said nothing to the EU about it.", False, id="acronyms"),
        pytest.param(
            "WELL SAID. I also think that the bridge must stay open at night.", False, id="two words"
        ),
        pytest.param("市議會應該立即辭職，所有人都應該辭職。" * 4, False, id="a script without capitals"),
        pytest.param("see HTTPS://EXAMPLE.ORG/A/VERY/LONG/PATH/IN/CAPITALS", False, id="capitals of a link"),
        pytest.param("1234567890 " * 9, False, id="no letters"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_a_text_in_capitals_is_held(text: str, held: bool) -> None:
    assert marked(text, "capitals") == ([text] if held else [])


def test_the_policy_says_from_how_many_letters_and_how_many_of_them() -> None:
    strict = Policy(writing=WritingPolicy(capital_letters=5, capital_percent=50))
    assert findings("WHAT a shame", "capitals", policy=strict) == []
    assert len(findings("WHAT A shame", "capitals", policy=strict)) == 1
