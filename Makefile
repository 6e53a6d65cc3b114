# make run: start the kit for a class. make test: run all tests. make long: those that take hours.
# make test PART=journeys: the folders of tests of that name, a path, or words for pytest -k.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_TESTS := $(VENV)/.ready-tests
.DEFAULT_GOAL := run
.PHONY: run test lint long faults translations clean
PART ?=
PYTEST := $(BIN)/pytest -n 4 --dist worksteal --durations=10

run: $(READY)
	@sh deploy/need-pango.sh
	@$(BIN)/recoupe run --lan

test: $(READY_TESTS)
	@sh deploy/need-pango.sh
	@sh deploy/need-chromium.sh
ifeq ($(PART),)
	$(MAKE) --no-print-directory lint
	$(PYTEST)
else
	@part='$(PART)'; folders=$$(find tests -type d -name "$$part" 2>/dev/null); \
	if [ -n "$$folders" ]; then set -- $$folders; \
	elif [ -e "$${part%%::*}" ]; then set -- "$$part"; else set -- -k "$$part"; fi; \
	$(PYTEST) -q "$$@"
endif

lint: $(READY_TESTS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check app.py quizzes workshop tests
	$(BIN)/mypy
	$(BIN)/lint-imports

# What `make test` shows in short: a whole lesson, random examples by the hundred, faults for an hour.
long: $(READY_TESTS)
	@sh deploy/need-chromium.sh
	$(BIN)/pytest -m "long or hypothesis" --hypothesis-profile=long
	$(MAKE) --no-print-directory faults

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
