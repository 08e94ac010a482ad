"""Laws of the second edition of the rule language, over random books and units: the engine's exact arithmetic
says what the naive evaluator does, and every dataframe library what exact arithmetic does."""

from __future__ import annotations

from pathlib import Path

import pytest
from kenrules.engine.rating import tabulated

from ..libraries import LIBRARIES
from .budget import seeds
from .naive import assess
from .side_by_side import read, unlike_columns, unlike_exact, unlike_naive

OTHERS = [library for library in LIBRARIES if library != "polars"]


def test_exact_arithmetic_says_what_the_naive_evaluator_does(tmp_path: Path):
    books = refused = 0
    for seed in seeds(30, at_least=5):
        case = read(seed, tmp_path, units=50)
        books, refused = books + 1, refused + (case is None)
        if case is None:
            continue
        for row in case.rows:
            name = row[case.key]
            unlike = list(unlike_naive(case.exactly(row), assess(case.book.rules, case.units[name])))
            assert not unlike, (seed, name, unlike)
    assert refused < max(3, books / 4)


@pytest.mark.parametrize("tables", ["where they save time", "wherever they can be"])
def test_polars_says_what_exact_arithmetic_does(tables: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    if tables == "wherever they can be":
        for limit in ("LEAST_ROWS", "ROWS_A_VALUE", "LONG"):
            monkeypatch.setattr(tabulated, limit, 0)
    for seed in seeds(22, at_least=2):
        case = read(seed, tmp_path, units=500)
        if case is None:
            continue
        found, columns = case.by_columns(*LIBRARIES["polars"])
        for given, row in zip(case.rows, found.iter_rows(named=True), strict=True):
            unlike = list(unlike_exact(case.rules, row, columns, case.exactly(given)))
            assert not unlike, (seed, row[case.key], unlike)


@pytest.mark.parametrize("library", OTHERS)
def test_other_libraries_say_what_polars_does(library: str, tmp_path: Path):
    for seed in seeds(8, at_least=1):
        case = read(seed, tmp_path, units=1000)
        if case is None:
            continue
        wanted, _ = case.by_columns(*LIBRARIES["polars"])
        found, columns = case.by_columns(*LIBRARIES[library])
        unlike = list(unlike_columns(case.key, columns, found, wanted))
        assert not unlike, (seed, library, unlike)
