"""Workbooks in binary form (.xls, .xlsb), which fastexcel alone reads: once as texts and once as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...words.diagnostics import KenError
from .binary_sheets import Marks, marks_of
from .refusals import damaged
from .workbook_cells import SheetCells

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_ERROR = re.compile(r"'Error\(([A-Za-z0-9]+)\)'")
_BOOLEANS = {("true", 1.0): "TRUE", ("false", 0.0): "FALSE"}
_MIDNIGHT, _NO_DAY = " 00:00:00", "1899-12-31 "


@dataclass(frozen=True)
class OldSheet:
    """A sheet: its name, and whether it is shown."""

    name: str
    is_visible: bool


class OldWorkbook:
    """A workbook as fastexcel has it, and the marks of its sheets by name."""

    def __init__(self, file: str, book: Any, marks: dict[str, Marks]) -> None:
        self.file = file
        self._book = book
        self._marks = marks
        self.sheets = [OldSheet(name, marks[name].is_visible) for name in book.sheet_names if name in marks]

    def cells(self, sheet: OldSheet) -> SheetCells:
        """All cells of a sheet. Raises KenError when they are too many."""
        found = SheetCells(self.file, sheet.name)
        marks = self._marks[sheet.name]
        if marks.first is None:
            return found
        marks.refuse_if_too_large(self.file)
        left = marks.first[1]
        texts, faults = self._book.load_sheet(
            sheet.name, header_row=None, skip_rows=0, dtypes="string"
        ).to_arrow_with_errors()
        numbers = self._book.load_sheet(sheet.name, header_row=None, skip_rows=0, dtypes="float").to_polars()
        for column, series in enumerate(numbers.iter_columns()):
            pairs = zip(texts.column(column).to_pylist(), series.to_list(), strict=True)
            for row, (text, number) in enumerate(pairs):
                if text is not None:
                    found.put(row, left + column, _cell(text, number))
        for fault in faults.errors if faults else ():
            row, column = fault.position
            kind = _ERROR.search(fault.detail)
            found.put(row, left + column, _ERRORS.get(kind[1], "#ERROR!") if kind else "#ERROR!")
        found.hidden_rows, found.hidden_columns = marks.hidden_rows, marks.hidden_columns
        found.merged = marks.merged
        return found


@contextmanager
def old_workbook(path: Path) -> Iterator[OldWorkbook]:
    """The workbook in a file. Raises KenError when it is none or is too large; OSError when it cannot be
    read."""
    import fastexcel

    file = str(path)
    marks = marks_of(path)
    try:
        yield OldWorkbook(file, fastexcel.read_excel(path), marks)
    except fastexcel.FastExcelError as problem:
        raise KenError([damaged(file)]) from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":  # of Rust, which is no Exception
            raise
        raise KenError([damaged(file)]) from problem


def _cell(text: str, number: float | None) -> float | str:
    """What a cell has, by what it is as a text, which has nine decimals of a number, and as a number, which
    texts that look like one give too."""
    if number is None:
        return text.removesuffix(_MIDNIGHT).removeprefix(_NO_DAY)
    if (text, number) in _BOOLEANS:
        return _BOOLEANS[text, number]
    plain = f"{number:.9f}".rstrip("0").rstrip(".")
    return number if text in (plain, plain.removeprefix("-")) and plain[-1:].isdigit() else text


__all__ = ["OldSheet", "OldWorkbook", "old_workbook"]
