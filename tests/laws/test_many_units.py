"""Random books of the second edition, of thousands of units each: exact arithmetic says of each what the columns of
every library do. It rates all of them together, as it settles rows in doubt, and every fifth by itself.

In CI of 50,000 units; by hand KEN_LAWS_UNITS=1000000 of so many, and KEN_LAWS_SEED for other books."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ..libraries import LIBRARIES, of_spark
from .budget import SEED
from .side_by_side import Case, read, unlike_columns, unlike_exact, unlike_together

UNITS = int(os.environ.get("KEN_LAWS_UNITS", "50000"))
A_BOOK, A_BOOK_OF_SPARK = 10_000, 250
BY_ITSELF = 5
"""Every unit of so many is also rated by itself, which takes several times as long."""


def cases(folder: Path, units: int, of_each: int) -> Iterator[tuple[int, Case]]:
    """Books with so many units each, until these are so many together; and their seeds."""
    seed = SEED
    while units > 0:
        case = read(seed, folder, units=of_each)
        if case is not None:
            yield seed, case
            units -= len(case.rows)
        seed += 1


@pytest.mark.slow
def test_every_library_says_of_many_units_what_exact_arithmetic_does(tmp_path: Path):
    for seed, case in cases(tmp_path, UNITS, A_BOOK):
        wanted, columns = case.by_columns(*LIBRARIES["polars"])
        unlike = list(unlike_together(case, wanted, columns))
        assert not unlike, (seed, unlike)
        for given, row in zip(case.rows[::BY_ITSELF], wanted[::BY_ITSELF].iter_rows(named=True), strict=True):
            unlike = list(unlike_exact(case.rules, row, columns, case.exactly(given)))
            assert not unlike, (seed, row[case.key], unlike)
        for library in ("pandas", "pyarrow", "duckdb"):
            found, names = case.by_columns(*LIBRARIES[library])
            unlike = list(unlike_columns(case.key, names, found, wanted))
            assert not unlike, (seed, library, unlike)


@pytest.mark.slow
def test_spark_says_of_some_of_them_what_polars_does(tmp_path: Path, spark: Any):
    for seed, case in cases(tmp_path, UNITS // 200, A_BOOK_OF_SPARK):
        wanted, _ = case.by_columns(*LIBRARIES["polars"])
        found, columns = case.by_columns(*of_spark(spark))
        unlike = list(unlike_columns(case.key, columns, found, wanted))
        assert not unlike, (seed, unlike)
