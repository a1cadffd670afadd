"""Paper: the stored run as `docs/performance.md` shows it; the text around the figures is written by hand."""

import re
from collections.abc import Iterator

from benchmarks import plot
from benchmarks.shapes import ROOT
from benchmarks.stored import Record, parts
from benchmarks.table import number

DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- figures: written by make bench ARGS=--store -->", "<!-- end of figures -->"


def publish(record: Record) -> None:
    """Write the run's figures into the document, and draw its plot."""
    DOCUMENT.write_text(with_figures(DOCUMENT.read_text(encoding="utf-8"), record), encoding="utf-8")
    plot.draw(record)


def with_figures(document: str, record: Record) -> str:
    """Return the document with this run's figures between its marks; it must have them."""
    figures = "\n".join([BEGIN, "", *_lines(record), "", END])
    text, number_of_places = re.subn(
        f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: figures, document, flags=re.DOTALL
    )
    if number_of_places != 1:
        raise ValueError("The document has no place for the figures.")
    return text


def _lines(record: Record) -> Iterator[str]:
    machine, versions = record["machine"], record["versions"]
    yield f"![How fast a story page comes, beside nginx serving it as a file](pictures/{plot.PICTURE.name})"
    yield ""
    yield (
        f"Measured on {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_mb']:,} MB, {machine['kernel']}."
    )
    yield "With " + ", ".join(f"{name} {version}" for name, version in versions.items()) + "."
    yield from _lacking(record)
    benchmark = ""
    for figure in record["figures"]:
        if figure["benchmark"] != benchmark:
            benchmark = figure["benchmark"]
            yield from ("", f"### {_begun(benchmark)}", "", *_told(record, benchmark), *_heading())
        yield _row(figure, {goal["key"]: goal for goal in record["goals"]})
    if record["peers"]:
        yield from (
            "",
            "### Peers on the same machine",
            "",
            "| | per second | ratio |",
            "| --- | ---: | ---: |",
        )
    for peer in record["peers"]:
        what = peer["what"].replace("_", " ")
        yield f"| {peer['name']} {peer['version']}, {what} | {number(peer['rate'])} | {number(peer['ratio'])} |"


def _lacking(record: Record) -> Iterator[str]:
    """Name the parts that have not been measured."""
    measured = {figure["benchmark"] for figure in record["figures"]}
    if lacking := [name for name in parts() if name not in measured]:
        yield ""
        yield f"There are no figures yet of: {', '.join(lacking)}."


def _told(record: Record, part: str) -> Iterator[str]:
    """Say when a part was measured, and what is to be noted of it."""
    if told := record["parts"].get(part):
        yield " ".join([f"Measured on {told['at'][:10]} at {told['at'][11:16]} UTC.", *told["notes"]])
        yield ""


def _begun(name: str) -> str:
    return name[0].upper() + name[1:]


def _heading() -> tuple[str, str]:
    return (
        "| | size | median | lowest – highest | | ratio | goal | |",
        "| --- | ---: | ---: | ---: | --- | ---: | --- | --- |",
    )


def _row(figure: Record, goals: dict[str, Record]) -> str:
    goal = goals.get(figure["key"], {"says": "", "verdict": ""})
    spread = f"{number(figure['low'])} – {number(figure['high'])}" if figure["low"] != figure["high"] else ""
    size = f"{figure['size']:,}" if figure["size"] is not None else ""
    cells = (
        figure["what"], size, number(figure["median"]), spread, figure["unit"], number(figure["ratio"]),
        goal["says"], goal["verdict"],
    )  # fmt: skip
    return f"| {' | '.join(cells)} |".replace("  ", " ")
