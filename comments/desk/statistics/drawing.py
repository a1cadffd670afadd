"""Drawing: bars, lines and dots as the shapes of an SVG, in its own units."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

WIDTH, BASE, TOP, LEFT = 360, 160, 30, 30
LABELS = 180  # where the words under the base stand
# The scale ends at one of these times a power of ten, so that its middle is a round number too.
ROUND = (2, 4, 6, 8, 10)
GAP = 0.29  # of the room of a bar


@dataclass(frozen=True)
class Word:
    """A word in a drawing; ``anchor`` is which part of it stands at ``x``."""

    x: str
    y: str
    text: str
    anchor: str = "middle"
    is_strong: bool = False


@dataclass
class Drawing:
    """What a drawing is made of; ``second`` are the lines of the second colour."""

    height: int = 190
    grid: list[str] = field(default_factory=list)
    bars: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    second: list[str] = field(default_factory=list)
    dots: list[tuple[str, str]] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)


@dataclass(frozen=True)
class Scale:
    """From nought to ``most`` upwards, and so many places in a row up to ``right``."""

    most: int
    places: int
    right: int = WIDTH

    def x(self, place: float) -> float:
        """Return where the middle of a place is."""
        return LEFT + (self.right - LEFT) * (place + 0.5) / self.places

    def y(self, value: float) -> float:
        """Return how high a value is."""
        return BASE - (BASE - TOP) * value / self.most

    def grid(self, drawing: Drawing) -> None:
        """Draw the lines for nought, the middle and the most, with their numbers."""
        for value in (0, self.most // 2, self.most):
            y = self.y(value)
            drawing.grid.append(f"M{LEFT} {_short(y)}H{self.right}")
            drawing.words.append(Word(str(LEFT - 6), _short(y + 4), f"{value:,}", "end"))

    def names(self, drawing: Drawing, names: Sequence[str], *, every: int) -> None:
        """Write the names of some of the places under them."""
        for place in range(0, len(names), every):
            drawing.words.append(Word(_short(self.x(place)), str(LABELS), names[place]))

    def bars(self, values: Sequence[float]) -> Iterator[str]:
        """Yield a bar for each value."""
        room = (self.right - LEFT) / self.places
        for place, value in enumerate(values):
            if value:
                left, width = LEFT + room * (place + GAP / 2), room * (1 - GAP)
                yield f"M{_short(left)} {BASE}V{_short(self.y(value))}h{_short(width)}V{BASE}z"

    def lines(self, values: Sequence[float | None]) -> Iterator[str]:
        """Yield a line for each run of values without a gap; one that stands alone is a short stroke."""
        for run in _runs(values):
            points = [(self.x(place), self.y(value)) for place, value in run]
            if len(points) == 1:
                x, y = points[0]
                points = [(x - 3, y), (x + 3, y)]
            yield "M" + " ".join(f"{_short(x)} {_short(y)}" for x, y in points)


def most(values: Iterable[float | None]) -> int:
    """Return where a scale for these values ends."""
    largest, power = max((value for value in values if value is not None), default=0), 1
    while largest > ROUND[-1] * power:
        power *= 10
    return next(each * power for each in ROUND if each * power >= largest)


def sideways(rows: Sequence[tuple[str, int]], *, left: int = 150, most_wide: int = 160) -> Drawing:
    """Return a drawing of bars that lie under each other, each with its name and its number."""
    drawing, largest = Drawing(height=30 * len(rows) + 8), max((number for _, number in rows), default=0)
    for place, (name, number) in enumerate(rows):
        wide, y = max(1, round(most_wide * number / largest)) if number else 0, 30 * place
        drawing.words.append(Word("0", str(y + 19), name, "start", is_strong=True))
        drawing.bars.append(f"M{left} {y + 9}h{wide}v13h-{wide}z")
        drawing.words.append(Word(str(left + wide + 6), str(y + 20), f"{number:,}", "start"))
    return drawing


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    run: list[tuple[int, float]] = []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
