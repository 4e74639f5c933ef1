# `make run` and `make test` need nothing but Python and make; everything else goes into .uv and .venv.

SHELL = /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
PORT ?= 8000

# A shim named uv may be on PATH and fail, so it is asked for its version.
UV := $(shell uv --version >/dev/null 2>&1 && echo uv || echo .uv/bin/uv)
PYTHON = .venv/bin/python
DEMO = SELAYAR_DEMO=1 SELAYAR_ORIGIN=http://127.0.0.1:$(PORT)
export UV_PROJECT_ENVIRONMENT = .venv
export PYTHONUNBUFFERED = 1

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

# Ctrl-C reaches Granian and its worker at once, and the worker then hangs half of the time: it gets two seconds.
# The shell becomes Granian and keeps its number, so whatever prints the mail beside it sees when its parent has gone.
run: .venv/run ## the site with sample content on http://127.0.0.1:8000 (PORT=… for another)
	@$(DEMO) $(PYTHON) manage.py demo
	@$(DEMO) $(PYTHON) manage.py demo --post-while $$$$ & \
		exec env $(DEMO) MALLOC_MMAP_THRESHOLD_=1048576 MALLOC_ARENA_MAX=2 .venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --blocking-threads 4 \
		--workers-kill-timeout 2 --log-level warning selayar_site.wsgi:application

codes: .venv/run ## the second-factor codes of the demo accounts, now
	@$(DEMO) $(PYTHON) manage.py demo --codes

test: .venv/test ## the whole suite on SQLite, the database tests again on PostgreSQL (ARGS=… for pytest)
	@$(PYTHON) tests/run.py $(ARGS)

lint: .venv/test ## style, types, templates, missing migrations
	@$(PYTHON) -m ruff check
	@$(PYTHON) -m ruff format --check
	@$(PYTHON) -m mypy .
	@$(PYTHON) -m djlint templates --lint --quiet
	@$(DEMO) $(PYTHON) manage.py makemigrations --check

bench: .venv/test ## the table of measures
	@$(PYTHON) -m tests.bench $(ARGS)

gauntlet: .venv/test ## the heavy trials: big data, many requests
	@$(PYTHON) -m tests.gauntlet $(ARGS)

shots: .venv/test ## pictures of the pages, in shots/
	@SHOTS=1 $(PYTHON) -m pytest -m browser $(ARGS)

clean: ## remove the environment and the demo's data
	rm -rf .venv .uv var shots

# The stamps make a second call quick and free of the network.
.venv/run: uv.lock .python-version | $(filter .uv/bin/uv,$(UV))
	@$(call sync,--no-dev --inexact)
	@touch $@

.venv/test: uv.lock .python-version | $(filter .uv/bin/uv,$(UV))
	@$(call sync,--extra postgres --extra valkey)
	@touch $@ .venv/run

# 3.13 first, then any that pyproject.toml allows: on PATH, from pyenv, fetched by uv at last.
define sync
python=$$($(UV) python find --no-python-downloads 3.13 2>/dev/null \
	|| $(UV) python find --no-python-downloads '>=3.13,<3.15' 2>/dev/null \
	|| ls -d "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[34].*/bin/python 2>/dev/null | tail -n 1 | grep . \
	|| { $(UV) python install 3.13 >&2 && $(UV) python find 3.13; } \
	|| { echo 'Python 3.13 or 3.14 is needed and was neither found nor could be fetched. Install one and call make again.' >&2; exit 1; }) \
&& $(UV) sync --locked --python "$$python" $(1)
endef

.uv/bin/uv:
	@for python in python3 /usr/bin/python3 python3.14 python3.13 python; do \
		"$$python" -m venv .uv >/dev/null 2>&1 && .uv/bin/pip install --quiet uv && exit 0; \
		rm -rf .uv; \
	done; \
	echo 'uv could not be set up: Python with its venv and pip modules is needed (Debian: python3-venv).' >&2; exit 1

.PHONY: help run codes test lint bench gauntlet shots clean
