"""Quoting: which words of a text stand in the story, and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.quoting import RUN, quoted, runs_of

STORY = (
    "The harbour master said on Monday that the swing bridge stays closed to cars until the end of the year."
)


@pytest.mark.parametrize(
    ("text", "shown", "percent"),
    [
        pytest.param(STORY, [STORY.rstrip(".")], 100, id="the whole story"),
        pytest.param(STORY.upper(), [STORY.upper().rstrip(".")], 100, id="in capitals"),
        pytest.param(
            f"> {STORY}\n\nNo, he never said such a thing to anybody whom I know in this whole town.",
            [STORY.rstrip(".")],
            55,
            id="a quotation and an answer",
        ),
        pytest.param("the swing bridge stays closed", [], 0, id="too few words in a row"),
        pytest.param("The harbour is closed until the year ends.", [], 0, id="the same words elsewhere"),
        pytest.param("", [], 0, id="nothing"),
    ],
)
def test_what_stands_in_the_story_is_found_and_marked(text: str, shown: list[str], percent: int) -> None:
    found = quoted(text, runs_of(STORY))
    assert [text[span.start : span.end] for span in found.spans] == shown
    assert found.percent == percent


def test_two_stretches_are_marked_apart() -> None:
    words = STORY.rstrip(".").split()
    first, second = " ".join(words[:RUN]), " ".join(words[-RUN:])
    text = f"{first}, and then: {second}"
    spans = quoted(text, runs_of(STORY)).spans
    assert [text[span.start : span.end] for span in spans] == [first, second]


@given(st.text(), st.text())
def test_no_text_makes_it_raise_and_spans_lie_within_it_in_order(text: str, story: str) -> None:
    found = quoted(text + story, runs_of(story + text))
    ends = [place for span in found.spans for place in (span.start, span.end)]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(text + story) for place in ends)
    assert 0 <= found.percent <= 100
