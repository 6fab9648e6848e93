# The commands of docs/operations.md. POSIX sh only.

PORT ?= 8000
export PORT
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
NPM ?= npm

.PHONY: help setup run test soak bench lock environment check-tools test-tools test-tree
.DEFAULT_GOAL := help

help:
	@echo "make setup | run | test | soak | bench | lock   (see docs/operations.md)"

# ---- set up

setup: environment
	@sum=`cat requirements.txt requirements-dev.txt | cksum`; \
	if [ "`cat $(VENV)/.installed 2>/dev/null`" != "$$sum" ]; then \
		echo "Installing Python packages (a few minutes the first time) ..."; \
		$(PY) -m pip install --disable-pip-version-check --progress-bar off --require-hashes -r requirements-dev.txt \
			|| { echo "The Python packages could not be installed, for the reason above." >&2; exit 1; }; \
		echo "$$sum" > $(VENV)/.installed; \
	fi
	@sum=`cksum < package-lock.json`; \
	if [ "`cat node_modules/.installed 2>/dev/null`" != "$$sum" ]; then \
		echo "Installing browser packages ..."; \
		$(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error \
			|| { echo "The browser packages could not be installed, for the reason above." >&2; exit 1; }; \
		echo "$$sum" > node_modules/.installed; \
	fi
	@$(PY) -m hotline.translations

check-tools:
	@command -v $(PYTHON) >/dev/null 2>&1 \
		|| { echo "There is no $(PYTHON): install Python 3.11 or newer." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed, $(PYTHON) is `$(PYTHON) -V 2>&1`: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)" >&2; exit 1; }
	@command -v node >/dev/null 2>&1 && command -v $(NPM) >/dev/null 2>&1 \
		|| { echo "There is no node with npm: install Node.js 20 or newer with npm." >&2; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' \
		|| { echo "Node.js 20 or newer is needed, this is `node -v`." >&2; exit 1; }

# A half-made environment, or one of a Python that is gone, is made again.
environment: check-tools
	@$(PY) -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && exit 0; \
	echo "Making $(VENV) ..."; \
	rm -rf $(VENV); \
	$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 && $(PY) -m pip --version >/dev/null 2>&1 \
		|| { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment: install its venv module (Debian: python3-venv)." >&2; exit 1; }

# ---- run

run: setup
	@exec $(PY) -m hotline

# ---- check

test: setup test-tools test-tree
	@echo "--- tests (the other floors at the same time; what they say comes at the end)"
	@mkdir -p var/test; $(PY) -m pytest hotline reports knowledge > var/test/ground.log 2>&1 & ground=$$!; \
	$(PY) -m pytest dutyroster > var/test/roster.log 2>&1 & roster=$$!; \
	trap "kill $$ground $$roster 2>/dev/null" INT TERM; \
	$(PY) -m pytest tickets; above=$$?; \
	wait $$ground; below=$$?; wait $$roster; beside=$$?; \
	cat var/test/ground.log var/test/roster.log; exit $$((above + below + beside))

# Everything that needs no test run; the first red ends it. Its database is that of the tests, not that of make run.
test-tree:
	@echo "--- style"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@echo "--- types"
	@$(PY) -m mypy
	@echo "--- layers"
	@$(VENV)/bin/lint-imports
	@echo "--- migrations"
	@HOTLINE_VAR=var/test/make HOTLINE_FAST_DB=1 $(PY) manage.py makemigrations --check --dry-run

# Chromium and a Chinese font for the browser tests, gettext for the test of the translations.
test-tools:
	@missing=; \
	command -v chromium >/dev/null 2>&1 || missing="$$missing chromium"; \
	[ -n "`ls /usr/share/fonts/opentype/noto/NotoSansCJK* 2>/dev/null`" ] || missing="$$missing fonts-noto-cjk"; \
	command -v msgfmt >/dev/null 2>&1 || missing="$$missing gettext"; \
	[ -z "$$missing" ] && exit 0; \
	if [ "`id -u`" = 0 ]; then as=; elif sudo -n true 2>/dev/null; then as="sudo -n"; else as=no; fi; \
	if [ "$$as" != no ] && command -v apt-get >/dev/null 2>&1; then \
		echo "Installing$$missing ..."; \
		{ $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -y -qq --no-install-recommends $$missing; } >/dev/null \
			&& exit 0; \
	fi; \
	echo "The tests need these packages of the system, please install them:$$missing" >&2; exit 1

soak: setup test-tools
	@$(PY) -m pytest -m soak

bench: setup
	@$(PY) -m pytest -m bench -s

# ---- pin again what requirements*.in and package.json name

lock:
	@command -v uv >/dev/null 2>&1 || { echo "There is no uv: install it to pin the packages again." >&2; exit 1; }
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header -o requirements.txt requirements.in
	uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header -c requirements.txt -o requirements-dev.txt requirements-dev.in
	$(NPM) install --package-lock-only --ignore-scripts --no-audit --no-fund
