"""Excel workbooks: rows of units in one sheet, or a sheet for each table of the sections. No cell is a
formula."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ...words.diagnostics import Text, Translate, say
from ...words.speech import Speech
from .. import leftovers
from ..excel_limits import is_kept, tables_fit, units_fit
from ..exhibit import Exhibit, RowsOfUnits
from ..result_book import write_people_sheets
from ..result_sheets import FOR_PROGRAMS
from ..sections import Figure, Section, Table, shown

SUFFIXES = (".xlsx",)
SHAPES = ("table", "chapters")
BINARY = True

FONT = "Leelawadee UI"  # comes with every Windows, and has Thai
PLAIN = {"font_name": FONT, "font_size": 11}
LONGEST_NAME = 31  # letters of the name of a sheet
WIDEST = 60  # letters of a column
NEVER = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
}
"""What a text is never taken for."""


STAMP = datetime(1980, 1, 1)
"""When a workbook says that it was made: the same result has the same bytes."""


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """The workbook of an exhibit. Raises DoesNotFitError for what is more than a sheet holds, and OSError
    where what is laid aside on the disk finds no room."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    rows = None if exhibit.table is None else exhibit.table()
    sections = exhibit.sections() if rows is None else []
    if rows is not None:
        units_fit(rows)
    tables_fit(sections, speech.translate)
    content = io.BytesIO()
    # sheets are laid aside on the disk; a run that is broken off knows which folder to remove
    laid_aside = leftovers.while_within(Path(tempfile.mkdtemp(prefix="ken-")))
    try:
        with laid_aside as folder, xlsxwriter.Workbook(content, {**NEVER, "tmpdir": str(folder)}) as book:
            book.set_properties({"created": STAMP})
            looks = Looks(book)
            if rows is not None:
                if rows.sheets is not None:
                    write_people_sheets(book, looks, rows.sheets(), speech.translate)
                _rows_of_units(book, looks, rows)
            else:
                _sections(book, looks, exhibit.title, sections, speech.translate)
    except FileCreateError as problem:
        reason = problem.args[0] if problem.args else problem
        raise reason if isinstance(reason, OSError) else OSError(str(reason)) from None
    yield content.getvalue()


class Looks:
    """The formats of a workbook's cells."""

    def __init__(self, book: Any) -> None:
        self.text = book.add_format(PLAIN)
        self.heading = book.add_format({**PLAIN, "bold": True, "bottom": 1})
        self.wrapped = book.add_format(
            {**PLAIN, "bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        )
        self.small = book.add_format({**PLAIN, "font_size": 8, "font_color": "#666666", "bottom": 1})
        self._numbers: dict[int, Any] = {}
        self._add: Callable[[dict[str, Any]], Any] = book.add_format

    def number(self, decimals: int) -> Any:
        """The format of numbers with so many decimals."""
        if decimals not in self._numbers:
            form = "0." + "0" * decimals if decimals else "0"
            self._numbers[decimals] = self._add({**PLAIN, "num_format": form})
        return self._numbers[decimals]

    def toned(self, color: str, dark: bool) -> Any:
        """The format of texts on a ground of a colour."""
        return self._add({**PLAIN, "bg_color": color, "font_color": "#ffffff" if dark else "#000000"})


def _rows_of_units(book: Any, looks: Looks, rows: RowsOfUnits) -> None:
    sheet = book.add_worksheet(FOR_PROGRAMS[0])
    for place, (column, name) in enumerate(rows.headings.items()):
        sheet.write_string(0, place, name, looks.heading)
        cells = rows.frame[column]
        is_number = cells.dtype.is_numeric()
        own = cells.dtype.is_integer() or column in rows.texts
        look = looks.text if own or not is_number else looks.number(rows.decimals)
        sheet.set_column(place, place, 10 if is_number else 24)
        for row, value in enumerate((cells if is_number else rows.texts.get(column, cells)).to_list(), 1):
            if value is not None and is_number and is_kept(value):
                sheet.write_number(row, place, float(value), look)
            elif value is not None:
                sheet.write_string(row, place, str(value), looks.text)
    sheet.freeze_panes(1, 1)
    about = book.add_worksheet(FOR_PROGRAMS[1])
    for row, (name, words) in enumerate(rows.about.items()):
        about.write_string(row, 0, name, looks.heading)
        about.write_string(row, 1, words, looks.text)
    about.set_column(0, 1, 30)


def _sections(
    book: Any, looks: Looks, title: Text, sections: Sequence[Section], translate: Translate
) -> None:
    """A first sheet with all sentences, and a sheet for each table."""
    first = book.add_worksheet(free_sheet_name(say("Summary").in_words(translate), set()))
    first.set_column(0, 0, 110)
    first.write_string(0, 0, title.in_words(translate), looks.wrapped)
    row, taken = 2, {first.get_name().casefold()}
    for section in sections:
        if section.sentences:
            first.write_string(row, 0, section.title.in_words(translate), looks.wrapped)
            for line, sentence in enumerate(section.sentences, row + 1):
                first.write_string(line, 0, sentence.in_words(translate), looks.text)
            row += len(section.sentences) + 2
        if section.table is not None:
            sheet = book.add_worksheet(free_sheet_name(section.title.in_words(translate), taken))
            taken.add(sheet.get_name().casefold())
            _table(sheet, looks, section.table, translate)


def _table(sheet: Any, looks: Looks, table: Table, translate: Translate) -> None:
    headings = [heading.in_words(translate) for heading in table.headings]
    widths = [min(WIDEST, max(8, len(heading))) for heading in headings]
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, looks.wrapped)
    for number, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Figure):
                sheet.write_number(number, column, cell.value, looks.number(cell.decimals))
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell, looks.text)
            elif cell is not None:
                words = shown(cell, translate)
                widths[column] = min(WIDEST, max(widths[column], len(words)))
                sheet.write_string(number, column, words, looks.text)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width + 2)
    sheet.freeze_panes(1, 1)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)


def free_sheet_name(title: str, taken: set[str]) -> str:
    """A name that Excel takes: short, without its own signs, and not there yet."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in title).strip()
    plain = plain[: LONGEST_NAME - 4] or "-"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain} {number}", number + 1
    return name


__all__ = ["NEVER", "PLAIN", "STAMP", "Looks", "free_sheet_name", "written"]
