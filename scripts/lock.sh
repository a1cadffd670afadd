#!/bin/sh
# Resolves pyproject.toml's requirements into the two locked files: every platform's hashes, no index named.
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    .venv/bin/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.12 \
        --generate-hashes --no-annotate --custom-compile-command "make lock" --output-file "$out" "$@"
}

lock requirements.txt
lock requirements-dev.txt --group dev --constraint requirements.txt
