"""Laws of the second edition of the rule language, over random books and units: the engine's exact arithmetic
says what the naive evaluator does, and every dataframe library what exact arithmetic does."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..libraries import LIBRARIES
from .budget import seeds
from .naive import assess
from .side_by_side import Case, cases, unlike_exact, unlike_naive

OTHERS = [library for library in LIBRARIES if library != "polars"]


def test_exact_arithmetic_says_what_the_naive_evaluator_does(tmp_path: Path):
    books = refused = 0
    for seed in seeds(40, at_least=5):
        case = cases(seed, tmp_path, units=20)
        books, refused = books + 1, refused + (case is None)
        if case is None:
            continue
        for row in case.rows:
            name = row[case.dataset.claims.key]
            unlike = list(unlike_naive(case.exactly(row), assess(case.book.rules, case.units[name])))
            assert not unlike, (seed, name, unlike)
    assert refused < max(3, books / 5)


def test_polars_says_what_exact_arithmetic_does(tmp_path: Path):
    for seed in seeds(60, at_least=2):
        held(cases(seed, tmp_path, units=200), "polars", seed)


@pytest.mark.parametrize("library", OTHERS)
def test_other_libraries_say_what_exact_arithmetic_does(library: str, tmp_path: Path):
    for seed in seeds(10, at_least=1):
        held(cases(seed, tmp_path, units=200), library, seed)


def held(case: Case | None, library: str, seed: int) -> None:
    """Holds the columns of a library against exact arithmetic, unit by unit."""
    if case is None:
        return
    found, columns, _ = case.by_columns(*LIBRARIES[library])
    by_name = {row[case.dataset.claims.key]: row for row in found.iter_rows(named=True)}
    for row in case.rows:
        name = row[case.dataset.claims.key]
        unlike = list(unlike_exact(case.rules, by_name[name], columns, case.exactly(row)))
        assert not unlike, (seed, library, name, unlike)
