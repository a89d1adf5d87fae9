# make run    build the graph of seeds/ and serve it on http://127.0.0.1:7878/
# make test   run all tests
# make check  formatting, lint, types and all tests: what CI runs

VENV := .venv
BIN := $(VENV)/bin
GRAPH ?= graph
PORT ?= 7878

# The first Python on the path that is new enough; `make PYTHON=... run` takes another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)

.PHONY: run test check format-check lint types tests clean

run: $(VENV)/.installed
	@$(BIN)/kg build seeds --graph $(GRAPH)
	@$(BIN)/kg serve --graph $(GRAPH) --port $(PORT)

test: tests

check: format-check lint types tests

format-check: $(VENV)/.installed-dev
	$(BIN)/ruff format --check .

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

tests: $(VENV)/.installed-dev
	$(BIN)/python -m pytest

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "conflict-kg needs Python 3.11 or newer; none was found on the path" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "$(PYTHON) cannot make a virtual environment; on Debian: apt install python3-venv" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
