"""Products and quotients of columns."""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction

from .apart import not_zero
from .certificate import Doubts
from .missing_numbers import only_if
from .quantity import ANYTHING, EPS, MAX_SIZE, Quantity, all_counts, margins
from .steps import of_product, of_quotient, uncounted
from .sums import weighted_sum
from .truth import Truth


def product(doubts: Doubts, left: Quantity, right: Quantity) -> Quantity:
    """The product; of one that is the same in every row a weighted sum."""
    if left.constant is not None:
        return weighted_sum(doubts.x, [right], [left.constant])
    if right.constant is not None:
        return weighted_sum(doubts.x, [left], [right.constant])
    if left.counts and right.counts:  # whose denominators multiply
        left, right = uncounted(left, doubts.most), uncounted(right, doubts.most)
    low, high = hull(one * two for one in (left.low, left.high) for two in (right.low, right.high))
    error = (
        (left.size + left.error) * (right.size + right.error)
        - left.size * right.size
        + 4 * EPS * left.size * right.size
    )
    bounds = margins(doubts.x, [left, right])
    margin = None
    if bounds is not None:
        one, two = left.alone.abs(), right.alone.abs()
        margin = one * bounds[1] + two * bounds[0] + bounds[0] * bounds[1] + one * two * (4 * EPS)
    denominator, loose, degree = of_product(left, right)
    made = Quantity(
        left.expr * right.expr,
        low,
        high,
        error if math.isfinite(left.error) and math.isfinite(right.error) else math.inf,
        denominator,
        left.per * right.per,
        left.missing or right.missing,
        max(left.stage, right.stage),
        counts=all_counts([left, right]),
        loose=loose,
        degree=degree,
        margin=margin,
    )
    return within_doubles(doubts, made, [left, right])


def quotient(doubts: Doubts, left: Quantity, right: Quantity) -> Quantity:
    """The quotient, missing where the divisor is 0. Its error in a row is that of the dividend and, so many
    times as the quotient is large, that of the divisor, over the divisor: (d + |q| e) / (|b| - e)."""
    if right.constant:
        return weighted_sum(doubts.x, [left], [1 / right.constant])
    if right.low == right.high == 0:
        return only_if(doubts.x, Truth(constant=False), left)
    left, right = uncounted(left, doubts.most), uncounted(right, doubts.most)
    divisor = not_zero(doubts, right)
    size = left.size / divisor.least
    expr = left.alone / divisor.expr
    error = (left.error + size * divisor.error) * 1.5 / divisor.least + 6 * EPS * size
    (of_left,) = margins(doubts.x, [left]) or [doubts.x.lit(left.error)]
    margin = (of_left + expr.abs() * divisor.margin) * 1.5 / divisor.expr.abs() + expr.abs() * (6 * EPS)
    denominator, loose, degree = of_quotient(left, right)
    made = Quantity(
        expr,
        *_quotients(left, right, divisor.least),
        math.inf if math.isnan(error) else error,
        denominator,
        1,
        left.missing or right.missing or divisor.elsewhere,
        max(left.stage, right.stage),
        loose=loose,
        degree=degree,
        margin=margin,
    )
    return within_doubles(doubts, made, [left, right])


def _quotients(left: Quantity, right: Quantity, least: float) -> tuple[Fraction, Fraction]:
    """Between what quotients lie, if the divisor is not nearer to 0 than `least`."""
    nearest = Fraction(least)
    divisors = set()
    if right.high > 0:
        divisors |= {max(nearest, right.low), max(nearest, right.high)}
    if right.low < 0:
        divisors |= {min(-nearest, right.low), min(-nearest, right.high)}
    return hull(one / two for one in (left.low, left.high) for two in divisors)


def within_doubles(doubts: Doubts, made: Quantity, of: Iterable[Quantity]) -> Quantity:
    """The quantity; where it may be too large for doubles every row is in doubt."""
    if made.size <= MAX_SIZE:
        return made
    doubts.every_row(of)
    return Quantity(made.expr, *ANYTHING, math.inf, None, made.per, made.missing, made.stage)


def hull(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    """The least and the greatest."""
    listed = list(values)
    return min(listed), max(listed)


__all__ = ["hull", "product", "quotient", "within_doubles"]
