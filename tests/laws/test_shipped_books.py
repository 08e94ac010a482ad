"""Every rule set that comes with Ken, on random units and on those that lie on its bounds: exact arithmetic says
what the naive evaluator does, and every library what exact arithmetic does."""

from __future__ import annotations

import csv
import os
import random
import re
from pathlib import Path

import kenrules
import pytest
from kenrules.engine.book import library

from ..libraries import LIBRARIES
from .books import Sample
from .budget import SEED
from .naive import assess, data_of
from .shipped import Filler
from .side_by_side import Case, data_for, unlike_columns, unlike_exact, unlike_naive, unlike_together

ROOT = Path(library.PACKAGED)
NAMES = sorted(entry.name for entry in library.entries() if entry.path.resolve().is_relative_to(ROOT))
WHOLE = [
    name
    for name in NAMES
    if not re.search(r"extends: |like: \S+/", (ROOT / f"{name}.yaml").read_text(encoding="utf-8"))
]
"""Those that build on no others, which the naive evaluator does not look for."""
BY_THEMSELVES = 150
"""So many units are also rated by themselves by exact arithmetic."""
UNITS = int(os.environ.get("KEN_LAWS_UNITS", "150"))


def case_of(name: str, folder: Path, units: int) -> Case:
    rules, chance = kenrules.load(name), random.Random(SEED)
    units = units // 5 if rules.tables else units  # to look up exactly takes long
    filler = Filler(rules, chance)
    made = {f"u{number}": filler.unit() for number in range(units)}
    text = (ROOT / f"{name}.yaml").read_text(encoding="utf-8")
    data = data_of(text)
    for table in data.get("tables", {}).values():  # of which the naive evaluator wants the rows beside
        with (ROOT / name).with_name(table["file"]).open(encoding="utf-8") as file:
            table["rows"] = list(csv.DictReader(file))
    sample = Sample(SEED, text, data, made)
    return Case(sample, rules, data_for(sample, rules, folder))


@pytest.mark.parametrize("name", NAMES)
def test_every_library_says_of_shipped_rules_what_exact_arithmetic_does(name: str, tmp_path: Path):
    case = case_of(name, tmp_path, UNITS)
    wanted, columns = case.by_columns(*LIBRARIES["polars"])
    assert not list(unlike_together(case, wanted, columns))
    step = max(1, UNITS // BY_THEMSELVES)
    for given, row in zip(case.rows[::step], wanted[::step].iter_rows(named=True), strict=True):
        unlike = list(unlike_exact(case.rules, row, columns, case.exactly(given)))
        assert not unlike, (row[case.key], unlike)
    for kind in ("pandas", "pyarrow", "duckdb"):
        found, names = case.by_columns(*LIBRARIES[kind])
        unlike = list(unlike_columns(case.key, names, found, wanted))
        assert not unlike, (kind, unlike)


@pytest.mark.parametrize("name", WHOLE)
def test_exact_arithmetic_says_of_shipped_rules_what_the_naive_evaluator_does(name: str, tmp_path: Path):
    case = case_of(name, tmp_path, UNITS)
    rules = case.book.rules
    for row in case.rows:
        unit = row[case.key]
        unlike = list(unlike_naive(case.exactly(row), assess(rules, case.units[unit])))
        assert not unlike, (unit, case.units[unit], unlike)
