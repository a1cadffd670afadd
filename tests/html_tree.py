"""Reads a fragment of HTML as a browser does: its elements, their attributes, and its text."""

from importlib import import_module
from typing import NamedTuple
from xml.etree.ElementTree import Element

parse_fragment = import_module("bleach._vendor.html5lib").parseFragment
HTML = "{http://www.w3.org/1999/xhtml}"


class Node(NamedTuple):
    """An element; one of SVG or MathML, and a comment, has a name that no HTML element has."""

    name: str
    attributes: dict[str, str]
    parents: tuple[str, ...]


def nodes(html: str) -> list[Node]:
    """Return all elements in the order in which they begin."""
    return _below(parse_fragment(html), ())


def _below(element: Element, parents: tuple[str, ...]) -> list[Node]:
    found: list[Node] = []
    for child in element:
        name = str(child.tag).removeprefix(HTML)
        found += [Node(name, dict(child.attrib), parents), *_below(child, (*parents, name))]
    return found


def text(html: str) -> str:
    """Return the text, with a line end for `<br>` and a blank line between paragraphs."""
    return "".join(_texts(parse_fragment(html))).strip("\n")


def _texts(element: Element) -> list[str]:
    name = str(element.tag).removeprefix(HTML)
    around = {"br": "\n", "p": "\n\n"}.get(name, "")
    below = [piece for child in element for piece in (*_texts(child), child.tail or "")]
    return [around, element.text or "", *below, around if name == "p" else ""]
