# 常企安. `make` lists what there is.
# Two commands matter: `make run` starts the platform from a bare machine, `make check test` proves it.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
PY := .venv/bin/python
# The oldest supported Python that is there; 3.11 to 3.13 are what the locks were tried with.
SYSTEM_PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BOOTSTRAP := $(SYSTEM_PYTHON) -I src/changqian/launcher/bootstrap.py
# Tools that sign nothing and read no data need neither keys nor a database.
TOOL := CHANGQIAN_EPHEMERAL_KEYS=1 CHANGQIAN_DATA=.state DJANGO_SETTINGS_MODULE=changqian.platform.config.settings
TYPES := web/schema.yml web/packages/api/schema.d.ts web/packages/api/labels.ts

.PHONY: help run city check test bench web env dev types tables lock fix clean python \
	check-platform check-pages check-python check-contracts check-migrations check-types check-web check-audit attack test-unit test-faults test-browser test-web

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-17s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: env web ## start the platform; LAN=1 for phones, PORTS=auto|8000, ENTERPRISES=2000
	@exec .venv/bin/changqian up $(if $(filter 1,$(LAN)),--lan) $(if $(PORTS),--ports $(PORTS)) \
		$(if $(ENTERPRISES),--enterprises $(ENTERPRISES))

city: env ## build a city in a folder, or go on with it; ENTERPRISES=100000, DATA=folder
	@exec .venv/bin/changqian city $(if $(DATA),--data $(DATA)) $(if $(ENTERPRISES),--enterprises $(ENTERPRISES))

check: dev ## lint, types, contracts, migrations, stale API types, known weaknesses
	@$(MAKE) -j2 --output-sync=recurse check-platform check-pages


test: test-unit test-faults test-browser test-web ## everything: unit, faults, browser, web units

bench: dev web ## measure; NAME=one for one bench, CITY=folder of a built city (else a small one, and no verdicts on it)
	@.venv/bin/changqian bench $(NAME) $(if $(CITY),--city $(CITY))

web: python ## build web/dist when its sources changed
	@$(BOOTSTRAP) web

env: python ## the Python environment for running
	@$(BOOTSTRAP) env run

dev: python ## the Python environment for developing
	@$(BOOTSTRAP) env dev

types: dev ## API schema and the web's types and labels from the models
	@$(TOOL) $(PY) -m django spectacular --file web/schema.yml --validate --fail-on-warn
	@$(BOOTSTRAP) npm run --silent types

tables: dev ## after a migration: where all of them lead, for databases that are new
	@$(TOOL) $(PY) scripts/write_tables.py

lock: dev ## new versions into the lock files
	@for n in run dev; do .venv/bin/uv pip compile pyproject.toml $$([ $$n = dev ] && echo --extra dev) --upgrade \
		--universal --python-version 3.11 --generate-hashes -q --no-header -o requirements/$$n.lock; done
	@for n in uv node; do .venv/bin/uv pip compile requirements/$$n.in --upgrade \
		--universal --python-version 3.11 --generate-hashes -q --no-header --no-annotate -o requirements/$$n.lock; done

fix: dev ## format and fix what can be fixed
	@.venv/bin/ruff check --fix && .venv/bin/ruff format
	@$(BOOTSTRAP) npm run --silent fix

clean: ## remove what is made; data folders stay
	@rm -rf .venv .state web/dist web/node_modules .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# Two lanes, one per core. In each one after the other: the pages are checked against types that were made just before.
check-platform: dev
	@for each in check-python check-contracts check-migrations; do $(MAKE) $$each || exit 1; done

check-pages: dev
	@for each in check-types check-web check-audit; do $(MAKE) $$each || exit 1; done

check-python: dev
	@.venv/bin/ruff check --quiet && .venv/bin/ruff format --check --quiet && echo "ruff: 通过"
	@$(TOOL) .venv/bin/mypy

check-contracts: dev
	@$(TOOL) .venv/bin/lint-imports --no-logo

check-migrations: dev
	@$(TOOL) $(PY) -W ignore -m django makemigrations --check --dry-run
	@$(TOOL) $(PY) scripts/write_tables.py --check

check-types: dev
	@rm -rf .state/types && mkdir -p .state/types && cp $(TYPES) .state/types/
	@$(MAKE) types
	@for f in $(TYPES); do cmp -s $$f .state/types/$$(basename $$f) || \
		{ echo "错误：$$f 已过期，刚刚重新生成，请一并提交。" >&2; exit 1; }; done

check-web: python
	@$(BOOTSTRAP) npm run --silent check

check-audit: dev
	@$(PY) scripts/audit_dependencies.py

attack: dev web ## sqlmap and wapiti against a running system, within five minutes
	@$(PY) scripts/attack.py

test-unit: dev
	@$(BOOTSTRAP) system
	@.venv/bin/pytest -n 2 --ignore tests/e2e --ignore tests/faults

# Faults mostly wait, so two run side by side; killing measures how soon a process is back, and has the machine alone.
test-faults: dev web
	@$(BOOTSTRAP) system
	@.venv/bin/pytest -n 2 --timeout 300 --ignore tests/faults/test_kill.py tests/faults
	@.venv/bin/pytest -n 0 --timeout 300 tests/faults/test_kill.py

# Two platforms side by side, a journey's file on one of them: a browser waits more than it works.
test-browser: dev web
	@$(BOOTSTRAP) system
	@.venv/bin/pytest -n 2 --dist loadfile --timeout 300 tests/e2e

test-web: python
	@$(BOOTSTRAP) npm run --silent test

python:
	@test -n "$(SYSTEM_PYTHON)" || { echo "错误：需要 Python 3.11 或更高版本，请先安装（例如 apt-get install python3）。" >&2; exit 1; }
