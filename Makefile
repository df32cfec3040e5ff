# `make help` lists what there is. Needs: Python 3.11 or later with its venv module, and make.
# Everything goes into .venv, from the hashed locks in requirements/; nothing is compiled.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
LOCKED := install --require-hashes --only-binary :all:

# Stamps: each says that a step is done for the files that it depends on.
RUN := $(VENV)/.installed-run
DEV := $(VENV)/.installed-dev
PACKAGE := $(VENV)/.installed-package
MODULES := page/node_modules/.package-lock.json

# The page of `kautilya open` is built, never committed: from Svelte to what a browser reads.
PAGE := src/kautilya/web/page/index.html
PAGE_FROM := $(wildcard page/*.ts page/*.js page/*.json page/index.html) \
  $(shell find page/src page/public -type f)
NODE := node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'

# Test files are shared out among so many processes; `make test JOBS=8` takes more of them.
JOBS := 2
PYTEST = $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

.PHONY: help try test quick page browser lint format bench lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# The board is the point: a claim that does not hold (exit code 1) is an answer, not a failure.
# The help is asked for first because Python leaves with 1 as well when a program cannot start.
try: $(RUN) $(PACKAGE) ## install what a run needs, test the first case, build the page where Node is
	@$(BIN)/kautilya --help >/dev/null
	@$(BIN)/kautilya test cases/beijing-acceptance || { code=$$?; test $$code -eq 1 || exit $$code; }
	@if $(NODE) 2>/dev/null; then $(MAKE) --no-print-directory page && \
	  echo "as a page: $(BIN)/kautilya open cases/beijing-acceptance" || true; fi

test: $(DEV) $(PACKAGE) ## run every check and every test
	@status=0; \
	$(MAKE) --no-print-directory browser || status=1; \
	$(MAKE) --no-print-directory lint || status=1; \
	$(PYTEST) || status=1; \
	exit $$status

# Laws are tried on an eighth of their examples (tests/support/effort.py).
quick: $(DEV) $(PACKAGE) ## the part to run while coding: no slow tests, no type check
	@status=0; \
	$(BIN)/ruff check --quiet || status=1; \
	KAUTILYA_QUICK=1 $(PYTEST) --quiet -m "not slow" || status=1; \
	exit $$status

page: $(PAGE) ## build the page of `kautilya open` (needs Node 20 or later; a wheel carries it)

# What the tests of the page need, where it may be had; elsewhere they name what they skip.
browser:
	@command -v chromium chromium-browser google-chrome-stable >/dev/null || \
	{ test "$$(id -u)" -eq 0 && command -v apt-get >/dev/null && \
	  echo "installing Chromium for the tests of the page" && apt-get -qq update && \
	  DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
	    chromium fonts-dejavu-core >/dev/null; } || \
	echo "no Chromium, and none may be installed here: the page is not tested in a browser"
	@if $(NODE) 2>/dev/null; then \
	  $(MAKE) --no-print-directory page && npm --prefix page run --silent check; \
	else echo "no Node 20 or later: the page is neither built nor tested"; fi

lint: $(DEV) ## style, format and types (the import rules are a test)
	@status=0; \
	$(BIN)/ruff check || status=1; \
	$(BIN)/ruff format --check --output-format concise || status=1; \
	$(BIN)/mypy || status=1; \
	exit $$status

format: $(DEV) ## format the code and mend what can be mended
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix

# `make bench ARGS=--acceptance` adds a whole board of the first case; see bench/README.md.
bench: $(RUN) $(PACKAGE) ## measure on this machine; never a test
	@$(BIN)/python bench/run.py $(ARGS)
	@$(BIN)/python bench/stability.py
	@$(BIN)/python bench/games.py
	@$(BIN)/python bench/quantal.py
	@$(BIN)/python bench/peers.py

# Locks hold names, versions and hashes, and no addresses. `make lock UPGRADE=--upgrade` moves
# every package to its newest release; without it the releases in the locks are kept.
lock: $(BIN)/pip ## write requirements/*.txt anew
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(BIN)/python -m venv "$$scratch" && \
	"$$scratch/bin/python" -m pip --quiet --disable-pip-version-check install uv && \
	compile() { "$$scratch/bin/uv" pip compile --quiet $(UPGRADE) --universal \
	  --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  pyproject.toml requirements/build.in "$$@"; } && \
	compile -o requirements/run.txt && \
	compile -o requirements/dev.txt --extra dev -c requirements/run.txt

clean: ## remove caches and build output; .venv and saved runs stay
	@rm -rf build dist src/kautilya/web/page page/node_modules
	@rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find src tests -type d -name __pycache__ -prune -exec rm -rf {} +

# --- installing -------------------------------------------------------------------------------

$(BIN)/pip:
	@for python in $(PYTHON) python3.11 python3.12 python3.13 python3; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "setting up $(VENV) with $$("$$python" --version) (once; a minute or so)"; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	  fi; \
	done; \
	echo "Kautilya needs Python 3.11 or later with its venv module, and none was found" >&2; \
	echo "  here: python3 is $$(python3 --version 2>&1 || true)" >&2; \
	echo "  help: install one (on Debian and Ubuntu python3-venv comes apart)," >&2; \
	echo "        or name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; \
	exit 1

$(RUN): requirements/run.txt | $(BIN)/pip
	@$(PIP) $(LOCKED) -r $<
	@touch $@

$(DEV): requirements/dev.txt $(RUN)
	@$(PIP) $(LOCKED) -r $<
	@touch $@

$(PACKAGE): pyproject.toml $(RUN)
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(MODULES): page/package-lock.json
	@$(NODE) 2>/dev/null || { echo "the page needs Node 20 or later with npm to be built" >&2; \
	  echo "  here: node is $$(node --version 2>/dev/null || echo not installed)" >&2; \
	  echo "  help: install it, or install a wheel of Kautilya, which carries the page" >&2; exit 1; }
	@npm --prefix page ci --silent
	@touch $@

$(PAGE): $(MODULES) $(PAGE_FROM)
	@npm --prefix page run --silent build -- --logLevel warn
	@touch $@
