"""Workbooks that other programs read: sheets of texts, and nothing else. No cell is a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

from .formats.xlsx import NEVER, PLAIN, STAMP


def plain_book(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """The workbook, by name of each sheet its rows, of which the first has the headings."""
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {**NEVER, "in_memory": True}) as book:
        book.set_properties({"created": STAMP})
        plain, bold = book.add_format(PLAIN), book.add_format({**PLAIN, "bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text, bold if number == 0 else plain)
            sheet.set_column(0, max(0, len(rows[0]) - 1), 24)
            sheet.freeze_panes(1, 0)
    return content.getvalue()


__all__ = ["plain_book"]
