"""Tables of files as they are written, with the cells that findings speak of: what a workbook copies."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from ..words.diagnostics import Diagnostic, KenError
from .piped import is_piped
from .readers import csv_file, excel_file

MOST_CELLS = 500_000  # of a table that is copied

CellPlace: TypeAlias = tuple[int, int]
"""A row and a column, from 0."""


@dataclass(frozen=True)
class FaultyTable:
    """The cells of a table, by place, and those that findings speak of; `sheet` is that of a workbook."""

    file: str
    sheet: str
    cells: Mapping[CellPlace, str | float]
    marks: dict[CellPlace, list[Diagnostic]] = field(default_factory=dict)


def faulty_tables(
    diagnostics: Sequence[Diagnostic], encodings: Mapping[str, str | None]
) -> Iterator[FaultyTable]:
    """The tables of CSV files and workbooks that have cells with findings, in the order of these; `encodings`
    are those of files of which one is said. A file that cannot be read any more, or is too large to be
    copied, is left out."""
    by_file: dict[str, list[Diagnostic]] = {}
    for each in diagnostics:
        if each.position.line and not each.more:
            by_file.setdefault(each.position.file, []).append(each)
    for file, found in by_file.items():
        path = Path(file)
        read = _READERS.get(path.suffix.casefold())
        if read is None or is_piped(path) or not path.is_file():
            continue
        try:
            yield from read(path, found, encodings.get(file))
        except (KenError, OSError, ValueError):  # what is wrong with the file is among the findings
            continue


def _of_workbook(path: Path, found: Sequence[Diagnostic], _: str | None) -> Iterator[FaultyTable]:
    every, tables = excel_file.sheets_of(path), dict[str, FaultyTable]()
    for each in found:
        name = each.position.cell.rpartition("!")[0]
        sheet = every.get(name)
        if sheet is None or sheet.count > MOST_CELLS:
            continue
        if name not in tables:
            cells = {
                (row, column): value for column, own in sheet.columns.items() for row, value in own.items()
            }
            tables[name] = FaultyTable(str(path), name, cells)
        place = (each.position.line - 1, each.position.column - 1)
        tables[name].marks.setdefault(place, []).append(each)
    yield from tables.values()


def _of_text(path: Path, found: Sequence[Diagnostic], encoding: str | None) -> Iterator[FaultyTable]:
    written = csv_file.written_cells(path, encoding)
    cells = {
        (row, column): text
        for row, record in enumerate(written.records)
        for column, text in enumerate(record)
        if text
    }
    if len(cells) > MOST_CELLS:
        return
    table = FaultyTable(str(path), "", cells)
    for each in found:
        row = max(0, bisect_right(written.starts, each.position.line - 1) - 1)
        column = written.column(row, each.position.line - 1, each.position.column - 1)
        table.marks.setdefault((row, column), []).append(each)
    yield table


_READERS: Mapping[str, Callable[[Path, Sequence[Diagnostic], str | None], Iterator[FaultyTable]]] = {
    **dict.fromkeys(csv_file.SUFFIXES, _of_text),
    **dict.fromkeys(excel_file.SUFFIXES, _of_workbook),
}

__all__ = ["CellPlace", "FaultyTable", "faulty_tables"]
