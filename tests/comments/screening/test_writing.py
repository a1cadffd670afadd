"""Writing: no text makes a rule raise, and what is marked lies within the text."""

from hypothesis import given
from hypothesis import strategies as st

from comments.screening.shapes import Span
from comments.screening.writing import prose
from tests.comments.screening.reading import findings, links_of, texts

RULES = ("capitals", "repeated-characters", "gibberish", "other-language")


@given(texts)
def test_any_text_can_be_read_and_twice_the_same_is_found(text: str) -> None:
    for rule in RULES:
        found = findings(text, rule)
        assert found == findings(text, rule)
        assert all(0 <= one.start < one.end <= len(text) for one in found)


@given(texts)
def test_without_its_links_a_text_keeps_its_places(text: str) -> None:
    links = links_of(text)
    plain = prose(text, links)
    assert len(plain) == len(text)
    covered = {place for link in links for place in range(link.start, link.end)}
    assert all(plain[place] == (" " if place in covered else text[place]) for place in range(len(text)))


@given(st.lists(st.builds(Span, st.integers(0, 9), st.integers(0, 9))))
def test_links_that_overlap_are_left_out_once(links: list[Span]) -> None:
    ordered = sorted(
        (link for link in links if link.start < link.end), key=lambda link: (link.start, link.end)
    )
    assert len(prose("0123456789", ordered)) == 10
