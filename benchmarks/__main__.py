"""`python -m benchmarks`: runs the benchmarks, prints a table, and writes what was measured as JSON."""

import argparse
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error as BrowserError

from benchmarks import paper, peers, stored, table
from benchmarks.catalogue import BENCHMARKS
from benchmarks.limit import running
from benchmarks.machine import LOAD_CORE, Tools, keep_to
from benchmarks.shapes import ROOT, Benchmark, Context, Figure

STORED = ROOT / "benchmarks" / "stored.json"
STOPS = (ArithmeticError, LookupError, OSError, RuntimeError, ValueError, BrowserError)
NAMES = "; ".join([*(each.NAME for each in BENCHMARKS), peers.NAME])


def main() -> int:
    """Do what the command line asks; 1 when something got slower or could not be measured."""
    asked = _asked()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what is being served is stopped and removed
    if asked.draw:
        paper.publish(stored.read(STORED))
        return 0
    context = Context(asked.scratch, Tools.found(), quick=asked.quick, patience=asked.patience)
    context.scratch.mkdir(parents=True, exist_ok=True)
    chosen = [each for each in BENCHMARKS if not asked.only or each.NAME in asked.only]
    figures, found_peers = _measured(context, chosen, with_peers=not asked.only or peers.NAME in asked.only)
    record = stored.record(context, figures, found_peers)
    sys.stdout.write(table.text(record))
    stored.write(asked.json or stored.place_of(record), record)
    if asked.store:
        _store(context, record)
    if asked.check:
        return _check(context, stored.read(STORED), record)
    return 1 if context.failed or not figures else 0


def _measured(
    context: Context, chosen: list[Benchmark], *, with_peers: bool
) -> tuple[list[Figure], list[peers.Peer]]:
    keep_to(context.tools, LOAD_CORE)
    figures: list[Figure] = []
    with running(context) as context.limit:
        for benchmark in chosen:
            figures += _run(context, benchmark)
        context.part = peers.NAME
        found = peers.measure(context) if with_peers else []
        beside = _beside(context, figures, found)
    return [*figures, *beside], found


def _beside(context: Context, figures: list[Figure], found: list[peers.Peer]) -> list[Figure]:
    """Return ours beside the peers' figures: they are whole where each peer came to its end, and ours were measured."""
    beside = list(peers.beside(figures, found))
    if len(beside) < len(found):
        context.note("Not each of the peers' figures has one of ours beside it.")
    if found and not context.told.get(peers.NAME):
        context.ended()
    return beside


def _run(context: Context, benchmark: Benchmark) -> Iterator[Figure]:
    """Run one benchmark; what stops it stops no other."""
    context.part = benchmark.NAME
    if lacking := context.tools.lacking(benchmark.NEEDS):
        context.note(
            f"Left out: {benchmark.NAME}. It needs {' and '.join(lacking)}; nothing is installed for it."
        )
        return
    context.say(benchmark.NAME)
    try:
        yield from benchmark.run(context)
    except STOPS as error:
        context.failed = True
        context.note(f"Stopped: {benchmark.NAME}. {error}")
    else:
        context.ended()


def _store(context: Context, record: stored.Record) -> None:
    """Keep what came to its end as the stored run's; say what did not."""
    for name, told in record["parts"].items():
        if not told["at"]:
            context.say(f"Not stored: {name}, which did not come to its end. {' '.join(told['notes'])}")
    if not any(told["at"] for told in record["parts"].values()):
        return
    kept = stored.merged(stored.read(STORED), record)
    stored.write(STORED, kept)
    paper.publish(kept)


def _check(context: Context, before: stored.Record, record: stored.Record) -> int:
    """Compare with the stored run; what got slower is measured once more, for noise can look like it."""
    slower = stored.slower(before, record)
    names = {each.benchmark for each in slower}
    if names:
        context.say("Once more, to be sure:")
        again, _ = _measured(context, [each for each in BENCHMARKS if each.NAME in names], with_peers=False)
        slower = stored.still_slower(before, slower, stored.record(context, again, []))
    sys.stdout.write(table.comparison(slower))
    return 1 if slower or context.failed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter runs, and no size over 10,000")
    parser.add_argument(
        "--only", action="extend", type=_parts, metavar="PART[,PART]", help="no other than these: " + NAMES
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write what was measured")
    parser.add_argument("--check", action="store_true", help="compare with the stored run, by ratio")
    parser.add_argument(
        "--store",
        action="store_true",
        help="keep the run as the stored one, with docs and plot; of a run with --only these parts",
    )
    parser.add_argument(
        "--draw", action="store_true", help="only write docs and plot anew, from the stored run"
    )
    parser.add_argument(
        "--scratch", type=Path, default=ROOT / "var" / "benchmarks", help="where seeds are kept"
    )
    parser.add_argument(
        "--patience", type=float, default=60.0, metavar="SECONDS", help="how long to wait for an idle core"
    )
    asked = parser.parse_args()
    if asked.store and asked.quick:
        parser.error(
            "A quick run is not stored: its figures are not those of the sizes that the others are of."
        )
    return asked


def _parts(words: str) -> list[str]:
    """Return the parts that a word of the command line names, with commas between."""
    known = {peers.NAME, *(each.NAME for each in BENCHMARKS)}
    # One of them has a comma in its name.
    names = [words] if words in known else [word.strip() for word in words.split(",")]
    if unknown := [name for name in names if name not in known]:
        raise argparse.ArgumentTypeError(f"there is no part {' or '.join(unknown)}, but {NAMES}")
    return names


if __name__ == "__main__":
    sys.exit(main())
