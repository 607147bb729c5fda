# make site | test | serve | bench: every target makes .venv when it is missing.
PYTHON ?= python3
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1

.PHONY: site test serve bench clean

site: .venv/ready
	$(BIN)/python scripts/build.py

serve: .venv/ready
	$(BIN)/mkdocs serve

test: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

bench: .venv/ready
	$(BIN)/python scripts/bench.py

clean:
	rm -rf .cache site

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[site,test]'
	touch $@
