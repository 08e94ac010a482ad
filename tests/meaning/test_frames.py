"""Expressions of many parts, and decimals of columns."""

from __future__ import annotations

import random
from fractions import Fraction

import narwhals as nw
import polars as pl
import pytest
from kenrules.engine.meaning.arithmetic.frames import at_decimals, divided, folded

from tests.libraries import LIBRARIES


def test_a_long_chain_nests_as_deep_as_its_logarithm():
    def joined(one: int, other: int) -> int:
        return max(one, other) + 1

    assert folded(joined, [0] * 8) == 7  # type: ignore[arg-type, type-var]
    assert folded(joined, [0] * 10_000) < 25  # type: ignore[arg-type, type-var]


def _doubles(decimals: int) -> tuple[list[float], list[float]]:
    """Whole numbers, and the doubles nearest to them as numbers of so many decimals."""
    drawn = random.Random(decimals)
    whole = [*range(-3000, 3000), *(drawn.randint(-(2**53), 2**53) for _ in range(3000))]
    return [float(number) for number in whole], [float(Fraction(number, 10**decimals)) for number in whole]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_column_is_divided_as_exact_numbers_are(library):
    given, back = LIBRARIES[library]
    for decimals in (1, 2, 3, 6):
        whole, decimal = _doubles(decimals)
        frame = nw.from_native(given(pl.DataFrame({"whole": [*whole, None]})))
        found = back(frame.select(divided(nw.col("whole"), 10.0**decimals)).to_native())
        assert found["whole"].to_list() == [*decimal, None]


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_nearest_decimal_number_of_a_column(library):
    given, back = LIBRARIES[library]
    for decimals in (0, 1, 2, 3, 6):
        _, decimal = _doubles(decimals)
        small = [number for number in decimal if abs(number) < 1e9]
        beside = [number + 0.3 / 10**decimals for number in small]
        frame = nw.from_native(given(pl.DataFrame({"value": [*small, *beside]})))
        found = back(frame.select(at_decimals(nw.col("value"), decimals)).to_native())
        assert found["value"].to_list() == [*small, *small]


def test_polars_divides_truly_however_many_rows_there_are():
    for rows in (1, 2, 1000, 200_000):
        frame = pl.DataFrame({"whole": [float(number) for number in range(1, rows + 1)]})
        exact = [number / 1000 for number in frame["whole"]]
        for lazy in (frame.lazy(), frame.lazy().filter(pl.col("whole") > 0)):
            for engine in ("streaming", "in-memory"):
                found = lazy.select(divided(pl.col("whole"), 1000.0)).collect(engine=engine)
                assert found["whole"].to_list() == exact
        assert frame.select(divided(pl.col("whole"), 1000.0))["whole"].to_list() == exact
