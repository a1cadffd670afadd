"""Other language: a longer text that is surely in another language than the site's is held."""

from dataclasses import replace

import pytest

from comments.screening.language import guess, is_one_of
from comments.screening.policy import screen
from comments.screening.shapes import Severity
from comments.screening.whole import Policy
from comments.screening.writing import WritingFacts, WritingPolicy
from tests.comments.screening.reading import SENT, facts_of, findings

ENGLISH = (
    "The council has voted to close the swing bridge at night, and nobody who lives on the island was asked."
)
GERMAN = (
    "Der Rat hat beschlossen, die Drehbrücke nachts zu schließen, und niemand von der Insel wurde gefragt."
)
RUSSIAN = "Совет решил закрывать разводной мост на ночь, и никого из жителей острова об этом не спросили, к сожалению."


@pytest.mark.parametrize(
    ("text", "site", "held"),
    [
        pytest.param(ENGLISH, "en", False, id="the site's own"),
        pytest.param(GERMAN, "en", True, id="another"),
        pytest.param(RUSSIAN, "en", True, id="another script"),
        pytest.param(GERMAN, "de-at", False, id="the site's, in its region"),
        pytest.param(ENGLISH, "de", True, id="English on a German site"),
        pytest.param(GERMAN.upper(), "en", True, id="in capitals"),
        pytest.param("Das finde ich nicht gut.", "en", False, id="too short to tell"),
        pytest.param("https://de.example.org/" + "strasse-und-weg/" * 20, "en", False, id="a link"),
        pytest.param("1234 " * 100, "en", False, id="no letters"),
        pytest.param(GERMAN, "", False, id="a site without a language"),
    ],
)
def test_a_long_text_in_another_language_is_held(text: str, site: str, held: bool) -> None:
    known = replace(facts_of(text), writing=WritingFacts(language=site))
    found = [one for one in screen(replace(SENT, text=text), known).findings if one.rule == "other-language"]
    assert [one.severity for one in found] == ([Severity.HOLD] if held else [])


def test_the_policy_names_the_languages_and_how_sure_one_must_be() -> None:
    both = Policy(writing=WritingPolicy(languages=("en", "de")))
    assert findings(GERMAN, "other-language", policy=both) == []
    assert len(findings(RUSSIAN, "other-language", policy=both)) == 1


@pytest.mark.parametrize(
    ("code", "languages", "same"),
    [
        ("en", ("en-gb",), True),
        ("zh", ("zh_Hans",), True),
        ("no", ("nb",), True),
        ("sr", ("hr",), True),
        ("de", ("en", "fr"), False),
        ("de", (), False),
    ],
)
def test_languages_that_are_one_to_a_reader_are_one(
    code: str, languages: tuple[str, ...], same: bool
) -> None:
    assert is_one_of(code, languages) is same


def test_a_guess_can_be_made_of_anything() -> None:
    for text in ("", "\n\n", "\x00", "\ud800", "🙂" * 10_000, "a" * 100_000):
        code, percent = guess(text)
        assert isinstance(code, str)
        assert 0 <= percent <= 100
