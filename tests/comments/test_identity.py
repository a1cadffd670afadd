"""Identity: what is sealed opens only with the key and for its row; fingerprints of one purpose match no other."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from comments import identity
from comments.identity import Purpose, Unreadable

OLD = base64.urlsafe_b64encode(b"o" * 32).decode()
NEW = base64.urlsafe_b64encode(b"n" * 32).decode()


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_what_was_sealed_opens_again(text: str) -> None:
    assert identity.unseal(identity.seal(text, bound_to=b"row"), bound_to=b"row") == text


def test_two_seals_of_one_text_differ() -> None:
    assert identity.seal("a@example.org", bound_to=b"row") != identity.seal("a@example.org", bound_to=b"row")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    sealed = identity.seal("a@example.org", bound_to=b"row")
    with pytest.raises(Unreadable, match="another row"):
        identity.unseal(sealed, bound_to=b"other")


def test_a_changed_value_does_not_open() -> None:
    sealed = identity.seal("a@example.org", bound_to=b"row")
    with pytest.raises(Unreadable):
        identity.unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), bound_to=b"row")


def test_after_rotation_the_old_key_still_opens_and_the_new_one_seals(settings: Settings) -> None:
    settings.NEWSROOM_FIELD_KEYS = [OLD]
    sealed = identity.seal("a@example.org", bound_to=b"row")
    settings.NEWSROOM_FIELD_KEYS = [NEW, OLD]
    assert identity.unseal(sealed, bound_to=b"row") == "a@example.org"
    assert identity.seal("a@example.org", bound_to=b"row")[1:5] != sealed[1:5]


def test_a_value_under_a_key_that_is_gone_does_not_open(settings: Settings) -> None:
    settings.NEWSROOM_FIELD_KEYS = [OLD]
    sealed = identity.seal("a@example.org", bound_to=b"row")
    settings.NEWSROOM_FIELD_KEYS = [NEW]
    with pytest.raises(Unreadable, match="no key"):
        identity.unseal(sealed, bound_to=b"row")


def test_an_old_fingerprint_is_found_after_rotation(settings: Settings) -> None:
    settings.NEWSROOM_FIELD_KEYS = [OLD]
    stored = identity.fingerprint(Purpose.EMAIL, "a@example.org")
    settings.NEWSROOM_FIELD_KEYS = [NEW, OLD]
    assert stored in identity.fingerprints(Purpose.EMAIL, "a@example.org")
    assert stored != identity.fingerprint(Purpose.EMAIL, "a@example.org")


def test_fingerprints_of_different_purposes_cannot_be_joined() -> None:
    prints = {identity.fingerprint(purpose, "192.0.2.1").partition(":")[2] for purpose in Purpose}
    assert len(prints) == len(Purpose)


def test_nothing_has_no_fingerprint() -> None:
    assert identity.fingerprint(Purpose.ADDRESS, "") == ""
    assert identity.fingerprints(Purpose.ADDRESS, "") == ()


@pytest.mark.parametrize("written", ["Ann@Example.ORG", "  ann@example.org ", "ANN@EXAMPLE.ORG"])
def test_two_writings_of_an_address_are_one(written: str) -> None:
    assert identity.email_key(written) == "ann@example.org"
    assert identity.email_domain(written) == "example.org"
