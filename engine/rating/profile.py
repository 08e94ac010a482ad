"""What is known of a frame's columns before any row is rated: one row of figures, collected beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..data.claims import Claims
from ..meaning.arithmetic.columns import EPS
from ..meaning.arithmetic.exact import exact_value
from ..meaning.arithmetic.frames import Frame, Names, has_numbers, is_one_of, is_polars, names_for, one_row
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, say

if TYPE_CHECKING:
    import narwhals as nw

MORE_DECIMALS = (2, 4, 7)
"""How many decimals beyond the scale's a column is tried for when it is not on the scale's own grid."""


@dataclass(frozen=True)
class Profile:
    """A column in a few figures: its least and greatest value, whether it has gaps, and its decimals if these
    are few; of a question that its unit answers once whether it has values that no answer earns, and units
    with several answers."""

    low: Fraction
    high: Fraction
    missing: bool
    decimals: int | None
    is_double: bool
    most: int = 0  # of a sum of answers: the greatest count
    strange: bool = False
    apart: bool = False


def profiled(
    rules: RuleSet, work: Frame, claims: Claims, *, is_cleaned: bool = False
) -> tuple[Frame, dict[str, Profile]]:
    """The frame with NaN made missing, and the figures of its claimed columns."""
    schema = work.collect_schema()
    x = names_for(work)
    wrong = [each.column for each in claims.nodes if not has_numbers(x, schema[each.column])]
    if wrong:
        hint = say("turn it into numbers first")
        faults = [
            Diagnostic(
                "not-a-number",
                say(
                    "the column “{column}” has type {type}, and is to have numbers",
                    column=column,
                    type=str(schema[column]),
                ),
                Position("data", cell=column),
                hint,
            )
            for column in wrong
        ]
        raise KenError(faults)
    columns = list(dict.fromkeys(each.column for each in claims.nodes if each.count is None))
    counted = {each.column: each.count for each in claims.nodes if each.count is not None}
    figures: list[nw.Expr] = [
        expr for column, count in counted.items() for expr in _of_a_sum(x, column, count)
    ]
    for column in columns:
        doubles = _doubles(x, column, schema)
        # exact, and never too large for a double
        own = x.col(column) if schema[column].is_integer() or schema[column].is_decimal() else doubles
        figures += [
            own.min().alias(f"low {column}"),
            own.max().alias(f"high {column}"),
            own.null_count().alias(f"gaps {column}"),
        ]
        if not schema[column].is_integer():
            figures.append(
                _on_grid(doubles, rules.scale.decimals, polars=is_polars(work)).alias(f"grid {column}")
            )
        if schema[column].is_float():
            figures.append(doubles.is_nan().any().alias(f"nan {column}"))
    possible = {
        each.column: rules.possible(rules.nodes[each.paths[0]]) for each in claims.nodes if each.count is None
    }
    for column, values in possible.items():
        if values.only:
            strange = ~is_one_of(x, _doubles(x, column, schema), values.only) & ~x.col(column).is_null()
            figures.append(
                x.when(strange).then(x.lit(1)).otherwise(x.lit(0)).max().alias(f"strange {column}")
            )
    for each in claims.nodes:
        if each.high is not None:
            # pandas has NaN for missing, which equals nothing
            both = ~x.col(each.column).is_null() & (x.col(each.column) != x.col(each.high))
            apart = x.when(both).then(x.lit(1)).otherwise(x.lit(0))
            figures.append(apart.max().alias(f"apart {each.column}"))
    row = one_row(work.select(*figures))
    not_numbers = [column for column in columns if row.get(f"nan {column}")]
    if not_numbers and not is_cleaned:
        cleaned = work.with_columns(
            *(x.when(~x.col(column).is_nan()).then(x.col(column)).alias(column) for column in not_numbers)
        )
        return profiled(rules, cleaned, claims, is_cleaned=True)
    off_grid = [column for column in columns if not row.get(f"grid {column}", True)]
    finer = _finer_decimals(rules, work, off_grid, schema)
    profiles = {}
    for column in columns:
        dtype = schema[column]
        low, high = exact_value(row[f"low {column}"]), exact_value(row[f"high {column}"])
        decimals = finer[column] if column in off_grid else 0 if dtype.is_integer() else rules.scale.decimals
        if isinstance(dtype, x.Decimal) and low is not None and high is not None:
            size, places = float(max(abs(low), abs(high))), getattr(dtype, "scale", None)
            if places is None or 10.0**places * size * EPS >= 0.25:
                decimals = None  # it has more digits than a double holds
        if low is None or high is None:  # infinite, or no value at all
            ends = (row[f"low {column}"], row[f"high {column}"])
            known = any(isinstance(end, float) and math.isinf(end) for end in ends)
            low, high, decimals = (
                (-_ANY, _ANY, None) if known else (possible[column].low, possible[column].low, 0)
            )
        answers = {"strange": bool(row.get(f"strange {column}")), "apart": bool(row.get(f"apart {column}"))}
        profiles[column] = Profile(
            low, high, bool(row[f"gaps {column}"]), decimals, dtype == x.Float64, **answers
        )
    for column in counted:
        # the answers were held against their scale, so that the mean lies on it; and a unit without answers
        # has a gap
        gap = (
            row[f"gaps {column}"] or row[f"least count {column}"] is None or row[f"least count {column}"] < 1
        )
        profiles[column] = Profile(
            -_ANY, _ANY, bool(gap), None, is_double=True, most=int(row[f"most count {column}"] or 0)
        )
    return work, profiles


def _of_a_sum(x: Names, column: str, count: str) -> tuple[nw.Expr, ...]:
    own = x.col(count)
    return (
        own.min().alias(f"least count {column}"),
        own.max().alias(f"most count {column}"),
        own.null_count().alias(f"gaps {column}"),
    )


_ANY = Fraction(10**30)


def _doubles(x: Names, column: str, schema: nw.Schema) -> nw.Expr:
    found: nw.Expr = x.col(column)
    return found if schema[column] == x.Float64 else found.cast(x.Float64)


def _on_grid(x: nw.Expr, decimals: int, *, polars: bool) -> nw.Expr:
    """Whether every value is the double nearest to a decimal number with so many decimals."""
    nearest = x.round(decimals) if polars else (x * float(10**decimals)).round() / float(10**decimals)
    return ((nearest == x) | x.is_null()).all()


def _finer_decimals(
    rules: RuleSet, work: Frame, columns: Iterable[str], schema: nw.Schema
) -> dict[str, int | None]:
    tried = [rules.scale.decimals + more for more in MORE_DECIMALS]
    listed = list(columns)
    if not listed:
        return {}
    row = one_row(
        work.select(
            *(
                _on_grid(_doubles(names_for(work), column, schema), decimals, polars=is_polars(work)).alias(
                    f"{decimals} {column}"
                )
                for column in listed
                for decimals in tried
            )
        )
    )
    return {
        column: next((decimals for decimals in tried if row[f"{decimals} {column}"]), None)
        for column in listed
    }
