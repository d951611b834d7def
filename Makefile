# make demo   decides the example actions by the Cangzhou policies, as a window clerk reads them
# make test   ruff, mypy and the tests
# make deep   200,000 random pairs of policy and facts, by generated code and by the reference meaning
# make bench  how fast, against hand-written Python and other engines; writes build/bench.json
# make check  the policies and the English example: checked, linted, tested, formatted, sources covered
# make prove  what the policies must always say, proved for every case
#
# Each target makes what it needs: a .venv here, on a machine with nothing but Python 3.11 or later, pip and make.

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
BANGBAN = $(BIN)/bangban

export PIP_DISABLE_PIP_VERSION_CHECK = 1
export PIP_NO_INPUT = 1
export PYTHONNOUSERSITE = 1
# Property tests look longer where CI is set.
export HYPOTHESIS_PROFILE ?= $(if $(CI),ci,dev)
unexport PYTHONPATH
unexport PYTHONHOME

PEERS = datalogic-py celine-regorus common-expression-language zen-engine cedarpy rule-engine cel-python

# The Python asked for, else the newest that is new enough.
FIND_PYTHON = for p in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
	if "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$p"; break; fi; done; \
	if [ -z "$$found" ]; then \
		echo "没有找到 Python 3.11 或更新的版本;请用 make PYTHON=路径 指明。" >&2; \
		echo "No Python 3.11 or later was found; name one by make PYTHON=path." >&2; exit 2; fi

.PHONY: demo test lint check prove deep bench clean help

help:
	@sed -n 's/^# make/make/p' Makefile

demo: $(VENV)/installed
	@$(BANGBAN) decide policies/cangzhou examples/actions/*.json

test: lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

check: $(VENV)/installed
	$(BANGBAN) check policies examples/english
	$(BANGBAN) lint policies examples/english
	$(BANGBAN) test policies/cangzhou
	$(BANGBAN) test policies/national
	$(BANGBAN) test examples/english
	$(BANGBAN) fmt --check policies examples/english
	$(BANGBAN) sources policies/cangzhou
	$(BANGBAN) sources examples/english

prove: $(VENV)/installed-dev
	$(BANGBAN) prove policies/cangzhou
	$(BANGBAN) prove examples/english

deep: $(VENV)/installed-dev
	$(BIN)/python -m tests.decide.agreement 200000

bench: $(VENV)/installed-bench
	$(BIN)/python -m tests.benchmarks

# Where Python comes without ensurepip (Debian takes it out), its pip installs one into the new environment.
$(BIN)/python:
	@$(FIND_PYTHON); echo "$$found -m venv $(VENV)"; \
	"$$found" -m venv "$(VENV)" >/dev/null 2>&1 && "$(BIN)/python" -m pip --version >/dev/null 2>&1 || { \
	"$$found" -m venv --clear --without-pip "$(VENV)" && \
	"$$found" -m pip --python "$(BIN)/python" install -q pip; }

$(VENV)/installed: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install -q -e '.[dev]'
	@touch $@ $(VENV)/installed

# The engines to compare with come one by one: where one cannot be had, the others are still measured.
$(VENV)/installed-bench: pyproject.toml | $(VENV)/installed
	@for peer in $(PEERS); do $(BIN)/python -m pip install -q "$$peer" || echo "$$peer: left out" >&2; done
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bangban tests -name __pycache__ -type d -prune -exec rm -rf {} +
