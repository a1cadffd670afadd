"""Row ids: the number of a row, as an address or a form gives it."""

import re

# No longer than any id of a row, or number of the log, can be.
ROW_ID = "[0-9]{1,18}"
_ROW_ID = re.compile(ROW_ID)


def row_id(text: str) -> int | None:
    """Return the number that a text is, in plain figures; None where it is none, or longer than a row can have."""
    return int(text) if _ROW_ID.fullmatch(text) else None
