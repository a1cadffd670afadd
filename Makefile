# The doors for people: everything else is in scripts/ and manage.py.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help install dev run test check format lock screenshots bench bench-check

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

install: ## make .venv with what the newsroom needs to run
	@scripts/venv.sh

dev:
	@scripts/venv.sh dev

run: install ## open the newsroom at http://127.0.0.1:8000/
	@exec .venv/bin/python manage.py serve

test: dev ## check everything and run all tests, on both databases and in a browser
	@scripts/chromium.sh
	@scripts/nginx.sh
	@scripts/test.sh

check: dev ## the static part alone: lint, formats, types, contracts, migrations, deployment
	@scripts/check.sh

format: dev ## bring the code into the house's form
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format .

lock: dev ## resolve the requirements anew
	@scripts/lock.sh

screenshots: dev ## draw the pictures in docs/pictures anew
	@.venv/bin/python scripts/screenshots.py

bench: dev ## measure how fast it is, beside nginx serving files; ARGS=--quick for ten minutes of it
	@.venv/bin/python -m benchmarks $(ARGS)

bench-check: dev ## measure anew, and name what is slower than in the stored run
	@.venv/bin/python -m benchmarks --check $(ARGS)
