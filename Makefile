# make site | test | serve | bench | other-seeds: every target makes .venv when it is missing.
# CONSTRAINTS=FILE installs other versions than the pinned ones; PIP='uv pip' installs with uv.
PYTHON ?= python3
PIP ?= $(BIN)/pip
CONSTRAINTS ?= constraints.txt
BIN := .venv/bin
READY := .venv/ready-$(notdir $(CONSTRAINTS))
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test serve bench other-seeds clean

site: $(READY)
	$(BIN)/python scripts/build.py

serve: $(READY)
	$(BIN)/mkdocs serve

test: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: $(READY)
	$(BIN)/python scripts/bench.py
	$(BIN)/python scripts/bench_build.py

# SHIFT=N chooses the seeds.
other-seeds: $(READY)
	$(BIN)/python scripts/other_seeds.py $(or $(SHIFT),1000)

clean:
	rm -rf .cache site

$(READY): pyproject.toml $(CONSTRAINTS)
	$(PYTHON) -m venv .venv
	$(PIP) install --quiet --constraint $(CONSTRAINTS) --editable '.[site,test]'
	rm -f .venv/ready*
	touch $@
