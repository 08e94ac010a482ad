"""Columns without a fault, as most are: found and made numbers all at once, without a look at each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import polars as pl

from ..meaning.arithmetic.frames import at_decimals, is_one_of, within
from ..meaning.model import Possible

MAX_STACKED = 4_000  # rows of a table whose columns are looked at one below the other
STACKED_CELLS = 200_000
SAFE_DIGITS = 15  # a decimal number with so many digits is the shortest one of its double
PLAIN_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"


def faultless(frame: pl.DataFrame, possible: Mapping[str, Possible]) -> dict[str, pl.Expr]:
    """The columns whose every cell is empty or a plain number that can be, as numbers. All are looked at in
    one go; those of values in other steps than decimals are not among them."""
    numbers: dict[str, pl.Expr] = {}
    alike: dict[tuple[pl.DataType, Possible], list[str]] = {}
    schema = frame.schema  # put together anew by each look at it
    for column, values in possible.items():
        dtype = schema[column]
        if values.step is not None and values.decimals is None and not values.only:
            continue
        if dtype == pl.String or dtype.is_float() or dtype.is_integer():
            numbers[column] = _number(pl.col(column), dtype).alias(column)
            alike.setdefault((dtype, values), []).append(column)
    fine: dict[str, bool] = {}
    if 0 < frame.height <= MAX_STACKED:
        for (dtype, values), columns in alike.items():
            fine |= _all_fine(frame, columns, dtype, values)
    elif numbers:
        checks = [
            _is_fine(pl.col(column), dtype, values).all().alias(column)
            for (dtype, values), columns in alike.items()
            for column in columns
        ]
        fine = frame.lazy().select(checks).collect().row(0, named=True)
    return {column: number for column, number in numbers.items() if fine[column]}


def _number(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    return cell.cast(pl.Float64, strict=False) if dtype == pl.String else cell


def _is_fine(cell: pl.Expr, dtype: pl.DataType, values: Possible) -> pl.Expr:
    """Whether a cell is empty or a plain number within the limits, and with no more decimals than it may
    have."""
    number, is_plain = _number(cell, dtype), pl.lit(value=True)
    if dtype == pl.String:
        is_plain = (
            (cell.str.contains(PLAIN_NUMBER) & (cell.str.len_bytes() <= SAFE_DIGITS))
            | (cell == "")
            | cell.is_null()
        )
    inside: Any = within(number, values)
    if values.only:
        inside = is_one_of(pl, cast("Any", number.cast(pl.Float64)), values.only)
    elif not dtype.is_integer():
        inside &= number.is_not_nan()
        if values.decimals is not None:
            inside &= at_decimals(number, values.decimals) == number
    fine: pl.Expr = is_plain & (inside | number.is_null())
    return fine


def _all_fine(
    frame: pl.DataFrame, columns: Sequence[str], dtype: pl.DataType, values: Possible
) -> dict[str, bool]:
    """Of columns of a short table: whether all cells of each are fine. They are laid one below the other, so
    that there is one expression to plan and not one for each column, which takes longer than the cells do."""
    fine_by_column: dict[str, bool] = {}
    many = max(1, STACKED_CELLS // frame.height)
    for start in range(0, len(columns), many):
        part = columns[start : start + many]
        cells = pl.concat([frame.get_column(column).alias("cell") for column in part]).to_frame()
        fine = cells.lazy().select(_is_fine(pl.col("cell"), dtype, values)).collect().to_series()
        fine_by_column |= zip(part, fine.reshape((len(part), frame.height)).arr.all().to_list(), strict=True)
    return fine_by_column


__all__ = ["PLAIN_NUMBER", "SAFE_DIGITS", "faultless"]
