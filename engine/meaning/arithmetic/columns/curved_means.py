"""Means of columns that are not linear: geometric and harmonic ones. Both are 0 where one of the numbers is,
and missing where one is below 0."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from ..frames import Names, folded
from .apart import Apart, above_zero
from .certificate import Doubts
from .comparing import compared
from .exponentials import EIGHT, MOST_LOG
from .missing_numbers import known, only_if
from .quantity import EPS, MAX_DENOMINATOR, Quantity, constant
from .steps import MAX_DEGREE, raised, uncounted
from .truth import Truth, joined

if TYPE_CHECKING:
    import narwhals as nw


MOST_FACTORS = 8
"""Of a product that stands for powers."""


@dataclass(frozen=True)
class _Part:
    """A number, its share of all weights, and the number where it is above 0."""

    value: Quantity
    share: Fraction
    positive: Apart

    def is_zero(self, x: Names) -> nw.Expr:
        """Where the number is there and 0; of what is below 0 nothing is promised."""
        size = self.value.alone.abs() if self.value.low < 0 else self.value.alone
        zero: nw.Expr = size <= self.positive.cut
        return x.when(zero).then(x.lit(True)).otherwise(x.lit(False)) if self.value.missing else zero

    @property
    def factor(self) -> nw.Expr:
        """The number as a factor of a product, which is told from 0 elsewhere."""
        return self.value.alone if self.value.low >= 0 else self.positive.expr

    def where_known(self, x: Names, expr: nw.Expr, otherwise: float) -> nw.Expr:
        """The expression where the number is there, another one elsewhere."""
        if not self.value.missing:
            return expr
        there: nw.Expr = x.when(self.value.is_there).then(expr).otherwise(x.lit(otherwise))
        return there


@dataclass(frozen=True)
class _Parts:
    """The numbers that a mean is made of; `partial` if some rows may lack some of them."""

    x: Names
    listed: Sequence[_Part]
    partial: bool

    @property
    def wholes(self) -> list[int]:
        """The weights as whole numbers without a common divisor."""
        common = math.lcm(*(part.share.denominator for part in self.listed))
        wholes = [int(part.share * common) for part in self.listed]
        return [whole // math.gcd(*wholes) for whole in wholes]

    @property
    def share(self) -> nw.Expr | None:
        """The shares of the numbers that are there, added up; None where they are all there."""
        if not self.partial:
            return None
        shares = (part.where_known(self.x, self.x.lit(float(part.share)), 0.0) for part in self.listed)
        return folded(operator.add, shares)

    def added(self, of_part: Callable[[_Part], nw.Expr]) -> nw.Expr:
        """The sum of what is made of each number that is there."""
        return folded(operator.add, (self.of_those_there(part, of_part(part), 0.0) for part in self.listed))

    def of_those_there(self, part: _Part, expr: nw.Expr, otherwise: float) -> nw.Expr:
        """The expression; if the mean is of those that are there, another number where this one is not."""
        return part.where_known(self.x, expr, otherwise) if self.partial else expr

    @property
    def zero(self) -> nw.Expr | None:
        """Where one of the numbers is 0 (of what is below 0, and of what is in doubt, nothing is promised);
        None where none can be."""
        zeros = [part.is_zero(self.x) for part in self.listed if part.positive.elsewhere]
        return folded(operator.or_, zeros) if zeros else None


Mean: TypeAlias = "Callable[[_Parts], tuple[nw.Expr, float, nw.Expr, tuple[int | None, int, int]]]"
"""Of numbers above 0: the expression of their mean, a bound on its error in all rows and in each, and what it
has as `denominator`, `loose` and `degree`."""


def curved_mean(
    doubts: Doubts,
    values: Sequence[Quantity],
    weights: Sequence[Fraction],
    mean: Mean,
    *,
    partial: bool = False,
) -> Quantity:
    """A mean that is not linear: of those that are there when `partial`, missing where one is missing
    otherwise."""
    x = doubts.x
    pairs = [
        (uncounted(value, doubts.most), weight)
        for value, weight in zip(values, weights, strict=True)
        if weight
    ]
    share = sum((weight for _, weight in pairs), Fraction(0))
    weighed = [value for value, _ in pairs]
    apart = [_Part(value, weight / share, above_zero(doubts, value)) for value, weight in pairs]
    parts = _Parts(x, apart, partial and any(value.missing for value in weighed))
    expr, error, margin, (denominator, loose, degree) = mean(parts)
    zero = parts.zero
    if zero is not None:
        expr = x.when(zero).then(x.lit(0.0)).otherwise(expr)
        margin = x.when(zero).then(x.lit(0.0)).otherwise(margin)
    low, high = min(value.low for value in weighed), max(value.high for value in weighed)
    made = Quantity(
        expr,
        max(low, Fraction(0)),
        max(high, Fraction(0)),
        error if math.isfinite(error) else math.inf,
        denominator,
        1,
        any(value.missing for value in values),
        max(value.stage for value in weighed),
        loose=loose,
        degree=degree,
        margin=margin,
    )
    has_enough = known(x, values if not partial else weighed, 1 if partial else len(values))
    return only_if(x, joined([has_enough, *_none_below_zero(doubts, weighed)], every=True), made)


def _none_below_zero(doubts: Doubts, values: Sequence[Quantity]) -> list[Truth]:
    """That no number is known to be below 0."""
    zero, truths = constant(doubts.x, Fraction(0)), []
    for value in values:
        if value.low < 0:
            below = compared("<", value, zero, doubts)
            holds = below.holds
            truths.append(
                Truth(constant=not below.constant) if holds is None else Truth(~holds, None, below.stage)
            )
    return truths


def geometric(parts: _Parts) -> tuple[nw.Expr, float, nw.Expr, tuple[int | None, int, int]]:
    """The product of powers x^w. An error e of x is one of w e y^(w - 1) of its power, with a y between x - e
    and x + e, and in proportion w e / (x - e); a power is computed to a few units in the last place, and the
    error of its exponent counts as often as the logarithm of x is large."""
    x, listed, total = parts.x, parts.listed, parts.share

    def power(part: _Part) -> nw.Expr:
        exponent = float(part.share) if total is None else x.lit(float(part.share)) / total
        return parts.of_those_there(part, part.positive.expr**exponent, 1.0)

    product = _product(parts)
    expr = folded(operator.mul, (power(part) for part in listed)) if product is None else product
    ends = [part.positive.least * 2 / 3 for part in listed]
    size = max(1.0, *(max(part.value.size, part.positive.least) * 4 / 3 for part in listed))
    logs = max(math.log(size), *(abs(math.log(least)) for least in ends))
    rounding = (len(listed) + 4) * EIGHT + 4 * EPS * logs
    error = rounding * size
    for part, least in zip(listed, ends, strict=True):
        # the shares of those that are there are at least what they are of all
        error += max(1.0, least ** (float(part.share) - 1)) * size * part.positive.error
    shift = parts.added(lambda part: part.positive.margin * float(part.share) / part.positive.expr)
    shift = shift if total is None else shift / total
    margin = x.when(shift < 0.25).then(expr * (4.0 * shift + rounding)).otherwise(x.lit(math.inf))
    return expr, error, margin, _of_geometric(parts)


def _product(parts: _Parts) -> nw.Expr | None:
    """The root of one product, which takes a fraction of the time of many powers; None where numbers may be
    lacking, or the product too large for doubles, or too near to 0. Its roundings are fewer than those of
    powers."""
    wholes = parts.wholes
    degree = sum(wholes)
    if parts.partial or degree > MOST_FACTORS:
        return None
    logs = (
        whole
        * max(abs(math.log(part.positive.least)), abs(math.log(max(part.value.size, part.positive.least))))
        for part, whole in zip(parts.listed, wholes, strict=True)
    )
    if not sum(logs) < MOST_LOG:
        return None
    factors = [part.factor for part, whole in zip(parts.listed, wholes, strict=True) for _ in range(whole)]
    expr = folded(operator.mul, factors)
    while degree % 2 == 0:
        expr, degree = expr**0.5, degree // 2
    return expr if degree == 1 else expr ** (1 / degree)


def _of_geometric(parts: _Parts) -> tuple[int | None, int, int]:
    """With whole weights p and their sum n, the n-th power of the mean is the product of all x^p."""
    wholes = parts.wholes
    degree, denominator, loose = sum(wholes), 1, 1
    if degree > MAX_DEGREE:
        return None, 1, 1
    for part, whole in zip(parts.listed, wholes, strict=True):
        own = raised(part.value, 1)
        if own is None:
            return None, 1, 1
        denominator, loose = denominator * own[0] ** whole, loose * own[1] ** whole
    return (denominator, loose, degree) if denominator * loose <= MAX_DENOMINATOR else (None, 1, 1)


def harmonic(parts: _Parts) -> tuple[nw.Expr, float, nw.Expr, tuple[int | None, int, int]]:
    """The inverse h of the mean of inverses. It changes with x as w (h / x)^2, and h is at most x / w, so by
    no more than 1 / w."""
    total = parts.share
    inverse = parts.added(lambda part: float(part.share) / part.positive.expr)
    expr = (1.0 if total is None else total) / inverse
    rounding = (len(parts.listed) + 6) * 4 * EPS
    size = max(max(part.value.size, part.positive.least) for part in parts.listed) * 2
    error = sum(part.positive.error / float(part.share) for part in parts.listed) + rounding * size
    own = parts.added(lambda part: part.positive.margin / float(part.share))
    return expr, error, own + expr * rounding, _of_harmonic(parts)


def _of_harmonic(parts: _Parts) -> tuple[int | None, int, int]:
    """Of numbers a/q with whole weights p the mean is the sum of the p, times the product of all a, over the
    sum of each p q times the product of the other a."""
    own = [raised(part.value, 1) for part in parts.listed]
    if any(each is None for each in own):
        return None, 1, 1
    bounds = [each[0] * each[1] for each in own if each is not None]
    most = [
        max(1, math.ceil(part.value.size * bound)) for part, bound in zip(parts.listed, bounds, strict=True)
    ]
    every = math.prod(most)
    loose = sum(
        whole * bound * (every // one) for whole, bound, one in zip(parts.wholes, bounds, most, strict=True)
    )
    return (1, loose, 1) if loose <= MAX_DENOMINATOR else (None, 1, 1)


__all__ = ["curved_mean", "geometric", "harmonic"]
