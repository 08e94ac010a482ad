"""Columns of every library round and compare as exact arithmetic does, for any formula: rows that are not in
doubt have the exact result, and few are in doubt."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import narwhals as nw
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kenrules.engine.meaning.arithmetic.columns import EPS, ColumnArithmetic, Quantity
from kenrules.engine.meaning.arithmetic.columns.steps import least_size, of_quotient
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic, exact_value
from kenrules.engine.meaning.arithmetic.frames import any_of, names_for, workable
from kenrules.engine.meaning.model import Scale

from ..libraries import LIBRARIES

WAYS = ("half_up", "half_even", "down", "up", "floor", "ceiling")
SIGNS = ("<", "<=", ">", ">=", "==", "!=")
Formula = Any
"""A column, a number, or an operation with what it works on."""

COLUMNS = ((-3, 3, 0), (0, 3, 1), (0, 1, 2), (-2, 2, 1), (1, 100, 2))
"""The least and the greatest value of each column, and its decimals: small, so that ties are frequent."""


def scale() -> Scale:
    return Scale(Fraction(-1000), Fraction(1000), 2, "half_up")


def drawn(rows: int, seed: int) -> dict[str, list[float | None]]:
    chance = random.Random(seed)
    return {
        f"c{at}": [
            None if at in (1, 3) and chance.random() < 0.1 else chance.randint(low * 10**decimals, high * 10**decimals) / 10**decimals
            for _ in range(rows)
        ]
        for at, (low, high, decimals) in enumerate(COLUMNS)
    }  # fmt: skip


def quantities(x: Any) -> list[Quantity]:
    return [
        Quantity(
            x.col(f"c{at}"), Fraction(low), Fraction(high), 0.0 if decimals == 0 else max(-low, high) * EPS,
            10**decimals, missing=at in (1, 3), plain=True,
        )
        for at, (low, high, decimals) in enumerate(COLUMNS)
    ]  # fmt: skip


def outcomes(a: Any, columns: Sequence[Any], formula: Formula, asked: Sequence[tuple[Any, ...]]) -> list[Any]:
    """The number rounded in some ways, and compared with some numbers."""
    number = a.named("number", made(a, columns, formula))
    return [
        a.rounded(number, question[1], question[2])
        if question[0] == "round"
        else a.to_step(number, question[1], question[2])
        if question[0] == "step"
        else a.compare(question[1], number, a.number(question[2]))
        for question in asked
    ]


def by_columns(
    native: Any, formula: Formula, asked: Sequence[tuple[Any, ...]]
) -> tuple[pl.DataFrame, list[Any]]:
    """The outcomes as columns of a frame of any library, and whether each row is in doubt."""
    frame = workable(native if isinstance(native, (pl.DataFrame, pl.LazyFrame)) else nw.from_native(native))
    x = names_for(frame)
    a = ColumnArithmetic(scale(), "ken:", x, {})
    found = outcomes(a, quantities(x), formula, asked)
    for stage in a.stages:
        frame = frame.with_columns(*stage)
    exprs = []
    for at, each in enumerate(found):
        if isinstance(each, Quantity):
            exprs.append((each.expr / float(each.per)).alias(f"r{at}"))
        else:
            expr = x.lit(each.constant) if each.expr is None else each.expr
            exprs += [expr.alias(f"r{at}")]
            exprs += [(x.lit(True) if each.known is None else each.known).alias(f"k{at}")]
    doubts = [truth.expr for truth in a.doubts if truth.expr is not None]
    exprs.append((any_of(x, doubts) if doubts else x.lit(False)).alias("doubt"))
    result = frame.with_columns(*exprs)
    result = result.collect() if hasattr(result, "collect") else result
    if not isinstance(result, pl.DataFrame):
        result = pl.from_arrow(result.to_arrow())
    return result, found


def held(
    native: Any, data: dict[str, list[float | None]], formula: Formula, asked: Sequence[tuple[Any, ...]]
) -> int:
    """How many rows are in doubt; all others have been held against exact arithmetic."""
    result, found = by_columns(native, formula, asked)
    exactly, doubtful = ExactArithmetic(scale()), 0
    for at, row in enumerate(zip(*data.values(), strict=True)):
        if result["doubt"][at]:
            doubtful += 1
            continue
        wanted = outcomes(exactly, [exact_value(cell) for cell in row], formula, asked)
        for number, (question, quantity, exact) in enumerate(zip(asked, found, wanted, strict=True)):
            cell = result[f"r{number}"][at]
            if isinstance(quantity, Quantity):
                cell = None if cell is None or cell != cell else cell
                assert (cell is None) is (exact is None), (row, question, exact)
                near = pytest.approx(0.0 if exact is None else float(exact), rel=1e-14, abs=quantity.error)
                assert exact is None or cell == near, (row, question)
            else:
                assert (cell if result[f"k{number}"][at] else None) is exact, (row, question)
    return doubtful


# formulas by chance

number = st.sampled_from(
    [Fraction(each) for each in ("0", "1", "2", "-1", "1/2", "1/3", "10", "0.25", "-3", "100")]
)
exponent = st.sampled_from(
    [Fraction(each) for each in ("2", "3", "-1", "-2", "1/2", "1/3", "-1/2", "3/2", "2/3", "0", "0.3")]
)
rounding = st.sampled_from(WAYS)
column = st.sampled_from(range(len(COLUMNS)))
leaf: st.SearchStrategy[Formula] = st.one_of(column, column, number)


def extended(below: Any) -> Any:
    several = st.lists(below, min_size=1, max_size=3).map(tuple)
    weights = st.lists(
        st.sampled_from([Fraction(1), Fraction(1), Fraction(2), Fraction(3, 10)]), min_size=3, max_size=3
    )
    return st.one_of(
        st.tuples(
            st.sampled_from(["add", "subtract", "multiply", "divide", "divide", "power"]), below, below
        ),
        st.tuples(st.sampled_from(["absolute", "exponential", "logarithm"]), below),
        st.tuples(st.just("logarithm to"), below, st.sampled_from([10, 2])),
        st.tuples(st.just("rounded"), below, st.integers(0, 2), rounding),
        st.tuples(st.just("to_step"), below, st.sampled_from([Fraction(1, 2), Fraction(5)]), rounding),
        st.tuples(st.just("power"), below, exponent),
        st.tuples(st.just("choose"), st.sampled_from(SIGNS), below, below, below),
        st.tuples(st.sampled_from(["minimum", "maximum", "first_known"]), several),
        st.tuples(
            st.sampled_from(["geometric_mean", "harmonic_mean", "mean", "total"]),
            several,
            weights,
            st.booleans(),
        ),
    )


def made(a: Any, columns: Sequence[Any], formula: Formula) -> Any:
    """The number of an arithmetic that a formula comes to."""
    match formula:
        case int(at):
            return columns[at]
        case Fraction() as value:
            return a.number(value)
        case ("rounded" | "to_step" as name, below, by, way):
            return getattr(a, name)(made(a, columns, below), by, way)
        case ("logarithm to", below, base):
            return a.logarithm(made(a, columns, below), base)
        case ("choose", sign, one, two, three):
            one, two, three = (made(a, columns, each) for each in (one, two, three))
            return a.choose(a.compare(sign, one, two), two, three)
        case (name, several, weights, partial):
            numbers = [made(a, columns, each) for each in several]
            mean = getattr(a, name)(numbers, weights[: len(several)], partial=partial)
            return a.only_if(a.known(numbers, 1), mean) if partial else mean
        case ("minimum" | "maximum" | "first_known" as name, several):
            return getattr(a, name)([made(a, columns, each) for each in several])
        case (name, *below):
            return getattr(a, name)(*(made(a, columns, each) for each in below))
    raise AssertionError(formula)


formulas = st.recursive(leaf, extended, max_leaves=5)
questions = st.lists(
    st.one_of(
        st.tuples(st.just("round"), st.integers(0, 2), st.sampled_from(WAYS)),
        st.tuples(st.just("step"), st.sampled_from([Fraction(1, 2), Fraction(1, 4)]), st.sampled_from(WAYS)),
        st.tuples(st.just("compare"), st.sampled_from(SIGNS), number),
    ),
    min_size=1, max_size=3,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(formula=formulas, asked=questions, seed=st.integers(0, 10**6))
@example(("minimum", (("exponential", 0), ("rounded", 2, 1, "half_up"))), [("round", 1, "up")], 0)
@example(("maximum", (("exponential", 0), ("rounded", 4, 1, "half_up"))), [("round", 1, "up")], 0)
@example(
    ("divide", ("logarithm", Fraction(1, 3)), ("logarithm", Fraction(1, 3))),
    [("compare", "<", Fraction(1))],
    0,
)
def test_rows_that_are_not_in_doubt_have_the_exact_result(formula, asked, seed):
    data = drawn(40, seed)
    held(pl.DataFrame(data, schema=dict.fromkeys(data, pl.Float64)), data, formula, asked)


@pytest.mark.slow
@pytest.mark.parametrize("library", ["pandas", "pandas-arrow", "pyarrow", "duckdb"])
def test_rows_of_any_library_have_the_exact_result(library):
    @settings(max_examples=40 if library == "duckdb" else 80, deadline=None)
    @given(formula=formulas, asked=questions, seed=st.integers(0, 10**6))
    def check(formula, asked, seed):
        data = drawn(25, seed)
        held(
            LIBRARIES[library][0](pl.DataFrame(data, schema=dict.fromkeys(data, pl.Float64))),
            data,
            formula,
            asked,
        )

    check()


def test_a_column_of_counts_that_are_all_nought_has_a_denominator():
    """Of a question that nobody answered."""
    value = Quantity(nw.col("sum"), Fraction(0), Fraction(100), 0.0, 1, counts=frozenset(["n"]))
    assert least_size(value, {"n": 0}) == 1
    assert of_quotient(value_of(1), value_of(0))[1] >= 1


def value_of(number: int) -> Quantity:
    return Quantity(nw.col("x"), Fraction(number), Fraction(number), 0.0, 1)
