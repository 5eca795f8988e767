# Everything starts here: `make run` and `make test`. What takes more than a line lies in scripts/.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Python and the client are set up beside each other.
MAKEFLAGS += --no-builtin-rules -j2

# Stamps: each says that the step is done for the files it depends on.
RUN_STAMP := .venv/.installed
DEV_STAMP := .venv/.installed-dev
NPM_STAMP := pwa/node_modules/.installed
CLIENT := static/dist/index.html
CLIENT_SOURCES := $(shell find pwa $(wildcard static) -type f -not -path '*/node_modules/*' -not -path 'static/dist/*' \
	-not -path 'pwa/.types/*' -not -name '*.test.ts' -not -name '*.md')
BIN := .venv/bin

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

run: $(RUN_STAMP) $(CLIENT) ## Install what is missing, build, migrate, load the demo, serve on PORT (8000)
	@scripts/run.sh

test: dev build ## Format, lint, types, contracts, pytest, vitest and end-to-end tests in Chromium
	@scripts/stages.sh checks pytest vitest e2e

check: dev ## Format, lint, types, import contracts and dead code only
	@scripts/stages.sh checks

test-long: dev build ## The tests that take minutes
	@scripts/stages.sh long

bench: dev build ## Own figures beside the raw limits of this machine
	@QUANXUN_CHROMIUM=$$(scripts/chromium.sh) $(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench.map_bench

bench-peers: dev build ## The same beside PouchDB-server, Kinto, tipg and pygeoapi, installed into .run/peers
	@scripts/peers.sh
	@QUANXUN_CHROMIUM=$$(scripts/chromium.sh) $(BIN)/python -m tests.bench --peers
	@$(BIN)/python -m tests.bench.map_bench --peers

build: $(CLIENT) ## The client, into static/dist

dev: $(DEV_STAMP) $(NPM_STAMP) ## The tools for development, into .venv and pwa/node_modules

lock: $(DEV_STAMP) ## Lock the Python dependencies anew (pyproject.toml -> requirements*.txt)
	@scripts/lock.sh

format: dev ## Format and mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@npm --prefix pwa run --silent format

clean: ## Remove what was installed and built; keeps var/ (the data)
	rm -rf .venv pwa/node_modules static/dist .run .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(RUN_STAMP): requirements.txt pyproject.toml scripts/venv.sh scripts/spatialite.sh
	@scripts/venv.sh requirements.txt
	@scripts/spatialite.sh
	@touch $@

$(DEV_STAMP): requirements-dev.txt $(RUN_STAMP)
	@scripts/venv.sh requirements-dev.txt
	@touch $@

$(NPM_STAMP): pwa/package.json pwa/package-lock.json
	@scripts/npm.sh
	@touch $@

$(CLIENT): $(NPM_STAMP) $(CLIENT_SOURCES)
	@echo "Building the client …" >&2
	@mkdir -p .run
	@npm --prefix pwa run --silent build >.run/build.log 2>&1 || { cat .run/build.log; exit 1; }
	@touch $@

.PHONY: help run test check test-long bench bench-peers build dev lock format clean
