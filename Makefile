# Every target makes and fills .venv by itself when it has to; nothing has to be installed by hand but Python.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run demo test check mutants bench soak torture memory lock proto clean

PYTHON := .venv/bin/python
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
INSTALL := $(PYTHON) -m pip install -qq --disable-pip-version-check --require-hashes -r
# --universal: one lock for Linux, macOS and Windows and for every Python from 3.11 on.
COMPILE := $(PYTHON) -m uv pip compile --quiet --no-config --universal --fork-strategy fewest --python-version 3.11 \
	--generate-hashes --no-annotate --no-emit-index-url --default-index https://pypi.org/simple \
	--custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

help:  ## say what there is to make
	@sed -n 's/^\([a-z]*\):.*  ## /make \1	/p' Makefile

run: $(RUNTIME)  ## start the bot, with the settings in .env
	@$(PYTHON) bot.py

demo: $(RUNTIME)  ## a whole evening on a stand-in of Discord, without token or account
	@$(PYTHON) -m demo.evening

test: $(DEV)  ## all tests; two cores are enough for five at a time, which mostly wait
	@$(PYTHON) -m pytest -n 5 --dist loadgroup

check: $(DEV)  ## style, format, types and the rules of the house
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy .
	@.venv/bin/lint-imports --no-cache
	@$(PYTHON) -m pytest tests/test_house*.py

mutants: $(DEV)  ## take each rule of the show out, and want its tests to fail
	@$(PYTHON) -m scripts.mutants

bench: $(DEV)  ## how long the commands take, small and large, and how fast a LIVE is counted
	@$(PYTHON) -m benchmarks.bench

soak: $(DEV)  ## count a LIVE of a million events and see that memory stays flat
	@$(PYTHON) -m benchmarks.ingest 1000000

torture: $(DEV)  ## kill the bot at 200 moments, with other trouble between; KILLS=20 for a short run
	@$(PYTHON) -m benchmarks.torture

memory: $(DEV)  ## see that hostile files, restores and 50,000 viewers fit into 300 MB
	@$(PYTHON) -m benchmarks.memory_limit

lock: $(DEV)  ## pin what the requirements .in files ask for; with UPGRADE=1 take the newest
	@$(COMPILE) requirements.in -o requirements.txt
	@$(COMPILE) requirements-dev.in -o requirements-dev.txt

proto: $(DEV)  ## make the reader of TikTok's messages from tiktok/live.proto
	@$(PYTHON) -m grpc_tools.protoc --proto_path=. --python_out=. --pyi_out=. tiktok/live.proto

clean:  ## remove .venv and what the tools left; never data/ or backups/
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis demo-out
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): requirements.txt | $(PYTHON)
	@echo "Installing what the bot needs. This takes a minute, once."
	@$(INSTALL) requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(PYTHON)
	@echo "Installing what the tests and checks need. This takes a minute, once."
	@$(INSTALL) requirements-dev.txt
	@touch $@

$(PYTHON):
	@for python in $(BASE_PYTHON) python3.11 python3.12 python3.13 python3; do \
	  $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	  new_enough=$$python; \
	  $$python -c 'import ensurepip, venv' 2>/dev/null && exec $$python -m venv .venv; \
	done; \
	if [ -n "$$new_enough" ]; then \
	  echo "Python's venv part is missing. On Debian or Ubuntu: sudo apt install $$new_enough-venv, then try again."; \
	else \
	  echo "Python 3.11 or newer is needed and was not found. Get it from https://www.python.org/downloads/, then try again."; \
	fi >&2; exit 1
