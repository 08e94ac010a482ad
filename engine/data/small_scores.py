"""Scores that are likely of another scale than those beside them: columns that are small as a whole, and
single cells that are a share of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, Text, counted, say
from ..words.hints import if_meant
from ..words.numerals import decimal_text
from .cells import shown_number
from .claims import Claim
from .dataset import Dataset

LEAST_RANGE = 10  # of scores, among which shares of one are told
SMALL = 10  # the most of scales that scores may be of instead
LEAST_OF_ALL = 6  # scores, which are all that data have
LEAST_OF_COLUMN = 4
LEAST_OF_SHARES = 2
LEAST_OF_ROW = 3
FAR = 3  # how many times as large scores of the rule set's scale are, at least
LEAST_BESIDE = 10  # what the scores are at least among which a share of one is told
SHARE = 100

_Figures: TypeAlias = "Mapping[str, tuple[int, float, float]]"
"""By column with scores: how many it has, the least and the greatest."""


def has_wide_scores(rules: RuleSet, node: Node) -> bool:
    """Whether a node's scores go far beyond 1; raw values and words are no scores."""
    if node.is_raw or CellMeaning.of(rules, node).in_words:
        return False
    low, high = rules.limits(node)
    return node.score is None and low <= 0 and high >= LEAST_RANGE


def small_columns(rules: RuleSet, dataset: Dataset, claims: Sequence[Claim]) -> Iterator[Diagnostic]:
    """Warnings of scores up to 10 where many times as much is possible: of all, where no others are there; of
    a column, or of few rows, beside others whose scores are nearly all several times as large; and of a
    column of shares of one beside such. `claims` are those of wide scores."""
    figures = _figures(dataset, claims)
    shares = [own for own in claims if own.column in figures and _is_of_shares(dataset, own, figures)]
    claims = [own for own in claims if rules.limits(rules.readable[own.paths[0]])[1] >= LEAST_RANGE * SMALL]
    small = [own for own in claims if own.column in figures and _is_small(*figures[own.column])]
    large = [own for own in claims if own.column in figures and own not in [*small, *shares]]
    if not large:
        count = sum(figures[own.column][0] for own in small)
        if count >= LEAST_OF_ALL:
            yield _told(rules, dataset, small, figures, ())
        return
    floor = _floor(dataset.frame, large) if shares or small else None
    for own in [*shares, *small]:
        count, _, most = figures[own.column]
        enough = count >= (LEAST_OF_COLUMN if own in small else LEAST_OF_SHARES)
        if enough and floor is not None and floor > FAR * most:
            yield _told(rules, dataset, [own], figures, large, shown_number(floor))
    yield from _small_rows(rules, dataset, large)


def of_another_scale(low: Fraction, high: Fraction) -> Text:
    """What mends scores that are of a smaller scale than from `low` to `high`."""
    return say(
        "if they are of another scale, turn them into scores from {low} to {high}: 4 out of 5, for example, "
        "is {score}",
        low=low,
        high=high,
        score=decimal_text(low + (high - low) * 4 / 5),
    )


def _figures(dataset: Dataset, claims: Sequence[Claim]) -> _Figures:
    found = {}
    for own in claims:
        values = dataset.frame[own.column]
        if values.count():
            least, most = values.cast(pl.Float64).min(), values.cast(pl.Float64).max()
            assert isinstance(least, float)
            assert isinstance(most, float)
            found[own.column] = (values.count(), least, most)
    return found


def _floor(frame: pl.DataFrame, claims: Sequence[Claim]) -> float | None:
    """What three quarters of the scores of some columns are at least; None where there are none."""
    every = pl.concat([frame[own.column].cast(pl.Float64) for own in claims])
    return every.drop_nulls().quantile(0.25, "lower")


def _is_of_shares(dataset: Dataset, own: Claim, figures: _Figures) -> bool:
    """Whether no score of a column is more than 1, and half of them or more lie between 0 and 1."""
    count, least, most = figures[own.column]
    if least < 0 or most > 1:
        return False
    values = dataset.frame[own.column].cast(pl.Float64)
    return int(((values > 0) & (values < 1)).sum()) * 2 >= count


def _small_rows(rules: RuleSet, dataset: Dataset, claims: Sequence[Claim]) -> Iterator[Diagnostic]:
    """A warning of units, fewer than the others, all of whose scores in some columns are up to 10, where
    three quarters of those of the others are several times as large."""
    columns = pl.col([own.column for own in claims]).cast(pl.Float64)
    rows = dataset.frame.select(
        pl.sum_horizontal(columns.is_not_null()).alias("count"),
        pl.min_horizontal(columns).alias("least"),
        pl.max_horizontal(columns).alias("most"),
    )
    most = pl.col("most")
    small = (pl.col("count") >= LEAST_OF_ROW) & (pl.col("least") > 0) & (most > 1) & (most <= SMALL)
    is_small = rows.select(small.fill_null(value=False)).to_series()
    found = is_small.arg_true().to_list()
    if not found or len(found) * 2 >= rows.height:
        return
    floor = _floor(dataset.frame.filter(~is_small), claims)
    count, first, last = rows.row(found[0])
    if floor is None or any(floor <= FAR * rows["most"][row] for row in found):
        return
    unit = dataset.frame[found[0], dataset.claims.key]
    message = counted(
        len(found),
        "{own} scores of “{unit}” lie between 0 and 10 (from {first} to {last}), and three quarters of "
        "those of others are {least} or more ({count} such unit)",
        "{own} scores of “{unit}” lie between 0 and 10 (from {first} to {last}), and three quarters of "
        "those of others are {least} or more ({count} such units)",
        own=count,
        unit=unit,
        first=shown_number(first),
        last=shown_number(last),
        least=shown_number(floor),
    )
    hint = of_another_scale(*rules.limits(rules.readable[claims[0].paths[0]]))
    place = dataset.locate(dataset.frame[found[0], "ken:row"], claims[0].column)
    yield Diagnostic("small-scores", message, place, if_meant("small-scores", hint), "warning", unit=unit)


def _is_small(_count: int, least: float, most: float) -> bool:
    return least > 0 and 1 < most <= SMALL


def _told(
    rules: RuleSet,
    dataset: Dataset,
    small: Sequence[Claim],
    figures: _Figures,
    large: Sequence[Claim],
    floor: str = "",
) -> Diagnostic:
    low, high = rules.limits(rules.readable[small[0].paths[0]])
    own = [figures[made.column] for made in small]
    told = {
        "columns": [made.heading for made in small],
        "count": f"{sum(count for count, _, _ in own):,}",
        "first": shown_number(min(least for _, least, _ in own)),
        "last": shown_number(max(most for _, _, most in own)),
        "low": low,
        "high": high,
        "end": 1 if max(most for _, _, most in own) <= 1 else SMALL,
    }
    message = say(
        "all {count} scores of {columns} lie between 0 and 10 (from {first} to {last}); {low} to {high} are "
        "possible",
        **told,
    )
    if large:
        message = say(
            "all {count} scores of {columns} lie between 0 and {end} (from {first} to {last}), and three "
            "quarters of those of {others} are {least} or more; {low} to {high} are possible",
            others=[made.heading for made in large],
            least=floor,
            **told,
        )
    code, hint = "small-scores", of_another_scale(low, high)
    if told["end"] == 1:
        code = "fractions"
        hint = say("if they are shares, turn them into scores from {low} to {high}", low=low, high=high)
    return Diagnostic(code, message, dataset.locate(None, small[0].column), if_meant(code, hint), "warning")


def far_below(dataset: Dataset, claims: Sequence[Claim]) -> Iterator[Diagnostic]:
    """A warning for each column of which few scores are shares of one, and all others far larger, where 100
    times each share lies between these."""
    doubles = pl.col([own.column for own in claims]).cast(pl.Float64)
    ever = dataset.frame.select(((doubles > 0) & (doubles < 1)).any()) if claims else pl.DataFrame()
    for own in claims:
        if not ever[0, own.column]:
            continue
        values = dataset.frame[own.column].cast(pl.Float64)
        is_share = ((values > 0) & (values < 1)).fill_null(value=False)
        shares, others = values.filter(is_share), values.filter(~is_share).drop_nulls()
        if len(others) < max(2, len(shares)):
            continue
        least, most = others.min(), others.max()
        assert isinstance(least, float)
        assert isinstance(most, float)
        if least < LEAST_BESIDE or not (shares * SHARE).is_between(least, most).all():
            continue
        place = is_share.arg_true()[0]
        message = counted(
            len(shares),
            "{value} in “{column}” is far below the other scores of the column ({first} to {last}), and 100 "
            "times {value} lies between these ({count} cell)",
            "{value} in “{column}” is far below the other scores of the column ({first} to {last}), and 100 "
            "times {value} lies between these ({count} such cells)",
            value=shown_number(values[place]),
            column=own.heading,
            first=shown_number(least),
            last=shown_number(most),
        )
        hint = say("if it is a share of one, write 100 times as much")
        at = dataset.locate(dataset.frame[place, "ken:row"], own.column)
        yield Diagnostic("fractions", message, at, if_meant("fractions", hint), "warning")


__all__ = ["LEAST_RANGE", "far_below", "has_wide_scores", "of_another_scale", "small_columns"]
