"""Plain CSV files, as most are: UTF-8, a line a record, without quotation marks. They are scanned from where
they stand, so that a file larger than the memory can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import polars as pl

from ...words.diagnostics import Position
from ..header import names_of_header, without_empty
from ..plain_text import PlainText
from ..sheet import Sheet, numbered
from .csv_grammar import separator_of, sign_of
from .file_lines import FileLines

MAX_KEPT = 100  # lines of which is kept where their cells stand
_BLOCK = 250_000  # bytes, which stay in the cache of the processor
_MAX_LINE = 10_000_000
_UTF_8 = ("utf-8", "utf8", "utf-8-sig")


def read_plain(path: Path, encoding: str | None) -> Sheet | None:
    """The table in a plain file, scanned; None for others."""
    if encoding is not None and encoding.casefold() not in _UTF_8:
        return None
    lines = FileLines(path)
    with path.open("rb") as stream:
        try:
            header = stream.readline(_MAX_LINE).decode("utf-8-sig").rstrip("\r\n")
        except UnicodeDecodeError:
            return None
    separator = separator_of(header)
    names = header.split(separator)
    if names[0].startswith("sep="):  # a line for spreadsheets
        return None
    place = _Line(str(path), lines, separator)
    rows = _rows_of_plain(path, separator, len(names))
    if rows is None:
        return None
    columns = numbered(names_of_header(names, lambda number: place.cell(0, number)))
    plain = PlainText((path,), separator, tuple(columns), (path.stat().st_size,), (rows,))
    numbers = {column: number for number, column in enumerate(columns)}

    def locate(row: int | None, column: str) -> Position:
        line = 0 if row is None else row + 1
        number = numbers.get(column)
        return Position(str(path), line + 1, 1) if number is None else place.cell(line, number)

    lines_of_file = {str(path): lines}
    sheet = Sheet(
        str(path), columns, plain.scanned(), locate, lines_of_file, decimal=sign_of(separator), plain=plain
    )
    if all(name.strip() for name in names):
        return sheet
    kept = without_empty(sheet)
    return kept if kept is sheet else replace(kept, plain=None)


def _rows_of_plain(path: Path, separator: str, width: int) -> int | None:
    """How many rows a plain file has, each of whose lines has so many cells; None for another."""
    sign = separator.encode()
    blank = re.compile(rb"\n[ \t\r" + re.escape(sign) + rb"]*\n")
    others = bytes(set(range(256)) - {sign[0], 10})
    bare_line, lines = sign * (width - 1) + b"\n", 0
    for block in _blocks(path):
        if b'"' in block or b"\0" in block or not _is_utf_8(block):
            return None
        if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
            return None
        if blank.search(b"\n%b\n" % block.removesuffix(b"\n")):
            return None
        kept = block.translate(None, others)
        kept += b"" if block.endswith(b"\n") else b"\n"
        count = len(kept) // width
        if kept != bare_line * count:
            return None
        lines += count
    return lines - 1


def _blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file in blocks of whole lines."""
    rest = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_BLOCK):
            whole, end, begun = chunk.rpartition(b"\n")
            if end:
                yield rest + whole + end
                rest = begun
            else:
                rest += begun
    if rest:
        yield rest


def _is_utf_8(block: bytes) -> bool:
    """Whether bytes are UTF-8, which polars tells faster than Python."""
    if block.isascii():
        return True
    try:
        pl.Series([block], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


@dataclass(frozen=True)
class _Line:
    """Where the cells of a plain file stand."""

    file: str
    lines: FileLines
    separator: str

    @cached_property
    def _kept(self) -> dict[int, tuple[list[str], list[int]]]:
        """The cells of the lines that were asked for last, and where each ends: a line with a fault often has
        more."""
        return {}

    def cell(self, line: int, number: int) -> Position:
        """The place of a cell, by its line and its number in it (from 0), blanks around it left out."""
        if line not in self._kept:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            cells = self.lines[line].split(self.separator)
            self._kept[line] = cells, list(accumulate(map(len, cells), initial=0))
        cells, ends = self._kept[line]
        cell = cells[number] if number < len(cells) else ""
        start = ends[min(number, len(cells))] + number + len(cell) - len(cell.lstrip())
        return Position(self.file, line + 1, start + 1, max(1, len(cell.strip())))


__all__ = ["read_plain"]
