"""Marks: the words that a rule matched are marked, and nothing of the text is changed by it."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.desk.marks import Match, marked

ROWS = [
    ("nothing is marked where nothing matched", "a < b", [], "a &lt; b"),
    (
        "a match carries its finding's number",
        "see here now",
        [Match(4, 8, 1)],
        'see <mark class="match">here<sup>1</sup></mark> now',
    ),
    (
        "two places of one finding carry the same number",
        "a b",
        [Match(0, 1, 2), Match(2, 3, 2)],
        '<mark class="match">a<sup>2</sup></mark> <mark class="match">b<sup>2</sup></mark>',
    ),
    (
        "matches that touch are two",
        "ab",
        [Match(0, 1, 1), Match(1, 2, 2)],
        '<mark class="match">a<sup>1</sup></mark><mark class="match">b<sup>2</sup></mark>',
    ),
    (
        "matches that overlap are one, each number where its match ends",
        "abcdef",
        [Match(0, 4, 1), Match(2, 6, 2)],
        '<mark class="match">abcd<sup>1</sup>ef<sup>2</sup></mark>',
    ),
    (
        "a match inside another ends inside it",
        "abcdef",
        [Match(0, 6, 1), Match(2, 4, 2)],
        '<mark class="match">abcd<sup>2</sup>ef<sup>1</sup></mark>',
    ),
    (
        "findings of the same words stand side by side",
        "abc",
        [Match(0, 3, 3), Match(0, 3, 1), Match(0, 3, 1)],
        '<mark class="match">abc<sup>1,3</sup></mark>',
    ),
    (
        "what was typed is escaped inside a mark too",
        '<b>"&amp;',
        [Match(0, 3, 1)],
        '<mark class="match">&lt;b&gt;<sup>1</sup></mark>&quot;&amp;amp;',
    ),
    (
        "line breaks are kept",
        "a\nb\n\nc",
        [Match(2, 3, 1)],
        'a\n<mark class="match">b<sup>1</sup></mark>\n\nc',
    ),
    (
        "places are counted in code points",
        "\U0001f6a2 e\u0301 x",
        [Match(5, 6, 1)],
        '\U0001f6a2 e\u0301 <mark class="match">x<sup>1</sup></mark>',
    ),
    (
        "what reaches beyond the text is cut",
        "abc",
        [Match(-3, 1, 1), Match(2, 99, 2), Match(50, 60, 3)],
        '<mark class="match">a<sup>1</sup></mark>b<mark class="match">c<sup>2</sup></mark>',
    ),
    ("an empty match is left out", "abc", [Match(1, 1, 1), Match(2, 1, 2)], "abc"),
]


@pytest.mark.parametrize(("text", "matches", "html"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_marks(text: str, matches: list[Match], html: str) -> None:
    assert marked(text, matches) == html


class Marks(HTMLParser):
    """Reads marked text back: the text without the numbers, and where which number ended a match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.covered = "", set[int]()
        self.ends: set[tuple[int, int]] = set()
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert (tag, attrs) in [("mark", [("class", "match")]), ("sup", [])]
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "sup" in self.open:
            self.ends |= {(len(self.text), int(number)) for number in data.split(",")}
            return
        if "mark" in self.open:
            self.covered |= set(range(len(self.text), len(self.text) + len(data)))
        self.text += data


# Line ends are LF and NUL is gone by the time a text is stored, and no text has a lone surrogate.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0"), max_size=60) | st.text(
    "<>&;a1 #'\"\n/"
)
PLACES = st.integers(-5, 70)
MATCHES = st.lists(st.builds(Match, PLACES, PLACES, st.integers(1, 9)), max_size=8)


@given(TEXTS, MATCHES)
def test_no_mark_changes_the_text_or_stands_anywhere_but_on_its_match(
    text: str, matches: list[Match]
) -> None:
    html = marked(text, matches)
    read = Marks(html)
    within = [Match(max(0, m.start), min(m.end, len(text)), m.number) for m in matches]
    real = [match for match in within if match.start < match.end]
    assert read.text == text
    assert read.covered == {at for match in real for at in range(match.start, match.end)}
    assert read.ends == {(match.end, match.number) for match in real}
    assert set(re.findall(r"<[^>]*>", html)) <= {'<mark class="match">', "</mark>", "<sup>", "</sup>"}
