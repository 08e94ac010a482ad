"""The sheets of a result that people open first: a summary with a chart, the units, and their questions. No
cell is a formula."""

from __future__ import annotations

from typing import Any, Protocol

from ..words.diagnostics import Translate, say
from .excel_limits import MOST_ROWS, is_kept
from .result_sheets import ResultColumn, ResultSheets
from .sections import Figure, Table, shown
from .tones import DARK, tone

WIDE = {True: 11, False: 30}  # letters, of numbers and of texts
A4 = 9
HEADS = 2  # rows: titles and ids
CHARTED = "ratings"


class BookLooks(Protocol):
    """Formats of cells."""

    text: Any
    heading: Any
    wrapped: Any
    small: Any

    def number(self, decimals: int) -> Any:
        """Of numbers with so many decimals."""

    def toned(self, color: str, dark: bool) -> Any:
        """Of texts on a ground of a colour."""


def write_people_sheets(book: Any, looks: BookLooks, sheets: ResultSheets, translate: Translate) -> None:
    """Writes the summary, the units, and the questions where there are scores of any."""
    _summary(book, looks, sheets, translate)
    if len(sheets.columns[0].cells) < MOST_ROWS:
        _units(book.add_worksheet(say("Results").in_words(translate)), looks, sheets)
    if sheets.questions.rows:
        sheet = book.add_worksheet(say("Questions").in_words(translate))
        _rows(sheet, looks, sheets.questions, 0, translate)
        sheet.set_column(1, 1, 70)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, len(sheets.questions.rows), len(sheets.questions.headings) - 1)
        sheet.repeat_rows(0)
        _on_paper(sheet)


def _on_paper(sheet: Any) -> None:
    """As wide as a page in landscape, and as long as it is."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")


def _summary(book: Any, looks: BookLooks, sheets: ResultSheets, translate: Translate) -> None:
    sheet = book.add_worksheet(say("Summary").in_words(translate))
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 8, 13)
    sheet.write_string(0, 0, sheets.title, looks.heading)
    row = 2
    verdicts = {True: say("✓ met"), False: say("✗ not met")}
    for told, met in sheets.sentences:
        sheet.write_string(row, 0, told.in_words(translate), looks.text)
        if met is not None:
            sheet.write_string(row + 1, 0, verdicts[met].in_words(translate), looks.heading)
        row += 2
    for title, table in sheets.tables:
        sheet.write_string(row + 1, 0, title.in_words(translate), looks.heading)
        _rows(sheet, looks, table, row + 2, translate)
        if table.id == CHARTED:
            name, first, last = sheet.get_name(), row + 3, row + 2 + len(table.rows)
            chart, units = book.add_chart({"type": "bar"}), say("Units by rating").in_words(translate)
            series = {
                "name": table.headings[1].in_words(translate),
                "categories": [name, first, 0, last, 0],
                "values": [name, first, 1, last, 1],
                "points": _bars(sheets, table, translate),
            }
            chart.add_series({**series, "data_labels": {"value": True}, "gap": 60})
            _dress(chart, units, len(table.rows))
            sheet.insert_chart(1, 10, chart, {"description": units})
        row += len(table.rows) + 4
    _on_paper(sheet)


def _rows(sheet: Any, looks: BookLooks, table: Table, top: int, translate: Translate) -> None:
    for column, heading in enumerate(table.headings):
        sheet.write_string(top, column, heading.in_words(translate), looks.wrapped)
    for number, row in enumerate(table.rows, top + 1):
        for column, cell in enumerate(row):
            if isinstance(cell, Figure):
                sheet.write_number(number, column, cell.value, looks.number(cell.decimals))
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell, looks.number(0))
            elif cell is not None:
                sheet.write_string(number, column, shown(cell, translate), looks.text)


def _bars(sheets: ResultSheets, table: Table, translate: Translate) -> list[dict[str, Any]]:
    """The colours of a chart's bars, one for each row."""
    colors = (_color(sheets, shown(row[0], translate)) or "#999999" for row in table.rows)
    return [{"fill": {"color": color}} for color in colors]


def _dress(chart: Any, title: str, bars: int) -> None:
    """What stands around the bars: a title, and no scale, for each bar has its number."""
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 620, "height": max(180, 34 * bars + 90)})


def _color(sheets: ResultSheets, rating: str) -> str | None:
    place = sheets.tones.get(rating)
    return None if place is None else tone(place)


def _units(sheet: Any, looks: BookLooks, sheets: ResultSheets) -> None:
    for place, column in enumerate(sheets.columns):
        sheet.write_string(0, place, column.title, looks.wrapped)
        sheet.write_string(1, place, column.id, looks.small)
        is_number = column.cells.dtype.is_numeric()
        sheet.set_column(place, place, WIDE[is_number])
        if place == sheets.rating:
            _toned(sheet, looks, sheets, column, place)
        else:
            _cells(sheet, looks, column, place)
    sheet.set_row(0, 48)
    sheet.freeze_panes(HEADS, 1 if sheets.rating is None else sheets.rating + 1)
    sheet.autofilter(1, 0, len(sheets.columns[0].cells) + 1, len(sheets.columns) - 1)
    sheet.repeat_rows(0, HEADS - 1)
    _on_paper(sheet)


def _toned(sheet: Any, looks: BookLooks, sheets: ResultSheets, column: ResultColumn, place: int) -> None:
    formats: dict[str, Any] = {}
    for rating in sheets.tones:
        color = _color(sheets, rating)
        if color is not None:
            formats[rating] = looks.toned(color, color in DARK)
    for row, rating in enumerate(column.cells.to_list(), HEADS):
        sheet.write_string(row, place, rating, formats.get(rating, looks.text))


def _cells(sheet: Any, looks: BookLooks, column: ResultColumn, place: int) -> None:
    if not column.cells.dtype.is_numeric():
        for row, text in enumerate(column.cells.to_list(), HEADS):
            if text is not None and text != "":
                sheet.write_string(row, place, str(text), looks.text)
        return
    look = looks.text if column.decimals is None else looks.number(column.decimals)
    for row, value in enumerate(column.cells.to_list(), HEADS):
        if value is not None and is_kept(value):
            sheet.write_number(row, place, float(value), look)
        elif value is not None:
            sheet.write_string(row, place, str(value), looks.text)


__all__ = ["BookLooks", "write_people_sheets"]
