"""A workbook to fill in: titles of columns above their names, with drop-downs and limits for the cells below.
No cell is a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .result_book import HEADS

FORM = "ken form"
"""The hidden sheet that says what the others are, and has the words of drop-downs."""

NONE = "-"  # in the place of an instrument: a column without anything would not be there
FIRST_WORDS = 5  # the column of that sheet in which the words begin
LAST_ROW = 1_048_575
STAMP = datetime(1980, 1, 1)
PLAIN = {"font_name": "Leelawadee UI", "font_size": 11}
ALLOWED = {"insert_rows": True, "delete_rows": True, "sort": True, "autofilter": True, "format_columns": True}


@dataclass(frozen=True)
class EntryColumn:
    """A column: its title and the name that data know it by; `words` are all that its cells may say; else,
    with ends, numbers between them with as many decimals at most (None: any). `is_text` keeps what is
    typed."""

    title: str
    name: str
    words: tuple[str, ...] = ()
    ends: tuple[float, float] | None = None
    decimals: int | None = None
    is_text: bool = False


@dataclass(frozen=True)
class EntrySheet:
    """A sheet, and how its rows are read: `layout` and `instrument` as in a manifest."""

    name: str
    layout: str
    instrument: str
    columns: Sequence[EntryColumn]


def entry_book(sheets: Sequence[EntrySheet], refusal: str) -> bytes:
    """The workbook; `refusal` is what a spreadsheet says of a cell that cannot be right."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": STAMP})
        made = [(book.add_worksheet(sheet.name), sheet) for sheet in sheets]
        hidden = book.add_worksheet(FORM)
        words: dict[tuple[str, ...], str] = {}
        for number, (_, sheet) in enumerate(made):
            for place, text in enumerate((sheet.name, sheet.layout, sheet.instrument or NONE)):
                hidden.write_string(number, place, text)
            for column in sheet.columns:
                if column.words and column.words not in words:
                    at = FIRST_WORDS + len(words)
                    hidden.write_column(0, at, column.words)
                    words[column.words] = _range(at, len(column.words))
        hidden.hide()
        for page, sheet in made:
            _write(book, page, sheet, words, refusal)
    return content.getvalue()


def _range(column: int, count: int) -> str:
    """Cells of the hidden sheet."""
    from xlsxwriter.utility import xl_col_to_name

    letters = xl_col_to_name(column)
    return f"='{FORM}'!${letters}$1:${letters}${count}"


def _write(book: Any, page: Any, sheet: EntrySheet, words: dict[tuple[str, ...], str], refusal: str) -> None:
    title = book.add_format(
        {**PLAIN, "bold": True, "text_wrap": True, "valign": "top", "bg_color": "#eeeeee"}
    )
    name = book.add_format(
        {**PLAIN, "font_size": 8, "font_color": "#666666", "bottom": 1, "bg_color": "#eeeeee"}
    )
    free, text = (book.add_format({**PLAIN, "locked": False, **more}) for more in ({}, {"num_format": "@"}))
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, 30 if place == 0 else 14, text if column.is_text else free)
        page.write_string(0, place, column.title, title)
        page.write_string(1, place, column.name, name)
        if (rule := _rule(column, place, words)) is not None:
            page.data_validation(HEADS, place, LAST_ROW, place, {**rule, "error_message": refusal})
    page.set_row(0, 48)
    page.freeze_panes(HEADS, 1)
    page.protect("", ALLOWED)


def _rule(column: EntryColumn, place: int, words: dict[tuple[str, ...], str]) -> dict[str, Any] | None:
    """What the cells of a column may have; None where all may stand there."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    if column.words:
        return {"validate": "list", "source": words[column.words]}
    if column.ends is None:
        return None
    low, high = column.ends
    if column.decimals is None:
        return {"validate": "decimal", "criteria": "between", "minimum": low, "maximum": high}
    cell = xl_rowcol_to_cell(HEADS, place)
    limits = f"{cell}>={low!r},{cell}<={high!r}"
    return {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({cell}),{limits},ROUND({cell},{column.decimals})={cell})",
    }


__all__ = ["FORM", "EntryColumn", "EntrySheet", "entry_book"]
