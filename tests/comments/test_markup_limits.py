"""Readers' text that is too much, or not what it seems: shown as typed, told as a doubt, and never slow."""

import re
from collections.abc import Callable
from unittest.mock import Mock, patch

import pytest

from comments import markup, typesetting
from comments.markup import MOST_TAGS, Doubt, render
from comments.typesetting import MOST_MARKS
from tests.html_tree import nodes

LARGEST = 65_525
NASTY = (
    "<",
    "&",
    "<b>",
    "<i></b>",
    "<a ",
    "-a.",
    "[",
    "<blockquote>",
    "www.a.example ",
    "x<br>",
    "&lt;b&gt;",
    "<p>x&",
)


def codes(text: str) -> list[str]:
    return [doubt.code for doubt in render(text).doubts]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        pytest.param("<b>x</b>" * 100, False, id="200 tags are fine"),
        pytest.param("<b>x</b>" * 101, True, id="more are not"),
        pytest.param("<b>x" * 101, True, id="an end tag counts though it is not typed"),
        pytest.param("www.a.example " * 100, False, id="100 links are fine"),
        pytest.param("www.a.example " * 101, True, id="more are not, as each has two tags"),
        pytest.param("&lt;b&gt;x" * 101, True, id="a tag spelt in entities counts"),
        pytest.param("<u>x</u>" * 101, False, id="what is no tag of ours does not count"),
        pytest.param("&" * 998, False, id="1,000 marks are fine with the two of the first paragraph"),
        pytest.param("&" * 999, True, id="more are not"),
        pytest.param("<" * 999, True, id="nor are opening brackets"),
        pytest.param("x\n" * 2_000, False, id="any number of lines is fine in a text without markup"),
        pytest.param("x\n" * 999 + "www.a.example", True, id="but not in one with a link"),
    ],
)
def test_more_markup_than_anybody_needs_is_doubtful(text: str, doubtful: bool) -> None:
    assert codes(text) == (["unusual-markup"] if doubtful else [])


def test_a_text_with_too_much_markup_is_shown_as_typed_in_its_paragraphs() -> None:
    html, doubts = render("<b>x</b> http://a.example\n\n" + "<i>" * 101)
    assert html == "<p>&lt;b&gt;x&lt;/b&gt; http://a.example</p><p>" + "&lt;i&gt;" * 101 + "</p>"
    assert doubts == (Doubt("unusual-markup", 0, 330),)


@pytest.mark.parametrize(
    "text",
    [
        *(piece * (size // len(piece)) for piece in NASTY for size in (500, 1_000, LARGEST)),
        *("<blockquote>x</blockquote>x" * 99 + "&" * marks for marks in (400, 406, 407, 800)),
    ],
    ids=lambda text: f"{text[:6]} {len(text)}",
)
def test_bleach_never_gets_more_than_the_limits(text: str) -> None:
    cleaner = Mock(clean=Mock(side_effect=str))
    with patch.object(markup, "_bleach", return_value=cleaner):
        render(f"x <b>y</b> {text}")
    for (html,), _ in cleaner.clean.call_args_list:
        assert html.count("<") + html.count("&") <= MOST_MARKS
        assert len(re.findall(r"<(?!/?p>|br>)", html)) <= MOST_TAGS


@pytest.mark.parametrize("piece", ["x", "x\n", "x\n\n", "[", "-a.", "é", "\u0301"])
def test_a_text_without_markup_and_links_goes_past_bleach(piece: str) -> None:
    with patch.object(markup, "_bleach", side_effect=AssertionError):
        assert render(piece * (LARGEST // len(piece))).html.startswith("<p>")


@pytest.mark.parametrize("text", ["<b>x\n" * 10_000, "<b>" + "x\n" * 10_000], ids=["tags", "lines"])
def test_reading_stops_where_there_is_too_much(text: str) -> None:
    with patch.object(typesetting, "escape", side_effect=typesetting.escape) as escape:
        typesetting.Page(text, most_tags=MOST_TAGS, most_marks=MOST_MARKS)
    assert escape.call_count <= MOST_MARKS


def test_a_long_line_of_entities_is_given_to_nh3_in_pieces_and_comes_back_in_one() -> None:
    html = render("a&" * 20_000).html
    assert html == "<p>" + "a&amp;" * 20_000 + "</p>"


def test_a_text_that_the_sanitisers_see_in_two_ways_is_shown_as_typed() -> None:
    text = "<b>x</b> http://xn--a.example"
    assert render(text) == (
        "<p>&lt;b&gt;x&lt;/b&gt; http://xn--a.example</p>",
        (Doubt("sanitisers-disagree", 0, len(text)),),
    )


@pytest.mark.parametrize(
    "differently",
    [
        lambda html: html.replace("<b>", "<i>").replace("</b>", "</i>"),
        lambda html: html.replace("<b>", "").replace("</b>", ""),
        lambda html: html.replace("x", "y"),
        lambda html: html.replace(' rel="nofollow ugc noopener"', ""),
        lambda html: html + "<br>",
    ],
    ids=["another element", "an element less", "another text", "an attribute less", "an element more"],
)
def test_sanitisers_that_differ_in_anything_disagree(differently: Callable[[str], str]) -> None:
    with patch.object(
        markup, "_LAST", Mock(clean=Mock(side_effect=[differently("<p><b>x</b></p>"), "as typed"]))
    ):
        assert render("<b>x</b> &").doubts[0].code == "sanitisers-disagree"


def test_sanitisers_that_write_the_same_in_two_ways_agree() -> None:
    assert codes("<b>x</b> &gt; \xa0 é &eacute; \" ' <a href='http://a.example/?x=1&y'>z</a>") == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        pytest.param("a\u202eb", [(1, 2)], id="an override"),
        pytest.param("a\u202eb\u202cc", [(1, 2)], id="an override that is closed"),
        pytest.param("a\u2067b", [(1, 2)], id="an isolate left open"),
        pytest.param("a\u2067b\u2069c", [], id="an isolate that is closed"),
        pytest.param("a\u202ab\u202cc", [], id="an embedding that is closed"),
        pytest.param("\u2067a\n\u2069b", [(0, 1)], id="an isolate that is closed in another line"),
        pytest.param("שלום\u200f!", [], id="a direction mark"),
        pytest.param("a" + "\u0301" * 6, [], id="six marks on a letter"),
        pytest.param("ab" + "\u0301" * 7, [(2, 9)], id="seven"),
        pytest.param("\u0301" * 32_000, [(0, 32_000)], id="a text of marks alone"),
        pytest.param("בְּרֵאשִׁ֖ית ที่นี่ Việt 👩🏽‍🚀 🏴󠁧󠁢󠁳󠁣󠁴󠁿", [], id="marks that languages and pictures need"),
    ],
)
def test_characters_that_make_a_text_unreadable_are_doubtful(text: str, spans: list[tuple[int, int]]) -> None:
    html, doubts = render(text)
    assert doubts == tuple(Doubt("unusual-characters", *span) for span in spans)
    assert html == f"<p>{text}</p>".replace("\n", "<br>")


def test_a_text_of_doubtful_characters_does_not_make_a_doubt_for_each() -> None:
    assert len(render("\u202ea" * 10_000 + ("b" + "\u0301" * 7) * 500).doubts) == 2 * markup.MOST_DOUBTS


def test_a_control_left_open_ends_with_its_paragraph() -> None:
    html = render("<blockquote>\u202ea\n\nb</blockquote>c").html
    assert [node.name for node in nodes(html)] == ["blockquote", "p", "p", "p"]
