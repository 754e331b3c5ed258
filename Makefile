# One command per task; `make` alone lists them. Windows without make: make.ps1 has the same tasks.

VENV := .venv
BIN  := $(VENV)/bin
PIP  := $(BIN)/python -m pip --quiet --disable-pip-version-check

# The build backend runs in an environment of its own, which `-c` does not reach: these two do. Older pips read the
# first, pip 25.3 and later the second.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt

# An install is redone when one of these changes.
RECIPE := $(VENV)/.made pyproject.toml constraints.txt hatch_build.py

.DEFAULT_GOAL := help
.PHONY: help demo dashboard test lint types contracts messages picture screenshots docs bench lock clean

help:  ## list the tasks
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.for-use  ## install, simulate Malburgen in 100 futures and write the report to out/malburgen
	@$(BIN)/wijkbv run malburgen --replicates 100 --out out/malburgen

test: $(VENV)/.for-test  ## run the tests, except the slow ones
	@$(BIN)/python -m pytest -n auto -m "not slow"

lint: $(VENV)/.for-dev  ## check style and formatting
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.for-dev  ## check types
	@$(BIN)/mypy

contracts: $(VENV)/.for-dev  ## check that imports go one way
	@$(BIN)/lint-imports

messages: $(VENV)/.for-use  ## bring the translations up to date with the code
	@$(BIN)/python scripts/messages.py

picture: $(VENV)/.for-use  ## draw the picture of the README
	@$(BIN)/python scripts/picture.py

screenshots: $(VENV)/.for-test  ## make the pictures of the dashboard's screens (needs Chromium)
	@$(BIN)/python scripts/screenshots.py

dashboard: $(VENV)/.for-use  ## open the dashboard in the browser
	@$(BIN)/wijkbv dashboard

docs: $(VENV)/.for-use  ## write the pages of docs/ that are made from the code
	@$(BIN)/python scripts/parameters.py
	@$(BIN)/python scripts/feedbacks.py

bench: $(VENV)/.for-dev  ## run the benchmarks
	@$(BIN)/python -m benchmarks

# The lock is made on the oldest Python that is supported, so that its versions serve the newer ones too.
LOCK_PYTHON ?= python3.11

lock:  ## renew constraints.txt (needs Python 3.11)
	@echo "Resolving the newest versions with $(LOCK_PYTHON)"
	@set -e; unset PIP_CONSTRAINT PIP_BUILD_CONSTRAINT; \
	  temp=$$(mktemp -d); trap 'rm -rf "$$temp"' EXIT; \
	  $(LOCK_PYTHON) -m venv "$$temp"; \
	  "$$temp/bin/python" -m pip --quiet --disable-pip-version-check install packaging; \
	  "$$temp/bin/python" scripts/lock.py

clean:  ## remove the virtual environment, caches and builds (results in out/ stay)
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Each larger install contains the smaller ones, and says so by renewing their stamps.

$(VENV)/.for-use: $(RECIPE)
	@echo "Installing wijkbv-sim into $(VENV): a minute or two the first time"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.for-test: $(RECIPE)
	@echo "Installing wijkbv-sim and its test tools into $(VENV): a minute or two the first time"
	@$(PIP) install -c constraints.txt -e '.[test]'
	@touch $(VENV)/.for-use $@

$(VENV)/.for-dev: $(RECIPE)
	@echo "Installing wijkbv-sim and all development tools into $(VENV): a minute or two the first time"
	@$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $(VENV)/.for-use $(VENV)/.for-test $@

# Choose another Python with `make demo PYTHON=python3.12`, after `make clean`.
$(VENV)/.made:
	@python=$$(sh scripts/find-python.sh "$(PYTHON)") || exit 1; \
	  echo "Creating $(VENV) with $$python ($$($$python --version))"; \
	  $$python -m venv --clear $(VENV)
	@touch $@
