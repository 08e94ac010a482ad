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
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_FORMULA = f"^[{''.join(FORMULA_STARTS[:2])}\\{''.join(FORMULA_STARTS[2:])}]"
_NEGATIVE = r"^-(0|[1-9][0-9]*)(\.[0-9]+)?$"
"""A number that a spreadsheet takes for itself, and for no formula."""
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
    apostrophe before it; a number stays one."""
    import polars as pl

    columns = [
        _safe(cells) if _is_text(cells) else rows.texts.get(column, cells)
        for column in rows.headings
        for cells in (rows.frame[column],)
    ]
    heading = io.StringIO()
    csv.writer(heading, lineterminator="\n").writerow(
        f"'{name}" if name.startswith(FORMULA_STARTS) else name for name in rows.headings.values()
    )
    body = pl.DataFrame(columns).write_csv(float_precision=rows.decimals, include_header=False)
    return heading.getvalue() + body


def _is_text(cells: pl.Series) -> bool:
    import polars as pl

    return cells.dtype in (pl.String, pl.Categorical, pl.Enum)


def _safe(cells: pl.Series) -> pl.Series:
    import polars as pl

    texts = cells.cast(pl.String)
    risky = (texts.str.contains(_FORMULA) & ~texts.str.contains(_NEGATIVE)).fill_null(value=False)
    return texts.zip_with(~risky, "'" + texts) if risky.any() else texts
