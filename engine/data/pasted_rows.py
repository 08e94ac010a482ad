"""Rows of respondents that are there twice: what tells a respondent from others, such as a number, is there
again, with the very same answers or with others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import polars as pl

from ..words.diagnostics import Diagnostic, counted, say
from ..words.hints import if_meant
from .cells import in_words
from .row_columns import tells_who
from .sources import ROW, Source

CODE = "pasted-rows"
SAME = "same-respondent"
FIRST_ROWS = 1_000
MOST_ROWS = 300_000  # of a file that is looked through again
LEAST = 2  # rows that are there again
_KEY = "ken:who"


def pasted_rows(
    source: Source, key: str, columns: Sequence[str], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """A warning of rows with all cells of a row above, in a file with a column (one of `columns`) that tells
    the respondents of a unit apart, by its name or by digits; and where it has such a name, of rows that have
    other cells; `key` is the column of the units."""
    if source.x is not pl or not columns or source.sheet.height > MOST_ROWS:
        return
    for column in sorted(columns, key=lambda own: not tells_who(source.names[own])):
        found = _found_again(source, key, column)
        if found is not None and found.code not in meant:
            yield found
        if found is not None:
            return


def _found_again(source: Source, key: str, column: str) -> Diagnostic | None:
    """What is told of respondents who are there again by a column."""
    is_named, every = tells_who(source.names[column]), source.frame.with_row_index(ROW)
    is_there = pl.col(column).cast(pl.String).str.strip_chars().fill_null("") != ""
    named = every.filter(is_there) if is_named else every
    frame = named.drop(ROW)
    if not _may_tell(frame.head(FIRST_ROWS).select(key, column).collect(), key, column, is_named=is_named):
        return None
    rows, different, missing = (
        frame.select(
            pl.len().alias("rows"),
            pl.struct(key, column).hash().n_unique().alias("different"),
            pl.col(column).null_count().alias("missing"),
        )
        .collect()
        .row(0)
    )
    if missing or rows - different < (1 if is_named else LEAST):
        return None
    is_same = frame.select(pl.struct(pl.all()).hash().n_unique()).collect().item() == different
    if not is_same and not is_named:
        return None
    who = named.select(ROW, pl.struct(key, column).alias(_KEY))
    again = who.filter(~pl.col(_KEY).is_first_distinct()).head(1).collect()
    return _told(source, column, again, rows - different, is_same=is_same)


def _may_tell(head: pl.DataFrame, key: str, column: str, *, is_named: bool) -> bool:
    """Whether a column may tell respondents apart, by its first cells: each has a digit, unless its name says
    so, and few are there twice."""
    cells = in_words(head[column])
    if cells.null_count() or (not is_named and not cells.str.contains("[0-9\u0e50-\u0e59]").all()):
        return False
    return bool(head.select(pl.struct(key, column).n_unique()).item() * 2 >= head.height)


def _told(source: Source, column: str, again: pl.DataFrame, count: int, *, is_same: bool) -> Diagnostic:
    row, who = again.row(0)
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.lit(value)) for name, value in who.items())
    first = source.frame.select(same.arg_max())
    place = str(source.place(first.collect().item(), column))
    if not is_same:
        message = counted(
            count,
            "{count} row has the “{column}” of another, and not the same cells, such as {value} here and at "
            "{place}: both count",
            "{count} rows have the “{column}” of others, and not the same cells, such as {value} here and at "
            "{place}: all count",
            column=source.names[column],
            value=who[column],
            place=place,
        )
        hint = say("leave the row that counts of each: what was corrected is often sent again")
        return Diagnostic(SAME, message, source.place(row, column), if_meant(SAME, hint), "warning")
    message = counted(
        count,
        "{count} row is there twice, with the same “{column}” and the same answers, such as {value} here and "
        "at {place}: it counts twice",
        "{count} rows are there again, with the same “{column}” and the same answers, such as {value} here "
        "and at {place}: they count twice",
        column=source.names[column],
        value=who[column],
        place=place,
    )
    hint = if_meant(CODE, say("leave each of these respondents in one row"))
    return Diagnostic(CODE, message, source.place(row, column), hint, "warning")


__all__ = ["CODE", "SAME", "pasted_rows"]
