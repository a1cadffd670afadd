"""Spreadsheet: writes tables as CSV in which no cell is a formula, whatever a reader or a colleague typed.

A program that opens CSV takes a cell for a formula when it begins with one of a few signs, and such a formula can send
away what stands in the others (OWASP, "CSV Injection"). A single quote before the sign makes it a text. Some programs
part cells at semicolons, as is the custom in their country: what stands behind a separator may begin a cell too.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from io import StringIO

# The last four look like the first ones, and some programs take them for the same.
OPENING_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001 (they are meant)
# What stands between two cells: separators, blanks and quotes, with a separator among them. Each such run is read once,
# from its beginning: in an export of a year a pattern that began anew within it would take hours.
BEHIND_A_SEPARATOR = re.compile(
    r"""(?<![;|"\s])((?:"|[^\S\t\r\n])*+[;|\t\r\n][;|"\s]*+)(?=[=+\-@＝＋－＠])"""  # noqa: RUF001
)
# By these three bytes the programs that look for any know the encoding.
MARK = "\ufeff"
CONTENT_TYPE = "text/csv; charset=utf-8"


def cell(value: object) -> str:
    """Return what is written for a value: a number as it is, nothing for None, a text that is no formula."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int | float):
        return text
    text = BEHIND_A_SEPARATOR.sub(r"\1'", text)
    return f"'{text}" if text.lstrip(" ").startswith(OPENING_A_FORMULA) else text


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the file piece by piece: a row of it for each of these, the first with what tells the encoding."""
    beginning = MARK
    for row in rows:
        written = StringIO()
        csv.writer(written).writerow(map(cell, row))
        yield beginning + written.getvalue()
        beginning = ""
