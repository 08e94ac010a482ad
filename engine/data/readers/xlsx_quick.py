"""The quick way to read a sheet of an .xlsx file, for one that has nothing but numbers and texts: its XML is
looked through for what is odd, and fastexcel reads it. None is told of all others: they are read slowly."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import polars as pl

from .workbook_cells import WorkbookCells, cell_of, letters_of, places_of, plain_text
from .workbook_parts import MAX_BYTES
from .xlsx_cells import CellReader
from .xlsx_parts import SheetEntry, XlsxWorkbook

_DIMENSION = re.compile(rb'<dimension ref="A1:([A-Z]{1,3}[0-9]{1,7})"/>')
_BEGIN = re.compile(rb'<sheetData><row r="1"[^<>]*><c r="A1"[^<>]*>(?:<v>|<is>)')
# errors, truths and dates; formulas; what is hidden or merged; comments and types; rows and cells without a
# place; names with a prefix; attributes that are written otherwise than Excel does
_ODD = (
    *(r't="[ebd]"', "<f[ />]", 'hidden="[^0f]', "mergeCell", "<!", "<(?:c|row)(?:>| [^r])", '<c r="[^A-Z]'),
    't="s"[^<>]*><v>[0-9]*[^0-9<]',  # the number of a text
    *(":(?:c|row|v|f|sheetData)[ />]", "='", " =", "= "),
)
_OVERLAP = 100  # bytes; what is odd may lie across two blocks
_SMALL = 1_000_000  # places of a sheet that may be empty
_LEAST_BYTES = 8  # of the XML for each place of the sheet; with fewer it is mostly empty


def read_quickly(book: XlsxWorkbook, sheet: SheetEntry, path: Path) -> WorkbookCells | None:
    """The table of a sheet whose first cell is A1 and which has only numbers and texts, each in columns of
    their own; None for other sheets. Raises KenError when it is too large."""
    header = _header_of_plain(book, sheet) if book.is_usual else None
    frame = None if header is None else _loaded(path, sheet.name)
    if header is None or frame is None:
        return None
    frame = frame.with_columns(pl.col(pl.String).replace("", None))
    columns = [
        column
        for column, series in enumerate(frame.iter_columns())
        if header.get(column, "").strip() or not _is_blank(series)
    ]
    frame = frame.select(pl.nth(column).alias(f"c{index}") for index, column in enumerate(columns))
    rows = frame.select(pl.arg_where(pl.any_horizontal(*_filled(frame)))).to_series()
    body: Sequence[int] = range(1, frame.height + 1)
    if rows.len() < frame.height:
        frame, body = frame[rows], (rows + 1).to_list()
    names = [header.get(column, "") for column in columns]
    return WorkbookCells(names, frame, places_of(book.parts.file, sheet.name, 0, body, columns))


def _header_of_plain(book: XlsxWorkbook, sheet: SheetEntry) -> dict[int, str] | None:
    """The texts of the first row by column, of a sheet without anything odd; None of others."""
    header: dict[int, str] | None = None
    odd, places, size, before = "", 0, 0, b""
    looks: Future[bool] | None = None
    with ThreadPoolExecutor(1) as beside:  # a block is looked through while the next is unpacked
        for block in book.parts.blocks(sheet.part, MAX_BYTES):
            if header is None:
                dimension, begin = _DIMENSION.search(block), _BEGIN.search(block)
                header = _first_row(book, sheet, block) if dimension and begin else None
                if dimension is None or header is None:
                    return None
                row, column = cell_of(dimension[1].decode())
                places = (row + 1) * (column + 1)
                odd = "|".join([*_ODD, *_beyond(row, column), *_dates(book)])
            if looks is not None and looks.result():
                return None
            looks = beside.submit(_has, before + block, odd)
            size += len(block)
            before = block[-_OVERLAP:]
        if looks is None or looks.result() or not before.rstrip().endswith(b"</worksheet>"):
            return None
    return header if places <= max(_SMALL, size // _LEAST_BYTES) else None


def _has(block: bytes, pattern: str) -> bool:
    return bool(pl.Series([block.decode("utf-8", "replace")]).str.contains(pattern).item())


def _first_row(book: XlsxWorkbook, sheet: SheetEntry, block: bytes) -> dict[int, str] | None:
    """The texts of the first row by column; None where it does not end in this block."""
    end = block.find(b"</row>")
    if end < 0:
        return None
    reader = CellReader(book, sheet)
    reader.parser.Parse(block[:end], False)
    cells = {column: rows[0] for column, rows in reader.found.columns.items() if 0 in rows}
    return {column: plain_text(cell) if isinstance(cell, float) else cell for column, cell in cells.items()}


def _beyond(row: int, column: int) -> Iterator[str]:
    """Patterns of cells that lie below a row or right of a column, whatever the file says its size is."""
    yield f'<c r="(?:{_greater(letters_of(column), "A-Z", "Z")})[0-9]'
    yield f'<c r="[A-Z]+(?:{_greater(str(row + 1), "0-9", "9")})"'


def _greater(text: str, any_of: str, last: str) -> str:
    """A pattern of what is longer than a text, or as long and after it."""
    longer = [f"[{any_of}]{{{len(text) + 1},}}"]
    after = [
        f"{text[:place]}[{chr(ord(sign) + 1)}-{last}][{any_of}]{{{len(text) - place - 1}}}"
        for place, sign in enumerate(text)
        if sign != last
    ]
    return "|".join(longer + after)


def _dates(book: XlsxWorkbook) -> Iterator[str]:
    """A pattern of cells that are shown as dates or percentages, where the workbook has a style for such."""
    if styles := [str(style) for style, kind in enumerate(book.date_kinds) if kind]:
        yield f' s="(?:{"|".join(styles)})"'


def _loaded(path: Path, sheet: str) -> pl.DataFrame | None:
    """The body as fastexcel reads it; None where a column has numbers and texts, or what is neither."""
    import fastexcel

    logging.getLogger("fastexcel").setLevel(logging.ERROR)  # it tells of each column without a cell
    try:
        loaded = fastexcel.read_excel(path).load_sheet(
            sheet, header_row=0, schema_sample_rows=None, dtype_coercion="strict"
        )
    except fastexcel.FastExcelError:
        return None
    frame: pl.DataFrame = loaded.to_polars()
    integers = frame.select(pl.col(pl.Int64)).columns
    frame = frame.with_columns(pl.col(integers).cast(pl.Float64))
    known = all(dtype in (pl.String, pl.Float64) for dtype in frame.dtypes)
    is_finite = all(series.is_finite().all() for series in frame.select(pl.col(pl.Float64)))
    return frame if known and is_finite else None


def _is_blank(series: pl.Series) -> bool:
    """Whether no cell has more than blanks."""
    if series.null_count() == series.len():
        return True
    return series.dtype == pl.String and not series.str.contains(r"\S").any()


def _filled(frame: pl.DataFrame) -> Iterator[pl.Expr]:
    """By column: whether a cell has more than blanks."""
    for name, dtype in frame.schema.items():
        filled = pl.col(name).str.contains(r"\S") if dtype == pl.String else pl.col(name).is_not_null()
        yield filled.fill_null(value=False)


__all__ = ["read_quickly"]
