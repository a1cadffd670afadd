"""Names: what looks the same is found, and what only reads alike is left in peace."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening.names import LOOK_LIMIT, folded, has_phrase_of, look, shape


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("L\u0456ndy Marsh", "Lindy Marsh", id="a Cyrillic i"),
        pytest.param("\u0410nn \u0392ell", "Ann Bell", id="Cyrillic and Greek capitals"),
        pytest.param("P\u0456et", "Piet", id="one letter"),
        pytest.param("NeIl", "Nell", id="a capital I for an l"),
        pytest.param("\u0406an", "Ian", id="the Cyrillic capital i"),
        pytest.param("lan", "Ian", id="a small l for a capital I"),
        pytest.param("B0b", "Bob", id="a nought for an o"),
        pytest.param("\uff2c\uff49\uff4e\uff44\uff59", "Lindy", id="full width"),
        pytest.param(
            "\U0001d40b\U0001d422\U0001d427\U0001d41d\U0001d432", "Lindy", id="mathematical letters"
        ),
        pytest.param("Lin\u200ddy", "Lindy", id="a joiner inside"),
    ],
)
def test_a_disguised_name_is_drawn_like_the_one_it_is_taken_for(typed: str, meant: str) -> None:
    assert shape(typed) == shape(meant)
    assert look(typed) == look(meant)
    assert folded(typed) != folded(meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Neil", "Nell"),
        ("Jose", "José"),
        ("Bjorn", "Bjørn"),
        ("Ian", "Lan"),
        ("Ann", "Anna"),
        ("Иван", "Ivan"),
        ("J. Smith", "J Smith"),
    ],
)
def test_two_names_that_are_two_names_are_not_drawn_alike(one: str, other: str) -> None:
    assert shape(one) != shape(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("करण राव", "किरण राव", id="Devanagari, a vowel sign that is spaced"),
        pytest.param("सुमन", "सीमन", id="Devanagari, a vowel sign below and one behind"),
        pytest.param("สดา ใจดี", "สุดา ใจดี", id="Thai, a vowel below"),
        pytest.param("রবি", "রুবি", id="Bengali"),
        pytest.param("కల", "కిల", id="Telugu"),
        pytest.param("மல", "மாலி", id="Tamil"),
        pytest.param("ދަރި", "ދިރި", id="Thaana"),
        pytest.param("कमल", "कम ल", id="Devanagari, two words"),
    ],
)
def test_a_vowel_sign_makes_another_name(one: str, other: str) -> None:
    assert look(one) != look(other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("क\u0336रण राव", "करण राव", id="a line through a Devanagari letter"),
        pytest.param("สุ\u0332ดา", "สุดา", id="a line below a Thai one"),
        pytest.param("Lin\u0941dy", "Lindy", id="a Devanagari vowel below a Latin letter"),
        pytest.param("Lin\u093edy", "Lindy", id="a Devanagari vowel behind a Latin letter"),
        pytest.param("Lin\u20dddy", "Lindy", id="a ring around a letter"),
        pytest.param("\u0301Lindy", "Lindy", id="a mark before everything"),
        pytest.param("Ли\u0336за", "Лиза", id="a line through a Cyrillic letter"),
        pytest.param("Ζ\u0332ωη", "Ζωη", id="a line below a Greek letter"),
        pytest.param("مُحَمَّد", "محمد", id="Arabic, with points and without"),
        pytest.param("דָּוִד", "דוד", id="Hebrew, with points and without"),
    ],
)
def test_a_mark_that_only_decorates_makes_no_other_name(typed: str, meant: str) -> None:
    assert look(typed) == look(meant)


@pytest.mark.parametrize("typed", ["lindy", "LINDY", " Lindy ", "Li\u0301ndy".replace("\u0301", "")])
def test_case_and_white_space_make_no_other_name(typed: str) -> None:
    assert folded(typed) == folded("Lindy")
    assert look(typed) == look("Lindy")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("The Marram Courier", True),
        ("Marram-Courier Team", True),
        ("marram c\u043eurier", True),
        ("Courier Marram", False),
        ("Marram Couriers", False),
        ("Marram", False),
        ("", False),
    ],
)
def test_a_phrase_is_found_in_whole_words(name: str, found: bool) -> None:
    assert has_phrase_of(look(name), frozenset([look("Marram Courier")])) is found


@given(st.text())
def test_any_text_has_a_look_and_a_look_looks_like_itself(name: str) -> None:
    assert len(look(name)) <= LOOK_LIMIT
    assert shape(shape(name)) == shape(name)
    assert has_phrase_of(look(name), frozenset()) is False


@pytest.mark.parametrize(
    "name",
    [
        *(
            "A d m i n",
            "A.d.m.i.n",
            "Ad min",
            "Admin\u3164",
            "\u3164Admin",
            "Adm\u034fin",
            "Adm\ufe0fin",
            "Adm\U000e0061in",
        ),
        *(
            "A\u0332d\u0332m\u0332i\u0332n",
            "A\u0336d\u0336m\u0336i\u0336n\u0336",
            "\u1d00\u1d05\u1d0d\u026a\u0274",
        ),
        *(
            "\U0001f170\U0001f173\U0001f17c\U0001f178\U0001f17d",
            "News-Desk",
            "NewsDesk",
            "N e w s D e s k",
            "News\u2800Desk",
        ),
        *("News\u3164Desk", "The news desk team", "NewsDe\u200bsk"),
    ],
)
def test_a_reserved_name_is_seen_however_it_is_spaced(name: str) -> None:
    assert has_phrase_of(look(name), frozenset([look("admin"), look("news desk")]))


@pytest.mark.parametrize(
    "name", ["Badminton", "Administrator", "Newsdesks", "Adm", "Jane Newsom", "\u00c1dmin", "\u3164"]
)
def test_a_name_that_only_begins_like_a_reserved_one_is_none(name: str) -> None:
    assert not has_phrase_of(look(name), frozenset([look("admin"), look("news desk")]))
