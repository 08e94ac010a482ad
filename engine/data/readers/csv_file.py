"""CSV: text, whose cells are taken apart by the separator that the header has most of."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

import polars as pl

from ...words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..encoding import decoded
from ..header import names_of_header, without_empty
from ..sheet import Locate, Sheet
from .refusals import empty

SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_NAMES = {",": say("comma"), ";": say("semicolon"), "\t": say("tab"), "|": say("bar")}
MAX_RAGGED = 20
MAX_KEPT = 100  # lines of which is kept where their cells stand


def read(path: Path, *, encoding: str | None = None) -> Sheet:
    """The table in a file, every cell as text. Raises KenError when it is empty, is no text in its encoding,
    or cannot be taken apart into cells; OSError when it cannot be read."""
    file = str(path)
    text, notes = decoded(path.read_bytes(), encoding, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip(" ,;|\t")), None)
    if first is None:
        raise KenError([empty(file)])
    separator = separator_of(first)
    frame = _plain(text, separator)
    if frame is not None:
        names = frame.columns
        locate = _lazily(lambda: _Records(file, text, separator, names).locate)
    else:
        records = _Records(file, text, separator)
        frame, locate = records.frame(), records.locate
    return Sheet(file, without_empty(frame), locate, {file: text.split("\n")}, notes)


def separator_of(line: str) -> str:
    """The separator that a header line has most of; a comma for a single column."""
    return max(SEPARATORS, key=line.count)


def _plain(text: str, separator: str) -> pl.DataFrame | None:
    """The table in a CSV text without quotation marks, blank rows or rows of unequal length, as most are;
    None for others."""
    body = text.removesuffix("\n")
    if any(odd in text for odd in ('"', "\0", "\n\n")) or text.startswith("\n"):
        return None
    header = [name.strip() for name in body.split("\n", 1)[0].split(separator)]
    rows = body.count("\n")
    # no row is too long, or polars would refuse it; then none is too short either
    if len(set(header)) < len(header) or not rows or body.count(separator) != (rows + 1) * (len(header) - 1):
        return None
    try:
        frame = pl.read_csv(
            body.encode(),
            separator=separator,
            quote_char=None,
            has_header=False,
            skip_rows=1,
            new_columns=names_of_header(header, lambda column: Position("", 1, column)),
            infer_schema=False,
        ).with_columns(pl.all().fill_null(""))
    except pl.exceptions.PolarsError:
        return None
    has_blank = frame.select(pl.all_horizontal(pl.all().str.strip_chars() == "").any()).item()
    return None if has_blank or frame.shape != (rows, len(header)) else frame


def _lazily(work: Callable[[], Locate]) -> Locate:
    """What `work` makes, made when it is first called."""
    made: list[Locate] = []

    def locate(row: int | None, column: str) -> Position:
        if not made:
            made.append(work())
        return made[0](row, column)

    return locate


class _Records:
    """The records of a CSV text, blank ones left out, and where they and their cells stand. Raises KenError
    where the text cannot be taken apart."""

    def __init__(self, file: str, text: str, separator: str, names: Sequence[str] = ()) -> None:
        self.file = file
        self.separator = separator
        self.lines = text.split("\n")
        self.names = names
        self.kept: dict[int, Sequence[int]] = {}
        self.records: list[list[str]] = []
        self.starts: list[int] = []  # by record: the line, from 0, in which it begins
        self.ends: list[int] = []  # and the one after its last
        reader, line = csv.reader(io.StringIO(text), delimiter=separator), 0
        try:
            for record in reader:
                if any(cell.strip() for cell in record):
                    self.records.append(record)
                    self.starts.append(line)
                    self.ends.append(reader.line_num)
                line = reader.line_num
        except csv.Error as problem:
            message = say(
                "line {line} cannot be taken apart into cells: {reason}", line=line + 1, reason=problem
            )
            hint = say("look for a quotation mark that is not closed")
            raise KenError([Diagnostic("unreadable", message, Position(file, line + 1, 1), hint)]) from None

    def frame(self) -> pl.DataFrame:
        """The table. Raises KenError when two columns have one name, or rows have other numbers of cells than
        the header."""
        header, *rows = self.records
        self.names = names_of_header(header, lambda column: self._cell(self.starts[0], column))
        if faults := list(islice(self._ragged(), MAX_RAGGED)):
            raise KenError(faults)
        return pl.DataFrame(rows, schema=dict.fromkeys(self.names, pl.String), orient="row")

    def _ragged(self) -> Iterator[Diagnostic]:
        wanted = len(self.records[0])
        for record, start, end in zip(self.records[1:], self.starts[1:], self.ends[1:], strict=True):
            if len(record) != wanted:
                message = say(
                    "the row has {given} cells, and the header {wanted}", given=len(record), wanted=wanted
                )
                hint = _ragged_hint(len(record) < wanted, end - start > 1, self.separator)
                yield Diagnostic("ragged-row", message, Position(self.file, start + 1, 1), hint)

    def locate(self, row: int | None, column: str) -> Position:
        """The place of a cell, as a Sheet tells it; of a column that is none, that of the row."""
        line = self.starts[0 if row is None else row + 1]
        if column in self._numbers:
            return self._cell(line, self._numbers[column])
        return Position(self.file, line + 1, 1)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        """By name of a column: its number, from 0."""
        return {name: number for number, name in enumerate(self.names)}

    def _cell(self, line: int, column: int) -> Position:
        starts = self._cells(line)
        number = min(column, len(starts) - 2)
        length = max(1, starts[number + 1] - 1 - starts[number])
        return Position(self.file, line + 1, starts[number] + 1, length)

    def _cells(self, line: int) -> Sequence[int]:
        """Where the cells of a line begin, and where one after the last would; of the lines that were asked
        for last they are kept, because one with a fault often has more."""
        if (known := self.kept.get(line)) is not None:
            return known
        starts, quoted = array("l", [0]), False
        for place, character in enumerate(self.lines[line]):
            if character == '"':
                quoted = not quoted
            elif character == self.separator and not quoted:
                starts.append(place + 1)
        starts.append(len(self.lines[line]) + 1)
        if len(self.kept) >= MAX_KEPT:
            self.kept.clear()
        self.kept[line] = starts
        return starts


def _ragged_hint(is_short: bool, is_long_quote: bool, separator: str) -> Text:
    if is_long_quote:
        return say("a quotation mark opened in this row runs over several lines; close it")
    if is_short:
        return say("cells are lacking: an empty one still needs its separator")
    return say(
        "a cell with a separator in it ({separator}) must stand between quotation marks",
        separator=_SEPARATOR_NAMES[separator],
    )


__all__ = ["SEPARATORS", "SUFFIXES", "read", "separator_of"]
