"""Likeness: what counts as nearly the same text, whatever is typed and however long it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening import likeness
from comments.screening.likeness import Sketch, are_alike, folded_words, sketch

TEXT = (
    "The new bridge will cost the town far more than the council has told anybody, and the cranes that were "
    "ordered in spring still stand idle in the harbour while the ferry takes the lorries at night."
)


def drawn(text: str) -> Sketch:
    """Return the sketch of a text that has one."""
    made = sketch(text)
    assert made is not None
    return made


def alike(one: str, other: str, percent: int = 60) -> bool:
    """Whether two texts are nearly the same."""
    return are_alike(drawn(one).marks, drawn(other).marks, percent=percent)


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        pytest.param(TEXT, True, id="the same"),
        pytest.param(TEXT.upper(), True, id="in capitals"),
        pytest.param(TEXT.replace(" ", "\n\n"), True, id="with other white space"),
        pytest.param(TEXT.replace("e", "é"), True, id="with accents"),
        pytest.param(TEXT.replace("e", "e\u0301"), True, id="with accents typed apart"),
        pytest.param(TEXT.replace("r", "r\u200b"), True, id="with characters that nobody sees"),
        pytest.param(
            "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in TEXT), True, id="full width"
        ),
        pytest.param(f"Hello! {TEXT} Best wishes", True, id="with a greeting"),
        pytest.param(
            TEXT.replace("harbour", "port").replace("town", "city"), True, id="with two words changed"
        ),
        pytest.param(f"{TEXT} {TEXT}", True, id="twice"),
        pytest.param(TEXT[: len(TEXT) // 3], False, id="a third of it"),
        pytest.param(" ".join(reversed(TEXT.split())), False, id="backwards"),
        pytest.param(
            "I have lived beside the harbour for thirty years and never once heard a crane at night, whatever "
            "the people from the council may say about it.",
            False,
            id="another text on the matter",
        ),
    ],
)
def test_what_is_nearly_the_same(other: str, expected: bool) -> None:
    assert alike(TEXT, other) is expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"{TEXT} https://a.example/x1?y=2", f"{TEXT} www.b.example/other"),
        (
            "Call 555 0199 before 10:30 on 5 May and save 40 %",
            "Call 666 123456 before 9:15 on 12 May and save 50 %",
        ),
        ("港の橋はとても高いと町長は言いました", "港の橋は、とても高いと町長は言いました。"),
    ],
    ids=["other links", "other numbers", "a script without spaces"],
)
def test_what_campaigns_change_from_text_to_text_makes_no_difference(one: str, other: str) -> None:
    assert alike(one, other, percent=100)


def test_short_texts_are_left_to_a_comparison_to_the_letter() -> None:
    assert not alike("Thank you very much", "Thank you very much")


@pytest.mark.parametrize("text", ["", " \n", "!!! ...", "🙂🙂", "\u200b"])
def test_a_text_without_a_word_has_no_sketch(text: str) -> None:
    assert sketch(text) is None


def test_how_much_is_changed_shows_in_the_estimate() -> None:
    names = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(4000)]
    one = " ".join(names[:2000])
    for changed in (0, 200, 500, 1000, 2000):
        other = " ".join(names[changed : 2000 + changed])
        kept = 2000 - changed
        estimated = likeness.likeness(drawn(one).marks, drawn(other).marks)
        assert abs(estimated - 100 * kept / (4000 - kept)) <= 20


def test_nearly_all_that_is_alike_is_found_by_a_band_and_hardly_anything_else() -> None:
    chance = random.Random(11)
    words = [f"{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(5000)]
    met = strangers = 0
    for _ in range(100):
        text = chance.choices(words, k=60)
        other = list(text)
        for place in chance.sample(range(60), 2):
            other[place] = chance.choice(words)
        ours = set(drawn(" ".join(text)).bands)
        met += bool(ours & set(drawn(" ".join(other)).bands))
        strangers += bool(ours & set(drawn(" ".join(chance.choices(words, k=60))).bands))
    assert met >= 95
    assert strangers == 0


def test_of_a_long_text_as_many_words_are_looked_at_as_are_of_use() -> None:
    assert len(folded_words("a b " * 30_000)) == likeness.MOST_WORDS
    made = drawn(" ".join(str(n) + chr(97 + n % 26) for n in range(30_000)))
    assert len(made.marks) <= 4 * likeness.KEPT


@given(st.text())
def test_any_text_has_the_same_sketch_twice_and_is_like_itself(text: str) -> None:
    made = sketch(text)
    assert made == sketch(text)
    if made is not None:
        assert likeness.likeness(made.marks, made.marks) == 100
        assert len(made.bands) == likeness.BANDS
        assert all(0 <= band < 2**63 for band in made.bands)


@given(
    st.binary().map(lambda raw: raw[: len(raw) // 4 * 4]),
    st.binary().map(lambda raw: raw[: len(raw) // 4 * 4]),
)
def test_likeness_is_the_same_both_ways_and_a_percentage(one: bytes, other: bytes) -> None:
    assert likeness.likeness(one, other) == likeness.likeness(other, one)
    assert 0 <= likeness.likeness(one, other) <= 100


def test_what_is_remembered_of_characters_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    folding = likeness._Folding()
    monkeypatch.setattr(likeness, "MOST_FOLDED", 10)
    "".join(map(chr, range(97, 197))).translate(folding)
    assert len(folding) == 10
