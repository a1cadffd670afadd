#!/bin/sh
# Everything that has to be true before a change lands: the static part, then all tests on both databases.
set -eu
cd "$(dirname "$0")/.."
scripts/check.sh
. scripts/clean_environment.sh

bin=.venv/bin
# The properties are tried on the same examples each time, so that what has passed passes again; plain pytest tries others.
# Each process takes what lies together and helps the other at the end, so that what a file has in common is made once.
pytest="$bin/coverage run -m pytest --numprocesses logical --maxprocesses 4 --dist worksteal --hypothesis-seed=0"
failed=""

$bin/coverage erase
printf '\n== pytest on SQLite\n'
$pytest || failed="$failed SQLite"
printf '\n== pytest on PostgreSQL\n'
$bin/python scripts/with_postgres.py $pytest -m "not browser" || failed="$failed PostgreSQL"
printf '\n== coverage of both runs together\n'
$bin/coverage combine --quiet
$bin/coverage report || failed="$failed coverage"

if [ -n "$failed" ]; then
    printf '\nFailed:%s\n' "$failed"
    exit 1
fi
