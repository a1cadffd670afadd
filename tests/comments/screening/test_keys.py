"""Keys: what of WordPress' keys is taken over, and what is left out and why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.screening import keys, lists
from comments.screening.keys import DISALLOWED, MODERATION


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        pytest.param("casino", "", id="a word"),
        pytest.param("poker online", "", id="a phrase"),
        pytest.param("192.0.2.7", "network address", id="an IPv4 address"),
        pytest.param("192.0.2.", "network address", id="the beginning of one"),
        pytest.param("2001:db8::7", "network address", id="an IPv6 address"),
        pytest.param("#1 casino", "remark", id="what would be a remark here"),
        pytest.param("known", "already", id="what the list has already"),
        pytest.param("KNOWN", "already", id="what it has in other letters"),
        pytest.param("*", "everything", id="what would match everything"),
        pytest.param("ca\0sino", "printed", id="a control character"),
        pytest.param("x" * 300, "300 characters", id="an endless key"),
    ],
)
@pytest.mark.parametrize("name", [MODERATION, DISALLOWED])
def test_a_key_is_taken_or_left_out_with_the_reason(key: str, reason: str, name: str) -> None:
    taken = keys.take(key, name, "known\n")
    assert taken.text == ("known\n" if reason else f"known\n{key}\n")
    assert taken.added == (0 if reason else 1)
    assert [reason in left.reason for left in taken.left] == ([True] if reason else [])


def test_a_line_that_was_left_out_is_named_by_its_number() -> None:
    (left,) = keys.take("casino\r\n\r\n*\r\npoker\r\n", MODERATION).left
    assert (left.line, left.key) == (3, "*")


def test_keys_in_disguise_are_counted() -> None:
    assert keys.take("casino\ndon`t\n_casino\nt\u043e\n*\n", MODERATION, "x_y\n").as_written == 3


@given(st.text(alphabet=st.sampled_from("ab *#\n\r\0.:=>[]1ß")), st.sampled_from([MODERATION, DISALLOWED]))
def test_whatever_the_keys_are_the_list_is_good_and_taking_them_again_adds_nothing(
    text: str, name: str
) -> None:
    taken = keys.take(text, name)
    assert len(lists.parse(taken.text)) == taken.added
    again = keys.take(text, name, taken.text)
    assert (again.text, again.added) == (taken.text, 0)
