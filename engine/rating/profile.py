"""What is known of a frame's columns before any row is rated: one row of figures, collected beforehand."""

from __future__ import annotations

import math
import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..data.claims import Claim, Claims
from ..meaning.arithmetic.columns import EPS, narrow_number
from ..meaning.arithmetic.exact import exact_value
from ..meaning.arithmetic.frames import (
    Frame,
    Names,
    at_decimals,
    folded,
    is_one_of,
    names_for,
    of_polars,
    one_row,
)
from ..meaning.keeping import kept_with
from ..meaning.model import Possible, RuleSet

if TYPE_CHECKING:
    import narwhals as nw

MORE_DECIMALS = (2, 4, 7)
"""How many decimals beyond the scale's a column is tried for when it is not on the scale's own grid."""

MOST_ODD, ODD_SHARE = 1000, 0.02
"""Where so few values of a column, and no larger share of them, have more decimals than the others, only
their rows are settled one by one."""

FEW_ODD = 3
"""So few are settled in less time than it takes to look at how many decimals they have."""

SAMPLE, MOST_SAMPLED = 1000, 9
"""From so many rows in memory it is guessed how many decimals a column has, up to so many; all rows are held
against the guess."""

_ANY = Fraction(10**30)
_NEAR_STEP = 1e-9  # of a step: so near to one a double is taken to be on it


@dataclass(frozen=True)
class Profile:
    """A column in a few figures: its least and greatest value, whether it has gaps, and its decimals if these
    are few; of a question that its unit answers once whether it has values that no answer earns, and units
    with several answers."""

    low: Fraction
    high: Fraction
    missing: bool
    decimals: int | None
    is_double: bool
    is_narrow: bool = False  # small whole numbers
    most: int = 0  # of a sum of answers: the greatest count
    strange: bool = False
    apart: bool = False
    odd: bool = False  # a few values have more decimals
    only: tuple[Fraction, ...] = ()  # where these are few: all values that there can be

    @property
    def is_infinite(self) -> bool:
        """Whether it has values that are no numbers, but greater or less than all."""
        return self.high - self.low == 2 * _ANY


def profiled(
    rules: RuleSet, work: Frame, claims: Claims, sample: Any = None
) -> tuple[Frame, dict[str, Profile]]:
    """The frame with NaN made missing, and the figures of its claimed columns, by name; `sample` has some
    rows of the frame, of polars, where it is in memory."""
    columns = _Columns(rules, work, claims, sample)
    row = one_row(work.select(*columns.figures()))
    if not_numbers := [column for column in columns.scores if row.get(f"nan {column}")]:
        x = columns.x
        work = work.with_columns(
            *(x.when(~x.col(column).is_nan()).then(x.col(column)).alias(column) for column in not_numbers)
        )
        columns = _Columns(rules, work, claims, sample)
        row = one_row(work.select(*columns.figures()))
    return work, columns.profiles(row)


@dataclass(frozen=True)
class _Columns:
    """The claimed columns of a frame: expressions for the figures of each, and profiles from the row of
    these."""

    rules: RuleSet
    work: Frame
    claims: Claims
    sample: Any = None

    @cached_property
    def x(self) -> Names:
        return names_for(self.work)

    @cached_property
    def schema(self) -> nw.Schema:
        return self.work.collect_schema()

    @cached_property
    def scores(self) -> Mapping[str, Possible]:
        """By column of scores (and no sums of answers) what it can have: the last claim's say, where several
        claim it."""
        return {
            claim.column: self.rules.possible(self.rules.readable[claim.paths[0]])
            for claim in self.claims.nodes
            if claim.count is None
        }

    @cached_property
    def sums(self) -> Mapping[str, str]:
        """By column of sums of answers the column with their count."""
        return {claim.column: claim.count for claim in self.claims.nodes if claim.count is not None}

    # figures

    def figures(self) -> list[nw.Expr]:
        """An expression for each figure, under its name: “low q1”; kept for data that are laid out alike."""
        grids = {column: self._on_grid(column) for column in self.scores}
        layout = (of_polars(self.x), self.claims.nodes, self.schema, grids)
        return kept_with(self.rules, "figures", layout, lambda: list(self._figures()))

    def _figures(self) -> Iterator[nw.Expr]:
        for column, count in self.sums.items():
            yield from self._of_sum(column, count)
        for column in self.scores:
            yield from self._of_scores(column)
        for column, possible in self.scores.items():
            is_whole = self.schema[column].is_integer() and possible.decimals is not None
            if possible.step is not None and not possible.only and not is_whole:
                yield self._how_many(off_step(self.x, self._doubles(column), possible), f"strange {column}")
            if possible.only:
                yield self._how_many(self._off_values(column, possible.only), f"strange {column}")
        for claim in self.claims.nodes:
            if claim.high is not None:
                yield self._ever(self._differs(claim, claim.high), f"apart {claim.column}")

    def _of_sum(self, column: str, count: str) -> Iterator[nw.Expr]:
        counts = self.x.col(count)
        yield counts.min().alias(f"least count {column}")
        yield counts.max().alias(f"most count {column}")
        yield counts.null_count().alias(f"gaps {column}")

    def _of_scores(self, column: str) -> Iterator[nw.Expr]:
        dtype, doubles = self.schema[column], self._doubles(column)
        # exact, and never too large for a double
        values = self.x.col(column) if dtype.is_integer() or dtype.is_decimal() else doubles
        yield values.min().alias(f"low {column}")
        yield values.max().alias(f"high {column}")
        yield values.null_count().alias(f"gaps {column}")
        if not dtype.is_integer() and self._declared(column) is None and not self.scores[column].only:
            yield self._how_many(off_grid(self.x, doubles, self._expected(column)), f"off {column}")
        if dtype.is_float():
            # infinite ones of both signs add up to none either: then it is looked for in vain
            not_number = doubles.sum().is_nan() if of_polars(self.x) else doubles.is_nan().any()
            yield not_number.alias(f"nan {column}")

    def _declared(self, column: str) -> int | None:
        """How many decimals the rules allow a column, whose other values are refused; None where they leave
        it open."""
        possible = self.scores[column]
        return None if possible.only else possible.decimals

    def _expected(self, column: str) -> int:
        """How many decimals a column is taken to have before all of it is looked at: as many as the only
        values that it can have; as the sample, but for a few; else as the scale."""
        if column not in self._guessed:
            own = self._guessed[column] = self.rules.scale.decimals
            if only := self.scores[column].only:
                enough = (
                    places
                    for places in range(MOST_SAMPLED + 1)
                    if all((value * 10**places).denominator == 1 for value in only)
                )
                self._guessed[column] = next(enough, own)
            elif self.sample is not None and self.schema[column].is_float():
                values = self.sample[column].drop_nulls().drop_nans()
                tried = range(MOST_SAMPLED + 1) if len(values) else ()
                enough = (
                    decimals
                    for decimals in tried
                    if (values.round(decimals) != values).sum() <= self._few_odd
                )
                self._guessed[column] = next(enough, own)
        return self._guessed[column]

    @cached_property
    def _guessed(self) -> dict[str, int]:
        return {}

    def _off_values(self, column: str, only: Sequence[Fraction]) -> nw.Expr:
        """Where a value is none of the only ones that can be."""
        values, doubles = self.x.col(column), self._doubles(column)
        if not of_polars(self.x):
            others: nw.Expr = ~(is_one_of(self.x, doubles, only) | values.is_null())
            return others
        whole = [narrow_number(self.x, value) for value in only if self.schema[column].is_integer()]
        known: list[Any] = [values == number for number in whole if number is not None]
        if len(known) < len(only):
            known = [doubles == float(value) for value in only]
        none: nw.Expr = folded(operator.or_, known)  # missing where the value is
        return ~none

    def _how_many(self, condition: nw.Expr, name: str) -> nw.Expr:
        """In how many rows of polars a condition holds; of another library, whether it holds in some."""
        if of_polars(self.x):
            return condition.sum().alias(name)
        return self._ever(condition, name)

    def _ever(self, condition: nw.Expr, name: str) -> nw.Expr:
        """Whether a condition holds in some row, as a number or a truth."""
        if of_polars(self.x):
            known: Any = condition
            in_some: nw.Expr = known.any().alias(name)
            return in_some
        ever: nw.Expr = self.x.when(condition).then(self.x.lit(1)).otherwise(self.x.lit(0)).max().alias(name)
        return ever

    def _differs(self, claim: Claim, high: str) -> nw.Expr:
        x = self.x
        # pandas has NaN for missing, which equals nothing
        differs: nw.Expr = ~x.col(claim.column).is_null() & (x.col(claim.column) != x.col(high))
        return differs

    def _doubles(self, column: str) -> nw.Expr:
        values: nw.Expr = self.x.col(column)
        return values if self.schema[column] == self.x.Float64 else values.cast(self.x.Float64)

    # profiles

    def profiles(self, row: Mapping[str, Any]) -> dict[str, Profile]:
        """The profile of each column, from the row of its figures."""
        off = {column: self._off(column, row) for column in self.scores}
        few = [column for column, count in off.items() if 0 < count <= self._few_odd]
        finer = self._finer([column for column, count in off.items() if count and column not in few])
        finer |= {column: (self._on_grid(column), True) for column in few}
        return {
            **{column: self._scores_profile(column, row, finer) for column in self.scores},
            **{column: self._sum_profile(column, row) for column in self.sums},
        }

    def _off(self, column: str, row: Mapping[str, Any]) -> int:
        """How many values of a column have more decimals than it is taken to have; 1 for any number of them
        where that is all that is known."""
        if self.schema[column].is_integer():
            return 0
        is_open = self._declared(column) is None and not self.scores[column].only
        count = row.get(f"{'off' if is_open else 'strange'} {column}")
        return int(count) if count and count == count else 0  # NaN of no rows, in some libraries

    @cached_property
    def _few_odd(self) -> int:
        """So many values with more decimals are settled without another look at their column."""
        return 0 if self.sample is None or len(self.sample) * ODD_SHARE <= FEW_ODD else FEW_ODD

    def _on_grid(self, column: str) -> int:
        """How many decimals a column is taken to have before all of it is looked at."""
        declared = self._declared(column)
        return self._expected(column) if declared is None else declared

    def _scores_profile(
        self, column: str, row: Mapping[str, Any], finer: Mapping[str, tuple[int | None, bool]]
    ) -> Profile:
        """The profile of a column of scores; `finer` has the decimals of those that are not on the grid of
        the scale."""
        dtype, odd = self.schema[column], False
        ends = row[f"low {column}"], row[f"high {column}"]
        low, high = map(exact_value, ends)
        if low is None or high is None:
            is_infinite = any(isinstance(end, float) and math.isinf(end) for end in ends)
            low, high = (-_ANY, _ANY) if is_infinite else (self.scores[column].low,) * 2
            decimals = None if is_infinite else 0
        elif isinstance(dtype, self.x.Decimal) and _is_beyond_doubles(dtype, max(abs(low), abs(high))):
            decimals = None
        elif column in finer:
            decimals, odd = finer[column]
        elif dtype.is_integer():
            decimals = 0
        else:
            decimals = self._on_grid(column)
        strange = bool(row.get(f"strange {column}"))
        return Profile(
            low,
            high,
            bool(row[f"gaps {column}"]),
            decimals,
            dtype == self.x.Float64,
            is_narrow=dtype in (self.x.Int8, self.x.Int16) and self._are_narrow(low, high),
            strange=strange,
            apart=bool(row.get(f"apart {column}")),
            odd=odd,
            only=() if strange else tuple(self.scores[column].only),
        )

    def _are_narrow(self, low: Fraction, high: Fraction) -> bool:
        """Whether numbers between two fit in two bytes, whatever their signs."""
        return all(narrow_number(self.x, end) is not None for end in (low, high))

    def _sum_profile(self, column: str, row: Mapping[str, Any]) -> Profile:
        """The answers were held against their scale, so that the mean lies on it; and a unit without answers
        has a gap."""
        least = row[f"least count {column}"]
        return Profile(
            -_ANY,
            _ANY,
            bool(row[f"gaps {column}"] or least is None or least < 1),
            None,
            is_double=True,
            most=int(row[f"most count {column}"] or 0),
        )

    def _finer(self, columns: Sequence[str]) -> dict[str, tuple[int | None, bool]]:
        """By column that has more decimals than the scale how many it has (None where these are too many),
        and whether a few of its values have more than that."""
        if not columns:
            return {}
        own = self.rules.scale.decimals
        if self.sample is not None:
            rows = {column: self._of_those_off(column) for column in columns}
        else:
            row = one_row(self.work.select(*(expr for column in columns for expr in self._numbers(column))))
            rows = dict.fromkeys(columns, row)
        return {column: _decimals_of(self._tried(column), own, column, rows[column]) for column in columns}

    def _numbers(self, column: str) -> Iterator[nw.Expr]:
        """How many values there are, and how many of them have more decimals than each that is tried."""
        values = self._doubles(column)
        yield values.count().alias(f"known {column}")
        for decimals in self._tried(column):
            yield self._number(off_grid(self.x, values, decimals)).alias(f"{decimals} {column}")

    def _of_those_off(self, column: str) -> dict[str, Any]:
        """The same of a frame of polars in memory: those that have more decimals than expected are put aside
        first, which are few."""
        known, *off = self._numbers(column)
        values = self._doubles(column)
        aside = self.work.filter(off_grid(self.x, values, self._expected(column)))
        return {**one_row(self.work.select(known)), **one_row(aside.select(*off))}

    def _tried(self, column: str) -> list[int]:
        """How many decimals a column is tried for, few first."""
        own, expected = self.rules.scale.decimals, self._expected(column)
        more = {own, *(own + more for more in MORE_DECIMALS)}
        return sorted({expected, *(decimals for decimals in more if decimals > expected)})

    def _number(self, condition: nw.Expr) -> nw.Expr:
        """In how many rows a condition holds."""
        number: nw.Expr = self.x.when(condition).then(self.x.lit(1)).otherwise(self.x.lit(0)).sum()
        return number


def off_step(x: Names, values: nw.Expr, possible: Possible) -> nw.Expr:
    """Where a value lies between the steps of what can be."""
    if possible.decimals is not None:
        return off_grid(x, values, possible.decimals)
    assert possible.step is not None
    steps = (values - float(possible.base)) / float(possible.step)
    return ~(((steps - steps.round()).abs() <= _NEAR_STEP) | values.is_null())


def off_grid(x: Names, values: nw.Expr, decimals: int) -> nw.Expr:
    """Where a value is not the double nearest to a decimal number with so many decimals."""
    nearest = at_decimals(values, decimals) if decimals else values.floor()
    if of_polars(x):
        off: nw.Expr = nearest != values  # missing where the value is
        return off
    return ~((nearest == values) | values.is_null())


def _decimals_of(
    tried: Sequence[int], own: int, column: str, row: Mapping[str, Any]
) -> tuple[int | None, bool]:
    """See `_Columns._finer`. A few more decimals than the scale's leave no doubt, so they are no oddity."""
    usual = [decimals for decimals in tried if decimals <= own + MORE_DECIMALS[0]]
    decimals = next((decimals for decimals in tried if not row[f"{decimals} {column}"]), None)
    if decimals in usual:
        return decimals, False
    most_odd = min(MOST_ODD, ODD_SHARE * row[f"known {column}"])
    few = next((decimals for decimals in usual if row[f"{decimals} {column}"] <= most_odd), None)
    return (decimals, False) if few is None else (few, True)


def _is_beyond_doubles(dtype: Any, size: Fraction) -> bool:
    """Whether a decimal number of some size can have more digits than a double holds."""
    places = getattr(dtype, "scale", None)
    return places is None or bool(10.0**places * float(size) * EPS >= 0.25)


__all__ = ["Profile", "off_grid", "profiled"]
