"""CSV: text, whose cells are taken apart by the separator that the header has most of."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from ...words.alike import compared
from ...words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..encoding import decoded
from ..header import another_table, names_of_header, without_empty
from ..most_told import first_told
from ..row_bounds import RowBounds
from ..sheet import Sheet, numbered
from .bounded_csv import bounded_text, said_separator, tidied_lines, widest_rows
from .csv_grammar import Grammar, separator_of, sign_of
from .plain_csv import read_plain
from .refusals import empty

SUFFIXES = (".csv", ".tsv", ".txt")
_SEPARATOR_NAMES = {",": say("comma"), ";": say("semicolon"), "\t": say("tab"), "|": say("bar")}
MAX_RAGGED = 20
MAX_SWALLOWED = 20


def read(path: Path, *, encoding: str | None = None, rows: RowBounds | None = None) -> Sheet:
    """The table in a file, every cell as text; `rows` says which rows are the table. Raises KenError when it
    is empty, is no text in its encoding, cannot be taken apart into cells, or has no such rows; OSError when
    it cannot be read."""
    file = str(path)
    if rows is None and (plain := read_plain(path, encoding)) is not None:
        return plain
    text, notes = decoded(path.read_bytes(), encoding, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" ,;|\t\n"):
        raise KenError([empty(file)])
    if rows is not None:
        bounded = bounded_text(file, text, rows)
        records = _Records(file, bounded.text, bounded.separator)
        return without_empty(bounded.as_it_stands(records.sheet(notes), text))
    return without_empty(_Records(file, text).sheet(notes))


def rows_of(
    path: Path, encoding: str | None = None
) -> tuple[list[tuple[int, list[str]]], Sequence[Diagnostic]]:
    """The rows of a file that are not blank, each with its number (from 1) and its cells, and what was found
    on reading it. Raises as `read` does."""
    file = str(path)
    text, notes = decoded(path.read_bytes(), encoding, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip(" ,;|\t\n"):
        raise KenError([empty(file)])
    return widest_rows(file, text), notes


@dataclass(frozen=True)
class WrittenCells:
    """The records of a text file, blank ones too, as a spreadsheet has them in rows; `starts` has the line,
    from 0, in which each begins."""

    grammar: Grammar
    lines: Sequence[str]
    records: Sequence[Sequence[str]]
    starts: Sequence[int]

    def column(self, row: int, line: int, place: int) -> int:
        """The number of the cell of a row that stands at a place of a line."""
        start = self.starts[row]
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.lines)
        before = sum(len(text) + 1 for text in self.lines[start:line])
        begins = self.grammar.starts("\n".join(self.lines[start:end]))
        return min(max(0, bisect_right(begins, before + place) - 1), max(0, len(self.records[row]) - 1))


def written_cells(path: Path, encoding: str | None = None) -> WrittenCells:
    """The cells of a file as they are written. Raises KenError as `read` does."""
    text, _ = decoded(path.read_bytes(), encoding, str(path))
    own = _Records(str(path), text.replace("\r\n", "\n").replace("\r", "\n"))
    rows = [(start + own.skipped, cells) for start, _, cells in own.grammar.rows(own.text)]
    return WrittenCells(own.grammar, own.lines, [cells for _, cells in rows], [start for start, _ in rows])


class _Records:
    """The records of a CSV text, and where they and their cells stand. Raises KenError where a quotation mark
    is not closed, or two columns have one name."""

    def __init__(self, file: str, text: str, separator: str | None = None) -> None:
        self.file = file
        self.lines = text.split("\n")
        first, named = said_separator(self.lines)
        self.text = "\n".join(self.lines[first:]) if first else text
        self.skipped = first
        self.separator = separator or named or separator_of(self.text)
        self.grammar = Grammar(self.separator)
        self.tidy = tidied_lines(self.grammar, self.text, file, first)

    def sheet(self, notes: Sequence[Diagnostic]) -> Sheet:
        """The table, with what was found on reading it."""
        cells = self.cells()
        found = (*notes, *first_told(self.swallowed(), usual=MAX_SWALLOWED))
        lines = {self.file: self.lines}
        return Sheet(self.file, self.columns, cells, self.locate, lines, found, sign_of(self.separator))

    @cached_property
    def _bounds(self) -> tuple[array[int], array[int]]:
        """By record that is not blank: the line in which it begins, and the one after its last (from 0)."""
        starts, ends = array("l"), array("l")
        for start, end, _ in self.grammar.records(self.text):
            starts.append(start + self.skipped)
            ends.append(end + self.skipped)
        return starts, ends

    @cached_property
    def header(self) -> list[str]:
        """The cells of the first record."""
        return next(cells for _, _, cells in self.grammar.records(self.text))

    @cached_property
    def columns(self) -> dict[str, str]:
        """The columns, and their names."""
        return numbered(names_of_header(self.header, lambda number: self._cell(0, number)))

    def cells(self) -> pl.DataFrame:
        """The table. Raises KenError when it has no header, or rows have other numbers of cells than it
        has."""
        width = len(self.header)
        if not self.grammar.is_even(self.tidy, width):
            self._refuse_ragged()
        # polars takes the first line for as wide as all, and a separator at the very end for none
        raw = f"{self.separator.join(self.columns)}\n{self.tidy}\n".encode()
        try:
            frame = pl.read_csv(raw, separator=self.separator, infer_schema=False)
        except pl.exceptions.PolarsError:  # a blank record may have more cells than the header
            self._refuse_ragged()
            rows = [cells for _, _, cells in self.grammar.records(self.text)][1:]
            return pl.DataFrame(rows, dict.fromkeys(self.columns, pl.String()), orient="row")
        blank = pl.all_horizontal((pl.all().str.strip_chars() == "").fill_null(value=True))
        return frame.filter(~blank).slice(1)

    def _refuse_ragged(self) -> None:
        """Raises KenError for rows of other numbers of cells than the header."""
        if faults := list(first_told(self._ragged(), usual=MAX_RAGGED)):
            raise KenError(faults)

    def _ragged(self) -> Iterator[Diagnostic]:
        wanted = len(self.header)
        for start, end, record in self.grammar.records(self.text):
            if len(record) != wanted:
                message = say(
                    "the row has {given} cells, and the header {wanted}", given=len(record), wanted=wanted
                )
                hint = _ragged_hint(len(record) < wanted, end - start > 1, self.separator)
                position = Position(self.file, start + self.skipped + 1, 1)
                if self._names_columns(record):
                    yield another_table(position, [cell for cell in record if cell.strip()])
                    return
                yield Diagnostic("ragged-row", message, position, hint)

    def _names_columns(self, record: Sequence[str]) -> bool:
        """Whether a record begins as the header does."""
        return bool(record[0].strip()) and compared(record[0]) == compared(self.header[0])

    def swallowed(self) -> Iterator[Diagnostic]:
        """Cells between quotation marks with lines in them that look like rows."""
        if not self.grammar.has_long_cells(self.tidy):
            return
        for start, end in zip(*self._bounds, strict=True):
            looks_whole = [self._looks_whole(line) for line in self.lines[start:end]]
            if end - start > 1 and (any(looks_whole[1:-1]) or (looks_whole[0] and looks_whole[-1])):
                message = say(
                    "the lines {first} to {last} are one row: a quotation mark is opened in one and "
                    "closed in "
                    "another",
                    first=start + 1,
                    last=end,
                )
                hint = say(
                    "delete the marks, if these are rows of their own; else write the cell in one line"
                )
                yield Diagnostic("swallowed-rows", message, Position(self.file, start + 1, 1), hint)

    def _looks_whole(self, line: str) -> bool:
        """Whether a line looks like a row of its own."""
        return bool(line.strip()) and line.count(self.separator) == len(self.header) - 1

    def locate(self, row: int | None, column: str) -> Position:
        """The place of a cell, as a Sheet tells it; of a column that is none, that of the row."""
        record = 0 if row is None else row + 1
        if column in self._numbers:
            return self._cell(record, self._numbers[column])
        return Position(self.file, self._bounds[0][record] + 1, 1)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """By column: its number, from 0."""
        return {column: number for number, column in enumerate(self.columns)}

    def _cell(self, record: int, number: int) -> Position:
        start, end = (bounds[record] for bounds in self._bounds)
        text = "\n".join(self.lines[start:end])
        begins = self.grammar.starts(text)
        number = min(number, len(begins) - 2)
        begin = begins[number]
        length = len(text[begin : begins[number + 1] - 1].split("\n")[0].rstrip())
        line = text.count("\n", 0, begin)
        column = begin - (text.rfind("\n", 0, begin) + 1)
        return Position(self.file, start + line + 1, column + 1, max(1, length))


def _ragged_hint(is_short: bool, is_long_quote: bool, separator: str) -> Text:
    if is_long_quote:
        return say("a quotation mark opened in this row runs over several lines; close it")
    if is_short:
        return say("cells are lacking: an empty one still needs its separator")
    return say(
        "a cell with a separator in it ({separator}) must stand between quotation marks",
        separator=_SEPARATOR_NAMES[separator],
    )


__all__ = ["SUFFIXES", "WrittenCells", "read", "rows_of", "written_cells"]
