# `make` lists the targets. BIN=path/to/venv/bin picks another environment, BASE=ref what bench-compare compares with.
PYTHON ?= python3
BIN    ?= .venv/bin
BASE   ?= origin/main
EVAL   ?= ../shared/eval

.DEFAULT_GOAL := help
.PHONY: help setup check format test bench bench-compare quality tables held-out docs screenshots ci

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "%-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup:  ## make .venv with everything a developer needs
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --editable '.[dev]'

check:  ## lint, format, types, import arrows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format:  ## put the code into shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test:  ## run the tests, and each benchmark once so that none rots
	$(BIN)/pytest
	$(BIN)/pytest benchmarks --benchmark-disable -q

bench:  ## time every stage
	$(BIN)/pytest benchmarks --benchmark-only

bench-compare:  ## time BASE and the present state on this machine; more than 15 % slower fails
	mkdir -p out && rm -rf out/base out/base-venv && git worktree prune
	git worktree add --detach out/base $(BASE)
	$(PYTHON) -m venv out/base-venv
	out/base-venv/bin/pip install --quiet './out/base[dev]'
	-out/base-venv/bin/pytest benchmarks --benchmark-only --benchmark-json=out/base.json
	git worktree remove --force out/base
	$(BIN)/pytest benchmarks --benchmark-only --benchmark-compare=out/base.json --benchmark-compare-fail=min:15%

quality:  ## measure what is found against the floors
	$(BIN)/python benchmarks/quality.py --eval $(EVAL)

tables:  ## measure everything and put the figures into README.md and docs
	$(BIN)/python benchmarks/quality.py --eval $(EVAL) --write-tables
	$(BIN)/python benchmarks/makeups.py --eval $(EVAL)

held-out:  ## fit without some families, measure on those, three times over, and put the figures into docs
	$(BIN)/python benchmarks/held_out.py --eval $(EVAL) --write-tables

docs:  ## fill docs/cli.md and what other pages show of the program: calls, weights, constants
	$(BIN)/python .ci/docs.py

screenshots:  ## take the pictures of the report that the documentation shows
	PYTHONPATH=. $(BIN)/python .ci/screenshots.py

ci:  ## everything, in a fresh environment
	.ci/run
