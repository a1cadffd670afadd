"""Plot: how fast a story page comes, as bars on a scale of powers of ten, drawn from a stored run."""

import math
from collections.abc import Iterator
from xml.sax.saxutils import escape

from benchmarks.shapes import RATE, ROOT
from benchmarks.stored import Record
from benchmarks.table import number

PICTURE = ROOT / "docs" / "pictures" / "performance.svg"
STORY = "story page"
WIDTH, LEFT, RIGHT, TOP, ROW, BAR = 760, 300, 90, 48, 30, 16
FEWEST = -5
STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1a1a1a }
.quiet { fill: #6b6b6b; font-size: 11px } .line { stroke: #d9d9d9 } .ours { fill: #8a1c1c } .theirs { fill: #9a9a9a }
@media (prefers-color-scheme: dark) {
  text { fill: #ececec } .quiet { fill: #a0a0a0 } .line { stroke: #3a3a3a } .ours { fill: #e0736b } .theirs { fill: #7a7a7a }
}
"""  # noqa: E501


def draw(record: Record) -> None:
    """Draw the picture of the documentation."""
    PICTURE.write_text(svg(record), encoding="utf-8")


def svg(record: Record) -> str:
    """Return the plot: ours and, where they were measured, the peers', the fastest first."""
    bars = sorted(_bars(record), key=lambda bar: -bar[1])
    height = TOP + ROW * len(bars) + 16
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">']
    parts += ["<title>Requests a second as a share of nginx serving the same page as a file</title>"]
    parts += [f"<style>{STYLE}</style>", *_scale(height)]
    for place, (label, ratio, ours) in enumerate(bars):
        parts += _bar(TOP + ROW * place, label, ratio, ours=ours)
    return "\n".join([*parts, "</svg>", ""])


def _bars(record: Record) -> Iterator[tuple[str, float, bool]]:
    """Yield label, ratio, and whether it is ours; of several sites the smallest."""
    seen = set()
    for figure in record["figures"]:
        if figure["benchmark"] == STORY and figure["unit"] == RATE and figure["ratio"]:
            if figure["what"] not in seen:
                yield f"Newsroom, {figure['what']}", figure["ratio"], True
            seen.add(figure["what"])
    for peer in record["peers"]:
        yield f"{peer['name']}, {peer['what'].replace('_', ' ')}", peer["ratio"], False


def _scale(height: int) -> Iterator[str]:
    yield f'<text class="quiet" x="{LEFT}" y="16">share of nginx serving the page as a file, each line ten times the last</text>'  # noqa: E501
    for power in range(FEWEST, 1):
        x = _x(10.0**power)
        yield f'<line class="line" x1="{x}" x2="{x}" y1="{TOP - 8}" y2="{height - 12}"/>'
        yield f'<text class="quiet" x="{x}" y="{TOP - 14}" text-anchor="middle">{10.0**power:g}</text>'


def _bar(y: int, label: str, ratio: float, *, ours: bool) -> Iterator[str]:
    end = _x(ratio)
    kind = "ours" if ours else "theirs"
    yield f'<text x="{LEFT - 12}" y="{y + BAR - 3}" text-anchor="end">{escape(label)}</text>'
    yield f'<rect class="{kind}" x="{LEFT}" y="{y}" width="{end - LEFT}" height="{BAR}"/>'
    yield f'<text class="quiet" x="{end + 6}" y="{y + BAR - 4}">{number(ratio)}</text>'


def _x(ratio: float) -> int:
    share = (math.log10(max(ratio, 10.0**FEWEST)) - FEWEST) / -FEWEST
    return round(LEFT + share * (WIDTH - LEFT - RIGHT))
