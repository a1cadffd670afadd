"""Pieces: parts of a page that come out the same from the same rows, and are drawn once while these say the same."""

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.remembered import Remembered

register = template.Library()

# Some two hundred stories, and what they were drawn from.
MOST_BYTES = 8 * 1024 * 1024
BYTES_A_CHARACTER = 4  # two in the piece, and about as much once more in the rows

pieces = Remembered[SafeString](MOST_BYTES)


@register.tag
def piece(parser: Parser, token: Token) -> "Piece":
    """Draw what stands up to ``endpiece`` once for the same values: ``{% piece made_of corrections %}``.

    The values are all that it shows and that may change, by what they say and not by their number: no model, and no
    time that passes. The first says what the whole page is made of; where no view does, nothing is remembered.
    """
    values = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    inner = parser.parse(("endpiece",))
    parser.delete_first_token()
    return Piece(values, inner)


class Piece(Node):
    """A part of a template that is remembered."""

    def __init__(self, values: list[FilterExpression], nodelist: NodeList) -> None:
        self._values, self.nodelist = values, nodelist
        self._found: dict[type[Node], list[Node]] = {}

    def render(self, context: Context) -> SafeString:
        """Draw it, unless that has been done."""
        values = [each.resolve(context, ignore_failures=True) for each in self._values]
        if values[0] is None:
            return self.nodelist.render(context)
        settled = get_language(), timezone.get_current_timezone_name()
        key = (self, context.template, *settled, *values)
        return pieces.get(key, lambda: self.nodelist.render(context), _weight)

    def get_nodes_by_type(self, nodetype: type[Node]) -> list[Node]:
        """Return the parts of that type, which Django looks for each time that a template extends this one."""
        if nodetype not in self._found:
            self._found[nodetype] = super().get_nodes_by_type(nodetype)
        return self._found[nodetype]


def _weight(drawn: SafeString) -> int:
    return BYTES_A_CHARACTER * len(drawn)
