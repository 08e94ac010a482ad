"""Rows of one unit that are of several years or rounds, by a column that says it, and are put together all
the same; and rows that may stand for several respondents each, and count once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial

import polars as pl

from ..words.diagnostics import Diagnostic, Position, counted, say
from ..words.hints import if_meant
from .alike_columns import compared_cells
from .cells import in_words
from .row_columns import counts_respondents, is_of_part_of_year, is_of_time
from .sheet import Sheet
from .sources import ROW, Source

CODE = "several-times"
WEIGHTED = "weighted-rows"
MOST_SHOWN = 3
_UNIT, _TIME = "ken:unit of row", "ken:time of row"


def of_respondents(
    source: Source, key: str, columns: Sequence[str], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """Warnings of a file of respondents, by those of its `columns` that are passed through; `key` is the
    column of the units."""
    if source.x is not pl:
        return
    for column in columns:
        heading = source.names[column]
        if is_of_time(heading) and CODE not in meant:
            rows = source.frame.select(compared_cells(key).alias(_UNIT), compared_cells(column).alias(_TIME))
            yield from _told(rows, (heading, source.names[key]), partial(_at, source.place, column))
        if WEIGHTED not in meant and counts_respondents(heading, _texts(source, heading, column)):
            message = say(
                "“{column}” may say for how many respondents a row stands, and each row counts as one",
                column=heading,
            )
            hint = say(
                "write a row for each respondent, or the mean of each question as a score; answers are never "
                "weighted"
            )
            place = source.place(None, column)
            yield Diagnostic(WEIGHTED, message, place, if_meant(WEIGHTED, hint), "warning")


def _texts(source: Source, heading: str, column: str) -> Iterator[str]:
    """The different texts of a column whose name is that of counts."""
    if counts_respondents(heading, ["2"]):
        yield from in_words(source.frame.select(pl.col(column).unique()).collect()[column]).drop_nulls()


def of_scores(sheet: Sheet, key: str, item: str, columns: Collection[str]) -> Iterator[Diagnostic]:
    """The same of a table with a row a score, whose `columns` are passed through."""
    for column in columns:
        heading = sheet.names[column]
        if is_of_time(heading) or is_of_part_of_year(heading):
            cells = sheet.cells.lazy().filter(pl.col(item).is_not_null())
            rows = cells.select(compared_cells(key).alias(_UNIT), compared_cells(column).alias(_TIME))
            yield from _told(rows, (heading, sheet.names[key]), partial(_at, sheet.locate, column))


def _at(locate: Callable[[int, str], Position], column: str, row: int) -> Position:
    """The place of a row in a column."""
    return locate(row, column)


def _told(
    rows: pl.LazyFrame, names: tuple[str, str], place: Callable[[int], Position]
) -> Iterator[Diagnostic]:
    """What is told of units with rows of several times; `names` are those of the columns of times and of
    units, `place` says where a row (from 0) has its time."""
    heading, key = names
    apart = (
        rows.with_row_index(ROW)
        .filter(pl.col(_UNIT).is_not_null() & pl.col(_TIME).is_not_null())
        .unique([_UNIT, _TIME], keep="first", maintain_order=True)
        .group_by(_UNIT, maintain_order=True)
        .agg(pl.col(ROW), pl.col(_TIME))
        .filter(pl.col(_TIME).list.len() > 1)
        .collect()
    )
    if apart.is_empty():
        return
    unit, places, times = apart.row(0)
    message = counted(
        apart.height,
        "{count} unit has rows of several “{column}” ({times} of “{unit}”), and all are put together",
        "{count} units have rows of several “{column}” (such as {times} of “{unit}”), and all are put "
        "together",
        column=heading,
        unit=unit,
        times=[*times[:MOST_SHOWN], *(["…"] if len(times) > MOST_SHOWN else [])],
    )
    hint = say(
        "say in a manifest which rows count, {only}, or that the units are named by both, {key}",
        only=f'only: {{"{heading}": "{times[-1]}"}}',
        key=f'key: ["{key}", "{heading}"]',
    )
    yield Diagnostic(CODE, message, place(places[1]), if_meant(CODE, hint), "warning")


__all__ = ["CODE", "WEIGHTED", "of_respondents", "of_scores"]
