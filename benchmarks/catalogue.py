"""Catalogue: the benchmarks, in the order in which they run."""

from benchmarks import (
    bulk,
    decision,
    desk,
    front,
    keyboard,
    memory,
    plain_file,
    posting,
    render,
    slow_phone,
    statistics,
    story,
    weight,
)
from benchmarks.shapes import Benchmark

BENCHMARKS: tuple[Benchmark, ...] = (
    plain_file,
    story,
    front,
    render,
    posting,
    decision,
    desk,
    bulk,
    keyboard,
    statistics,
    memory,
    weight,
    slow_phone,
)
