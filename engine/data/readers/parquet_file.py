"""Parquet: columns of a type each, scanned from where they stand."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ...words.diagnostics import Position
from ..header import names_of_header
from ..sheet import Sheet, numbered

SUFFIXES = (".parquet", ".pq")


def read(path: Path) -> Sheet:
    """The table in a file. Raises OSError or PolarsError when it cannot be read."""
    file = str(path)
    scanned = pl.scan_parquet(path, glob=False)
    called = scanned.collect_schema().names()
    columns = numbered(names_of_header(called, lambda number: Position(file, cell=called[number])))

    def locate(row: int | None, column: str) -> Position:
        """By row, counted from 1, and column."""
        name = columns.get(column, "")
        return (
            Position(file, cell=name)
            if row is None
            else Position(file, row + 1, cell=f"row {row + 1}, {name}")
        )

    return Sheet(file, columns, scanned.rename(dict(zip(called, columns, strict=True))), locate)


__all__ = ["SUFFIXES", "read"]
