"""CSV that spreadsheets open as it is meant: scores with the decimals of the scale, no cell that is a
formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...words.speech import Speech
from ..exhibit import Exhibit, RowsOfUnits

if TYPE_CHECKING:
    import polars as pl

SUFFIXES = (".csv",)
SHAPES = ("table",)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_FORMULA = f"^[{''.join(FORMULA_STARTS[:2])}\\{''.join(FORMULA_STARTS[2:])}]"
BYTE_ORDER_MARK = "\ufeff".encode()
"""By it a spreadsheet knows UTF-8 in a file; a stream has none."""


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """The rows of an exhibit as a file."""
    yield BYTE_ORDER_MARK
    yield from streamed(exhibit, speech)


def streamed(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # columns keep their names
    """The rows of an exhibit for another program."""
    assert exhibit.table is not None
    yield csv_text(exhibit.table()).encode(errors="replace")


def csv_text(rows: RowsOfUnits) -> str:
    """Rows of units as CSV. A text or a heading that a spreadsheet would take for a formula gets an
    apostrophe before it."""
    import polars as pl

    columns = [rows.texts.get(column, rows.frame[column]) for column in rows.headings]
    safe = [_safe(cells) if cells.dtype == pl.String else cells for cells in columns]
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\n").writerow(
        f"'{name}" if name.startswith(FORMULA_STARTS) else name for name in rows.headings.values()
    )
    body = pl.DataFrame(safe).write_csv(float_precision=rows.decimals, include_header=False)
    return heading.getvalue() + body


def _safe(cells: pl.Series) -> pl.Series:
    risky = cells.str.contains(_FORMULA).fill_null(value=False)
    return cells.zip_with(~risky, "'" + cells) if risky.any() else cells
