"""Catalogue: the benchmarks, in the order in which they run."""

from benchmarks import (
    decision,
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
    keyboard,
    statistics,
    memory,
    weight,
    slow_phone,
)
