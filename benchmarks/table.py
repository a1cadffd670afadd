"""Table: a run as a person reads it."""

from collections.abc import Iterator, Sequence

from benchmarks.stored import Record, Slower

HEADINGS = ("", "size", "median", "lowest – highest", "unit", "ratio", "goal", "")
LEFT = {0, 4, 6, 7}


def text(record: Record) -> str:
    """Return the whole table with what it was measured on and what there is to note."""
    lines = [*_machine(record), "", *_aligned([HEADINGS, *_rows(record)]), *_notes(record), ""]
    return "\n".join(lines)


def comparison(slower: Sequence[Slower]) -> str:
    """Return what got slower, a line each."""
    if not slower:
        return "Nothing got slower by more than a fifth.\n"
    lines = [
        f"{each.key}: {each.part} {number(each.before)} before, {number(each.after)} now, {each.factor:.2f} times worse"
        for each in slower
    ]
    return "\n".join(["Slower than the stored run:", *lines, ""])


def number(value: float | None) -> str:
    """Return a number with three digits that count; "" for none."""
    if value is None:
        return ""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    if abs(value) >= 10:
        return f"{value:.1f}"
    return f"{value:.3g}" if abs(value) >= 0.0001 else f"{value:.1e}"


def _machine(record: Record) -> Iterator[str]:
    machine, versions = record["machine"], record["versions"]
    yield f"{machine['processor']}, {machine['cores']} cores, {machine['memory_mb']:,} MB, {machine['kernel']}"
    yield ", ".join(f"{name} {version}" for name, version in versions.items())


def _rows(record: Record) -> Iterator[tuple[str, ...]]:
    verdicts = {goal["key"]: (goal["says"], goal["verdict"]) for goal in record["goals"]}
    benchmark = ""
    for figure in record["figures"]:
        if figure["benchmark"] != benchmark:
            benchmark = figure["benchmark"]
            yield (benchmark, *[""] * (len(HEADINGS) - 1))
        size = f"{figure['size']:,}" if figure["size"] is not None else ""
        spread = (
            f"{number(figure['low'])} – {number(figure['high'])}" if figure["low"] != figure["high"] else ""
        )
        goal = verdicts.get(figure["key"], ("", ""))
        middle = (size, number(figure["median"]), spread, figure["unit"], number(figure["ratio"]))
        yield (f"  {figure['what']}", *middle, *goal)
    for place, peer in enumerate(record["peers"]):
        if not place:
            yield ("peers", *[""] * (len(HEADINGS) - 1))
        rate = number(peer["rate"])
        yield (f"  {peer['name']} {peer['what']}", "", rate, "", "per second", number(peer["ratio"]), "", "")


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    for row in rows:
        cells = [
            cell.ljust(width) if column in LEFT else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()


def _notes(record: Record) -> Iterator[str]:
    notes = [f"{name}: {note}" for name, told in record["parts"].items() for note in told["notes"]]
    yield from ["", *notes] if notes else []
