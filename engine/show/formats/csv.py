"""CSV that spreadsheets open as it is meant: scores with the decimals of the scale, no cell that is a
formula."""

from __future__ import annotations

from collections.abc import Iterator

from ...words.speech import Speech
from ..exhibit import Exhibit, RowsOfUnits

SUFFIXES = (".csv",)
SHAPES = ("table",)
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff".encode()
"""By it a spreadsheet knows UTF-8 in a file; a stream has none."""


def written(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
    """The rows of an exhibit as a file."""
    yield BYTE_ORDER_MARK
    yield from streamed(exhibit, speech)


def streamed(exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:  # noqa: ARG001  # columns keep their names
    """The rows of an exhibit for another program."""
    assert exhibit.table is not None
    yield csv_text(exhibit.table()).encode()


def csv_text(rows: RowsOfUnits) -> str:
    """Rows of units as CSV. A text that a spreadsheet would take for a formula gets an apostrophe before
    it."""
    import polars as pl

    frame = rows.frame.with_columns(text.alias(name) for name, text in rows.texts.items())
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    starts = pl.concat_list([pl.lit(start) for start in FORMULA_STARTS])
    safe = (
        pl.when(pl.col(name).str.slice(0, 1).is_in(starts))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )
    return frame.with_columns(safe).write_csv(float_precision=rows.decimals)
