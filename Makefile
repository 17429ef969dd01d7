# Milepost. `make` alone says what there is to make.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
PIP := $(BIN)/pip install --disable-pip-version-check --require-hashes --no-deps
TESTS ?= tests

help: ## say what there is to make
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: .venv/.runs ## start the site on http://localhost:8000 (PORT=…), with worker and beat
	@exec $(BIN)/python -m config.serve

test: .venv/.tests ## run the suite; DATABASE_URL and REDIS_URL choose the servers, else none is used
	$(BIN)/pytest -n 2 --dist loadscope $(TESTS)

journeys: .venv/.tests ## run the stories in a real browser (wants Chromium)
	$(BIN)/pytest -n 2 -m "journey or axe" $(TESTS)

deep: .venv/.tests ## run every property with its longest settings, and the races (these want PostgreSQL)
	RACE_ROUNDS=100 $(BIN)/pytest -m "deep or race or crash" --hypothesis-profile=deep $(TESTS)
	env -u DATABASE_URL -u REDIS_URL $(BIN)/pytest -m deep --hypothesis-profile=deep tests/orders/properties

check: .venv/.tests ## format, lint, types, import contract, missing migrations, check --deploy
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/pytest -q -m "" tests/architecture tests/config/test_deploy_check.py

bench: .venv/.tests ## measure the figures of speed
	$(BIN)/python -m tests.bench

shots: .venv/.tests ## picture the pages into shots/
	$(BIN)/python -m tests.journeys.shots

css: ## build the style sheet and the scripts from their sources (wants Node)
	cd static/src && npm ci && npm run build

format: .venv/.tests ## put every file into our form
	$(BIN)/ruff format . && $(BIN)/ruff check --fix-only --quiet .

lock: .venv/.tests ## compile requirements*.txt from pyproject.toml
	$(BIN)/uv pip compile $(LOCK) pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

clean: ## remove what was made here, but for the data (.data)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

.venv/bin/pip:
	@echo "Making the virtual environment in .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }

.venv/.runs: requirements.txt | .venv/bin/pip
	@echo "Installing what runs (requirements.txt)"
	@$(PIP) --progress-bar off -r requirements.txt | sed -nuE 's/^Collecting ([^ ]+).*/  \1/p'; exit $${PIPESTATUS[0]}
	@touch $@

.venv/.tests: requirements-dev.txt | .venv/bin/pip
	@echo "Installing what develops and tests (requirements-dev.txt)"
	@$(PIP) --progress-bar off -r requirements-dev.txt | sed -nuE 's/^Collecting ([^ ]+).*/  \1/p'; exit $${PIPESTATUS[0]}
	@touch $@

.PHONY: help run test journeys deep check bench shots css format lock clean
