"""Files with the same columns as one table, so that many small ones cost what their rows do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import polars as pl

from ..words.diagnostics import Position
from .sheet import Sheet


def alike(sheet: Sheet) -> tuple[object, ...]:
    """What tables have in common that can be laid one below the other: the names of their columns, and how
    these are to be read."""
    schema = sheet.cells.collect_schema()
    kinds = frozenset((name, schema[column]) for column, name in sheet.names.items())
    return (kinds, sheet.decimal)


def stacked(sheets: Sequence[Sheet]) -> Sheet:
    """The rows of tables that are alike, one table below the other."""
    first, *others = sheets
    if not others:
        return first
    called = {name: column for column, name in first.names.items()}
    own_columns = [{called[name]: column for column, name in sheet.names.items()} for sheet in sheets]
    starts = tuple(accumulate((sheet.height for sheet in sheets[:-1]), initial=0))

    def locate(row: int | None, column: str) -> Position:
        number = 0 if row is None else stack.file_of(row)
        own = own_columns[number].get(column, column)
        return sheets[number].locate(None if row is None else row - starts[number], own)

    texts = [sheet.plain for sheet in sheets if list(sheet.names.values()) == list(first.names.values())]
    plain = None
    if first.plain is not None and len(texts) == len(sheets):
        more = [text for text in texts[1:] if text is not None]
        plain = first.plain.with_more(more) if len(more) == len(others) else None
    cells = _below(sheets, own_columns) if plain is None else plain.scanned()
    stack = Sheet(
        first.file,
        first.names,
        cells,
        locate,
        {file: lines for sheet in sheets for file, lines in sheet.lines.items()},
        tuple(note for sheet in sheets for note in sheet.notes),
        first.decimal,
        plain,
        starts,
        first.percent,
    )
    return stack


def _below(sheets: Sequence[Sheet], own_columns: Sequence[Mapping[str, str]]) -> pl.DataFrame | pl.LazyFrame:
    """The cells of tables, with the columns of the first."""
    frames = [
        sheet.cells.lazy().select(pl.col(columns[column]).alias(column) for column in own_columns[0])
        for sheet, columns in zip(sheets, own_columns, strict=True)
    ]
    return pl.concat(frames)


__all__ = ["alike", "stacked"]
