"""What is known of a frame's columns before any row is rated: one row of figures, collected beforehand."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

import narwhals as nw

from .arithmetic.columns import EPS
from .arithmetic.exact import exact_value
from .claims import Claims
from .diagnostics import Diagnostic, KenError, Position, say
from .plan import Plan

Frame: TypeAlias = "nw.DataFrame[Any] | nw.LazyFrame[Any]"

MORE_DECIMALS = (2, 4, 7)
"""How many decimals beyond the scale's a column is tried for when it is not on the scale's own grid."""


@dataclass(frozen=True)
class Profile:
    """A column in a few figures: its least and greatest value, whether it has gaps, and its decimals if these are few."""

    low: Fraction
    high: Fraction
    missing: bool
    decimals: int | None
    is_double: bool


def profiled(plan: Plan, work: Frame, claims: Claims, *, is_cleaned: bool = False) -> tuple[Frame, dict[str, Profile]]:
    """The frame with NaN made missing, and the figures of its claimed columns."""
    schema = work.collect_schema()
    is_polars = work.implementation is nw.Implementation.POLARS
    wrong = [each.column for each in claims.nodes if not (schema[each.column].is_numeric() or schema[each.column] == nw.Unknown)]
    if wrong:
        hint = say("turn it into numbers first")
        faults = [
            Diagnostic(
                "not-a-number",
                say("the column “{column}” has type {type}, and is to have numbers", column=column, type=str(schema[column])),
                Position("data", cell=column),
                hint,
            )
            for column in wrong
        ]
        raise KenError(faults)
    columns = list(dict.fromkeys(each.column for each in claims.nodes if each.count is None))
    counted = {each.column: each.count for each in claims.nodes if each.count is not None}
    figures: list[nw.Expr] = [expr for column, count in counted.items() for expr in _of_a_sum(column, count)]
    for column in columns:
        x = _doubles(column, schema)
        own = nw.col(column) if schema[column].is_integer() or schema[column].is_decimal() else x  # exact, and never too large for a double
        figures += [own.min().alias(f"low {column}"), own.max().alias(f"high {column}"), own.null_count().alias(f"gaps {column}")]
        if not schema[column].is_integer():
            figures.append(_on_grid(x, plan.rules.scale.decimals, is_polars).alias(f"grid {column}"))
        if schema[column].is_float():
            figures.append(x.is_nan().any().alias(f"nan {column}"))
    row = one_row(work.select(*figures))
    not_numbers = [column for column in columns if row.get(f"nan {column}")]
    if not_numbers and not is_cleaned:
        cleaned = work.with_columns(*(nw.when(~nw.col(column).is_nan()).then(nw.col(column)).alias(column) for column in not_numbers))
        return profiled(plan, cleaned, claims, is_cleaned=True)
    off_grid = [column for column in columns if not row.get(f"grid {column}", True)]
    finer = _finer_decimals(plan, work, off_grid, schema, is_polars)
    profiles = {}
    for column in columns:
        dtype = schema[column]
        low, high = exact_value(row[f"low {column}"]), exact_value(row[f"high {column}"])
        decimals = finer[column] if column in off_grid else 0 if dtype.is_integer() else plan.rules.scale.decimals
        if isinstance(dtype, nw.Decimal) and low is not None and high is not None:
            size, places = float(max(abs(low), abs(high))), getattr(dtype, "scale", None)
            if places is None or 10.0**places * size * EPS >= 0.25:
                decimals = None  # it has more digits than a double holds
        if low is None or high is None:  # infinite, or no value at all
            ends = (row[f"low {column}"], row[f"high {column}"])
            known = any(isinstance(end, float) and math.isinf(end) for end in ends)
            low, high, decimals = (-_ANY, _ANY, None) if known else (Fraction(0), Fraction(0), 0)
        profiles[column] = Profile(low, high, bool(row[f"gaps {column}"]), decimals, dtype == nw.Float64)
    for column in counted:
        # the answers were held against their scale, so that the mean lies on it; and a unit without answers has a gap
        gap = row[f"gaps {column}"] or row[f"least count {column}"] is None or row[f"least count {column}"] < 1
        profiles[column] = Profile(-_ANY, _ANY, bool(gap), None, is_double=True)
    return work, profiles


def _of_a_sum(column: str, count: str) -> tuple[nw.Expr, nw.Expr]:
    return nw.col(count).min().alias(f"least count {column}"), nw.col(count).null_count().alias(f"gaps {column}")


_ANY = Fraction(10**30)


def _doubles(column: str, schema: nw.Schema) -> nw.Expr:
    return nw.col(column) if schema[column] == nw.Float64 else nw.col(column).cast(nw.Float64)


def _on_grid(x: nw.Expr, decimals: int, is_polars: bool) -> nw.Expr:
    """Whether every value is the double nearest to a decimal number with so many decimals."""
    nearest = x.round(decimals) if is_polars else (x * float(10**decimals)).round() / float(10**decimals)
    return ((nearest == x) | x.is_null()).all()


def _finer_decimals(plan: Plan, work: Frame, columns: Iterable[str], schema: nw.Schema, is_polars: bool) -> dict[str, int | None]:
    tried = [plan.rules.scale.decimals + more for more in MORE_DECIMALS]
    listed = list(columns)
    if not listed:
        return {}
    row = one_row(
        work.select(*(_on_grid(_doubles(column, schema), decimals, is_polars).alias(f"{decimals} {column}") for column in listed for decimals in tried))
    )
    return {column: next((decimals for decimals in tried if row[f"{decimals} {column}"]), None) for column in listed}


def one_row(frame: Frame) -> dict[str, Any]:
    collected = frame.collect() if isinstance(frame, nw.LazyFrame) else frame
    values = (value.item() if hasattr(value, "item") else None if type(value).__name__ == "NAType" else value for value in collected.row(0))
    return dict(zip(collected.columns, values, strict=True))
