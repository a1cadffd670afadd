#!/bin/sh
# Makes .venv, or brings it up to date: "scripts/venv.sh" for running, "scripts/venv.sh dev" for the tests too.
set -eu
cd "$(dirname "$0")/.."

requirements=requirements${1:+-$1}.txt
stamp=.venv/$requirements
python=.venv/bin/python

say() { printf '%s\n' "$*" >&2; }

version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null </dev/null; }
is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 12))' >/dev/null 2>&1 </dev/null; }
makes_venvs() { is_new_enough "$1" && "$1" -c 'import ensurepip, venv' >/dev/null 2>&1 </dev/null; }

# Every Python that may be new enough, one a line: those on the PATH, then pyenv's own, which a shim may hide.
candidates() {
    for name in python3.13 python3.12 python3.14 python3; do
        command -v "$name" || :
    done
    for found in "${PYENV_ROOT:-${HOME:-}/.pyenv}"/versions/3.1[2-9]*/bin/python3; do
        if [ -x "$found" ]; then printf '%s\n' "$found"; fi
    done
}

first_that() {
    while IFS= read -r candidate; do
        if "$1" "$candidate"; then
            printf '%s\n' "$candidate"
            return
        fi
    done
}

explain_what_is_missing() {
    lame=$(candidates | first_that is_new_enough)
    if [ -n "$lame" ]; then
        say "$lame cannot make virtual environments: its venv package is missing."
        say "On Debian and Ubuntu: apt-get install python$(version "$lame")-venv"
    else
        say "Python 3.12 or newer is needed, and none was found (python3 is $(version python3 || echo missing))."
        say "On Debian 13 and Ubuntu 24.04 or later: apt-get install python3 python3-venv"
        say "Elsewhere pyenv brings one: pyenv install 3.13"
    fi
}

make_venv() {
    base=$(candidates | first_that makes_venvs)
    if [ -z "$base" ]; then
        explain_what_is_missing
        exit 1
    fi
    say "Making .venv with $base ($(version "$base"))."
    "$base" -m venv --clear .venv
}

# What the stamp holds after an installation; when it differs, something has to be installed.
wanted() {
    "$python" -V
    cat "$requirements"
}

if ! is_new_enough "$python" || { [ ! -f "$stamp" ] && ! "$python" -m pip --version >/dev/null 2>&1; }; then
    make_venv
fi
if ! wanted | cmp -s - "$stamp"; then
    say "Installing $requirements into .venv."
    "$python" -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-deps --require-hashes \
        -r "$requirements"
    wanted >"$stamp"
fi
