# `make` lists the targets. BIN=path/to/venv/bin picks another environment, BASE=ref what bench-compare compares with.
PYTHON ?= python3
BIN    ?= .venv/bin
BASE   ?= origin/main
EVAL   ?= ../shared/eval
# Seconds of the processor: those of the clock depend on what else the machine does.
TIMER  := --benchmark-timer=time.process_time

.DEFAULT_GOAL := help
.PHONY: help setup check format test bench bench-compare quality tables held-out docs screenshots ci ratios peers cost site

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

bench-compare:  ## time BASE and the present state on this machine; more than 25 % slower fails
	mkdir -p out && rm -rf out/base out/base-venv out/base.json && git worktree prune
	git worktree add --detach out/base $(BASE)
	$(PYTHON) -m venv out/base-venv
	out/base-venv/bin/pip install --quiet './out/base[dev]'
# these benchmarks beside BASE's package, for pytest imports the package that lies beside its pyproject.toml
	rm -rf out/base/benchmarks out/base/tests && cp -r benchmarks tests out/base
	-cd out/base && ../base-venv/bin/pytest benchmarks -o pythonpath=. --benchmark-only \
		--benchmark-json=$(CURDIR)/out/base.json $(TIMER) --continue-on-collection-errors
	git worktree remove --force out/base
	$(BIN)/pytest benchmarks --benchmark-only --benchmark-compare=out/base.json --benchmark-compare-fail=min:25% $(TIMER)

ratios:  ## hold the speed beside simple ways of doing the same against the floors
	$(BIN)/python benchmarks/ratios.py

peers:  ## time this library and its peers on the same texts and write docs/benchmarks.md; STORIES=FILE.jsonl.gz for real ones
	$(BIN)/python benchmarks/peers.py --write $(if $(STORIES),--stories $(STORIES))

cost:  ## measure what newsrooms of growing size take and write docs/benchmarks.md
	$(BIN)/python benchmarks/cost.py --write

quality:  ## measure what is found against the floors
	$(BIN)/python benchmarks/quality.py --eval $(EVAL)

tables:  ## measure everything and put the figures into README.md and docs
	$(BIN)/python benchmarks/quality.py --eval $(EVAL) --write-tables
	$(BIN)/python benchmarks/makeups.py --eval $(EVAL)

held-out:  ## fit without some families, measure on those, three times over, and put the figures into docs
	$(BIN)/python benchmarks/held_out.py --eval $(EVAL) --write-tables
	$(BIN)/python benchmarks/held_out.py --eval $(EVAL) --by-rewriter --write-tables

docs:  ## fill docs/cli.md and what other pages show of the program: calls, weights, constants
	$(BIN)/python .ci/docs.py

screenshots:  ## take the pictures of the report that the documentation shows
	PYTHONPATH=. $(BIN)/python .ci/screenshots.py

site:  ## build the documentation into out/site
	$(BIN)/mkdocs build --strict

ci:  ## everything, in a fresh environment
	.ci/run
