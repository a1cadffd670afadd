"""Benchmarks: what we measure and against what; `make bench` runs them, `docs/performance.md` tells what they found."""
