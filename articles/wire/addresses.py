"""Addresses: whether a text is an address on the web that a story may name as its source."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

_LONGEST = 500  # characters, as the story's form has it
_is_web_address = URLValidator(schemes=["http", "https"])


def web_address(text: str) -> str:
    """Return ``text`` when it is an http or https address without a password in it; "" when not."""
    try:
        _is_web_address(text)
    except ValidationError:
        return ""
    return text if len(text) <= _LONGEST and "@" not in text.split("/")[2] else ""
