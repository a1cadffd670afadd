"""Page: what a page's HTML holds, so that tests ask for elements and not for strings."""

from collections import Counter
from html.parser import HTMLParser
from typing import Any, Self

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Element:
    """One element: its tag, its attributes, its text with white space folded."""

    def __init__(self, tag: str, attributes: dict[str, str], inside: tuple["Element", ...]) -> None:
        self.tag, self.attributes, self.inside = tag, attributes, inside
        self.pieces: list[str] = []

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]


class Page(HTMLParser):
    """A parsed page; ``open_at_end`` names what was never closed."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.stack: list[Element] = []
        self.feed(markup)
        self.close()

    @classmethod
    def of(cls, response: Any) -> Self:
        return cls(response.content.decode())

    @property
    def open_at_end(self) -> list[str]:
        return [element.tag for element in self.stack]

    def all(self, tag: str = "", *, has_class: str = "", **attributes: str) -> list[Element]:
        """Return the elements of a tag, with a class, with attributes (``aria_label`` for ``aria-label``)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if tag in ("", element.tag)
            and (not has_class or has_class in element.classes)
            and wanted.items() <= element.attributes.items()
        ]

    def one(self, tag: str = "", *, has_class: str = "", **attributes: str) -> Element:
        """Return the only such element."""
        (found,) = self.all(tag, has_class=has_class, **attributes)
        return found

    def repeated_ids(self) -> list[str]:
        """Return the ids that stand on more than one element."""
        counts = Counter(element["id"] for element in self.elements if "id" in element.attributes)
        return [name for name, count in counts.items() if count > 1]

    def inline_code(self) -> list[str]:
        """Return what a policy without ``unsafe-inline`` refuses: styles, scripts and handlers in the page itself."""
        found = [element.tag for element in self.all("style")]
        found += [element.tag for element in self.all("script") if "src" not in element.attributes]
        return found + [
            name
            for element in self.elements
            for name in element.attributes
            if name == "style" or name.startswith("on")
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, tuple(self.stack))
        self.elements.append(element)
        if tag not in VOID:
            self.stack.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.stack.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack[-1].tag == tag, f"</{tag}> closes <{self.stack[-1].tag}>"
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        for element in self.stack:
            element.pieces.append(data)


def assert_public(response: Any) -> Page:
    """Assert what holds for every public page, and return it parsed."""
    page = Page.of(response)
    assert page.open_at_end == []
    assert len(page.all("h1")) == 1
    assert page.repeated_ids() == []
    assert page.inline_code() == []
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert "csrf" not in response.content.decode().lower()
    return page
