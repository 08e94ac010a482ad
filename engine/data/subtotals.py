"""Rows that sum up the rows next to them: subtotals of districts among their units."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, say
from ..words.hints import if_meant
from .dataset import Dataset
from .total_rows import CODE, NOISE, has_word_of_totals

LEAST_ROWS = 2  # that a row sums up
MOST_ROWS = 1_000
MOST_NAMED = 500  # rows with a word of totals that are looked at


def subtotals(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """Errors of units whose name has a word of totals in it, and whose every figure is the mean or the sum of
    those of some rows right above or below, as far as these differ."""
    frame, key = dataset.frame, dataset.claims.key
    columns = [
        made.column
        for made in dataset.claims.nodes
        if not made.is_summed and not CellMeaning.of(rules, rules.readable[made.paths[0]]).in_words
    ]
    numbers = frame.select(pl.col(columns).cast(pl.Float64))
    for row in has_word_of_totals(frame[key]).arg_true().head(MOST_NAMED).to_list() if columns else ():
        above = numbers.slice(max(0, row - MOST_ROWS), min(row, MOST_ROWS)).reverse()
        below = numbers.slice(row + 1, MOST_ROWS)
        summed = max(_summed(rules, numbers.row(row), others) for others in (above, below))
        if summed:
            message = say(
                "each figure of “{unit}” is the mean or the sum of those of the {count} rows next to it: it "
                "looks like a row of totals or averages",
                unit=frame[row, key],
                count=summed,
            )
            hint = if_meant(CODE, say("delete the row, if it is no {kind}", kind=rules.unit))
            at = dataset.locate(frame[row, "ken:row"], columns[0])
            yield Diagnostic(CODE, message, at, hint, unit=frame[row, key])


def _summed(rules: RuleSet, figures: tuple[float | None, ...], others: pl.DataFrame) -> int:
    """How many of the first rows the figures are the mean or the sum of; 0 where they are that of none."""
    if others.height < LEAST_ROWS:
        return 0
    rounding = 0.5 / 10**rules.scale.decimals + NOISE
    differing = pl.repeat(value=False, n=others.height, dtype=pl.Boolean, eager=True)
    as_mean = as_sum = ~differing
    for own, values in zip(figures, others.iter_columns(), strict=True):
        if own is None:
            continue
        sums, counts = values.fill_null(0).cum_sum(), values.is_not_null().cum_sum()
        as_sum &= (sums - own).abs() <= NOISE
        as_mean &= ((sums / counts - own).abs() <= rounding).fill_null(value=False)
        differing |= (values.cum_max() != values.cum_min()).fill_null(value=False)
    fits = (differing & (as_sum | as_mean)).arg_true()
    return int(fits[0]) + 1 if len(fits) else 0


__all__ = ["subtotals"]
