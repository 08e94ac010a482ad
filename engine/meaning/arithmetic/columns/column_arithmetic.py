"""The arithmetic of columns: what each operation of rules is, as an expression, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from ...model import Scale
from ..frames import Names, safe
from . import exponentials, missing_numbers, powers
from .certificate import Doubts
from .comparing import compared
from .curved_means import curved_mean, geometric, harmonic
from .products import product, quotient
from .quantity import Quantity, constant, margins, nothing, one_of
from .rounding import rounded
from .steps import step
from .sums import weighted_mean, weighted_sum
from .truth import Truth, joined

if TYPE_CHECKING:
    import narwhals as nw


class ColumnArithmetic:
    """Builds columns; nothing is computed here. `x` is where expressions come from (see frames.py), `most`
    the greatest number in each column of counts. `stages` lists the columns to add, round by round; `doubts`
    the conditions under which a row must be settled exactly."""

    def __init__(self, scale: Scale, prefix: str, x: Names, most: Mapping[str, int]) -> None:
        self.scale = scale
        self.x = x
        self.prefix = prefix
        self.stages: list[list[nw.Expr]] = []
        self.numbers: dict[Fraction, Quantity] = {}
        self.doubted = Doubts(x, most)

    @property
    def doubts(self) -> list[Truth]:
        """Where rows must be settled exactly, of all that was built up to now."""
        return self.doubted.truths

    def beside(self, scale: Scale, prefix: str) -> ColumnArithmetic:
        """Another scale's arithmetic on the same frame: what it adds comes to these stages and doubts."""
        beside = ColumnArithmetic(scale, prefix, self.x, self.doubted.most)
        beside.stages, beside.doubted, beside.numbers = self.stages, self.doubted, self.numbers
        return beside

    # numbers

    def number(self, value: Fraction) -> Quantity:
        """The number in every row."""
        if value not in self.numbers:
            self.numbers[value] = constant(self.x, value)
        return self.numbers[value]

    def add(self, left: Quantity, right: Quantity) -> Quantity:
        """The sum; see `weighted_sum`."""
        return weighted_sum(self.x, [left, right], [Fraction(1), Fraction(1)])

    def subtract(self, left: Quantity, right: Quantity) -> Quantity:
        """The difference, as a weighted sum."""
        return weighted_sum(self.x, [left, right], [Fraction(1), Fraction(-1)])

    def negate(self, value: Quantity) -> Quantity:
        """The negative, as a weighted sum."""
        return weighted_sum(self.x, [value], [Fraction(-1)])

    def multiply(self, left: Quantity, right: Quantity) -> Quantity:
        """The product; see `products.product`."""
        return product(self.doubted, left, right)

    def divide(self, left: Quantity, right: Quantity) -> Quantity:
        """The quotient, missing where the divisor is 0; see `products.quotient`."""
        return quotient(self.doubted, left, right)

    def absolute(self, value: Quantity) -> Quantity:
        """The magnitude."""
        if value.low >= 0:
            return value
        if value.constant is not None:
            return self.number(abs(value.constant))
        low = Fraction(0) if value.high >= 0 else -value.high
        high = max(-value.low, value.high)
        if value.narrow is not None:
            # the least number of a type has no negative in it
            return value.with_narrow(self.x, value.narrow.cast(self.x.Int16).abs(), low=low, high=high)
        return value.with_expr(value.expr.abs(), low=low, high=high)

    def power(self, base: Quantity, exponent: Quantity) -> Quantity:
        """The power; see `powers.power`."""
        return powers.power(self.doubted, base, exponent)

    def exponential(self, value: Quantity) -> Quantity:
        """e to the power of the number; see `exponentials.exponential`."""
        return exponentials.exponential(self.doubted, value)

    def logarithm(self, value: Quantity, base: int | None = None) -> Quantity:
        """The logarithm, missing where the number is not above 0; see `exponentials.logarithm`."""
        return exponentials.logarithm(self.doubted, value, base)

    def minimum(self, values: Sequence[Quantity]) -> Quantity:
        """The least of those that are there."""
        return self._extreme(values, self.x.min_horizontal, min)

    def maximum(self, values: Sequence[Quantity]) -> Quantity:
        """The greatest of those that are there."""
        return self._extreme(values, self.x.max_horizontal, max)

    def _extreme(
        self,
        values: Sequence[Quantity],
        horizontal: Callable[..., nw.Expr],
        choose: Callable[[Iterable[Fraction]], Fraction],
    ) -> Quantity:
        if len(values) == 1:
            return values[0]
        if all(value.constant is not None for value in values):
            return self.number(choose(value.low for value in values))
        same = len({value.per for value in values}) == 1
        bounds = margins(self.x, values)
        extreme = one_of(
            horizontal(*(value.expr if same else value.alone for value in values)),
            values,
            all(value.missing for value in values),
            margin=None if bounds is None else self.x.max_horizontal(*bounds),
        )
        # a known number bounds the extreme only from its own side: with missing ones beside it, either end
        # may stand
        unsure = any(value.missing for value in values)
        low = extreme.low if unsure else choose(value.low for value in values)
        high = extreme.high if unsure else choose(value.high for value in values)
        narrow = [value.narrow for value in values if value.narrow is not None]
        if len(narrow) == len(values):
            return extreme.with_narrow(self.x, horizontal(*narrow), low=low, high=high)
        return replace(extreme, low=low, high=high, per=values[0].per if same else 1)

    def total(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        """The weighted sum; see `weighted_sum`."""
        return weighted_sum(self.x, values, weights, partial=partial)

    def mean(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        """The weighted arithmetic mean; see `weighted_mean`."""
        return weighted_mean(self.x, values, weights, partial=partial)

    def geometric_mean(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        """The weighted geometric mean; see `curved_mean`."""
        return curved_mean(self.doubted, values, weights, geometric, partial=partial)

    def harmonic_mean(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        """The weighted harmonic mean; see `curved_mean`."""
        return curved_mean(self.doubted, values, weights, harmonic, partial=partial)

    def rounded(self, value: Quantity, decimals: int | None = None, rounding: str | None = None) -> Quantity:
        """The number as exact arithmetic rounds it; rows of which that is not certain are in doubt."""
        places = self.scale.decimals if decimals is None else decimals
        return rounded(value, places, rounding or self.scale.rounding, self.doubted, self._kept_rounded)

    def to_step(self, value: Quantity, step: Fraction, rounding: str | None = None) -> Quantity:
        """The multiple of a step, as exact arithmetic rounds it."""
        steps = self.rounded(weighted_sum(self.x, [value], [1 / step]), 0, rounding)
        return weighted_sum(self.x, [steps], [step])

    # truths

    def compare(self, sign: str, left: Quantity, right: Quantity) -> Truth:
        """What exact arithmetic says of the two; rows of which that is not certain are in doubt."""
        return compared(sign, left, right, self.doubted)

    def both(self, truths: Sequence[Truth]) -> Truth:
        """Whether all hold; known as soon as one is known not to."""
        return joined(truths, every=True)

    def either(self, truths: Sequence[Truth]) -> Truth:
        """Whether one holds; known as soon as one is known to."""
        return joined(truths, every=False)

    def opposite(self, truth: Truth) -> Truth:
        """Whether it does not hold; known where it is."""
        return truth.opposite

    def choose(self, truth: Truth, yes: Quantity, no: Quantity) -> Quantity:
        """One number where the condition holds, another where it does not; missing where it is not known."""
        if truth.expr is None:
            chosen = yes if truth.constant else no
        elif yes.narrow is not None and no.narrow is not None:
            narrow = self.x.when(truth.expr).then(yes.narrow).otherwise(no.narrow)
            either = one_of(narrow, [yes, no], yes.missing or no.missing, truth.stage)
            chosen = either.with_narrow(self.x, narrow)
        else:
            expr = self.x.when(truth.expr).then(yes.alone).otherwise(no.alone)
            bounds = margins(self.x, [yes, no])
            margin = None if bounds is None else self.x.when(truth.expr).then(bounds[0]).otherwise(bounds[1])
            chosen = one_of(expr, [yes, no], yes.missing or no.missing, truth.stage, margin)
        return chosen if truth.known is None else self.only_if(Truth(truth.known, None, truth.stage), chosen)

    # missing numbers

    def known(self, values: Sequence[Quantity], at_least: int) -> Truth:
        """Whether so many of the numbers are there; known in every row."""
        return missing_numbers.known(self.x, values, at_least)

    def first_known(self, values: Sequence[Quantity]) -> Quantity:
        """In each row the first number that is there; one at least is given."""
        return missing_numbers.first_known(self.x, values)

    def only_if(self, truth: Truth, value: Quantity) -> Quantity:
        """The number where the condition is known and holds; missing elsewhere."""
        return missing_numbers.only_if(self.x, truth, value)

    def nothing(self) -> Quantity:
        """A number that is missing in every row."""
        return nothing(self.x)

    def sure(self, value: Quantity) -> Quantity:
        """The number, taken to be in every row."""
        return replace(value, missing=False)

    def within(self, value: Quantity, low: Fraction, high: Fraction) -> Quantity:
        """The number, of which less is to be held by its interval."""
        least, most = max(value.low, low), min(value.high, high)
        return replace(value, low=least, high=most) if least <= most else value

    def never(self, truth: Truth) -> bool:
        """Whether it is known, before any row is looked at, that the condition holds in none."""
        return truth.constant is False

    def called(self, function: str, values: Sequence[Quantity], value: Quantity) -> Quantity:  # noqa: ARG002
        """The number as it is: columns need no function's name."""
        return value

    def named_truth(self, name: str, truth: Truth) -> Truth:
        """Keeps the truth as a column of that name (after the prefix), with one that says where it is
        known, and refers to these from now on."""
        if truth.plain or (truth.expr is None and truth.known is None):
            return truth
        expr, known = truth.expr, truth.known
        if expr is not None:
            expr = self._kept(name, expr, truth.stage)
        if known is not None:
            known = self._kept(f"{name} known", known, truth.stage)
        return replace(truth, expr=expr, known=known, stage=truth.stage + 1, plain=True)

    def named(self, name: str, value: Quantity) -> Quantity:
        """Keeps the quantity as a column of that name (after the prefix), and refers to it from now on."""
        if value.constant is not None or value.plain:
            return value
        if value.narrow is not None:
            narrow = self._kept(name, value.narrow, value.stage)
            return value.with_narrow(self.x, narrow, stage=value.stage + 1, plain=True)
        kept, margin = self._kept(name, value.expr, value.stage), self._margin_kept(value)
        if margin is not None:
            margin = self._kept(f"{name}/error", margin, value.stage)
        return value.with_expr(kept, stage=value.stage + 1, plain=True, margin=margin)

    def _kept(self, name: str, expr: nw.Expr, stage: int) -> nw.Expr:
        """A column of a name (after the prefix) with what can be computed after a stage, to refer to."""
        while len(self.stages) <= stage:
            self.stages.append([])
        column = safe(f"{self.prefix}{name}")
        self.stages[stage].append(expr.alias(column))
        kept: nw.Expr = self.x.col(column)
        return kept

    def _kept_rounded(self, whole: nw.Expr, stage: int) -> nw.Expr:
        """The same, of what is rounded and leaves a doubt: one column for each."""
        return self._kept(f"rounded {len(self.doubts)}", whole, stage)

    def _margin_kept(self, value: Quantity) -> nw.Expr | None:
        """The error of each row, where that of all rows leaves doubts beside the boundaries of the scale."""
        beside = step(value, 2 * 10**self.scale.decimals)
        return None if beside is not None and 8 * value.error < beside else value.margin


__all__ = ["ColumnArithmetic"]
