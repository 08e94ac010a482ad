"""Tables of which some rows count alone."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from ..words.diagnostics import Position
from .blanks import is_blank
from .cells import in_words
from .row_bounds import RowBounds
from .sheet import Sheet


def some_rows(sheet: Sheet, rows: pl.Series) -> Sheet:
    """The rows of a table with some numbers (from 0), which rise; their places are those in the file."""

    def locate(row: int | None, column: str) -> Position:
        return sheet.locate(None if row is None else int(rows[row]), column)

    starts = tuple(int((rows < start).sum()) for start in sheet.starts)
    cells = sheet.frame.select(pl.all().gather(rows))
    return replace(sheet, cells=cells, locate=locate, plain=None, starts=starts)


def within_bounds(sheet: Sheet, bounds: RowBounds) -> Sheet:
    """The rows of a table that count, where its columns have names of their own. Raises KenError where it has
    no such rows."""
    blank = pl.DataFrame([is_blank(cells).alias(cells.name) for cells in sheet.frame.iter_columns()])

    def first_cell(row: int) -> str:
        cells = zip(sheet.frame.columns, blank.row(row - 1), strict=True)
        name = next((name for name, is_empty in cells if not is_empty), None)
        return "" if name is None else str(in_words(sheet.frame[name].slice(row - 1, 1))[0])

    first = next(iter(sheet.names))
    rows = range(1, sheet.height + 1)
    found = bounds.table_of(
        sheet.file, rows, first_cell, lambda row: sheet.locate(row - 1, first), has_names=True
    )
    kept = pl.Series([row - 1 for row in found.body], dtype=pl.UInt32)
    return replace(some_rows(sheet, kept), notes=(*sheet.notes, *found.notes))


__all__ = ["some_rows", "within_bounds"]
