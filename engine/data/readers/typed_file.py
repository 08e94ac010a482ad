"""Parquet and Arrow: columns of a type each, scanned from where they stand."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ...words.diagnostics import Diagnostic, KenError, Position, say
from ..header import names_of_header
from ..sheet import Sheet, numbered
from . import arrow_buffers, parquet_sizes
from .refusals import damaged

PARQUET = (".parquet", ".pq")
ARROW = (".arrow", ".feather", ".ipc")
SUFFIXES = (*PARQUET, *ARROW)
FIRST_DAY, LAST_DAY = -719_162, 2_932_896  # from 1970: of the years 1 and 9999
DAY, PER_SECOND = 86_400, {"ms": 10**3, "us": 10**6, "ns": 10**9}


def read(path: Path) -> Sheet:
    """The table in a file. Raises OSError, PolarsError or KenError when it cannot be read."""
    file = str(path)
    if not _is_sound(path):
        raise KenError([damaged(file)])
    scanned = _scanned(path)
    schema = scanned.collect_schema()
    called = schema.names()
    _refuse_no_times(file, scanned, schema)
    columns = numbered(names_of_header(called, lambda number: Position(file, cell=called[number])))

    def locate(row: int | None, column: str) -> Position:
        """By row, counted from 1, and column."""
        name = columns.get(column, "")
        if row is None:
            return Position(file, cell=name)
        return Position(file, row + 1, cell=f"{name}[{row + 1}]")

    cells = scanned.rename(dict(zip(called, columns, strict=True)))
    singles = [column for column, dtype in zip(columns, schema.dtypes(), strict=True) if dtype == pl.Float32]
    # the shortest decimal that gives a single is none that gives its double
    cells = cells.with_columns(pl.col(singles).cast(pl.String).cast(pl.Float64)) if singles else cells
    return Sheet(file, columns, cells, locate)


def _refuse_no_times(file: str, scanned: pl.LazyFrame, schema: pl.Schema) -> None:
    """Raises KenError for columns with dates and times that are none: nothing can show them."""
    bounds = {name: bound for name, dtype in schema.items() if (bound := _bounds(dtype))}
    if not bounds:
        return
    outside = scanned.select(
        (~pl.col(name).to_physical().is_between(*bound)).any().alias(str(number))
        for number, (name, bound) in enumerate(bounds.items())
    ).collect()
    faults = []
    for name, is_outside in zip(bounds, outside.row(0), strict=True):
        if is_outside:
            message = say("the column has dates or times that are none, or of no year from 1 to 9999")
            hint = say("mend them, or save the file without the column")
            faults.append(Diagnostic("unreadable", message, Position(file, cell=name), hint))
    if faults:
        raise KenError(faults)


def _bounds(dtype: pl.DataType) -> tuple[int, int] | None:
    """The least and the greatest stored number of a date or a time; None of other types."""
    if isinstance(dtype, pl.Date):
        return FIRST_DAY, LAST_DAY
    if isinstance(dtype, pl.Time):
        return 0, DAY * PER_SECOND["ns"] - 1
    if isinstance(dtype, pl.Datetime):
        one = DAY * PER_SECOND[dtype.time_unit]
        return FIRST_DAY * one, (LAST_DAY + 1) * one - 1
    if isinstance(dtype, pl.Duration):
        most = LAST_DAY * DAY * PER_SECOND[dtype.time_unit]
        return -most, most
    return None


def whole(path: Path) -> pl.DataFrame:
    """All of a file, to see whether it can be read: raises what polars raises where it cannot."""
    return _scanned(path).collect()


def _is_sound(path: Path) -> bool:
    """Whether polars can be let at a file: it believes what stands there."""
    return parquet_sizes.agree(path) if path.suffix.casefold() in PARQUET else arrow_buffers.are_sound(path)


def _scanned(path: Path) -> pl.LazyFrame:
    if path.suffix.casefold() in PARQUET:
        return pl.scan_parquet(path, glob=False)
    with path.open("rb") as stream:
        is_file = stream.read(6) == b"ARROW1"
    return pl.scan_ipc(path, glob=False) if is_file else pl.read_ipc_stream(path).lazy()


__all__ = ["PARQUET", "SUFFIXES", "read", "whole"]
