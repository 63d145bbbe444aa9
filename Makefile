# Two commands: `make run` does the main job on the bundled sample, `make test` runs the suite.
# A machine with python3 (3.11 to 3.13), make and the package registries is enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# uv installs into the environment that is active, which may be another one
export VIRTUAL_ENV := $(abspath $(VENV))
# one stamp for each set of packages; a stamp is remade when its lock or the project file changed
TOOLS := $(VENV)/.tools-ready
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.dev-ready
INSTALL := $(UV) pip install --quiet --no-deps --require-hashes --requirement requirements-setup.lock && \
	$(UV) pip install --quiet --no-deps --no-build-isolation --editable .
# whole files to a worker, in the order of the tree: the few long ones of integration/ start first
PYTEST := $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder --durations 10

.DEFAULT_GOAL := help
.PHONY: help setup run test test-slow lint format lock clean benchmark

help: ## show what there is
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 18

setup: $(READY) ## create .venv from the lock file

run: $(READY) ## run the main job on the bundled sample, ending with a SQL result
	$(BIN)/communique run
	$(BIN)/communique sql "SELECT country_code, issue_id, commitment, holder_name, valid_from FROM marts.position_spells WHERE valid_to IS NULL ORDER BY issue_id, strength DESC NULLS LAST, country_code LIMIT 20"

test: $(DEV_READY) ## run the test suite
	$(PYTEST) $(ARGS)

test-slow: $(DEV_READY) ## run the tests that take long: many kills, real pages
	$(PYTEST) -m slow $(ARGS)

lint: $(DEV_READY) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV_READY) ## rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

benchmark: $(DEV_READY) ## measure words/s and articles/s of each stage beside the baselines
	$(BIN)/python tests/benchmarks/stages.py

lock: ## renew the lock files (names, versions and hashes only)
	printf 'uv\nhatchling\neditables\n' | $(UV) pip compile - --universal --generate-hashes --no-header --quiet --output-file requirements-setup.lock
	$(UV) pip compile pyproject.toml --universal --generate-hashes --no-header --quiet --output-file requirements.lock
	$(UV) pip compile pyproject.toml --extra dev --constraint requirements.lock --universal --generate-hashes --no-header --quiet --output-file requirements-dev.lock

clean: ## remove the environment and the sample's warehouse
	rm -rf $(VENV) data

$(TOOLS): requirements-setup.lock
	@$(PYTHON) -c 'import sys; sys.exit(None if (3, 11) <= sys.version_info < (3, 14) else "communique needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ": call make PYTHON=python3.12")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-setup.lock
	touch $@

$(READY): requirements.lock pyproject.toml $(TOOLS)
	@# the development set holds the whole run set: leave it when it is newer
	if [ -e $(DEV_READY) ] && [ ! requirements.lock -nt $(DEV_READY) ] && [ ! pyproject.toml -nt $(DEV_READY) ]; then :; \
	else $(UV) pip sync --quiet --require-hashes requirements.lock && $(INSTALL); fi
	touch $@

$(DEV_READY): requirements-dev.lock pyproject.toml $(TOOLS)
	$(UV) pip sync --quiet --require-hashes requirements-dev.lock && $(INSTALL)
	touch $@ $(READY)
