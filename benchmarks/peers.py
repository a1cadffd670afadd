"""Peers: other software on the same machine, measured by scripts that are not ours.

Each executable `*.sh` in the folder NEWSROOM_PEERS is run. Its last line of output is to be a JSON object with its
`name`; each object in it that has `rps` and `ratio` (to nginx serving the same page as a file) is a figure.
"""

import json
import os
import statistics
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.shapes import FASTER, Context, Figure, figure

FOLDER = "NEWSROOM_PEERS"
NAME = "beside peers"
POST = "post"
# What of ours stands beside a peer's figure: what it is called there, its benchmark, and what was measured.
PAGES = ("story not baked", "story page", "not baked")
POSTS = ("reply posted", "posting", "SQLite, 32 writers, rows stored")


@dataclass(frozen=True)
class Peer:
    """One figure of a peer: requests a second, and their ratio to the limit in its own run."""

    name: str
    version: str
    what: str
    rate: float
    ratio: float

    @property
    def label(self) -> str:
        """The peer and what was measured of it."""
        return f"{self.name} {self.what}"


def measure(context: Context) -> list[Peer]:
    """Run the scripts, one after the other."""
    folder = os.environ.get(FOLDER)
    scripts = sorted(Path(folder).glob("*.sh")) if folder else []
    return [peer for script in scripts if os.access(script, os.X_OK) for peer in _run(context, script)]


def beside(figures: Sequence[Figure], peers: Sequence[Peer]) -> Iterator[Figure]:
    """Yield how many times as fast we are, ratio by ratio: what is not baked beside pages, posts beside posts."""
    for peer in peers:
        named, benchmark, what = POSTS if peer.what == POST else PAGES
        ours = [
            each.ratio for each in figures if each.benchmark == benchmark and each.what == what and each.ratio
        ]
        if ours and peer.ratio:
            times = [ratio / peer.ratio for ratio in ours]
            yield figure(NAME, f"{named}, beside {peer.label}", FASTER, [statistics.median(times)])


def read(printed: str) -> list[Peer]:
    """Return the figures in what a script printed; none when its last line is no such object."""
    lines = [line for line in printed.splitlines() if line.strip()]
    try:
        told = json.loads(lines[-1]) if lines else None
    except ValueError:
        return []
    if not isinstance(told, dict) or "name" not in told:
        return []
    name, version = str(told["name"]), str(told.get("version", "")).strip()
    return [Peer(name, version, what, each["rps"], each["ratio"]) for what, each in _figures(told)]


def _run(context: Context, script: Path) -> list[Peer]:
    context.say(f"peer: {script.name}")
    # A link leads to what lies beside the script.
    try:
        done = subprocess.run([script.resolve()], stdout=subprocess.PIPE, text=True, check=False)
    except OSError as error:
        context.note(f"The peer {script.stem} could not be run: {error}.")
        return []
    found = read(done.stdout)
    if done.returncode:
        context.note(f"The peer {script.stem} ended with {done.returncode}.")
    return found


def _figures(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for what, each in told.items():
        if isinstance(each, dict) and {"rps", "ratio"} <= each.keys():
            yield what, each
