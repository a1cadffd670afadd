"""Private data: e-mail addresses, telephone numbers and bank accounts are held, each for its own reason."""

import json

import pytest
from hypothesis import given

from comments.screening.private import NARROW, PrivatePolicy, narrowed
from comments.screening.whole import Policy
from tests.comments.screening.reading import findings, marked, texts
from tests.corpora import corpus_lines

RULES = ("private-email", "private-phone", "private-account")


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("Write to joe.b+x@example.org.", ["joe.b+x@example.org"], id="as it is"),
        pytest.param("joe@mail.example.co.uk, ann@b.org", ["joe@mail.example.co.uk", "ann@b.org"], id="two"),
        pytest.param("joe (at) example (dot) org", ["joe (at) example (dot) org"], id="in words"),
        pytest.param("joe[at]example.org", ["joe[at]example.org"], id="half in words"),
        pytest.param("joe＠example.org", ["joe＠example.org"], id="full width"),
        pytest.param("joe&#64;example.org", ["joe&#64;example.org"], id="entity"),
        pytest.param("jörg@bücher.example", ["jörg@bücher.example"], id="with umlauts"),
        pytest.param("@joe said at example.org", [], id="a handle"),
        pytest.param("5 @ 3.50 each, a@b, x@1.2", [], id="prices"),
        pytest.param("Look at (at) nothing", [], id="nothing around it"),
    ],
)
def test_an_email_address_is_marked(text: str, passages: list[str]) -> None:
    assert marked(text, "private-email") == passages


@pytest.mark.parametrize(
    "number",
    [
        "+49 170 1234567",
        "+49 (0) 170 / 123 45 67",
        "+441632960961",
        "0049 170 1234567",
        "(555) 234-5678",
        "555-234-5678",
        "555.234.5678",
        "1-212-555-0187",
        "020 7946 0958",
        "01632 960 961",
        "06.12.34.56.78",
        "0170/1234567",
        "0612345678",
    ],
)
def test_a_telephone_number_is_marked(number: str) -> None:
    assert marked(f"Ring him: {number}, he lies.", "private-phone") == [number]


@pytest.mark.parametrize("text", ["Tel. 4711 812", "phone: 5551234", "WhatsApp 98 76 54 32"])
def test_a_number_that_is_called_one_is_marked(text: str) -> None:
    assert len(marked(text, "private-phone")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "In 1914-1918 and 1939-1945, on 2026-11-23 at 10:58, and on 01.02.2026 15:30.",
        "It cost 1,250,000 or 1 250 000 or 12.345.678 of them.",
        "ISBN 978-0-06-112008-4",
        "From 100 200 300 400 to 500",
        "Build 20261123105800 of 192.168.100.200",
        "0000000000 and +11111111111",
        "https://example.org/?id=5551234567 and #5551234567x",
        "0.123456789012 per cent",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert marked(text, "private-phone") == []


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        pytest.param("DE89370400440532013000", ["DE89370400440532013000"], id="as one"),
        pytest.param("to DE89 3704 0044 0532 0130 00 PLEASE", ["DE89 3704 0044 0532 0130 00"], id="in fours"),
        pytest.param("gb29 nwbk 6016 1331 9268 19", ["gb29 nwbk 6016 1331 9268 19"], id="small letters"),
        pytest.param("NO93-8601-1117-947", ["NO93-8601-1117-947"], id="with dashes"),
        pytest.param("DE89 3704 0044 0532 0130 01", [], id="wrong check digits"),
        pytest.param("XX89 3704 0044 0532 0130 00", [], id="no country"),
        pytest.param("DE89 3704 0044 0532", [], id="too short"),
        pytest.param("aDE89370400440532013000", [], id="inside a word"),
    ],
)
def test_a_bank_account_with_the_right_check_digits_is_marked(text: str, passages: list[str]) -> None:
    assert marked(text, "private-account") == passages


def test_a_bank_account_is_no_telephone_number() -> None:
    assert marked("to DE89 3704 0044 0532 0130 00", "private-phone") == []


def test_each_kind_can_be_left_to_itself() -> None:
    text = "joe@example.org, +49 170 1234567, DE89370400440532013000"
    assert [len(findings(text, rule)) for rule in RULES] == [1, 1, 1]
    none = Policy(private=PrivatePolicy(emails=False, phones=False, accounts=False))
    assert [len(findings(text, rule, policy=none)) for rule in RULES] == [0, 0, 0]


def test_of_many_the_first_are_marked() -> None:
    assert len(findings("joe@example.org " * 500, "private-email")) == 20


def test_few_comments_on_news_have_any() -> None:
    rows = [json.loads(line)["text"] for line in corpus_lines("toxicity/ucc_news_comments.jsonl")]
    held = [text for text in rows if any(findings(text, rule) for rule in RULES)]
    assert len(held) <= len(rows) / 500


@given(texts)
def test_any_text_can_be_read_and_twice_the_same_is_found(text: str) -> None:
    for rule in RULES:
        found = findings(text, rule)
        assert found == findings(text, rule)
        assert all(0 <= one.start < one.end <= len(text) for one in found)


def test_wide_figures_and_spaces_that_are_not_broken_hide_nothing() -> None:
    account = "DE89\xa03704\xa00044\xa00532\xa00130\xa000"
    wide = "".join(chr(ord(each) + 0xFEE0) if each > " " else each for each in "DE89 3704 0044 0532 0130 00")
    phone = "\uff0b\uff14\uff14 \uff12\uff10 \uff17\uff19\uff14\uff16 \uff10\uff19\uff15\uff18"
    assert marked(f"to {account} and {wide}", "private-account") == [account, wide]
    assert marked(f"call {phone}", "private-phone") == [phone]


@given(texts)
def test_a_text_is_narrowed_character_by_character(text: str) -> None:
    for mixed in (text, f"{text}\xa0\uff11{text}", "\uff5e\u3000\uff5f\uff00"):
        assert narrowed(mixed) == mixed.translate(NARROW)
