"""Parquet: columns of the file's own types, and no lines."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from ...words.diagnostics import Position
from ..sheet import Sheet

SUFFIXES = (".parquet", ".pq")


def read(path: Path) -> Sheet:
    """The table in a file. Raises OSError or PolarsError when it cannot be read."""
    file = str(path)

    def locate(row: int | None, column: str) -> Position:
        """By row, counted from 1, and column."""
        if row is None:
            return Position(file, cell=column)
        return Position(file, row + 1, cell=f"row {row + 1}, {column}")

    return Sheet(file, pl.read_parquet(path), locate)


__all__ = ["SUFFIXES", "read"]
