# make demo   decides the example actions by the Cangzhou policies, as a window clerk reads them
# make test   ruff, mypy and the tests
# make deep   200,000 random pairs of policy and facts, by generated code and by the reference meaning
# make bench  how fast, against hand-written Python and other engines; writes build/bench.json
# make check  the policies and the English example: checked, linted, tested, formatted, sources covered
# make prove  what the policies must always say, proved for every case
# make compare  what the policies decide otherwise than in BASE (the commit before, by default), and a recorded change
# make mutants  every mutant of the policies is noticed by a case or proved to be none (under a minute)
# make faults   every seeded fault of the Cangzhou set is seen by compare; the tests take ten of them
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

.PHONY: demo test lint check prove compare mutants faults deep bench clean help

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
	$(BANGBAN) test policies
	$(BANGBAN) test examples/english
	$(BANGBAN) fmt --check policies examples/english
	$(BANGBAN) sources policies/cangzhou
	$(BANGBAN) sources examples/english

prove: $(VENV)/installed-dev
	$(BANGBAN) prove policies/cangzhou
	$(BANGBAN) prove examples/english

# Other decisions than in BASE are told but no failure here: a release may change them. GATES make them one, such as
# GATES="--only-declared change.changes.yaml". Without history (a shallow clone, an unpacked archive) it says so.
BASE ?= HEAD~1
GATES ?=
CHANGE = examples/changes/届满当日仍有效

compare: $(VENV)/installed-dev
	@work="$$(mktemp -d)"; trap 'rm -rf "$$work"' EXIT; cp -r policies "$$work/old"; \
	if ! command -v patch >/dev/null; then echo "没有 patch,不比较留存的改动。 No patch: the recorded change is left out."; exit; fi; \
	patch -s -R -p2 -d "$$work/old" -i "$(CURDIR)/$(CHANGE)/改动.patch" && \
	$(BANGBAN) compare "$$work/old/cangzhou" policies/cangzhou --only-declared $(CHANGE)/届满当日.changes.yaml
	@if git rev-parse --verify --quiet "$(BASE)^{commit}" >/dev/null 2>&1; then \
	$(BANGBAN) compare --base "$(BASE)" policies/cangzhou $(GATES) || { code=$$?; \
	if [ $$code -ne 1 ] || [ -n "$(GATES)" ]; then exit $$code; fi; }; \
	else echo "没有版本 $(BASE),不比较。 No revision $(BASE): nothing to compare with."; fi

mutants: $(VENV)/installed-dev
	$(BANGBAN) test policies/cangzhou --mutants --fail-under 100
	$(BANGBAN) test examples/english --mutants --fail-under 100

faults: $(VENV)/installed-dev
	CI=true $(BIN)/python -m pytest -q tests/compare/test_seeded_faults.py

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
$(VENV)/installed-bench: pyproject.toml | $(VENV)/installed-dev
	@for peer in $(PEERS); do $(BIN)/python -m pip install -q "$$peer" || echo "$$peer: left out" >&2; done
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find bangban tests -name __pycache__ -type d -prune -exec rm -rf {} +
