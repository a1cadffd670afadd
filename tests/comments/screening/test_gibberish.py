"""Gibberish: what fingers on keys make is held, the words of a language are not."""

import json

import pytest

from tests.comments.screening.reading import marked
from tests.corpora import corpus_lines


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("asdkjfh aksjdhf kajsdhf", ["asdkjfh aksjdhf kajsdhf"], id="keys"),
        pytest.param("Oh: qwrtzpsdf, xkjqvbn!", ["qwrtzpsdf, xkjqvbn"], id="two words"),
        pytest.param("The council voted for the bridge.", [], id="English"),
        pytest.param("Hmmmmm, grrrrr, pssssst, brrrrr!", [], id="noises"),
        pytest.param(
            "Angstschweiß und Rechtsschutz beim Weihnachtsmarkt sind Geschmackssache.", [], id="German"
        ),
        pytest.param("Mijn vrijheid is altijd bijzonder kwetsbaar geweest.", [], id="Dutch"),
        pytest.param("Wszystko jest gorsze; wojsko zajmuje miasto.", [], id="Polish"),
        pytest.param("BBCTV NHSPQR", [], id="acronyms"),
        pytest.param("Rhythms and lengths of the twelfths at Knightsbridge", [], id="hard English"),
        pytest.param("https://a.example/xkjqvbn/qwrtzpsdf", [], id="in a link"),
        pytest.param("xkjqvbn is what my cat typed while walking about", [], id="one word among others"),
        pytest.param("市議會應該立即辭職", [], id="another script"),
    ],
)
def test_what_cannot_be_spoken_is_marked(text: str, passages: list[str]) -> None:
    assert marked(text, "gibberish") == passages


def test_real_comments_on_news_are_no_gibberish() -> None:
    rows = map(json.loads, corpus_lines("toxicity/ucc_news_comments.jsonl"))
    assert [row["text"] for row in rows if marked(row["text"], "gibberish")] == []
