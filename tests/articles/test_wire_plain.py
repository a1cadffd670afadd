"""Plain wire copy: what is the story, what the dateline, what the page around it."""

import string
import textwrap
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.wire.plain import LONGEST_COPY, NotWireCopy, WireStory, parse, read

HEADLINE = "Skerry Point light to burn again because the night ferry asked for it"
FIRST = (
    "The keeper’s lamp at Skerry Point will be lit on Tuesday for the first time in thirty-eight years, "
    "the harbour board said."
)
SECOND = (
    "“We have found the channel by radar, by habit and by a kitchen window,” said the ferry’s master. "
    "The window belongs to a Mrs Åkerblom, who never draws her curtains, and who is 91."
)
THIRD = "The board is expected to spend 40,000 crowns on it by the end of 2027."
FURNITURE = "Source link\n\nLeave a Reply\n\nYour email address will not be published."
COPY = f"{HEADLINE}\n\nPort Lorne (Associated Press)-{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{FURNITURE}"


def body_of(*paragraphs: str) -> tuple[str, ...]:
    return parse("\n\n".join([HEADLINE, *paragraphs])).paragraphs


def test_a_page_is_read_into_its_story() -> None:
    assert parse(COPY) == WireStory(
        headline=HEADLINE,
        paragraphs=(FIRST, SECOND, THIRD),
        dateline="Port Lorne",
        source_credit="Associated Press",
    )


WRAPPED = "\n\n".join(textwrap.fill(block, 72) for block in COPY.split("\n\n"))
SAME_COPY = {
    "other line ends": COPY.replace("\n", "\r\n").encode(),
    "old line ends": COPY.replace("\n", "\r").encode(),
    "line ends doubled on the way": COPY.replace("\n", "\r\r\n").encode(),
    "hard-wrapped lines": WRAPPED.encode(),
    "hard-wrapped, the headline too": "\n\n".join(textwrap.fill(b, 60) for b in COPY.split("\n\n")).encode(),
    "spaces at the ends of lines": WRAPPED.replace("\n", "  \t\n").encode(),
    "indented, with blank lines of spaces": WRAPPED.replace("\n", "\n   ").encode(),
    "a byte order mark": COPY.encode("utf-8-sig"),
    "UTF-16": COPY.encode("utf-16"),
    "UTF-16, the other way round": "\ufeff".encode("utf-16-be") + COPY.encode("utf-16-be"),
    "Windows-1252": COPY.encode("cp1252"),
    "Windows-1252 taken for Latin-1": COPY.encode("cp1252").decode("latin-1").encode(),
    "no-break spaces": COPY.replace(" ", "\N{NO-BREAK SPACE}").encode(),
    "zero-width spaces and soft hyphens": COPY.replace("light", "li\u200bg\u00adht").encode(),
    "typewriter's quotes": COPY.translate(str.maketrans("“”’", '""\'')).encode(),
    "no furniture": COPY.removesuffix(FURNITURE).encode(),
    "other furniture": COPY.replace(FURNITURE, "Share this:\nFacebook").encode(),
    "an advertisement in between": COPY.replace(THIRD, f"Advertisement\n\n{THIRD}").encode(),
    "another dateline": COPY.replace("Port Lorne (Associated Press)-", "PORT LORNE, June 2 (AP) — ").encode(),
    "decomposed letters": unicodedata.normalize("NFD", COPY).encode(),
}


@pytest.mark.parametrize("copy", SAME_COPY.values(), ids=SAME_COPY)
def test_the_same_words_have_the_same_key(copy: bytes) -> None:
    story = read(copy)
    assert (story.headline, story.key) == (HEADLINE, parse(COPY).key)
    assert len(story.paragraphs) == 3


@pytest.mark.parametrize("changed", [COPY.replace("91", "92"), COPY.replace("again", "anew", 1)])
def test_other_words_have_another_key(changed: str) -> None:
    assert parse(changed).key != parse(COPY).key


def test_markup_is_text() -> None:
    assert body_of("He typed <b>this</b> &amp; left.") == ("He typed <b>this</b> &amp; left.",)


def test_long_lines_without_blank_lines_between_are_paragraphs() -> None:
    assert parse(f"{HEADLINE}\n{FIRST} {THIRD}\n{SECOND}").paragraphs == (f"{FIRST} {THIRD}", SECOND)


def test_wrapped_copy_right_under_its_headline_leaves_the_headline_alone() -> None:
    wrapped = textwrap.fill(SECOND, 72)
    story = parse(f"{HEADLINE}\n{wrapped}\n\n{wrapped}")
    assert (story.headline, story.paragraphs) == (HEADLINE, (SECOND, SECOND))


def test_a_hyphen_at_a_line_s_end_joins_its_word_again() -> None:
    assert body_of("A months-\nlong wait of pre-\nand post-war ferries.") == (
        "A months-long wait of pre- and post-war ferries.",
    )


REFUSED = {
    "nothing": (b"", "is empty"),
    "white space": (b" \r\n\t\n\xc2\xa0", "is empty"),
    "nothing but a mark": (b"\xef\xbb\xbf", "is empty"),
    "nothing but unseen signs": ("\u200b\u200d".encode(), "is empty"),
    "a headline": (HEADLINE.encode(), "no text under it"),
    "a headline and furniture": (f"{HEADLINE}\n\n{FURNITURE}".encode(), "no text under it"),
    "a headline and a dateline": (f"{HEADLINE}\n\nLONDON (AP) —".encode(), "no text under it"),
    "a headline and a byline": (f"{HEADLINE}\nBy Jane Doe".encode(), "no text under it"),
    "a long headline": (b"Long " * 41 + b"\n\nText.", "has 204 characters; 200 are the most"),
    "a NUL": (b"Head\n\nText\x00.", r"control character U\+0000"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "control character"),
    "a page of another alphabet": (b"Head\n\n\x81\x8d\x8f", "no text in UTF-8"),
    "half a UTF-16 sign": (b"\xff\xfeH\x00\x00\xd8", "no text in UTF-8"),
    "more than a megabyte": (b"Head\n\n" + b"a" * LONGEST_COPY, "longer than 1 MB"),
}


@pytest.mark.parametrize(("copy", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_story_is_refused_with_a_reason(copy: bytes, reason: str) -> None:
    with pytest.raises(NotWireCopy, match=reason):
        read(copy)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_story_or_refused(copy: bytes) -> None:
    with suppress(NotWireCopy):
        assert read(copy).paragraphs


@given(st.text(alphabet=st.one_of(st.sampled_from("\n\r —-()/,.By AP"), st.characters()), max_size=300))
def test_any_text_is_a_story_or_refused(text: str) -> None:
    with suppress(NotWireCopy):
        story = parse(text)
        assert all([story.headline, *story.paragraphs])


# Four words at least: "end." alone is how an agency ends its copy, and is rightly left out.
SENTENCE = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=12), min_size=4, max_size=40).map(
    lambda words: f"{' '.join(words)}."
)


@given(
    st.lists(SENTENCE, min_size=1, max_size=12),
    st.sampled_from(["\n\n", "\r\n\r\n", "\n \n\n"]),
    st.booleans(),
)
def test_no_paragraph_is_lost_or_doubled(sentences: list[str], gap: str, wrapped: bool) -> None:
    blocks = [textwrap.fill(sentence, 72) if wrapped else sentence for sentence in sentences]
    assert list(parse(gap.join([HEADLINE, *blocks, "Leave a Reply", FIRST])).paragraphs) == sentences


@pytest.mark.parametrize(
    "unit", ["\r", "\n", "By ", "A B\n", "A (AP) - ", "a-\n", "Source link: ", "Tags: ", "(", "—"]
)
def test_a_megabyte_of_anything_is_judged_at_once(unit: str) -> None:
    text = f"{HEADLINE}\n\n{unit * ((LONGEST_COPY - 200) // len(unit))}\n\nText."
    assert parse(text).headline == HEADLINE
