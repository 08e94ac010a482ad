"""Lazy frames stay lazy: of the units only those come into memory whose results columns leave in doubt."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import duckdb
import kenrules
import narwhals as nw
import polars as pl
import pytest

UNITS = 2_000
FIRST = "parts: {a: {}, b: {}}\n"
SECOND = """
inputs: {kind: {one_of: [dry, wet], missing: dry}, size: {range: 0..40, decimals: 4, missing: 1}}
bands: [{rating: high, from: 2}, {rating: low}]
no_better_than: {low: a == weak}
parts:
  a:
    value: {range: 0..40, decimals: 4}
    points: {..20: 1, 20..40: 1..3}
    bands: [{rating: strong, from: 1.5}, {rating: weak}]
  b: {score: sqrt(size), applies: a >= 1, plus: {score: 1, when: kind == wet}, missing: 0}
variants: {kind: {wet: {bands: {high: {from: 2.5}}}}}
"""
SCALE = "scale: {min: null, max: null, decimals: 1}\n"


def frame() -> pl.DataFrame:
    """Units of many sizes; the roots of three lie on a tie: 0.05, 0.15 and 0.25."""
    sizes = [0.0025, 0.0225, 0.0625, *((number % 400) / 10 for number in range(UNITS - 3))]
    return pl.DataFrame(
        {
            "agency": [f"u{number}" for number in range(UNITS)],
            "a": [(number % 400) / 10 for number in range(UNITS)],
            "size": sizes,
            "kind": ["wet" if number % 3 == 2 else "dry" for number in range(UNITS)],
        }
    )


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows came into memory, each time that some did."""
    counts: list[int] = []
    for kind in (nw.LazyFrame, pl.LazyFrame):
        collect = kind.collect

        def counted(self: Any, *args: Any, collect: Any = collect, **options: Any) -> Any:
            found = collect(self, *args, **options)
            counts.append(len(found))
            return found

        monkeypatch.setattr(kind, "collect", counted)
    return counts


@pytest.fixture(params=["duckdb", "polars-lazy", pytest.param("spark", marks=pytest.mark.slow)])
def library(request: pytest.FixtureRequest) -> tuple[Callable[[pl.DataFrame], Any], Callable[[Any], Any]]:
    """A library whose frames are lazy: how a frame gets there, and back."""
    if request.param == "duckdb":
        return lambda table: duckdb.from_arrow(table.to_arrow()), lambda result: result.pl()
    if request.param == "polars-lazy":
        return lambda table: table.lazy(), lambda result: result.collect()
    session = request.getfixturevalue("spark")
    return (
        lambda table: session.createDataFrame(table.to_pandas()),
        lambda result: pl.from_pandas(result.toPandas()),
    )


def test_of_the_second_edition_only_doubtful_rows_are_collected(library, rows, smallest):
    there, back = library
    rules = kenrules.load(smallest(SCALE + SECOND))
    result = kenrules.evaluate(rules, there(frame()))
    assert 0 < sum(rows) < 100
    found = back(result).sort("agency")
    assert found.height == UNITS
    scores = dict(found.select("agency", "b").iter_rows())
    # half up: 0.05 is 0.1, 0.15 is 0.2; the third is wet: 0.25 and 1 are 1.3
    assert [scores["u0"], scores["u1"], scores["u2"]] == [0.1, 0.2, 1.3]
    assert scores["u12"] == round(math.sqrt(0.9), 1)


def test_of_the_first_edition_none_is_where_nothing_is_in_doubt(library, rows, smallest):
    there, back = library
    table = frame().select("agency", "a", b=pl.col("a") + 1)
    result = kenrules.evaluate(kenrules.load(smallest(FIRST)), there(table))
    assert max(rows) <= 1
    assert back(result).height == UNITS
