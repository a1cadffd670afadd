"""Addresses in a reader's text: what is linked, how far, to what, and where it stands in the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.markup import REL, links, to_html


def row(typed: str, linked: str | None, says: str) -> object:
    return pytest.param(typed, linked, id=says)


@pytest.mark.parametrize(
    ("typed", "linked"),
    [
        row("http://a.example", "http://a.example", "http"),
        row("HTTPS://A.example/B", "HTTPS://A.example/B", "https in capitals"),
        row("http://localhost:8000/x", "http://localhost:8000/x", "a port"),
        row("http://192.0.2.1/x", "http://192.0.2.1/x", "an IPv4 address"),
        row("www.a.example/x", "www.a.example/x", "www without a scheme"),
        row("http://bücher.example/ü?ä=ö#ß", "http://bücher.example/ü?ä=ö#ß", "letters beyond ASCII"),
        row("http://उदाहरण.परीक्षा/", "http://उदाहरण.परीक्षा/", "letters with marks"),
        row("http://xn--bcher-kva.example", "http://xn--bcher-kva.example", "a host in Punycode"),
        row("see http://a.example.", "http://a.example", "a full stop ends the sentence"),
        row("http://a.example/x?!…", "http://a.example/x", "so does any other such sign"),
        row("http://a.example/a.b,c;d", "http://a.example/a.b,c;d", "which may stand inside"),
        row("(http://a.example/x)", "http://a.example/x", "a bracket opened before the address"),
        row("http://a.example/x_(y)", "http://a.example/x_(y)", "one opened in the address"),
        row("(http://a.example/x_(y)).", "http://a.example/x_(y)", "both"),
        row("[1]: http://a.example/x]", "http://a.example/x", "a square bracket"),
        row('"http://a.example/x"', "http://a.example/x", "quotation marks"),
        row("'http://a.example/x'", "http://a.example/x", "single quotation marks"),
        row("“http://a.example/x”", "http://a.example/x", "curly quotation marks"),
        row("見てhttp://a.example/x。", "http://a.example/x", "Japanese without spaces"),
        row("<http://a.example/x>", "http://a.example/x", "angle brackets"),
        row("http://a.example/x<b>y</b>", "http://a.example/x", "a tag ends it"),
        row("http://a.example/x&nbsp;y", "http://a.example/x", "a white space as an entity ends it"),
        row("http://a.example/x\u200fy", "http://a.example/x", "a direction mark ends it"),
        row("www.a.example\u200f", "www.a.example", "so it does after www"),
        row("http://a.example/x\u202ey", "http://a.example/x", "an override ends it"),
        row("http://a.example/{x}", "http://a.example/", "braces end it"),
        row("http://a.example\\@b.example", "http://a.example", "a backslash ends it"),
        row("http://a.example:80b", "http://a.example", "what is no port is left out"),
        row("http://www.a.example", "http://www.a.example", "www after a scheme is linked once"),
        row("ftp://a.example", None, "another scheme"),
        row("javascript:alert(1)//http:", None, "a script"),
        row("mail@a.example", None, "an e-mail address"),
        row("mail@www.a.example", None, "one with www"),
        row("a.example", None, "a bare name"),
        row("www.", None, "www alone"),
        row("www.example", None, "www of nothing"),
        row("http://", None, "a scheme alone"),
        row("http://[", None, "a bracket for a host"),
        row("http://[::1]/", None, "an IPv6 address"),
        row("http://)", None, "a sign for a host"),
        row("xhttp://a.example", None, "a scheme in a word"),
        row("http://u@a.example", None, "a user name"),
        row("http://u:p@a.example", None, "a user name and a password"),
        row("http://a.example:99999", None, "a port that is too high"),
        row("http://256.1.1.1", None, "too high a number in an IPv4 address"),
        row("http://1.2.3.4.5", None, "too many of them"),
        row("http://a..example", None, "an empty label"),
        row("http://" + "a" * 254, None, "a host that is too long"),
        row("http://" + "a." * 200 + "b", None, "one of many labels"),
    ],
)
def test_a_bare_address_is_linked(typed: str, linked: str | None) -> None:
    found = [typed[link.start : link.end] for link in links(typed)]
    assert found == ([linked] if linked else [])
    assert to_html(typed).count("<a ") == len(found)


def test_an_address_that_begins_with_www_is_linked_by_https() -> None:
    assert (
        to_html("www.a.example/x")
        == f'<p><a href="https://www.a.example/x" rel="{REL}">www.a.example/x</a></p>'
    )


def test_both_sides_of_an_ampersand_are_linked() -> None:
    url = "http://a.example/?b=1&amp;c=2"
    assert to_html("http://a.example/?b=1&c=2") == f'<p><a href="{url}" rel="{REL}">{url}</a></p>'


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        row("x http://a.example y", "http://a.example", "a bare address"),
        row(
            "\x00\r\nx\ufeff http://a.\x00example", "http://a.\x00example", "after and among what is removed"
        ),
        row("&amp; http://a.example/?b&amp;c&lt;", "http://a.example/?b&amp;c", "among entities"),
        row("😀 http://a.example", "http://a.example", "after a character of two UTF-16 units"),
        row("&nbsp;http://a.example", "http://a.example", "directly after an entity"),
        row("(\x00http://a.example", "http://a.example", "directly after what is removed"),
        row(
            "x <a href=http://a.example>y</a> z",
            "<a href=http://a.example>y</a>",
            "a typed link with its text",
        ),
        row("x <a href=http://a.example>y", "<a href=http://a.example>y", "one left open, to the end"),
        row(
            "<b><a href=http://a.example>y</b>",
            "<a href=http://a.example>y</b>",
            "one closed by another end tag",
        ),
        row("<b>x</b>\n\n<i>http://a.example</i>", "http://a.example", "among tags and paragraphs"),
    ],
)
def test_a_link_tells_where_it_stands_in_the_source(typed: str, found: str) -> None:
    (link,) = links(typed)
    assert typed[link.start : link.end] == found


def test_links_are_told_in_their_order() -> None:
    typed = "www.a.example <a href='http://b.example'>www.c.example</a> http://d.example"
    assert [link.url for link in links(typed)] == [
        "https://www.a.example",
        "http://b.example",
        "http://d.example",
    ]


def test_links_are_told_even_where_there_are_too_many_to_draw() -> None:
    assert len(links("www.a.example " * 4_000)) == 4_000


PIECES = (
    "http://",
    "www.",
    "a.example",
    "/x",
    "?b=1&c",
    "&amp;",
    "&lt;",
    ".",
    ")",
    "(",
    " ",
    "\n",
    "<b>",
    "</b>",
    "@",
)


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_each_link_told_is_a_link_drawn(typed: str) -> None:
    html = to_html(typed)
    assert [f'href="{link.url.replace("&", "&amp;")}"' in html for link in links(typed)] == [
        True
    ] * html.count("<a ")
