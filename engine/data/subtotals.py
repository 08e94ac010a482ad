"""Rows that sum up the rows next to them: subtotals of districts among their units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, say
from ..words.hints import if_meant
from .dataset import Dataset
from .total_rows import CODE, NOISE, has_word_of_totals

LEAST_ROWS = 2  # that a row sums up
MOST_ROWS = 1_000
LEAST_COLUMNS = 2
LEAST_PARTED = 6  # rows of a table that is parted by no chance
ROUNDED = 0.005  # of means with two decimals
MOST_NAMED = 500  # rows with a word of totals that are looked at


def subtotals(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Errors of units whose name has a word of totals in it, and whose every figure is the mean or the sum of
    those of some rows right above or below, as far as these differ. Warnings of units without such a word,
    where all other rows stand in parts that such units sum up."""
    frame, key = dataset.frame, dataset.claims.key
    columns = [
        made.column
        for made in dataset.claims.nodes
        if not made.is_summed and not CellMeaning.of(rules, rules.readable[made.paths[0]]).in_words
    ]
    numbers = frame.select(pl.col(columns).cast(pl.Float64))
    told, rounding = dict[int, int](), 0.5 / 10**rules.scale.decimals + NOISE
    for row in has_word_of_totals(frame[key]).arg_true().head(MOST_NAMED).to_list() if columns else ():
        above = numbers.slice(max(0, row - MOST_ROWS), min(row, MOST_ROWS)).reverse()
        below = numbers.slice(row + 1, MOST_ROWS)
        figures = numbers.row(row)
        summed = [count for others in (above, below) for count in _summed(figures, others, rounding)[:1]]
        if summed:
            told[row] = max(summed)
            yield _told(rules, dataset, row, columns[0], told[row])
    for row, count in _parted(numbers).items():
        if row not in told:
            yield replace(_told(rules, dataset, row, columns[0], count), severity="warning")


def _told(rules: RuleSet, dataset: Dataset, row: int, column: str, summed: int) -> Diagnostic:
    """What is told of a row that sums up so many rows next to it."""
    unit = dataset.frame[row, dataset.claims.key]
    message = say(
        "each figure of “{unit}” is the mean or the sum of those of the {count} rows next to it: it "
        "looks like a row of totals or averages",
        unit=unit,
        count=summed,
    )
    hint = if_meant(CODE, say("delete the row, if it is no {kind}", kind=rules.unit))
    return Diagnostic(CODE, message, dataset.locate(dataset.frame[row, "ken:row"], column), hint, unit=unit)


def _parted(numbers: pl.DataFrame) -> dict[int, int]:
    """Where a whole table is parted into rows each of which is the mean of those below it, or above it, up to
    the next: these rows, with how many each is the mean of. Columns with few different figures, of which one
    is the mean of others by chance, are not looked at."""
    height = numbers.height
    columns = [own for own in numbers.columns if numbers[own].drop_nulls().n_unique() * 2 >= height]
    if len(columns) < LEAST_COLUMNS or not LEAST_PARTED <= height <= MOST_ROWS:
        return {}
    for table, is_turned in ((numbers.select(columns), False), (numbers.select(columns).reverse(), True)):
        before: dict[int, tuple[int, int]] = {0: (-1, 0)}  # by first row of a part: the last part, its length
        waiting = [0]
        while waiting and height not in before:
            first = waiting.pop()
            for count in _averaged(table.row(first), table.slice(first + 1)):
                if (after := first + count + 1) not in before:
                    before[after] = (first, count)
                    waiting.append(after)
        found, at = dict[int, int](), height
        while at in before and at > 0:
            at, count = before[at]
            found[height - 1 - at if is_turned else at] = count
        if len(found) > 1:
            return dict(sorted(found.items()))
    return {}


def _averaged(figures: tuple[float | None, ...], others: pl.DataFrame) -> list[int]:
    """The numbers of first rows that several figures are the means of, exactly or with two decimals."""
    if sum(own is not None for own in figures) < LEAST_COLUMNS:
        return []
    return _summed(figures, others, ROUNDED + NOISE, is_sum=False)


def _summed(
    figures: tuple[float | None, ...], others: pl.DataFrame, rounding: float, *, is_sum: bool = True
) -> list[int]:
    """The numbers of first rows that the figures are the mean of, rounded, or, where it `is_sum`, the sum."""
    if others.height < LEAST_ROWS:
        return []
    differing = pl.repeat(value=False, n=others.height, dtype=pl.Boolean, eager=True)
    as_mean, as_sum = ~differing, pl.repeat(is_sum, n=others.height, dtype=pl.Boolean, eager=True)
    for own, values in zip(figures, others.iter_columns(), strict=True):
        if own is None:
            continue
        sums, counts = values.fill_null(0).cum_sum(), values.is_not_null().cum_sum()
        as_sum &= (sums - own).abs() <= NOISE
        as_mean &= ((sums / counts - own).abs() <= rounding).fill_null(value=False)
        differing |= (values.cum_max() != values.cum_min()).fill_null(value=False)
    return [place + 1 for place in (differing & (as_sum | as_mean)).arg_true().to_list()]


__all__ = ["subtotals"]
