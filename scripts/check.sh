#!/bin/sh
# The static part of the tests: everything that can be known without running the product's own tests.
set -eu
cd "$(dirname "$0")/.."
. scripts/clean_environment.sh

step() {
    printf '\n== %s\n' "$*"
    "$@"
}

bin=.venv/bin
step $bin/ruff check .
step $bin/ruff format --check .
step $bin/mypy
step $bin/lint-imports --no-logo
step $bin/djlint templates --lint --quiet
step $bin/python manage.py makemigrations --check --dry-run

# As in production: an https origin behind a proxy, keys from the environment, PostgreSQL, no demo.
export NEWSROOM_ORIGIN=https://news.example.org NEWSROOM_TRUSTED_PROXIES=10.0.0.0/8 NEWSROOM_DEMO=0
export DATABASE_URL=postgres://newsroom@db.example.org/newsroom
SECRET_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')
NEWSROOM_FIELD_KEYS=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(32))')
NEWSROOM_LOG_KEY=$($bin/python -c 'import secrets; print(secrets.token_urlsafe(32))')
NEWSROOM_VAR=$work/production
export SECRET_KEY NEWSROOM_FIELD_KEYS NEWSROOM_LOG_KEY NEWSROOM_VAR
step $bin/python -W error manage.py check --deploy --fail-level WARNING
