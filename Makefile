# make demo   rates the real agency of the examples
# make test   runs the tests
# make quick  runs those tests that are fast, within a minute
# All set up what they need, in .venv; PYTHON=python3.12 make test takes another Python (3.11 or later).

PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
EXAMPLE = examples/takothong-2566

.PHONY: demo test quick lint bench catalogue docs pictures clean

demo: $(VENV)/ken
	$(BIN)/ken evaluate ita/2565 $(EXAMPLE)/indicators.csv
	$(BIN)/ken evaluate ita/2566 $(EXAMPLE)/indicators.csv

test: $(VENV)/dev
	$(BIN)/python -m pytest -n auto --dist loadfile

quick: $(VENV)/dev
	$(BIN)/python -m pytest -n auto --dist loadfile -m "not slow"

lint: $(VENV)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/bench
	$(BIN)/python benchmarks/bands.py
	$(BIN)/python benchmarks/national.py
	$(BIN)/python benchmarks/compare.py
	$(BIN)/python benchmarks/growth.py
	$(BIN)/python benchmarks/files.py
	$(BIN)/python benchmarks/rulebooks.py
	$(BIN)/python benchmarks/shipped.py

# new messages into the catalogue of Thai, and the catalogue compiled
catalogue: $(VENV)/dev
	$(BIN)/python tools/renew_catalogue.py

# the documents as a site in build/site
docs: $(VENV)/dev
	$(BIN)/python tools/site.py

# the pictures of terminals in the documents
pictures: $(VENV)/dev
	$(BIN)/python tools/pictures.py

clean:
	rm -rf $(VENV) build *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/ken: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(VENV)/dev: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@ $(VENV)/ken

$(VENV)/bench: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,bench]'
	touch $@ $(VENV)/dev $(VENV)/ken
