# make demo   from a fresh clone to a guide at the demonstration sites
# make test   everything: Python, TypeScript, browser
# make soak   the tests that take minutes: every real scan
# make lint bench eval web clean

SHELL := /bin/bash
PYTHON ?= python3
# How many halves of the tests run side by side.
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
MADE := .make
WEB := clients/web
SCENES := scenes/node

.PHONY: demo test test-journeys test-parts soak lint bench eval web setup browser weights clean check-python

demo: setup web $(SCENES)/node_modules/.made
	$(BIN)/tour demo

setup: $(MADE)/installed

check-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3 …"; exit 1; }

$(VENV)/bin/python: | check-python
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(MADE)/installed: pyproject.toml .ci/constraints.txt | $(VENV)/bin/python
	@mkdir -p $(MADE)
	@echo "Installing. The first time, llama-cpp-python is compiled: about five minutes on two cores."
	$(BIN)/python -m pip install --progress-bar on -c .ci/constraints.txt -e '.[all]'
	@touch $@

$(MADE)/tested: $(MADE)/installed
	$(BIN)/python -m pip install --quiet -c .ci/constraints.txt -e '.[all,test]'
	@touch $@

# Node.js: the system's if it is new enough, else the one that comes as a Python wheel.
NPM = PATH="$$($(CURDIR)/.ci/node-path $(CURDIR)/$(BIN)):$$PATH" npm

$(WEB)/node_modules/.made: $(WEB)/package-lock.json $(MADE)/installed
	cd $(WEB) && $(NPM) ci --no-audit --no-fund
	@touch $@

# What ingest asks of Node.js: the validator, the simplifier, the navigation mesh.
$(SCENES)/node_modules/.made: $(SCENES)/package-lock.json $(MADE)/installed
	cd $(SCENES) && $(NPM) ci --no-audit --no-fund --omit=dev
	@touch $@

# What the benches measure us against: gltfpack, gltf-transform.
$(SCENES)/node_modules/.peers: $(SCENES)/node_modules/.made
	cd $(SCENES) && $(NPM) ci --no-audit --no-fund
	@touch $(SCENES)/node_modules/.made $@

web: $(WEB)/dist/index.html

$(WEB)/dist/index.html: $(WEB)/node_modules/.made $(shell find $(WEB)/src $(WEB)/index.html $(WEB)/studio.html $(WEB)/scorecard.html $(WEB)/vite.config.ts $(WEB)/public -type f 2>/dev/null)
	cd $(WEB) && $(NPM) run build
	@touch $@

browser: $(MADE)/tested
	@bash .ci/browser $(BIN)

weights: $(MADE)/installed
	$(BIN)/tour models pull test

lint: $(MADE)/tested $(WEB)/node_modules/.made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd $(WEB) && $(NPM) run lint

test: $(MADE)/tested web $(SCENES)/node_modules/.made browser weights lint
	cd $(WEB) && $(NPM) test
	$(BIN)/tour demo --build-only
	$(MAKE) --no-print-directory --keep-going -j $(JOBS) test-journeys test-parts

# Both halves wait for one thing or another most of the time, so that side by side they take little longer than one.
test-journeys:
	$(BIN)/pytest tests/e2e

test-parts:
	$(BIN)/pytest tests --ignore=tests/e2e -o cache_dir=.pytest_cache/parts

soak: $(MADE)/tested web $(SCENES)/node_modules/.made browser
	$(BIN)/pytest -m soak

bench: $(MADE)/tested web $(SCENES)/node_modules/.peers
	@mkdir -p tests/artefacts/bench
	@for each in $$(grep -l __main__ tests/bench/*.py); do echo "== $$each"; $(BIN)/python $$each | tee tests/artefacts/bench/$$(basename $$each .py).json; done

# All of it takes an hour or two on two cores; make eval EVAL='--sample 3 --language it --lapses' is short.
eval: $(MADE)/tested
	$(BIN)/python tests/eval/run.py $(EVAL)

clean:
	rm -rf $(MADE) $(VENV) $(WEB)/node_modules $(SCENES)/node_modules $(WEB)/dist tests/artefacts
