"""Excel and OpenDocument workbooks: one of their sheets, every cell as text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from ...words.diagnostics import Diagnostic, KenError, Position, say
from ..header import names_of_header, without_empty
from ..sheet import Sheet, numbered
from .refusals import damaged

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
ROW = "(row)"


def read(path: Path, *, sheet: str | None = None) -> Sheet:
    """The sheet of that name, or the first; a note names those that are not read. Raises KenError where there
    is no such sheet or it is empty, and where the file is no workbook."""
    import fastexcel

    file = str(path)
    try:
        book = fastexcel.read_excel(path)
        chosen = _chosen(book, sheet, file)
        frame: pl.DataFrame = book.load_sheet(chosen, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError as problem:
        raise KenError([damaged(file)]) from problem
    if frame.height == 0:
        message = say("the sheet “{sheet}” is empty", sheet=chosen)
        hint = say("choose another sheet with --sheet")
        raise KenError([Diagnostic("empty-file", message, Position(file), hint)])

    def cell(row: int, column: int) -> Position:
        return Position(file, row + 1, column + 1, cell=f"{chosen}!{_letters(column)}{row + 1}")

    names = numbered(names_of_header([name or "" for name in frame.row(0)], lambda column: cell(0, column)))
    numbers = {column: number for number, column in enumerate(names)}
    body = frame.slice(1).rename(dict(zip(frame.columns, names, strict=True))).with_row_index(ROW)
    body = body.filter(~pl.all_horizontal(pl.all().exclude(ROW).is_null()))
    rows = body[ROW].to_list()

    def locate(row: int | None, column: str) -> Position:
        return cell(0 if row is None else rows[row] + 1, numbers.get(column, 0))

    notes = _others_left(book, file) if sheet is None else ()
    return without_empty(Sheet(file, names, body.drop(ROW), locate, notes=notes))


def _chosen(book: Any, sheet: str | None, file: str) -> str:
    names: list[str] = list(book.sheet_names)
    if sheet is not None and sheet not in names:
        message = say("there is no sheet “{sheet}”; the sheets are {sheets}", sheet=sheet, sheets=names)
        hint = say("choose one of them with --sheet")
        raise KenError([Diagnostic("no-sheet", message, Position(file), hint)])
    return sheet or names[0]


def _others_left(book: Any, file: str) -> tuple[Diagnostic, ...]:
    """A note where the workbook has more sheets than the one that is read."""
    first, *others = book.sheet_names
    if not others:
        return ()
    message = say("the sheet “{sheet}” is read; the others ({others}) are not", sheet=first, others=others)
    hint = say("choose another sheet with --sheet")
    return (Diagnostic("sheet", message, Position(file), hint, "note"),)


def _letters(column: int) -> str:
    """What a spreadsheet calls a column (from 0): A to Z, AA, AB and so on."""
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters


__all__ = ["SUFFIXES", "read"]
