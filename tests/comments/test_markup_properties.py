"""What holds for every text that a reader can send, whatever is in it."""

import html
import re
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments import markup
from comments.markup import REL, clean_source, render
from comments.typesetting import REMOVED
from tests.corpora import hostile_texts
from tests.html_tree import nodes, text

PIECES = (
    *(
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<code>",
        "</code>",
        "<blockquote>",
        "</blockquote>",
        "<del>",
        "<B CLASS=x>",
    ),
    *(
        "<a href=http://a.example>",
        "<a href='www.b.example/?c&amp;d'>",
        "<a href=javascript:x>",
        "</a>",
        "<b ",
        "</",
    ),
    *(
        "<p>",
        "</p>",
        "<br>",
        "<br/>\n",
        "\n",
        "\n\n",
        "\r",
        "\r\n",
        " ",
        "\t",
        "<script>",
        "<!--",
        "-->",
        "<![CDATA[",
    ),
    *(
        "<svg>",
        "<math>",
        "<style>",
        "<title>",
        "<textarea>",
        "<plaintext>",
        "<table>",
        "<template>",
        "</br>",
        "<?x",
    ),
    *(
        "&",
        "&amp;",
        "&lt;",
        "&#10;",
        "&nbsp;",
        "&amp;lt;",
        "&notit;",
        "&copy",
        "&#0;",
        "&#128;",
        "&#116;",
        "<",
        ">",
    ),
    *(
        "http://",
        "https://a.b",
        "www.",
        "www.a.b",
        "xn--",
        "1.2",
        ":80",
        "h",
        "ttp://c.d",
        "x",
        "é",
        "漢",
        "=",
        '"',
        "'",
    ),
    *(
        ".",
        ",",
        "(",
        ")",
        "[",
        "]",
        "/",
        "?",
        "@",
        "_",
        "\x00",
        "\ufeff",
        "\u202e",
        "\u0301",
        "\u2028",
        "\x85",
        "\ud800",
    ),
)
nasty = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
repeated = st.builds(lambda text, times: text * times, nasty, st.integers(1, 60))
texts = st.text() | nasty | repeated
ALLOWED = {"p", "br", "a", "b", "strong", "i", "em", "code", "blockquote", "del"}
INLINE = ALLOWED - {"p", "br", "blockquote"}


def words(said: str) -> str:
    """Leave out white space and what is removed, and replace what is replaced."""
    return "".join(REMOVED.sub("", clean_source(said.replace("\x00", ""))).split())


def assert_safe(body: str) -> None:
    for name, attributes, parents in nodes(body):
        assert name in ALLOWED
        assert name != "p" or set(parents) <= {"blockquote"}
        assert name != "blockquote" or set(parents) <= {"blockquote"}
        assert name not in INLINE or "p" in parents
        assert attributes.keys() == ({"href", "rel"} if name == "a" else set())
        if name == "a":
            assert re.match("https?://", attributes["href"], re.IGNORECASE)
            assert attributes["rel"] == REL
            assert "a" not in parents


@given(texts)
def test_only_allowed_elements_and_attributes_come_out_and_validly_nested(typed: str) -> None:
    assert_safe(render(typed).html)


@given(texts)
def test_without_its_links_a_text_says_the_same_and_has_none(typed: str) -> None:
    body = render(typed).html
    unlinked = markup.without_links(body)
    assert_safe(unlinked)
    assert text(unlinked) == text(body)
    assert not [node for node in nodes(unlinked) if node.name == "a"]


@given(texts)
def test_what_was_rendered_stays_as_it_is(typed: str) -> None:
    body = render(typed).html
    assert render(body).html == body


@given(texts, st.sampled_from([4, 6, 8]), st.sampled_from([10, 20, 40]))
def test_it_stays_on_its_side_of_the_limits_too(typed: str, most_tags: int, most_marks: int) -> None:
    with patch.multiple(markup, MOST_TAGS=most_tags, MOST_MARKS=most_marks):
        body = render(typed).html
        assert render(body).html == body


@given(texts)
def test_the_way_past_bleach_leads_to_the_same(typed: str) -> None:
    if markup.MARKUP.search(typed) is None:
        with patch.object(markup, "MARKUP", re.compile("")):
            longer = render(typed).html
        assert render(typed).html == longer


@given(st.text(st.characters(exclude_characters="<&")) | st.text("ab ./:\n\t\rwhtp@()é\u0301\u202e"))
def test_a_text_without_tags_and_entities_says_the_same(typed: str) -> None:
    assert words(text(render(typed).html)) == words(typed)


@given(texts)
def test_what_is_escaped_by_hand_is_shown_as_it_was(typed: str) -> None:
    assert words(text(render(html.escape(typed)).html)) == words(typed)


@given(st.text("ab<b> &/", min_size=1))
def test_lines_stay_lines(line: str) -> None:
    shown = text(render(f"{html.escape(line)}x\n{html.escape(line)}y\n\nz").html).split("\n")
    assert [words(said) for said in shown] == [words(f"{line}x"), words(f"{line}y"), "", "", "", "z"]


@given(texts)
def test_doubts_point_into_the_text(typed: str) -> None:
    assert all(0 <= doubt.start < doubt.end <= len(typed) for doubt in render(typed).doubts)


@given(texts)
def test_links_point_into_the_text_one_after_the_other(typed: str) -> None:
    ends = [place for link in markup.links(typed) for place in (link.start, link.end)]
    assert ends == sorted(ends)
    assert not ends or ends[-1] <= len(typed)


@pytest.mark.parametrize("part", range(8))
def test_no_hostile_text_breaks_out(part: int) -> None:
    for typed in list(hostile_texts().values())[part::8]:
        body = render(typed).html
        assert_safe(body)
        assert render(body).html == body


def test_a_hostile_text_that_is_escaped_by_hand_is_shown_as_it_was() -> None:
    shown = [(typed, text(render(html.escape(typed)).html)) for typed in hostile_texts().values()]
    assert [typed for typed, says in shown if words(says) != words(typed)] == []
