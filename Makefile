# make run: start the kit for a class. make test: run all tests. Nothing is asked.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TESTS := $(VENV)/.ready-tests
.DEFAULT_GOAL := run
.PHONY: run test lint faults translations clean

run: $(READY)
	@sh deploy/need-pango.sh
	@$(BIN)/recoupe run --lan

test: $(READY_TESTS)
	@sh deploy/need-pango.sh
	@sh deploy/need-chromium.sh
	$(MAKE) --no-print-directory lint
	$(BIN)/pytest

lint: $(READY_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check app.py quizzes workshop tests
	$(BIN)/mypy
	$(BIN)/lint-imports

# What tests/faults shows in short, for an hour.
faults: $(READY_TESTS)
	$(BIN)/python -m tests.faults.run --kills 200 --responses 20000
	$(BIN)/python -m tests.faults.run --minutes 30 --pairs

# Python packages. Made again when pyproject.toml changes.
$(READY): pyproject.toml
	@sh deploy/make-venv.sh $(PYTHON) $(VENV) .
	@touch $@

$(READY_TESTS): pyproject.toml
	@sh deploy/make-venv.sh $(PYTHON) $(VENV) '.[test]'
	@touch $(READY) $@

# Gathers the interface's sentences, adds new ones to the catalogues, compiles them.
translations: $(READY_TESTS)
	$(BIN)/pybabel -q extract -F pyproject.toml -k lazy_gettext --no-location --sort-output --project Recoupe --version 1 -o $(VENV)/messages.pot .
	$(BIN)/pybabel -q update -i $(VENV)/messages.pot -d templates/translations -N --ignore-obsolete --ignore-pot-creation-date --no-wrap
	$(BIN)/pybabel -q compile -d templates/translations

clean:
	rm -rf $(VENV)
