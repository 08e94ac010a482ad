"""All findings about data as a workbook: a sheet with a row a finding, and a copy of each table with the
cells marked that they speak of. No cell is a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from ..words.diagnostics import Diagnostic, Text, Translate, say, visible
from .alike_findings import place_of_column
from .excel_limits import DIGITS, LONGEST, MOST_ROWS
from .findings_page import FoundInData
from .formats.xlsx import NEVER, PLAIN, STAMP, Looks, free_sheet_name

MOST_COMMENTS = 1_000  # of a sheet; programs that open more are slow
LONGEST_COMMENT = 1_000  # letters
COLOURS = {"error": "#f6c2b4", "warning": "#fbe7a8", "note": "#d5e3f3"}
WIDTHS = (11, 22, 26, 16, 12, 22, 28, 60, 60)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")

_HEADINGS: Sequence[Text] = (
    say("severity"),
    say("kind"),
    say("file"),
    say("sheet"),
    say("cell"),
    say("column"),
    say("unit"),
    say("what is wrong"),
    say("what to do"),
)


class MarkedTable(Protocol):
    """The cells of a table by row and column, from 0, and the findings that speak of some; `sheet` is that of
    a workbook."""

    @property
    def file(self) -> str:
        """The file that has it."""

    @property
    def sheet(self) -> str:
        """The sheet of the file; of text files none."""

    @property
    def cells(self) -> Mapping[tuple[int, int], str | float]:
        """What is written in it."""

    @property
    def marks(self) -> Mapping[tuple[int, int], Sequence[Diagnostic]]:
        """The findings about its cells."""


def findings_book(found: FoundInData, tables: Sequence[MarkedTable], translate: Translate) -> bytes:
    """The workbook, in a language."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**NEVER, "in_memory": True}) as book:
        book.set_properties({"created": STAMP})
        looks, taken = Looks(book), set[str]()
        first = book.add_worksheet(free_sheet_name(say("Findings").in_words(translate), taken))
        taken.add(first.get_name().casefold())
        places: dict[int, tuple[str, str]] = {}
        for table in tables:
            wanted = table.sheet or table.file.replace("\\", "/").rpartition("/")[2]
            sheet = book.add_worksheet(free_sheet_name(wanted, taken))
            taken.add(sheet.get_name().casefold())
            _copy(book, sheet, looks, table, translate)
            for cell, own in table.marks.items():
                places.update({id(each): (sheet.get_name(), _address(cell)) for each in own})
        _list(first, looks, found, places, translate)
    return content.getvalue()


def _address(cell: tuple[int, int]) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(*cell))


def _list(
    sheet: Any, looks: Looks, found: FoundInData, places: Mapping[int, tuple[str, str]], translate: Translate
) -> None:
    """A row a finding, whose cell leads to the one that it speaks of."""
    for column, (heading, width) in enumerate(zip(_HEADINGS, WIDTHS, strict=True)):
        sheet.write_string(0, column, heading.in_words(translate), looks.wrapped)
        sheet.set_column(column, column, width)
    listed = found.diagnostics[: MOST_ROWS - 10]
    for row, each in enumerate(listed, 1):
        place, (copy, address) = each.position, places.get(id(each), ("", ""))
        cell = address or place.cell.rpartition("!")[2] or (str(place.line) if place.line else "")
        texts = (
            translate(each.severity),
            each.code,
            place.file,
            place.cell.rpartition("!")[0],
            cell,
            each.column or ("" if address else place_of_column(each)),
            each.unit or "",
            each.message.in_words(translate),
            "" if each.hint is None else each.hint.in_words(translate),
        )
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, visible(text)[:LONGEST], looks.text)
        if copy and row <= MOST_LINKS:
            sheet.write_url(row, 4, f"internal:'{copy}'!{address}", None, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(listed)), len(_HEADINGS) - 1)
    for row, sentence in enumerate(found.sentences(), len(listed) + 2):
        sheet.write_string(row, 0, sentence.in_words(translate), looks.text)


MOST_LINKS = 65_000  # that Excel follows in a sheet


def _copy(book: Any, sheet: Any, looks: Looks, table: MarkedTable, translate: Translate) -> None:
    """The cells of a table where they stand, those that findings speak of coloured and with a comment."""
    tones = {name: book.add_format({**PLAIN, "bg_color": colour}) for name, colour in COLOURS.items()}
    for (row, column), value in table.cells.items():
        if (row, column) not in table.marks:
            _put(sheet, row, column, value, looks.text)
    for number, ((row, column), found) in enumerate(table.marks.items()):
        worst = min(found, key=lambda each: list(COLOURS).index(each.severity))
        _put(sheet, row, column, table.cells.get((row, column), ""), tones[worst.severity])
        if number < MOST_COMMENTS:
            told = "\n".join(_told(each, translate) for each in found)
            sheet.write_comment(row, column, told[:LONGEST_COMMENT], {"x_scale": 2.5, "y_scale": 1.5})
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, 24)


def _told(each: Diagnostic, translate: Translate) -> str:
    hint = "" if each.hint is None else f"\n{each.hint.in_words(translate)}"
    return f"{each.message.in_words(translate)}{hint}"


def _put(sheet: Any, row: int, column: int, value: str | float, look: Any) -> None:
    """A value as it is written: a number where a spreadsheet keeps all its digits, else a text."""
    text = value if isinstance(value, str) else ""
    if not isinstance(value, str):
        sheet.write_number(row, column, value, look)
    elif not text:
        sheet.write_blank(row, column, None, look)
    elif _NUMBER.fullmatch(text) and sum(sign.isdigit() for sign in text) <= DIGITS:
        sheet.write_number(row, column, float(text), look)
    else:
        sheet.write_string(row, column, text[:LONGEST], look)


__all__ = ["MarkedTable", "findings_book"]
