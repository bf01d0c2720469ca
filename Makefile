# Two commands on a fresh machine: `make demo` and `make test`. Both build their own .venv from a committed lock.
SHELL := /bin/sh
VENV ?= .venv
PYTHON ?= $(shell for p in python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)
PY_SERIES = $(shell $(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')
LOCK = requirements/py$(PY_SERIES).txt
BIN = $(VENV)/bin
PYTEST ?= $(BIN)/python -m pytest
SERVE ?= 1
CADRETRAIN_SCALE ?= 200

.DEFAULT_GOAL := help
.PHONY: help demo test quality bench translations openapi services lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.locked: requirements/py$(PY_SERIES).txt
	@test -n "$(PYTHON)" || { echo "CadreTrain needs Python 3.11 or 3.12: make PYTHON=/path/to/python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --requirement $(LOCK)
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml setup.py $(wildcard translations/*/LC_MESSAGES/*.po)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(VENV)/.installed  ## run the main job on SQLite and open http://127.0.0.1:8000/ (SERVE=0 ends after the summary)
	$(BIN)/cadretrain demo --trainees $(CADRETRAIN_SCALE) $(if $(filter 0,$(SERVE)),--no-serve)

test: $(VENV)/.installed  ## run the tests; what a missing server or browser leaves out is listed at the end
	$(PYTEST)

quality: $(VENV)/.installed  ## ruff, mypy strict, import floors, missing migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python -m django makemigrations --check --dry-run --pythonpath . cadretrain_reports

bench: $(VENV)/.installed  ## print each figure beside its peer or limit, measured in the same run
	$(BIN)/python -m tests.bench

translations: $(VENV)/.installed  ## collect the messages of both packages and compile the catalogues
	$(BIN)/python tools/update_translations.py

openapi: $(VENV)/.installed  ## write down the API as it now is, after a change that is meant
	$(BIN)/python -m tests.contract.golden

services: $(VENV)/.installed  ## add the drivers for tests on MariaDB, PostgreSQL and in Chromium
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --requirement requirements/services-py$(PY_SERIES).txt

COMPILE = uv pip compile --quiet --generate-hashes --no-header --no-annotate
lock:  ## compile the lock files again under the pins of each release (needs uv; PINS=folder of pins)
	for pair in 3.11:ulmo 3.12:verawood; do \
		series=$${pair%%:*}; release=$${pair##*:}; \
		$(COMPILE) --python-version $$series --extra dev --constraint $(PINS)/$$release.txt \
			--output-file requirements/py$$series.txt pyproject.toml && \
		$(COMPILE) --python-version $$series --constraint $(PINS)/$$release.txt \
			--output-file requirements/services-py$$series.txt requirements/services.in || exit 1; \
	done

clean:  ## remove what the commands above have built
	rm -rf $(VENV) build dist var *.egg-info translations/*/LC_MESSAGES/*.mo
