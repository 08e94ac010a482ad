"""Rows of respondents that were pasted twice: what tells a respondent from others, such as a number, is there
again with the very same answers."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from ..words.diagnostics import Diagnostic, counted, say
from ..words.hints import if_meant
from .cells import in_words
from .sources import ROW, Source

CODE = "pasted-rows"
FIRST_ROWS = 1_000
MOST_ROWS = 300_000  # of a file that is looked through again
LEAST = 2  # rows that are there again
_KEY = "ken:who"


def pasted_rows(
    source: Source, key: str, columns: Sequence[str], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """A warning of rows with all cells of a row above, in a file with a column (one of `columns`) that tells
    the respondents of a unit apart, by digits; `key` is the column of the units."""
    if CODE in meant or source.x is not pl or not columns or source.sheet.height > MOST_ROWS:
        return
    head = source.frame.head(FIRST_ROWS).select(key, *columns).collect()
    for column in columns:
        if not _may_tell(head, key, column):
            continue
        rows, different, missing = (
            source.frame.select(
                pl.len().alias("rows"),
                pl.struct(key, column).hash().n_unique().alias("different"),
                pl.col(column).null_count().alias("missing"),
            )
            .collect()
            .row(0)
        )
        if missing or rows - different < LEAST:
            continue
        if source.frame.select(pl.struct(pl.all()).hash().n_unique()).collect().item() != different:
            continue
        who = source.frame.select(pl.struct(key, column).alias(_KEY))
        again = who.with_row_index(ROW).filter(~pl.col(_KEY).is_first_distinct()).head(1).collect()
        yield _told(source, column, again, rows - different)
        return


def _may_tell(head: pl.DataFrame, key: str, column: str) -> bool:
    """Whether a column may tell respondents apart, by its first cells: each has a digit, and few are there
    twice."""
    cells = in_words(head[column])
    if cells.null_count() or not cells.str.contains("[0-9\u0e50-\u0e59]").all():
        return False
    return bool(head.select(pl.struct(key, column).n_unique()).item() * 2 >= head.height)


def _told(source: Source, column: str, again: pl.DataFrame, count: int) -> Diagnostic:
    row, who = again.row(0)
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.lit(value)) for name, value in who.items())
    first = source.frame.select(same.arg_max())
    message = counted(
        count,
        "{count} row is there twice, with the same “{column}” and the same answers, such as {value} here and "
        "at {place}: it counts twice",
        "{count} rows are there again, with the same “{column}” and the same answers, such as {value} here "
        "and at {place}: they count twice",
        column=source.names[column],
        value=who[column],
        place=str(source.place(first.collect().item(), column)),
    )
    hint = if_meant(CODE, say("delete the rows that were pasted again, from this one on"))
    return Diagnostic(CODE, message, source.place(row, column), hint, "warning")


__all__ = ["CODE", "pasted_rows"]
