"""Excel and OpenDocument workbooks: one of their sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import polars as pl

from ...show.result_sheets import FOR_PROGRAMS
from ...words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..header import names_of_header, without_empty
from ..row_bounds import RowBounds
from ..sheet import Sheet, numbered
from .ods_cells import OdsSheet, ods_cells, ods_sheets
from .old_workbooks import OldSheet, old_workbook
from .refusals import damaged
from .workbook_cells import SheetCells, WorkbookCells
from .workbook_parts import parts_of
from .xlsx_cells import read_cells
from .xlsx_parts import SheetEntry, XlsxWorkbook
from .xlsx_quick import read_quickly

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")

MOST_WHOLE = 2**53
_Sheet = TypeVar("_Sheet", SheetEntry, OdsSheet, OldSheet)


def read(path: Path, *, sheet: str | None = None, rows: RowBounds | None = None) -> Sheet:
    """The sheet of that name, or the first that is shown: numbers where a column has nothing else, else every
    cell as text; `rows` says which rows are the table. Raises KenError where there is no such sheet, it has
    no row below its header, or the file is damaged or too large."""
    cells = cells_of(path, sheet, rows)
    names = numbered(names_of_header(cells.names, lambda column: cells.at(None, column)))
    numbers = {column: number for number, column in enumerate(names)}
    if cells.frame.height == 0:
        hint = say("the first row names the columns; data begins in the second")
        raise KenError(
            [Diagnostic("empty-file", say("the file has no rows of data"), cells.at(None, 0), hint)]
        )

    def locate(row: int | None, column: str) -> Position:
        return cells.at(row, numbers.get(column, 0))

    frame = cells.frame.with_columns(map(_whole, cells.frame.select(pl.col(pl.Float64)).get_columns()))
    return without_empty(Sheet(str(path), names, frame, locate, notes=cells.notes))


def _whole(numbers: pl.Series) -> pl.Series:
    """Numbers as whole ones, where they all are: a workbook has no others, and 7 is not 7.0."""
    is_whole = (numbers.round(0) == numbers).all() and not (numbers.abs() >= MOST_WHOLE).any()
    return numbers.cast(pl.Int64) if is_whole else numbers


def cells_of(path: Path, sheet: str | None = None, rows: RowBounds | None = None) -> WorkbookCells:
    """The table in the sheet of that name, or in the first that is shown; `rows` says which rows are the
    table. Raises KenError where there is no such sheet or row, it is empty, or the file is damaged or too
    large; OSError when it cannot be read."""
    readers = {".ods": _ods, ".xls": _old, ".xlsb": _old}
    return readers.get(path.suffix.casefold(), _xlsx)(path, sheet, rows)


def sheets_of(path: Path) -> dict[str, SheetCells]:
    """The cells of every sheet that is shown, by its name. Raises KenError where the file is damaged or too
    large; OSError when it cannot be read."""
    kind = path.suffix.casefold()
    if kind in (".xls", ".xlsb"):
        with old_workbook(path) as old:
            return {sheet.name: old.cells(sheet) for sheet in old.sheets if sheet.is_visible}
    with parts_of(path) as parts:
        if kind == ".ods":
            return {sheet.name: ods_cells(parts, sheet) for sheet in ods_sheets(parts) if sheet.is_visible}
        book = XlsxWorkbook(parts)
        book.count_texts()
        return {sheet.name: read_cells(book, sheet) for sheet in book.sheets if sheet.is_visible}


def names_of(path: Path) -> list[tuple[str, bool]]:
    """The name of each sheet, and whether it is shown. Raises KenError where the file is damaged or too
    large; OSError when it cannot be read."""
    kind = path.suffix.casefold()
    if kind in (".xls", ".xlsb"):
        with old_workbook(path) as old:
            return [(sheet.name, sheet.is_visible) for sheet in old.sheets]
    with parts_of(path) as parts:
        sheets = ods_sheets(parts) if kind == ".ods" else XlsxWorkbook(parts).sheets
        return [(sheet.name, sheet.is_visible) for sheet in sheets]


def rows_of_sheet(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """The rows of the sheet of that name that have anything in them, as `SheetCells.rows` has them; none
    where there is no such sheet, or the file is no workbook in XML. Raises KenError where it is damaged;
    OSError when it cannot be read."""
    kind = path.suffix.casefold()
    if kind not in (".xlsx", ".xlsm", ".ods") or not path.is_file() or not path.stat().st_size:
        return []
    with parts_of(path) as parts:
        if kind == ".ods":
            return next((ods_cells(parts, own).rows() for own in ods_sheets(parts) if own.name == name), [])
        book = XlsxWorkbook(parts)
        chosen = next((own for own in book.sheets if own.name == name), None)
        if chosen is None:
            return []
        book.count_texts()
        return read_cells(book, chosen).rows()


def _xlsx(path: Path, sheet: str | None, rows: RowBounds | None) -> WorkbookCells:
    with parts_of(path) as parts:
        book = XlsxWorkbook(parts)
        chosen, notes = _chosen(parts.file, book.sheets, sheet)
        book.count_texts()
        quick = read_quickly(book, chosen, path) if rows is None else None
        cells = quick or read_cells(book, chosen).table(rows)
    return replace(cells, notes=(*notes, *cells.notes))


def _ods(path: Path, sheet: str | None, rows: RowBounds | None) -> WorkbookCells:
    with parts_of(path) as parts:
        chosen, notes = _chosen(parts.file, ods_sheets(parts), sheet)
        cells = ods_cells(parts, chosen).table(rows)
    return replace(cells, notes=(*notes, *cells.notes))


def _old(path: Path, sheet: str | None, rows: RowBounds | None) -> WorkbookCells:
    with old_workbook(path) as book:
        chosen, notes = _chosen(book.file, book.sheets, sheet)
        cells = book.cells(chosen).table(rows)
    return replace(cells, notes=(*notes, *cells.notes))


def _chosen(file: str, sheets: Sequence[_Sheet], wanted: str | None) -> tuple[_Sheet, tuple[Diagnostic, ...]]:
    """The sheet of that name, or the first that is shown, with a note of the others. Raises KenError where
    there is none."""
    if not sheets:
        raise KenError([damaged(file)])
    names = [_named(sheet) for sheet in sheets]
    if wanted is not None:
        for sheet in sheets:
            if sheet.name == wanted:
                return sheet, ()
        message = say("there is no sheet “{sheet}”; the sheets are {sheets}", sheet=wanted, sheets=names)
        hint = say("choose one of them with --sheet")
        raise KenError([Diagnostic("no-sheet", message, Position(file), hint)])
    chosen = next((number for number, sheet in enumerate(sheets) if sheet.is_visible), 0)
    last = tuple(sheet.name for sheet in sheets[-len(FOR_PROGRAMS) :])
    if last == FOR_PROGRAMS:  # a result that Ken has written
        chosen = len(sheets) - len(FOR_PROGRAMS)
    others = [name for number, name in enumerate(names) if number != chosen]
    if not others:
        return sheets[chosen], ()
    message = say(
        "the sheet “{sheet}” is read; the others ({others}) are not", sheet=sheets[chosen].name, others=others
    )
    hint = say("choose another sheet with --sheet")
    return sheets[chosen], (Diagnostic("sheet", message, Position(file), hint, "note"),)


def _named(sheet: _Sheet) -> Text | str:
    return sheet.name if sheet.is_visible else say("{sheet} (hidden)", sheet=sheet.name)


__all__ = ["SUFFIXES", "cells_of", "names_of", "read", "rows_of_sheet", "sheets_of"]
