"""Editors' HTML: what may stand in a story, and what is made of the rest."""

import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from articles.markup import clean, plain, with_dateline
from tests.corpora import hostile_texts
from tests.html_tree import nodes

ALLOWED = set(
    "p h2 h3 blockquote figure figcaption hr br pre ul ol li dl dt dd table caption thead tbody tfoot tr th td "
    "a abbr b cite code em i kbd mark q small strong time del ins s sub sup".split()
)
ATTRIBUTES = set("lang dir href rel title class start reversed datetime colspan rowspan scope".split())


def row(*values: str) -> object:
    """Make a row of a truth table: its values, and at the end a sentence that names it."""
    return pytest.param(*values[:-1], id=values[-1])


@pytest.mark.parametrize(
    "kept",
    [
        row("<p>One <b>b</b> <em>e</em><br>two.</p>", "paragraphs, words that stand out, line ends"),
        row("<h2>One</h2><h3>Two</h3><hr>", "headings and rules"),
        row(
            '<figure class="pull"><blockquote><p>x</p></blockquote><figcaption>y</figcaption></figure>',
            "a pull",
        ),
        row("<ul><li>x</li></ul><dl><dt>x</dt><dd>y</dd></dl>", "lists"),
        row('<ol start="3" reversed=""><li>x</li></ol>', "numbered lists that begin elsewhere"),
        row('<table><tbody><tr><th scope="row" colspan="2">x</th></tr></tbody></table>', "tables"),
        row('<p>H<sub>2</sub>O <abbr title="x">y</abbr> <del>z</del></p>', "small marks in a text"),
        row('<p lang="ar" dir="rtl">x</p>', "the language of a passage and its direction"),
        row(
            '<a href="/2026/11/22/x/" title="y" rel="noopener">x</a>',
            "a link on this site, which is followed",
        ),
        row('<a href="mailto:desk@example.org" rel="noopener">x</a>', "a link to the desk"),
        row("<pre>a\n  b</pre>", "lines set by hand"),
    ],
)
def test_what_a_story_may_hold_is_kept(kept: str) -> None:
    assert clean(kept) == kept


@pytest.mark.parametrize(
    ("given", "made"),
    [
        row("<h1>x</h1>", "<h2>x</h2>", "a first heading, as the headline is the page's"),
        row('<h1 lang="fr" class="y">x</h1>', '<h2 lang="fr">x</h2>', "one with attributes"),
        row(
            "<p style='x' class='y' id='z' onclick='w()'>x</p>",
            "<p>x</p>",
            "styles, classes, names, handlers",
        ),
        row(
            '<figure class="pull wide">x</figure>',
            '<figure class="pull">x</figure>',
            "a class that is not ours",
        ),
        row("<div><span>x</span></div>", "x", "elements that are not on the list"),
        row("<script>x</script><style>y</style><!-- z -->w", "w", "scripts, styles and comments"),
        row('<img src="x"><iframe src="y"></iframe><svg><g/></svg>x', "x", "pictures, frames and drawings"),
        row('<a href="javascript:x">y</a>', '<a rel="noopener">y</a>', "a script in a link"),
        row('<a href="java&#10;script:x">y</a>', '<a rel="noopener">y</a>', "one in pieces"),
        row('<a href="data:text/html,x">y</a>', '<a rel="noopener">y</a>', "a page in a link"),
        row('<a href="//x.example">y</a>', '<a rel="noopener">y</a>', "another site without its scheme"),
        row('<a href="/\\x.example">y</a>', '<a rel="noopener">y</a>', "one spelt with a backslash"),
        row('<a href="/\t/x.example">y</a>', '<a rel="noopener">y</a>', "one with a tab between"),
        row('<a href="x.html">y</a>', '<a rel="noopener">y</a>', "an address that depends on the page"),
        row('<a href="#x">y</a>', '<a href="#x" rel="noopener">y</a>', "another place on the page stays"),
        row(
            '<a href="/x" rel="opener" target="_top">y</a>',
            '<a href="/x" rel="noopener">y</a>',
            "another rel",
        ),
        row("<p>x", "<p>x</p>", "what is left open"),
        row("1 < 2 & 3", "1 &lt; 2 &amp; 3", "signs of a sum"),
        row(f"<pre>{'\n' * 20}x</pre>", "<pre>x</pre>", "lines before the first of those set by hand"),
        row("<h2>x<center><h2>y", "<h2>x</h2><h2>y</h2>", "headings in headings"),
        row("", "", "nothing"),
    ],
)
def test_what_it_may_not_hold_goes_or_becomes_what_it_may(given: str, made: str) -> None:
    assert clean(given) == made


PIECES = (
    *(
        "<p>",
        "</p>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<pre>",
        "</pre>",
        "<a href=/x>",
        "<a href=javascript:y>",
        "</a>",
        "<b>",
    ),
    *(
        "</b>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<li>",
        "<ul>",
        "</ul>",
        "<dt>",
        "<figure class='pull'>",
    ),
    *(
        "<svg>",
        "</svg>",
        "<math>",
        "<mtext>",
        "<style>",
        "</style>",
        "<title>",
        "<template>",
        "<form>",
        "<button>",
    ),
    *(
        "<select>",
        "<nobr>",
        "<center>",
        "<!--",
        "-->",
        "&lt;",
        "&amp;",
        "&",
        "<",
        "\n",
        " ",
        "x",
        "y",
        "<script>",
        "'",
    ),
)
texts = st.text() | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


def assert_safe(body: str) -> None:
    for name, attributes, _ in nodes(body):
        assert name in ALLOWED
        assert attributes.keys() <= ATTRIBUTES
        assert re.match("https?:|mailto:|#|/(?!/)", attributes.get("href", "#"), re.IGNORECASE)


@given(texts)
def test_only_what_is_on_the_list_comes_out(given: str) -> None:
    assert_safe(clean(given))


@given(texts)
def test_what_was_cleaned_stays_as_it_is(given: str) -> None:
    body = clean(given)
    assert clean(body) == body


@pytest.mark.parametrize("part", range(4))
def test_no_hostile_text_breaks_out(part: int) -> None:
    for hostile in list(hostile_texts().values())[part::4]:
        body = clean(hostile)
        assert_safe(body)
        assert clean(body) == body


@pytest.mark.parametrize(
    ("body", "dateline", "made"),
    [
        row(
            "<p>x</p>",
            "MARRAM",
            '<p><span class="dateline">MARRAM</span>x</p>',
            "it opens the first paragraph",
        ),
        row(
            "\n<p>x</p>", "MARRAM", '\n<p><span class="dateline">MARRAM</span>x</p>', "after white space too"
        ),
        row(
            '<p lang="fr">x</p><p>y</p>',
            "MARRAM",
            '<p lang="fr"><span class="dateline">MARRAM</span>x</p><p>y</p>',
            "and in one with a language",
        ),
        row(
            "<h2>x</h2><p>y</p>",
            "MARRAM",
            '<p><span class="dateline">MARRAM</span></p><h2>x</h2><p>y</p>',
            "it has a paragraph of its own before anything else",
        ),
        row(
            "<pre>x</pre>",
            "MARRAM",
            '<p><span class="dateline">MARRAM</span></p><pre>x</pre>',
            "also where that begins like a paragraph",
        ),
        row("<p>x</p>", "<b>&", '<p><span class="dateline">&lt;b&gt;&amp;</span>x</p>', "it is escaped"),
        row("<p>x</p>", "", "<p>x</p>", "without one the body stays as it is"),
        row("", "MARRAM", '<p><span class="dateline">MARRAM</span></p>', "it stands without a body"),
    ],
)
def test_a_dateline_stands_at_the_beginning(body: str, dateline: str, made: str) -> None:
    dated = with_dateline(body, dateline)
    assert dated == made
    assert isinstance(dated, SafeString)


@pytest.mark.parametrize(
    ("given", "text"),
    [
        row(
            "<h2>One</h2><p>Two <b>t</b>hree.</p><p>Four.</p>", "One Two three. Four.", "blocks are set apart"
        ),
        row("One<br>two", "One two", "and lines"),
        row("<p>R&amp;D &lt;b&gt; \n x</p>", "R&D <b> x", "entities are what they stand for"),
        row("<script>x</script><!-- y -->z", "z", "what is not shown is not said"),
        row("", "", "nothing says nothing"),
    ],
)
def test_the_plain_text_of_a_story_is_one_line(given: str, text: str) -> None:
    assert plain(given) == text
