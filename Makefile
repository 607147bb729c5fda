# make site | serve | check | test | bench | notebooks | other-seeds | unseeded | mutants | upgrade
# Every target makes .venv when it is missing, with what it needs and no more.
# CONSTRAINTS=FILE installs other versions than the pinned ones; PIP='uv pip' installs with uv.
PYTHON ?= python3
PIP ?= $(BIN)/pip
CONSTRAINTS ?= constraints.txt
BIN := .venv/bin
SITE := .venv/ready-site-$(notdir $(CONSTRAINTS))
TEST := .venv/ready-test-$(notdir $(CONSTRAINTS))
export NO_MKDOCS_2_WARNING := 1

.PHONY: site serve lint check test bench notebooks other-seeds unseeded mutants upgrade clean

site: $(SITE)
	$(BIN)/python scripts/build.py

serve: $(SITE)
	$(BIN)/mkdocs serve

# Two workers: the browser's tests are one half of the time, and conftest.py begins with them.
PYTEST := $(BIN)/pytest --numprocesses 2 --dist loadgroup --no-loadscope-reorder

lint: $(TEST)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/node node_modules/typescript/bin/tsc

test: lint
	$(PYTEST)

# Within a minute, for every edit: no browser, no whole build.
check: lint
	$(PYTEST) -m 'not whole'

bench: $(SITE)
	$(BIN)/python scripts/build.py
	$(BIN)/python scripts/bench_site.py
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/bench_build.py

# All notebooks where the project is not; `make test` runs three.
notebooks: $(TEST)
	NOTEBOOKS=all $(BIN)/pytest tests/test_notebooks_at_home.py

# SHIFT=N chooses the seeds.
other-seeds: $(SITE)
	$(BIN)/python scripts/other_seeds.py $(or $(SHIFT),1000)

unseeded: $(SITE)
	$(BIN)/python scripts/unseeded.py

# PAGE=training/02 for one page; FRESH=30 draws so many more, SEED=N others.
mutants: $(SITE)
	$(BIN)/python scripts/mutants.py $(PAGE) --fresh $(or $(FRESH),0) --seed $(or $(SEED),0)

# Needs uv, from PyPI.
upgrade: $(SITE)
	$(BIN)/python scripts/upgrade.py

clean:
	rm -rf .cache site

INSTALL = $(PIP) install --constraint $(CONSTRAINTS) --editable

$(SITE): pyproject.toml $(CONSTRAINTS)
	@echo "installing what the site needs into .venv; PyTorch is the largest part"
	$(PYTHON) -m venv .venv
	$(INSTALL) '.[site]'
	rm -f .venv/ready*
	touch $@

# Node comes with Python's packages.
$(TEST): $(SITE) package-lock.json
	@echo "installing what the tests need, too"
	$(INSTALL) '.[site,test]'
	$(BIN)/npm ci
	touch $@
