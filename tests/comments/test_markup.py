"""Reader's text: what is typed, and the HTML that is made of it."""

import pytest

from comments.markup import REL, clean_source, render, stored, to_html, without_links

LINK = f'<a href="https://example.org/" rel="{REL}">'


def row(typed: str, shown: str, says: str) -> object:
    return pytest.param(typed, shown, id=says)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        row("", "", "nothing makes nothing"),
        row(" \n\t\n ", "", "white space makes nothing"),
        row("One.", "<p>One.</p>", "a text is a paragraph"),
        row("One.\nTwo.", "<p>One.<br>Two.</p>", "a line end is a line end"),
        row("One.\n\nTwo.", "<p>One.</p><p>Two.</p>", "a blank line makes a paragraph"),
        row("One.\n \t\nTwo.", "<p>One.</p><p>Two.</p>", "a line of white space is blank"),
        row("\n\nOne.\n\n\n\nTwo.\n", "<p>One.</p><p>Two.</p>", "more blank lines make no more paragraphs"),
        row("One.\r\nTwo.\rThree.", "<p>One.<br>Two.<br>Three.</p>", "every kind of line end counts once"),
        row("One.<br>Two.<BR />Three.", "<p>One.<br>Two.<br>Three.</p>", "a typed br is a line end"),
        row("One.<br>\nTwo.", "<p>One.<br>Two.</p>", "a line end after a br adds none"),
        row("<p>One.</p>\n<p>Two.</p>", "<p>One.</p><p>Two.</p>", "typed paragraphs are paragraphs"),
        row("One.<p>Two.<p>Three.", "<p>One.</p><p>Two.</p><p>Three.</p>", "paragraphs do not nest"),
        row("  One.\n  Two.", "<p>One.<br>Two.</p>", "an indented line is not indented"),
    ],
)
def test_lines_and_paragraphs_are_kept(typed: str, shown: str) -> None:
    assert to_html(typed) == shown


@pytest.mark.parametrize("element", ["b", "strong", "i", "em", "code", "del"])
def test_an_allowed_element_is_kept(element: str) -> None:
    assert to_html(f"<{element}>x</{element}>") == f"<p><{element}>x</{element}></p>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        row("<B>x</B >", "<p><b>x</b></p>", "capitals and space in an end tag are fine"),
        row('<b class="x" onclick=y()>x</b>', "<p><b>x</b></p>", "attributes go"),
        row("<b>x", "<p><b>x</b></p>", "what is left open is closed"),
        row(
            "<b><i>x</b></i>", "<p><b><i>x</i></b>&lt;/i&gt;</p>", "an end tag closes what is open inside it"
        ),
        row("x</b>", "<p>x&lt;/b&gt;</p>", "an end tag with nothing to close is shown"),
        row("<b>x\n\ny</b>", "<p><b>x<br><br>y</b></p>", "a blank line in bold text does not end it"),
        row("<code>a\n  b</code>", "<p><code>a<br>  b</code></p>", "code keeps line ends and indents"),
        row("<code>\n\t\n</code>", "<p><code><br>\t</code></p>", "code keeps a line of white space"),
    ],
)
def test_inline_elements_are_well_nested(typed: str, shown: str) -> None:
    assert to_html(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        row(
            "<blockquote>x</blockquote>", "<blockquote><p>x</p></blockquote>", "a quotation holds a paragraph"
        ),
        row(
            "a<blockquote>x\n\ny</blockquote>b",
            "<p>a</p><blockquote><p>x</p><p>y</p></blockquote><p>b</p>",
            "a quotation ends the paragraph before it and begins one after it",
        ),
        row(
            "<b>a<blockquote>x</blockquote></b>",
            "<p><b>a</b></p><blockquote><p>x</p></blockquote><p>&lt;/b&gt;</p>",
            "a quotation is in no inline element",
        ),
        row(
            "<blockquote><blockquote>x",
            "<blockquote><blockquote><p>x</p></blockquote></blockquote>",
            "quotations nest",
        ),
        row(
            "<blockquote>" * 6 + "x",
            "<blockquote>" * 5 + "<p>&lt;blockquote&gt;x</p>" + "</blockquote>" * 5,
            "quotations nest five deep at most",
        ),
        row("<blockquote>x", "<blockquote><p>x</p></blockquote>", "a quotation left open is closed"),
    ],
)
def test_a_quotation_is_a_block(typed: str, shown: str) -> None:
    assert to_html(typed) == shown


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        row("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2", "signs of a sum"),
        row("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;", "a script"),
        row("<!-- x -->", "&lt;!-- x --&gt;", "a comment"),
        row("<![CDATA[x]]>", "&lt;![CDATA[x]]&gt;", "a section of character data"),
        row("<svg/onload=x>", "&lt;svg/onload=x&gt;", "a drawing"),
        row("<b/x>", "&lt;b/x&gt;", "an allowed name with a slash"),
        row('<b "x">', '&lt;b "x"&gt;', "an allowed name with a stray quotation mark"),
        row("<del", "&lt;del", "a tag cut off"),
        row("<\u017ftrong>x", "&lt;\u017ftrong&gt;x", "a name spelt with a long s"),
        row("<bloc\u212aquote>x", "&lt;bloc\u212aquote&gt;x", "a name spelt with the Kelvin sign"),
        row("&lt;b&gt;", "&lt;b&gt;", "a tag in entities"),
        row("&amp;lt;b&amp;gt;", "&amp;lt;b&amp;gt;", "a tag in entities in entities"),
        row("&nosuch; &copy &#; &", "&amp;nosuch; &amp;copy &amp;#; &amp;", "what is no entity"),
        row("&notit;", "&amp;notit;", "what only begins like one"),
        row("&eacute;&#233;&#xE9;", "ééé", "entities of letters"),
        row("a&#10;b&Tab;c&#13;d", "a b c d", "entities of white space, as spaces"),
        row("a&#1;b&#xFEFF;c", "abc", "entities of what is removed"),
        row("&#0;&#xD800;&#x110000;", "\ufffd\ufffd\ufffd", "entities of no character"),
        row("a\x00\x08\x0b\x1f\x7f\ufeffb", "ab", "control characters, removed"),
        row("a\ud800b", "a\ufffdb", "a lone surrogate, replaced"),
        row("h\x00ello <\x00b>", "hello &lt;b&gt;", "a tag with a control character in it"),
        row("a\u2028b\xa0c", "a\u2028b&nbsp;c", "white space that is none of ours"),
    ],
)
def test_everything_else_is_shown_as_typed(typed: str, shown: str) -> None:
    assert to_html(typed) == f"<p>{shown}</p>"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        row(
            "<a href=https://example.org/>x</a>", f"<p>{LINK}x</a></p>", "an address without quotation marks"
        ),
        row("<a href='https://example.org/'>x</a>", f"<p>{LINK}x</a></p>", "one in single quotation marks"),
        row('<a\nHREF = " https://example.org/ ">x</a>', f"<p>{LINK}x</a></p>", "one in white space"),
        row(
            '<a rel="opener" target=_top href="https://example.org/">x</a>',
            f"<p>{LINK}x</a></p>",
            "our rel alone",
        ),
        row('<a href="https://example.org/" href="http://b">x</a>', f"<p>{LINK}x</a></p>", "the first href"),
        row('<a href="https://example.org/">x', f"<p>{LINK}x</a></p>", "one left open"),
        row(
            '<a href="https://example.org/"><b>x</b></a>', f"<p>{LINK}<b>x</b></a></p>", "bold text in a link"
        ),
        row(
            '<a href="https://example.org/">http://b.example</a>',
            f"<p>{LINK}http://b.example</a></p>",
            "an address in a link is not linked again",
        ),
        row("<code>http://b.example</code>", "<p><code>http://b.example</code></p>", "nor is one in code"),
        row(
            '<a href="https://example.org/">x<a href="https://example.org/">y</a>',
            f"<p>{LINK}x</a>{LINK}y</a></p>",
            "a link in a link ends that one",
        ),
    ],
)
def test_a_typed_link_is_kept_with_our_rel(typed: str, shown: str) -> None:
    assert to_html(typed) == shown


@pytest.mark.parametrize(
    "tag",
    [
        "<a>",
        "<a name=x>",
        "<a href>",
        '<a href="">',
        '<a href="#x">',
        '<a href="/x">',
        '<a href="//evil.example">',
        '<a href="javascript:alert(1)">',
        '<a href="JaVaScRiPt:alert(1)">',
        '<a href="java\tscript:alert(1)">',
        '<a href="data:text/html,x">',
        '<a href="vbscript:x">',
        '<a href="mailto:x@example.org">',
        '<a href="ftp://example.org">',
        '<a href="http:example.org">',
        '<a href="http:\\\\example.org">',
        '<a href="http://bank.example@evil.example">',
    ],
)
def test_a_link_to_anything_but_a_web_address_is_shown_as_typed(tag: str) -> None:
    assert to_html(f"{tag}x</a>") == f"<p>{tag.replace('<', '&lt;').replace('>', '&gt;')}x&lt;/a&gt;</p>"


def test_an_address_in_a_tag_shown_as_typed_is_linked_as_far_as_it_goes() -> None:
    html = to_html('<a href="https://example.org/\u202egpj.exe">')
    assert html == f'<p>&lt;a href="{LINK}https://example.org/</a>\u202egpj.exe"&gt;</p>'


@pytest.mark.parametrize(
    "href",
    ["java&#10;script:alert(1)", "&#106;avascript:alert(1)", "&#x6A&#x61vascript:x", "javascript&colon;x"],
)
def test_entities_do_not_hide_a_script(href: str) -> None:
    assert "<a" not in to_html(f'<a href="{href}">x</a>')


def test_an_address_with_entities_is_linked_to_what_it_means() -> None:
    assert 'href="http://a.example/?b=1&amp;c=2"' in to_html('<a href="http://a.example/?b=1&amp;c=2">x</a>')


def test_an_entity_spelt_out_in_an_address_is_not_resolved_twice() -> None:
    html = to_html("http://a.example/?b=1&amp;lt;c")
    assert (
        html
        == f'<p><a href="http://a.example/?b=1&amp;lt;c" rel="{REL}">http://a.example/?b=1&amp;lt;c</a></p>'
    )


def test_a_text_without_links_keeps_what_they_say() -> None:
    html = to_html('<b>See</b> <a href="https://example.org/">this</a> and www.example.org\n\nBye.')
    assert without_links(html) == "<p><b>See</b> this and www.example.org</p><p>Bye.</p>"


def test_a_stored_text_is_not_escaped_again_by_templates() -> None:
    assert stored("<p>x</p>").__html__() == "<p>x</p>"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        row("a\r\nb\rc\nd", "a\nb\nc\nd", "line ends become LF"),
        row("a\r\r\nb", "a\n\nb", "a lone CR before CRLF is a line end of its own"),
        row("a\ud800b\udfff", "a\ufffdb\ufffd", "lone surrogates become the replacement character"),
        row("a\x00b", "a\ufffdb", "so does NUL, which PostgreSQL cannot store"),
        row("  <b>\u202e\x01\ufeff ", "  <b>\u202e\x01\ufeff ", "all else is kept as typed"),
    ],
)
def test_a_source_is_made_fit_to_be_stored(sent: str, kept: str) -> None:
    assert clean_source(sent) == kept
    assert kept.encode()


def test_an_ordinary_text_is_not_doubtful() -> None:
    assert render("Well, <b>no</b>: see http://example.org & read.\n\nיוֹסֵף và Zoë 👩‍👩‍👧").doubts == ()
