# ConvoSphere's commands. Each step below runs only when what it reads has changed: the files in .make/ remember.

VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(VENV)/bin/uv
LOCKS := deploy/requirements
CLIENT := clients/python
NODE_MODULES := web/node_modules/.package-lock.json
WEB_CLIENT := src/convosphere/entry/web_client/index.html
ARGS :=

# `make run` is content with the larger set of packages that `make test` installs, if that set is up to date.
DEV_IS_FRESH := $(shell test -x $(PYTHON) && test -e .make/python-dev && \
	test -z "$$(find $(LOCKS)/dev.txt $(LOCKS)/uv.txt pyproject.toml $(CLIENT)/pyproject.toml -newer .make/python-dev)" && \
	echo yes)
PYTHON_FOR_RUN := $(if $(DEV_IS_FRESH),.make/python-dev,.make/python-run)

# With the folders, so that a deleted file counts as a change too.
WEB_SOURCES := $(shell find web/src web/public web/scripts web/index.html web/vite.config.ts web/tsconfig.json \
	! -name '*.test.ts' ! -name '*.test.tsx' 2>/dev/null)

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Some environments ask Python not to keep what it has compiled: each start would compile 1,900 modules anew, which takes
# longer than all the rest of it.
unexport PYTHONDONTWRITEBYTECODE
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help run test lint format seed bench bench-retrieval openapi docs lock setup web clean ALWAYS

help:  ## Show this list
	@echo "ConvoSphere: make <command>"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo 'Settings are environment variables: CONVOSPHERE_PORT=9000 make run. All of them: docs/guides/settings.md.'

run: $(PYTHON_FOR_RUN) .make/web-client  ## Set up what is needed and start ConvoSphere on http://127.0.0.1:8080
	@exec $(VENV)/bin/convosphere run

test: .make/python-dev $(NODE_MODULES)  ## Run everything: lint, types, all tests, the web build; then a summary
	@exec $(PYTHON) -m checks.suite test

lint: .make/python-dev $(NODE_MODULES)  ## Run the linters, type checkers, layer contracts and the project's own rules
	@exec $(PYTHON) -m checks.suite lint

format: .make/python-dev $(NODE_MODULES)  ## Format all code, and mend what the linter can mend by itself
	@$(VENV)/bin/ruff check --fix --quiet . ; $(VENV)/bin/ruff format .
	@npm --prefix web run --silent format

seed: $(PYTHON_FOR_RUN)  ## Fill a demo organisation with believable content, as a user's actions would
	@exec $(VENV)/bin/convosphere seed $(ARGS)

bench: .make/python-dev .make/web-client  ## Measure the budgets: start, memory, first token, load; prints tables
	@exec $(PYTHON) -m bench $(ARGS)

bench-retrieval: .make/python-dev  ## Measure how good searches are on a collection in TREC/BEIR form: COLLECTION=dir
	@exec $(PYTHON) -m bench.retrieval $(COLLECTION) $(ARGS)

openapi: .make/python-dev $(NODE_MODULES)  ## Make both clients' API types anew from the server's OpenAPI document
	@$(PYTHON) -m convosphere.entry.openapi > .make/openapi.json
	@cp .make/openapi.json web/src/api/openapi.json
	@npm --prefix web run --silent generate
	@$(PYTHON) -m checks.python_client

docs: .make/python-dev  ## Make docs/guides/settings.md anew from the settings' model
	@$(PYTHON) -m checks.settings_page > .make/settings.md
	@cp .make/settings.md docs/guides/settings.md

lock: .make/uv  ## Write the Python lock files anew from pyproject.toml
	@exec bash $(LOCKS)/lock.sh

setup: .make/python-dev .make/web-client  ## Set up everything for development without starting anything

web: .make/web-client  ## Build the web client if its sources changed

clean:  ## Remove all that these commands made; your data stays
	@rm -rf $(VENV) .make web/node_modules web/coverage $(dir $(WEB_CLIENT)) .coverage .coverage.* htmlcov build dist
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	@find src clients tests checks bench -name __pycache__ -type d -prune -exec rm -rf {} +

# ── Python ──

$(PYTHON):
	@echo "· Python: creating $(VENV)"
	@python=$$(sh deploy/make/find-python.sh) && "$$python" -m venv --clear $(VENV)

.make/uv: $(LOCKS)/uv.txt $(PYTHON)
	@mkdir -p .make
	@echo "· Python: installing uv"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

.make/python-run: $(LOCKS)/run.txt pyproject.toml $(CLIENT)/pyproject.toml .make/uv
	@echo "· Python: installing the packages to run"
	@rm -f .make/python-dev
	@$(call install,run.txt)
	@touch $@

.make/python-dev: $(LOCKS)/dev.txt pyproject.toml $(CLIENT)/pyproject.toml .make/uv
	@echo "· Python: installing the packages to develop"
	@rm -f .make/python-run
	@$(call install,dev.txt)
	@touch $@

# Everything comes from the lock, by hash; ConvoSphere and its client are linked, built with what the lock brought. The
# import compiles what the first start would have to.
define install
$(UV) pip sync --quiet --python $(PYTHON) --require-hashes $(LOCKS)/$(1) && \
$(UV) pip install --quiet --python $(PYTHON) --no-deps --no-build-isolation \
	--editable $(CLIENT) --editable . && \
$(PYTHON) -c "import convosphere.entry.server"
endef

# ── Web ──

$(NODE_MODULES): web/package-lock.json web/package.json web/.npmrc
	@command -v npm > /dev/null || { \
		echo "Node.js 20 or later with npm is missing. On Debian: apt-get install nodejs npm" >&2; exit 1; }
	@echo "· Web: installing packages"
	@npm --prefix web ci --loglevel=error > /dev/null
	@touch $@

.make/web-client: $(WEB_SOURCES) $(NODE_MODULES) $(if $(wildcard $(WEB_CLIENT)),,ALWAYS)
	@mkdir -p .make
	@echo "· Web: building the client"
	@npm --prefix web run --silent build > .make/web-build.log 2>&1 || { cat .make/web-build.log; exit 1; }
	@touch $@
