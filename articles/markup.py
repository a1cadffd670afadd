"""Editors' HTML in, safe HTML out: what the body of a story may hold, and nothing else.

Elements:
    blocks      p h2 h3 blockquote figure figcaption hr pre; an h1 becomes h2, since the headline is the page's h1
    lists       ul ol li dl dt dd
    tables      table caption thead tbody tfoot tr th td
    text        a abbr b br cite code em i kbd mark q small strong time, del ins s sub sup
Attributes:
    everywhere  lang dir
    a           href title, where href is http, https, mailto, or begins with / or # and stays on this site; rel is
                always "noopener", so links are followed
    abbr        title
    figure      class="pull" for a pull quotation, no other class
    ol          start reversed
    time        datetime
    th td       colspan rowspan, and scope for th
Other elements go and their text stays; of script and style the text goes too, as do comments.
"""

import re
from html.parser import HTMLParser

import nh3
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

BLOCKS = frozenset({"p", "h1", "h2", "h3", "blockquote", "figure", "figcaption", "hr", "pre", "br"})
LISTS = frozenset({"ul", "ol", "li", "dl", "dt", "dd"})
TABLES = frozenset({"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"})
TEXT = frozenset({"a", "abbr", "b", "cite", "code", "em", "i", "kbd", "mark", "q", "small", "strong", "time"})
MARKS = frozenset({"del", "ins", "s", "sub", "sup"})
ELEMENTS = BLOCKS | LISTS | TABLES | TEXT | MARKS
ATTRIBUTES = {
    "*": {"lang", "dir"},
    "a": {"href", "title"},
    "abbr": {"title"},
    "ol": {"start", "reversed"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
MOST_READINGS = 8
_ON_THIS_SITE = re.compile(r"#|/(?![\t\r\n]*[/\\])")  # browsers leave out tabs and line ends, and read \ as /


def _relative(url: str) -> str | None:
    return url if _ON_THIS_SITE.match(url) else None


_CLEANER = nh3.Cleaner(
    tags=ELEMENTS,
    attributes=ATTRIBUTES,
    allowed_classes={"figure": {"pull"}},
    url_schemes={"http", "https", "mailto"},
    url_relative=_relative,
    link_rel="noopener",
)
_HEADLINE = re.compile(r"(</?)h1(?=[ >])")
_FIRST_LINES = re.compile(r"(<pre(?: [^<>]*)?>)\n+")  # each reading would drop one
_FIRST_PARAGRAPH = re.compile(r"\s*<p(?: [^<>]*)?>")


def clean(html: str) -> str:
    """Make an editor's HTML safe. What was cleaned once stays as it is.

    Badly nested HTML is read anew until it settles, as what a browser makes of it can be badly nested again.
    """
    for _ in range(MOST_READINGS):
        cleaned = _FIRST_LINES.sub(r"\1", _HEADLINE.sub(r"\1h2", _CLEANER.clean(html)))
        if cleaned == html:
            break
        html = cleaned
    return html


def with_dateline(body: str, dateline: str) -> SafeString:
    """Give a cleaned body with the dateline (plain text) at the start of its first paragraph.

    A body that begins with something else gets a paragraph for the dateline; without a dateline it stays as it is.
    """
    if not dateline:
        return mark_safe(body)
    span = format_html('<span class="dateline">{}</span>', dateline)
    if paragraph := _FIRST_PARAGRAPH.match(body):
        return mark_safe(f"{body[: paragraph.end()]}{span}{body[paragraph.end() :]}")
    return mark_safe(f"<p>{span}</p>{body}")


def plain(html: str) -> str:
    """Give the text of an editor's HTML on one line, for descriptions and search; it is not escaped."""
    reader = _Text()
    reader.feed(clean(html))
    reader.close()
    return " ".join("".join(reader.parts).split())


class _Text(HTMLParser):
    """Collects text, with a space where a block or a line begins or ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append("" if tag in TEXT | MARKS else " ")

    def handle_endtag(self, tag: str) -> None:
        self.handle_starttag(tag, [])

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
