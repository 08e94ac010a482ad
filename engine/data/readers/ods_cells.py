"""A sheet of an OpenDocument spreadsheet (.ods), cell by cell as its XML has it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...words.diagnostics import KenError
from .refusals import damaged
from .serial_dates import percent_text
from .workbook_cells import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, SheetCells
from .workbook_parts import MAX_BYTES, Attributes, Parts, parser_of
from .xlsx_cells import number_of

CONTENT = "content.xml"
_ERRORS = {"#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"}
_ERROR = re.compile(r"Err:[0-9]{3}")
_TIME = re.compile(r"PT([0-9]{1,9})H([0-9]{1,2})M([0-9]{1,2}(?:[.,][0-9]{1,9})?)S")
_BLANKS = {"text:tab": "\t", "text:line-break": "\n"}
_NO_TEXT = ("office:annotation", "draw:frame", "table:shapes", "table:tracked-changes")
_HIDDEN = ("collapse", "filter")
_NUMBERS = ("float", "percentage", "currency")


@dataclass(frozen=True)
class OdsSheet:
    """A sheet: its name, and whether it is shown."""

    name: str
    is_visible: bool


def ods_sheets(parts: Parts) -> list[OdsSheet]:
    """The sheets of a file. Raises what a parser of XML does."""
    hidden: set[str] = set()
    sheets: list[OdsSheet] = []
    style, depth = "", 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal style, depth
        if name == "style:style":
            style = attributes.get("style:name", "")
        elif name == "style:table-properties" and attributes.get("table:display") == "false":
            hidden.add(style)
        elif name == "table:table":
            depth += 1
            if depth == 1:
                is_visible = attributes.get("table:style-name") not in hidden
                sheets.append(OdsSheet(attributes.get("table:name", ""), is_visible))

    def end(name: str) -> None:
        nonlocal depth
        depth -= name == "table:table"

    parts.parse(CONTENT, parser_of(start, end), MAX_BYTES)
    return sheets


def ods_cells(parts: Parts, sheet: OdsSheet) -> SheetCells:
    """All cells of a sheet. Raises KenError when they are too many, and what a parser of XML does."""
    reader = _OdsReader(parts.file, sheet.name)
    parts.parse(CONTENT, reader.parser, MAX_BYTES)
    return reader.found


class _OdsReader:
    """Takes the cells of one sheet from the XML of all."""

    def __init__(self, file: str, sheet: str) -> None:
        self.found = SheetCells(file, sheet)
        self.parser = parser_of(self._start, self._end, self._text)
        self._depth = 0  # of tables in tables
        self._is_wanted = self._is_done = False
        self._row = self._column = self._header_column = 0
        self._row_times = 1
        self._row_is_hidden = False
        # of the row: column, times, value, whether computed; and column, rows, columns
        self._cells: list[tuple[int, int, float | str, bool]] = []
        self._spans: list[tuple[int, int, int]] = []
        self._attributes: Attributes | None = None
        self._lines: list[list[str]] = []
        self._paragraphs = self._without_text = 0

    def _start(self, name: str, attributes: Attributes) -> None:
        if name == "table:table":
            self._depth += 1
            if self._depth == 1 and not self._is_done:
                self._is_wanted = attributes.get("table:name", "") == self.found.sheet
        elif not self._is_wanted or self._depth != 1:
            return
        elif self._without_text or name in _NO_TEXT:
            self._without_text += 1
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self._attributes, self._lines = attributes, []
        elif name == "table:table-row":
            self._row_times = _times(attributes, "table:number-rows-repeated")
            self._row_is_hidden = attributes.get("table:visibility") in _HIDDEN
            self._column, self._cells, self._spans = 0, [], []
        elif name == "table:table-column":
            times = _times(attributes, "table:number-columns-repeated")
            first, self._header_column = self._header_column, self._header_column + times
            if attributes.get("table:visibility") in _HIDDEN:
                self.found.hidden_columns.update(range(first, min(first + times, MAX_COLUMNS)))
        elif self._attributes is not None:
            self._start_text(name, attributes)

    def _start_text(self, name: str, attributes: Attributes) -> None:
        if name == "text:p":
            self._paragraphs += 1
            self._lines.append([])
        elif self._paragraphs and name == "text:s":
            self._lines[-1].append(" " * min(_times(attributes, "text:c"), 1000))
        elif self._paragraphs and name in _BLANKS:
            self._lines[-1].append(_BLANKS[name])

    def _end(self, name: str) -> None:
        if name == "table:table":
            self._depth -= 1
            if self._depth == 0:
                self._is_done = self._is_done or self._is_wanted
                self._is_wanted = False
        elif not self._is_wanted or self._depth != 1:
            return
        elif self._without_text:
            self._without_text -= 1
        elif name == "text:p" and self._attributes is not None:
            self._paragraphs -= 1
        elif name in ("table:table-cell", "table:covered-table-cell") and self._attributes is not None:
            self._end_cell(self._attributes)
            self._attributes = None
        elif name == "table:table-row":
            self._end_row()

    def _text(self, text: str) -> None:
        if self._paragraphs and not self._without_text and self._attributes is not None:
            self._lines[-1].append(text)

    def _end_cell(self, attributes: Attributes) -> None:
        times = _times(attributes, "table:number-columns-repeated")
        shown = "\n".join("".join(line) for line in self._lines)
        formula = attributes.get("table:formula")
        if formula is not None and "office:value-type" not in attributes and not shown:
            self._cells.append((self._column, times, f"={formula.partition('=')[2] or '…'}", False))
        elif (value := _value(attributes, shown, is_formula=formula is not None)) != "":
            self._cells.append((self._column, times, value, True))
        rows = _times(attributes, "table:number-rows-spanned")
        columns = _times(attributes, "table:number-columns-spanned")
        if rows > 1 or columns > 1:
            self._spans.append((self._column, rows, columns))
        self._column += times

    def _end_row(self) -> None:
        first, self._row = self._row, self._row + self._row_times
        if not self._cells and not self._spans:
            return
        if self._row > MAX_ROWS:
            raise KenError([damaged(self.found.file)])
        for column, times, value, is_computed in self._cells:
            if times * self._row_times > MAX_CELLS:
                raise KenError([damaged(self.found.file)])
            for row in range(first, self._row):
                for place in range(column, column + times):
                    self.found.put(row, place, value)
                    if not is_computed:
                        self.found.uncomputed.append((row, place))
        for column, rows, columns in self._spans:
            self.found.merged.append(((first, column), (first + rows - 1, column + columns - 1)))
        if self._row_is_hidden:
            self.found.hidden_rows.update(range(first, self._row))


def _value(attributes: Attributes, shown: str, *, is_formula: bool) -> float | str:
    """What a cell has: a number, or what it is as text; an empty text where there is nothing."""
    kind = attributes.get("office:value-type", "")
    if attributes.get("calcext:value-type") == "error" or (
        is_formula and (shown in _ERRORS or _ERROR.fullmatch(shown))
    ):
        return shown or "#VALUE!"
    if kind in _NUMBERS:
        text = attributes.get("office:value", "")
        number = number_of(text)
        if number is None:
            return text or shown
        return percent_text(number) if kind == "percentage" else number
    if kind == "boolean":
        return {"true": "TRUE", "false": "FALSE"}.get(attributes.get("office:boolean-value", ""), shown)
    if kind == "date":
        return attributes.get("office:date-value", shown).replace("T", " ").removesuffix(" 00:00:00")
    if kind == "time":
        found = _TIME.fullmatch(attributes.get("office:time-value", ""))
        return f"{found[1]:0>2}:{found[2]:0>2}:{found[3]:0>2}" if found else shown
    return attributes.get("office:string-value") or shown


def _times(attributes: Attributes, name: str) -> int:
    """How often something is repeated. Raises ValueError for a number that is none."""
    times = int(attributes.get(name, "1"))
    if not 1 <= times <= MAX_ROWS:
        raise ValueError(times)
    return times


__all__ = ["OdsSheet", "ods_cells", "ods_sheets"]
