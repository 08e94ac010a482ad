"""Weighted sums and arithmetic means of columns."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..frames import Names, folded
from .missing_numbers import filled, known, only_if, weight_where_known
from .narrow import narrow_sum
from .quantity import (
    EPS,
    MAX_DENOMINATOR,
    MAX_WHOLE,
    Quantity,
    all_counts,
    constant,
    double,
    lcm,
    margins,
    scaled,
    times,
)
from .steps import kinds_of_sum, of_sum

if TYPE_CHECKING:
    import narwhals as nw

MOST_WEIGHTS = 12
"""Of more weights than these, not all the same, the sums of some are too many to list."""


def weighted_sum(
    x: Names, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
) -> Quantity:
    """The sum of the numbers, each times its weight: of those that are there when `partial` (0 where none
    is), missing where one is missing otherwise."""
    pairs = list(zip(values, weights, strict=True))
    unweighed = [value for value, weight in pairs if not weight and value.missing]
    if unweighed and not partial:
        weighed = [(value, weight) for value, weight in pairs if weight]
        rest = weighted_sum(x, [value for value, _ in weighed], [weight for _, weight in weighed])
        return only_if(x, known(x, unweighed, len(unweighed)), rest)
    if partial:
        pairs = [(filled(x, value) if value.missing else value, weight) for value, weight in pairs]
    constants = sum(
        (weight * value.constant for value, weight in pairs if value.constant is not None), Fraction(0)
    )
    moving = [(value, weight) for value, weight in pairs if value.constant is None and weight]
    if not moving:
        return constant(x, constants)
    if len(moving) == 1 and moving[0][1] == 1 and not constants:
        return moving[0][0]
    return _sum_of(x, moving, constants)


def _sum_of(x: Names, moving: Sequence[tuple[Quantity, Fraction]], constants: Fraction) -> Quantity:
    """The weighted sum of numbers that differ from row to row, and one that does not."""
    size = abs(double(constants)) + sum(abs(double(weight)) * value.size for value, weight in moving)
    error = (
        0.0
        if _is_whole(moving, constants) and size < MAX_WHOLE
        else sum(abs(double(weight)) * value.error for value, weight in moving)
        + (2 * len(moving) + 4) * EPS * size
    )
    # one step of the common factor is taken out, so that equal weights cost one multiplication and not many
    factor = moving[0][1] / moving[0][0].per
    terms = [times(value.expr, weight / value.per / factor) for value, weight in moving]
    expr = times(folded(operator.add, terms), factor)
    denominator, loose, degree = of_sum(moving, constants)
    summed = Quantity(
        expr + double(constants) if constants else expr,
        constants + sum(weight * (value.low if weight > 0 else value.high) for value, weight in moving),
        constants + sum(weight * (value.high if weight > 0 else value.low) for value, weight in moving),
        math.inf if not math.isfinite(size) or math.isnan(error) else error,
        denominator,
        1,
        any(value.missing for value, _ in moving),
        max(value.stage for value, _ in moving),
        counts=all_counts(value for value, _ in moving),
        loose=loose,
        degree=degree,
        kinds=kinds_of_sum(moving, constants),
        unsigned=all(value.unsigned and weight > 0 for value, weight in moving),
        margin=_margin(x, moving, abs(double(constants))),
    )
    narrow = narrow_sum(x, moving, constants, size)
    return summed if narrow is None else summed.with_narrow(x, narrow)


def _is_whole(moving: Sequence[tuple[Quantity, Fraction]], constants: Fraction) -> bool:
    """Whether nothing but whole numbers is added up, each a whole number of times the first."""
    first = moving[0][1]
    weights = [constants, first, *(weight / first for _, weight in moving)]
    return all(value.is_whole for value, _ in moving) and all(weight.denominator == 1 for weight in weights)


def _margin(x: Names, moving: Sequence[tuple[Quantity, Fraction]], constants: float) -> nw.Expr | None:
    """The error of a sum in each row: the errors of what is summed, and that of as many additions; see Higham
    (4.4)."""
    bounds = margins(x, [value for value, _ in moving])
    if bounds is None:
        return None
    rounding = (2 * len(moving) + 4) * EPS
    errors = [
        (bound + value.alone.abs() * rounding) * abs(double(weight))
        for bound, (value, weight) in zip(bounds, moving, strict=True)
    ]
    margin = folded(operator.add, errors)
    return margin + constants * rounding if constants else margin


def weighted_mean(
    x: Names, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
) -> Quantity:
    """The mean of the numbers by their weights: of those that are there when `partial`, missing where one is
    missing otherwise."""
    if not (partial and any(value.missing for value in values)):
        share = sum(weights, Fraction(0))
        return weighted_sum(x, values, [weight / share for weight in weights])
    summed = weighted_sum(x, values, weights, partial=True)
    share_expr = folded(
        operator.add,
        (weight_where_known(x, value, float(weight)) for value, weight in zip(values, weights, strict=True)),
    )
    least = min(weight for weight in weights if weight > 0)
    low, high = min(value.low for value in values), max(value.high for value in values)
    size = max(abs(float(low)), abs(float(high)))
    rounding = (len(values) + 8) * EPS
    shares = _shares(weights)
    loose = summed.loose if summed.degree == 1 else 1
    denominator = lcm(scaled(summed.denominator, 1 / share) for share in shares) if shares else None
    if summed.degree > 1 or denominator is None or denominator * loose > MAX_DENOMINATOR:
        denominator, loose = None, 1
    return Quantity(
        summed.alone / x.when(share_expr > 0).then(share_expr),
        low,
        high,
        summed.error / float(least) + rounding * size * float(sum(weights) / least),
        denominator,
        1,
        True,
        summed.stage,
        counts=summed.counts,
        loose=loose,
        margin=None
        if summed.margin is None
        else (summed.margin + summed.alone.abs() * rounding) / float(least),
    )


def _shares(weights: Sequence[Fraction]) -> set[Fraction] | None:
    """What the weights of the known ones can add up to; None where these are too many to list."""
    if len(set(weights)) == 1:
        return {weights[0] * count for count in range(1, len(weights) + 1)}
    if len(weights) > MOST_WEIGHTS:
        return None
    sums = {Fraction(0)}
    for weight in weights:
        sums |= {known_sum + weight for known_sum in sums}
    return {share for share in sums if share}


__all__ = ["weighted_mean", "weighted_sum"]
