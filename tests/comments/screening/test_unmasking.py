"""Unmasking: a link is found however it is written, and what only looks like one is left alone."""

import pytest
from hypothesis import given

from comments.screening.unmasking import MASKED, PERHAPS_MASKED, Link, plainly
from tests.comments.screening.reading import links_of, texts


def told(text: str) -> list[tuple[str, str, str]]:
    """Return of each link its host, how it is written, and the passage."""
    return [(link.host, link.how, text[link.start : link.end]) for link in links_of(text)]


@pytest.mark.parametrize(
    ("text", "host", "passage"),
    [
        pytest.param("see hxxp://evil.example/x!", "evil.example", "hxxp://evil.example/x", id="hxxp"),
        pytest.param(
            "see hxxps[:]//evil[.]example/", "evil.example", "hxxps[:]//evil[.]example/", id="colon too"
        ),
        pytest.param("see http ://evil.example now", "evil.example", "http ://evil.example", id="a space"),
        pytest.param("at example[.]com", "example.com", "example[.]com", id="dot in brackets"),
        pytest.param("at example (dot) com.", "example.com", "example (dot) com", id="dot in words"),
        pytest.param("at example{punkt}info", "example.info", "example{punkt}info", id="dot in German"),
        pytest.param("at ｅｘａｍｐｌｅ．com", "example.com", "ｅｘａｍｐｌｅ．com", id="full width"),
        pytest.param("at example。com", "example.com", "example。com", id="ideographic full stop"),
        pytest.param("at exa\u200bmple.com", "example.com", "exa\u200bmple.com", id="zero width space"),
        pytest.param("at exam\xadple.com", "example.com", "exam\xadple.com", id="soft hyphen"),
        pytest.param("at ex%61mple%2Ecom", "example.com", "ex%61mple%2Ecom", id="percent-encoded"),
        pytest.param("http://ex%61mple.com/", "example.com", "http://ex%61mple.com/", id="percent in a link"),
        pytest.param("at example&#46;com", "example.com", "example&#46;com", id="entity"),
        pytest.param("at ex<b>am</b>ple.com", "example.com", "ex<b>am</b>ple.com", id="tags between"),
        pytest.param(
            "http://bank.com@evil.example/", "evil.example", "http://bank.com@evil.example/", id="user name"
        ),
        pytest.param("good (dot) shop", "good.shop", "good (dot) shop", id="an ending that is a word"),
    ],
)
def test_a_disguised_link_is_found(text: str, host: str, passage: str) -> None:
    assert told(text) == [(host, "disguised", passage)]


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        *[
            (typed, "evil.example")
            for typed in (
                "http:/evil.example",
                "http:\\\\evil.example/x",
                "ttps://evil.example",
                "h**p://evil.example",
                "httpx://evil.example",
                "http;//evil.example",
            )
        ],
        *[
            (f"evil{dot}com", "evil.com")
            for dot in "\xb7\u2022\u2027\u0701\u06d4\ua4f8\u30fb\ufe52\u2024\u3002\uff0e\uff61"
        ],
        *[(f"evil{dot}com", "evil.com") for dot in ("<.>", "[d0t]", " (punto) ", "[period]", "%2E")],
        *[
            (f"evil{unseen}.com", "evil.com")
            for unseen in "\u2800\u3164\ufe0f\u034f\u2063\u2065\U000e0041\u17b4"
        ],
        ("http://evil%E3%80%82com", "evil.com"),
        ("\u24d4\u24e5\u24d8\u24db.\u24d2\u24de\u24dc", "evil.com"),
        ("\U0001d41e\U0001d42f\U0001d422\U0001d425.\U0001d41c\U0001d428\U0001d426/x", "evil.com"),
        ("\u0430\u0440\u0440\u04cf\u0435.com", "xn--80ak6aa92e.com"),
        ("https://xn--80ak6aa92e.com/", "xn--80ak6aa92e.com"),
        ("http://p\u0430ypal.com", "xn--pypal-4ve.com"),
        *[
            (f"http://{number}/", "127.0.0.1")
            for number in ("2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1")
        ],
    ],
)
def test_a_host_that_only_a_person_or_a_browser_reads_is_a_disguised_link(typed: str, host: str) -> None:
    assert [(found, how) for found, how, _ in told(f"see {typed} now")] == [(host, "disguised")]


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("//evil.example/x", "evil.example"),
        ("http://[2001:db8::1]/x", "[2001:db8::1]"),
        ("192.0.2.7:8080", "192.0.2.7"),
        ("192.0.2.7/pills", "192.0.2.7"),
        ("<a href=evil.com>x</a>", "evil.com"),
        ("<a href='//evil.com/'>x</a>", "evil.com"),
        ("b\xfccher.de", "xn--bcher-kva.de"),
    ],
)
def test_a_link_that_the_page_does_not_make_is_counted(typed: str, host: str) -> None:
    assert [(found, how) for found, how, _ in told(f"see {typed} now")] == [(host, "bare")]


@pytest.mark.parametrize(
    ("text", "host", "passage"),
    [
        pytest.param("just murdev.com", "murdev.com", "murdev.com", id="without a scheme"),
        pytest.param("It is on Example.com.", "example.com", "Example.com", id="at the end of a sentence"),
        pytest.param("MONEY.COM NOW", "money.com", "MONEY.COM", id="in capitals"),
        pytest.param("...example.com...", "example.com", "example.com", id="between dots"),
        pytest.param("(bbc.co.uk/news)", "bbc.co.uk", "bbc.co.uk/news", id="in brackets"),
        pytest.param("bit.ly/2x", "bit.ly", "bit.ly/2x", id="an ending that needs a path"),
        pytest.param("пример.рф", "xn--e1afmkfd.xn--p1ai", "пример.рф", id="in Cyrillic"),
        pytest.param("<code>https://a.example</code>", "a.example", "https://a.example", id="in code"),
    ],
)
def test_a_host_in_running_text_is_a_link(text: str, host: str, passage: str) -> None:
    assert told(text) == [(host, "bare", passage)]


@pytest.mark.parametrize(
    "text",
    [
        "The end.So it is. work.It",
        "finished.it was late, done.in time, that.is all",
        "I agree.Net income fell.",
        "joe@example.com",
        "3.14 and v1.2.3 and 10.30 a.m./p.m.",
        "e.g.this i.e.that U.S./UK and/or his.her/their",
        "None.Money/$$$",
        "192.168.0.1 and 10.0.0.0/8, version 1.2.3.4, 2130706433, 0x7f",
        "Rome \xb7 Paris, A\xb7B\xb7C, paral\xb7lel, either: /this/that, and//or, n//a",
        "Note: /path.name km://h \u00bd \u2122 \xb2",
        "setup.py and node.js",
        "wait...what",
        "a_b.com -a.com a-.com",
        "the dot com bubble (dot)",
        "[.] . 。",
        "你好。谢谢。",
    ],
)
def test_what_only_looks_like_a_host_is_none(text: str) -> None:
    assert told(text) == []


def test_what_the_page_links_is_told_as_it_is_and_once() -> None:
    assert told("https://a.example/x and www.b.example.") == [
        ("a.example", "plain", "https://a.example/x"),
        ("www.b.example", "plain", "www.b.example"),
    ]
    assert told("http://a.example/?u=http%3A%2F%2Fb.com") == [
        ("a.example", "plain", "http://a.example/?u=http%3A%2F%2Fb.com")
    ]
    anchor = '<a href="https://www.bank.com/x">bank.com</a>'
    assert told(anchor) == [("www.bank.com", "plain", anchor)]


def test_a_link_that_reads_as_another_site_deceives() -> None:
    anchor = '<a href="https://evil.example/">https://bank.com/login</a>'
    assert told(anchor) == [("evil.example", "deceptive", anchor)]


def test_links_stand_in_the_order_of_the_text() -> None:
    found = links_of("one.com https://two.example three[.]com")
    assert [link.host for link in found] == ["one.com", "two.example", "three.com"]


@given(texts)
def test_every_character_written_plainly_has_its_place_in_the_source(text: str) -> None:
    read = plainly(text)
    spans = [read.span(place, place + 1) for place in range(len(read.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans, key=lambda span: (span.start, span.end))
    if not MASKED.search(text):
        assert read.text == text


@given(texts)
def test_links_lie_within_the_text_and_are_found_again(text: str) -> None:
    found = links_of(text)
    assert found == links_of(text)
    assert all(isinstance(link, Link) and 0 <= link.start < link.end <= len(text) for link in found)
    assert list(found) == sorted(found, key=lambda link: (link.start, link.end))


def test_wherever_a_mask_may_begin_one_is_looked_for() -> None:
    every = "".join(map(chr, range(0x80, 0x110000)))
    assert "".join(mask[0] for mask in MASKED.finditer(every)) == "".join(PERHAPS_MASKED.findall(every))
