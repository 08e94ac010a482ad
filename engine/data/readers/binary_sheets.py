"""What .xls and .xlsb files say of their sheets beside the values of cells: which are hidden, what is merged,
and how far the cells reach. They are streams of records, each with a number, a length and bytes."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ...words.diagnostics import KenError, say
from .compound_file import stream_of
from .refusals import damaged, too_large
from .workbook_cells import MAX_COLUMNS, MAX_ROWS, Cell, cell_name
from .workbook_parts import MAX_BYTES, MAX_OTHER_BYTES, Parts, parts_of

MAX_PLACES = 30_000_000  # of the rectangle that all cells lie in, which is held in memory as a whole
MAX_DEPTH = 8  # of parts within parts, as charts in sheets are

_XLSB_CELLS = (*range(2, 12), 62)  # records of cells that are not empty
_XLSB_ROW, _XLSB_COLUMNS, _XLSB_MERGED, _XLSB_SHEET = 0, 60, 176, 156
_XLS_CELLS = (0x0003, 0x0004, 0x0005, 0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E)
_XLS_NUMBERS, _XLS_ROW, _XLS_COLUMNS, _XLS_MERGED = 0x00BD, 0x0208, 0x007D, 0x00E5
_XLS_SHEET, _XLS_BEGIN, _XLS_END, _XLS_LOCKED = 0x0085, 0x0809, 0x000A, 0x002F


@dataclass
class Marks:
    """What is known of a sheet; `first` and `last` are corners of the rectangle of its cells, None of an
    empty sheet."""

    is_visible: bool
    first: Cell | None = None
    last: Cell = (0, 0)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)

    def see(self, row: int, left: int, right: int) -> None:
        """Cells from one column to another are there. Raises ValueError off any sheet."""
        if row >= MAX_ROWS or not left <= right < MAX_COLUMNS:
            raise ValueError(row)
        top, start = self.first or (row, left)
        self.first = min(top, row), min(start, left)
        self.last = max(self.last[0], row), max(self.last[1], right)

    def hide_columns(self, first: int, last: int) -> None:
        """Columns from one to another are hidden."""
        self.hidden_columns.update(range(first, min(last + 1, MAX_COLUMNS)))

    def refuse_if_too_large(self, file: str) -> None:
        """Raises KenError when the cells lie too far apart."""
        if (self.last[0] + 1) * (self.last[1] + 1) > MAX_PLACES:
            what = say(
                "a sheet of {rows} rows and {columns} columns; its last cell is {cell}",
                rows=f"{self.last[0] + 1:,}",
                columns=f"{self.last[1] + 1:,}",
                cell=cell_name(self.last),
            )
            raise KenError([too_large(file, what)])


def marks_of(path: Path) -> dict[str, Marks]:
    """The marks of a file's sheets by name. Raises KenError when it is no workbook, or too large; OSError
    when it cannot be read."""
    if path.suffix.casefold() == ".xlsb":
        with parts_of(path) as parts:
            return _xlsb(parts)
    try:
        return _xls(stream_of(path.read_bytes(), ("Workbook", "Book")))
    except (struct.error, ValueError, IndexError, KeyError) as problem:
        raise KenError([damaged(str(path))]) from problem


def _xlsb(parts: Parts) -> dict[str, Marks]:
    main = next((name for kind, name in parts.targets("").values() if kind == "officeDocument"), "")
    targets = parts.targets(main)
    for kind, name in targets.values():  # fastexcel unpacks them too
        if kind in ("sharedStrings", "styles"):
            _ = sum(map(len, parts.blocks(name)))
    found: dict[str, Marks] = {}
    read: set[str] = set()
    for number, record in _xlsb_records(parts.blocks(main, MAX_OTHER_BYTES)):
        if number == _XLSB_SHEET:
            state, _, length = struct.unpack_from("<III", record)
            relation = record[12 : 12 + 2 * length].decode("utf-16-le")
            name = record[16 + 2 * length :].decode("utf-16-le")
            kind, part = targets.get(relation, ("", ""))
            if part in read:  # to read one part for many names would have no end
                raise ValueError(part)
            if kind == "worksheet":
                read.add(part)
                found[name] = _xlsb_marks(parts, part, Marks(state == 0))
    return found


def _xlsb_marks(parts: Parts, part: str, marks: Marks) -> Marks:
    row = 0
    for number, record in _xlsb_records(parts.blocks(part, MAX_BYTES)):
        if number in _XLSB_CELLS:
            (column,) = struct.unpack_from("<I", record)
            marks.see(row, column, column)
        elif number == _XLSB_ROW:
            (row,) = struct.unpack_from("<I", record)
            if record[11] & 0x10:
                marks.hidden_rows.add(row)
        elif number == _XLSB_COLUMNS:
            first, last = struct.unpack_from("<II", record)
            if record[16] & 1:
                marks.hide_columns(first, last)
        elif number == _XLSB_MERGED:
            top, bottom, left, right = struct.unpack_from("<IIII", record)
            marks.merged.append(((top, left), (bottom, right)))
    return marks


def _xlsb_records(blocks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The records of a part: number and bytes. Raises ValueError where it ends amidst one."""
    data, place = b"", 0
    for block in blocks:
        data, place = data[place:] + block, 0
        while True:
            begin = place
            number, begin = _packed(data, begin, 2)
            length, begin = _packed(data, begin, 4)
            if begin < 0 or begin + length > len(data):
                break
            yield number, data[begin : begin + length]
            place = begin + length
    if place != len(data):
        raise ValueError(place)


def _packed(data: bytes, place: int, most: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends; a place below nought where the data end before."""
    value = 0
    for index in range(most):
        if not 0 <= place + index < len(data) or place < 0:
            return 0, -1
        byte = data[place + index]
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return value, place + index + 1
    return value, place + most


def _xls(stream: bytes) -> dict[str, Marks]:
    found: dict[str, Marks] = {}
    begun: set[int] = set()
    for number, record in _xls_records(stream, 0):
        if number == _XLS_LOCKED:
            raise ValueError("a password")
        if number == _XLS_SHEET and record[5] == 0:  # a worksheet, and no chart or macro
            begin = struct.unpack_from("<I", record)[0]
            if begin in begun:  # to read one part for many names would have no end
                raise ValueError(begin)
            begun.add(begin)
            name = _xls_name(record[6:])
            found[name] = _xls_marks(stream, begin, Marks(record[4] & 3 == 0))
    return found


def _xls_name(text: bytes) -> str:
    """The name of a sheet: its length, whether it has two bytes a character, and these."""
    width, encoding = (2, "utf-16-le") if text[1] & 1 else (1, "latin-1")
    return text[2 : 2 + width * text[0]].decode(encoding)


def _xls_marks(stream: bytes, begin: int, marks: Marks) -> Marks:
    for number, record in _xls_records(stream, begin):
        if number in _XLS_CELLS:
            row, column = struct.unpack_from("<HH", record)
            marks.see(row, column, column)
        elif number == _XLS_NUMBERS:
            row, left = struct.unpack_from("<HH", record)
            marks.see(row, left, struct.unpack_from("<H", record, len(record) - 2)[0])
        elif number == _XLS_ROW:
            if record[12] & 0x20:
                marks.hidden_rows.add(struct.unpack_from("<H", record)[0])
        elif number == _XLS_COLUMNS:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", record)
            if flags & 1:
                marks.hide_columns(first, last)
        elif number == _XLS_MERGED:
            (count,) = struct.unpack_from("<H", record)
            for index in range(count):
                top, bottom, left, right = struct.unpack_from("<HHHH", record, 2 + 8 * index)
                marks.merged.append(((top, left), (bottom, right)))
    return marks


def _xls_records(stream: bytes, begin: int) -> Iterator[tuple[int, bytes]]:
    """The records of the part of a stream that begins at a place, to its end; charts in it are parts too,
    and are passed over."""
    place, depth = begin, 0
    while place < len(stream):
        number, length = struct.unpack_from("<HH", stream, place)
        depth += (number == _XLS_BEGIN) - (number == _XLS_END)
        if depth > MAX_DEPTH:
            raise ValueError(depth)
        if depth == 1:
            yield number, stream[place + 4 : place + 4 + length]
        if depth <= 0:
            return
        place += 4 + length


__all__ = ["Marks", "marks_of"]
