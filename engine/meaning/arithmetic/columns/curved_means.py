"""Means of columns that are not linear: geometric and harmonic ones."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from ..frames import Names, folded
from .certificate import Doubts
from .missing_numbers import weight_where_known
from .quantity import EPS, Quantity

if TYPE_CHECKING:
    import narwhals as nw

CurvedMean: TypeAlias = "Callable[[Names, Sequence[tuple[Quantity, Fraction]]], tuple[nw.Expr, float]]"
"""A mean of numbers, none of which is below 0, with their shares of all weights: the expression, and a bound
on its error."""


def curved_mean(
    doubts: Doubts,
    values: Sequence[Quantity],
    weights: Sequence[Fraction],
    mean: CurvedMean,
    *,
    partial: bool = False,
) -> Quantity:
    """A mean that is not linear. With missing ones beside known ones, or some below 0, every row is settled
    exactly."""
    x = doubts.x
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
    low, high = min(value.low for value, _ in pairs), max(value.high for value, _ in pairs)
    stage = max(value.stage for value, _ in pairs)
    if low < 0 or (partial and any(value.missing for value, _ in pairs)):
        anchor = folded(operator.add, (weight_where_known(x, value, 1.0) for value, _ in pairs))
        doubts.every_row(value for value, _ in pairs)
        expr = x.when(anchor > 0).then(x.lit(0.0))
        return Quantity(expr, min(low, Fraction(0)), high, math.inf, None, 1, True, stage)
    share = sum((weight for _, weight in pairs), Fraction(0))
    expr, error = mean(x, [(value, weight / share) for value, weight in pairs])
    return Quantity(expr, low, high, error, None, 1, any(value.missing for value, _ in pairs), stage)


# as `harmonic`
def geometric(x: Names, pairs: Sequence[tuple[Quantity, Fraction]]) -> tuple[nw.Expr, float]:  # noqa: ARG001
    """The product of powers; see `CurvedMean`."""
    expr = folded(operator.mul, (value.alone.clip(0.0) ** float(weight) for value, weight in pairs))
    size = math.prod(value.size ** float(weight) for value, weight in pairs)
    error = (len(pairs) + 4) * 8 * EPS * size + EPS
    most = [(value.size + value.error) ** float(weight) for value, weight in pairs]
    before = list(accumulate(most[:-1], initial=1.0, func=operator.mul))
    after = list(accumulate(reversed(most[1:]), initial=1.0, func=operator.mul))
    for place, (value, weight) in enumerate(pairs):
        others = before[place] * after[-1 - place]
        low = float(value.low) - value.error
        slope = float(weight) * value.error * low ** (float(weight) - 1) if low > 0 else math.inf
        # x**w grows by at most e**w, wherever x lies
        error += min(slope, value.error ** float(weight)) * others
    return expr, error


def harmonic(x: Names, pairs: Sequence[tuple[Quantity, Fraction]]) -> tuple[nw.Expr, float]:
    """The inverse of the mean of inverses, 0 where one of the numbers is; see `CurvedMean`."""
    low = min(float(value.low) - value.error for value, _ in pairs)
    high = max(value.size for value, _ in pairs)
    inverse = folded(operator.add, (float(weight) / value.alone for value, weight in pairs))
    if low <= 0:
        zero = folded(operator.or_, (value.alone <= 0 for value, _ in pairs))
        return x.when(zero).then(x.lit(0.0)).otherwise(1.0 / inverse), math.inf
    spread = (high / low) ** 2
    error = spread * (
        sum(float(weight) * value.error for value, weight in pairs) + (len(pairs) + 6) * 4 * EPS * high
    )
    return 1.0 / inverse, error


__all__ = ["curved_mean", "geometric", "harmonic"]
