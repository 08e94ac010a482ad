"""A sheet of an .xlsx file, cell by cell as its XML has it."""

from __future__ import annotations

import math
from collections.abc import Callable

from .serial_dates import DateKind, date_text, percent_text
from .workbook_cells import MAX_COLUMNS, SheetCells, cell_of, plain_text
from .workbook_parts import MAX_BYTES, Attributes, local, parser_of
from .xlsx_parts import SheetEntry, TextReader, XlsxWorkbook, unescaped

_HIDDEN = ("1", "true")
_BOOLEANS = {"1": "TRUE", "0": "FALSE", "true": "TRUE", "false": "FALSE"}


def read_cells(book: XlsxWorkbook, sheet: SheetEntry) -> SheetCells:
    """All cells of a sheet. Raises KenError when they are too many, and what a parser of XML does."""
    reader = CellReader(book, sheet)
    book.parts.parse(sheet.part, reader.parser, MAX_BYTES)
    return reader.found


class CellReader:
    """Takes the cells from the XML of a sheet that is given to its parser."""

    def __init__(self, book: XlsxWorkbook, sheet: SheetEntry) -> None:
        self.found = SheetCells(book.parts.file, sheet.name)
        self.parser = parser_of(self._start, self._end, self._text)
        self._book = book
        self._inline = TextReader()
        self._row = self._column = -1
        self._kind = self._style = ""
        self._is_inline = False
        self._kept: list[str] | None = None  # the pieces of the element whose text is wanted
        self._value: str | None = None
        self._formula: str | None = None
        self._letters: dict[str, int] = {}
        self._kinds: dict[str, DateKind] = {
            str(style): kind for style, kind in enumerate(book.date_kinds) if kind
        }
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "c": self._start_cell,
            "v": self._keep,
            "f": self._keep,
            "row": self._start_row,
            "col": self._start_column,
            "mergeCell": self._merge,
        }

    def _start(self, name: str, attributes: Attributes) -> None:
        begin = self._starts.get(name)
        if begin is not None:
            begin(attributes)
        elif ":" in name:
            self._start(local(name), attributes)
        elif name == "is" or self._is_inline:
            self._is_inline = True
            self._inline.start(name, attributes)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = local(name)
        if name == "v":
            self._value, self._kept = "".join(self._kept or ()), None
        elif name == "c":
            self._end_cell()
        elif name == "f":
            self._formula, self._kept = "".join(self._kept or ()), None
        elif self._is_inline:
            self._inline.end(name)
            if name == "is":
                self._is_inline = False
                self._value = self._inline.taken()

    def _text(self, text: str) -> None:
        if self._kept is not None:
            self._kept.append(text)
        elif self._is_inline:
            self._inline.text(text)

    def _keep(self, _: Attributes) -> None:
        self._kept = []

    def _start_row(self, attributes: Attributes) -> None:
        self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
        self._column = -1
        if attributes.get("hidden") in _HIDDEN:
            self.found.hidden_rows.add(self._row)

    def _start_column(self, attributes: Attributes) -> None:
        if attributes.get("hidden") in _HIDDEN:
            first, last = int(attributes["min"]), min(int(attributes["max"]), MAX_COLUMNS)
            self.found.hidden_columns.update(range(first - 1, last))

    def _merge(self, attributes: Attributes) -> None:
        first, _, last = attributes["ref"].partition(":")
        self.found.merged.append((cell_of(first), cell_of(last or first)))

    def _start_cell(self, attributes: Attributes) -> None:
        name = attributes.get("r")
        if name is None:
            self._column += 1
        else:
            letters = name.rstrip("0123456789")
            column = self._letters.get(letters)
            if column is None:
                column = self._letters[letters] = cell_of(f"{letters}1")[1]
            self._row, self._column = int(name[len(letters) :]) - 1, column
        self._kind = attributes.get("t", "n")
        self._style = attributes.get("s", "0")
        self._value = self._formula = None

    def _end_cell(self) -> None:
        if self._formula is not None and self._is_uncomputed():
            self.found.uncomputed.append((self._row, self._column))
            self.found.put(self._row, self._column, f"={self._formula or '…'}")
        elif self._value:
            self.found.put(self._row, self._column, self._cell(self._value))

    def _is_uncomputed(self) -> bool:
        """Whether a formula has no result: none is stored, or only the 0 of a program that computes none."""
        if self._kind == "n":
            return not self._value or (self._book.is_recomputed and self._value.strip() in ("0", "0.0"))
        return self._value is None

    def _cell(self, value: str) -> float | str:
        kind = self._kind
        if kind == "n":
            return self._number(value)
        if kind == "s":
            return self._book.texts[_index(value)]
        if kind == "b":
            return _BOOLEANS.get(value.strip(), value)
        if kind == "d":
            return value.replace("T", " ").removesuffix(" 00:00:00")
        return value if kind == "inlineStr" else unescaped(value)

    def _number(self, value: str) -> float | str:
        """A number, or the date or percentage that it is shown as; what is no finite number stays as it
        is."""
        number = number_of(value)
        if number is None:
            return value
        kind = self._kinds.get(self._style, "")
        if not kind:
            return number
        if kind == "percent":
            return percent_text(number)
        text = date_text(number, kind, since_1904=self._book.since_1904)
        return f"(no date: {plain_text(number)})" if text is None else text


def number_of(text: str) -> float | None:
    """A number as files store it; None for what is no finite one."""
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in text and text.isascii() else None


def _index(text: str) -> int:
    """Raises ValueError for a number below nought."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


__all__ = ["CellReader", "number_of", "read_cells"]
