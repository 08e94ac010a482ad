"""A CSV file beside a rule book as cells with their places, read within bounds. It is untrusted."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from . import source

MOST_ROWS = 5_000
MOST_COLUMNS = 50
MOST_LETTERS = 200


@dataclass(frozen=True)
class CsvCells:
    """The cells of a file as texts without blanks around them: the header, and each row with the line in
    which it begins."""

    file: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    text: tuple[str, ...]
    begins: int = 1  # the line of the header

    def at(self, row: int | None, column: int) -> Position:
        """Where a cell stands (row None: in the header)."""
        line = self.begins if row is None else self.lines[row]
        cells = self.header if row is None else self.rows[row]
        start, written = _begins(self.text[line - 1], column), cells[column] if column < len(cells) else ""
        return Position(self.file, line, start + 1, max(1, len(written)))


def read_cells(path: Path) -> CsvCells:
    """The cells of a CSV file in UTF-8, with commas between them. Raises KenError where it cannot be read, is
    too large, or has rows that are not as long as its header."""
    shown = str(path)
    text = _text(path, shown)
    header: tuple[str, ...] = ()
    begins = 1
    rows: list[tuple[str, ...]] = []
    starts: list[int] = []
    reader, before = csv.reader(io.StringIO(text, newline=""), strict=True), 0
    try:
        for row in reader:
            line, before = before + 1, reader.line_num  # a cell between quotes can have several lines
            cells = tuple(cell.strip() for cell in row)
            if not any(cells):
                continue
            if not header:
                header, begins = cells, line
                _bounded_header(header, shown, line)
                continue
            _bounded_row(cells, header, shown, line, len(rows))
            rows.append(cells)
            starts.append(line)
    except csv.Error:
        message = say("the quotes in this row do not match")
        hint = say("put a cell that has commas or quotes in it between quotes, and double the quotes in it")
        raise _refused(message, Position(shown, before + 1, 1), hint) from None
    if not rows:
        message = say("the table has no rows")
        hint = say("write a line of column names, and a line for each row, with commas between the cells")
        raise _refused(message, Position(shown, 1, 1), hint)
    return CsvCells(shown, header, tuple(rows), tuple(starts), tuple(text.split("\n")), begins)


def _text(path: Path, shown: str) -> str:
    raw = source.beginning(path, shown)
    if len(raw) > source.MAX_BYTES:
        message = say(
            "the file is larger than {most} bytes, the most that is read", most=f"{source.MAX_BYTES:,}"
        )
        raise KenError(
            [Diagnostic("too-large", message, Position(shown), say("write fewer rows or columns"))]
        )
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        message = say(
            "the file is not in UTF-8: byte 0x{byte} is no part of a character",
            byte=f"{raw[problem.start]:02X}",
        )
        hint = say("save the file as UTF-8 (an editor offers this under “Save with encoding”)")
        raise KenError([Diagnostic("encoding", message, Position(shown, line, 1), hint)]) from None


def _bounded_header(header: Sequence[str], shown: str, line: int) -> None:
    at = Position(shown, line, 1)
    if len(header) > MOST_COLUMNS:
        message = say("{count} columns; at most {most} are read", count=len(header), most=MOST_COLUMNS)
        raise _refused(message, at, say("write fewer rows or columns"))
    for number, name in enumerate(header):
        if name and name in header[:number]:
            message = say("two columns are called “{name}”", name=name[:MOST_LETTERS])
            raise _refused(message, at, say("rename one of the two"))
    if len(header) == 1 and (sign := next((sign for sign in ";\t|" if sign in header[0]), None)):
        message = say("the cells are separated by “{sign}”", sign="tab" if sign == "\t" else sign)
        raise _refused(message, at, say("write commas between the cells"))


def _bounded_row(cells: Sequence[str], header: Sequence[str], shown: str, line: int, count: int) -> None:
    at = Position(shown, line, 1)
    if count >= MOST_ROWS:
        message = say("more than {most} rows", most=f"{MOST_ROWS:,}")
        raise _refused(message, at, say("write fewer rows or columns"))
    if len(cells) != len(header):
        message = say(
            "the row has {count} cells, and the header {wanted}", count=len(cells), wanted=len(header)
        )
        hint = say("write a cell for each column, and put one that has commas in it between quotes")
        raise _refused(message, at, hint)
    if any(len(cell) > MOST_LETTERS for cell in cells):
        message = say("a cell of more than {most} characters", most=MOST_LETTERS)
        raise _refused(message, at, say("write a number, or one word"))


def _refused(message: Text, at: Position, hint: Text) -> KenError:
    return KenError([Diagnostic("reference-table", message, at, hint)])


def _begins(line: str, column: int) -> int:
    """With which character of a line a cell begins, blanks before it and its quote left out."""
    start, quoted = 0, False
    for place, letter in enumerate(line):
        if column == 0:
            break
        if letter == '"':
            quoted = not quoted
        elif letter == "," and not quoted:
            column, start = column - 1, place + 1
    rest = line[start:]
    return start + len(rest) - len(rest.lstrip(' "'))


__all__ = ["CsvCells", "read_cells"]
