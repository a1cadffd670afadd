"""Converters: the numbers of a date in a story's address, with their leading zeros."""


class Digits:
    """A number written with a fixed count of digits."""

    width: int

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int | str) -> str:
        return f"{int(value):0{self.width}}"


class FourDigits(Digits):
    """A year."""

    regex = "[0-9]{4}"
    width = 4


class TwoDigits(Digits):
    """A month, or a day."""

    regex = "[0-9]{2}"
    width = 2
