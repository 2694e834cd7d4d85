# make summary: Taizhou's 2020 year-end completion summary, on the terminal and in out/
# make test:    every test
# Each does all of its own set-up in .venv; a second call finds it done.

VENV   := .venv
BIN    := $(VENV)/bin
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)
# The stamps carry the folder's name: an environment that was moved is set up anew.
HERE   := $(shell printf '%s' '$(CURDIR)' | cksum | cut -d' ' -f1)
READY  := $(VENV)/ready-$(HERE)
TESTED := $(VENV)/ready-dev-$(HERE)
PIP    := $(BIN)/python -m pip --disable-pip-version-check install --quiet
PLAN   := targets/taizhou-2020

.PHONY: help summary test clean

help:
	@echo 'make summary   the 2020 year-end summary of $(PLAN), also in out/'
	@echo 'make test      all tests'
	@echo 'make clean     remove out/ and $(VENV)/'

summary: $(READY)
	$(BIN)/targetwatch check $(PLAN)
	@mkdir -p out
	$(BIN)/targetwatch score $(PLAN) $(PLAN)/actuals.csv
	$(BIN)/targetwatch report $(PLAN) $(PLAN)/actuals.csv --out out/taizhou-2020.html --out out/taizhou-2020.md

test: $(TESTED)
	$(BIN)/python -m pytest

$(READY): pyproject.toml
	@if [ -z '$(PYTHON)' ]; then echo 'targetwatch needs Python 3.11 or newer; set PYTHON=/path/to/python3.11' >&2; exit 1; fi
	@echo 'Setting up $(VENV) with $(PYTHON) …' >&2
	@'$(PYTHON)' -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'PYTHON=$(PYTHON) is older than 3.11' >&2; exit 1; }
	'$(PYTHON)' -m venv $(VENV)
	$(PIP) --editable .
	@touch $@

$(TESTED): $(READY)
	$(PIP) --editable '.[dev]'
	@touch $@

clean:
	rm -rf out $(VENV)
