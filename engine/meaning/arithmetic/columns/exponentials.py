"""Exponentials and logarithms of columns.

They are computed to a few units in the last place by every library; EIGHT is a bound with room to spare."""

from __future__ import annotations

import math
from fractions import Fraction

from ..irrational import logarithm as exact_logarithm
from .apart import above_zero, surely
from .certificate import Doubts
from .quantity import EPS, Quantity, constant, margins, near

EIGHT = 8 * EPS
MOST_LOG = 300.0
"""Of a greater number the exponential is not computed in floats: rows that have one are in doubt."""

_SLACK = Fraction(1, 10**9)
"""So much further apart are the ends of an interval taken to be where floats have computed them, and for each
of them in proportion."""

_MOST_POWERS = 24  # of the base, whose logarithms are whole


def exponential(doubts: Doubts, value: Quantity) -> Quantity:
    """e to the power of the number. An error d of that is one of exp(d) - 1 of the result in proportion: less
    than 2d where d is below a half."""
    x = doubts.x
    if value.high > MOST_LOG:
        doubts.row(doubts.unsure(value.alone < MOST_LOG, value), value.stage)
    low = min(max(float(value.low), -2 * MOST_LOG), MOST_LOG)
    high = max(min(float(value.high), MOST_LOG), low)
    expr = value.alone.clip(low, high).exp()
    size = math.exp(high)
    error = size * (2 * value.error + EIGHT) + 1 / math.exp(2 * MOST_LOG) if value.error < 1 / 2 else math.inf
    (bound,) = margins(x, [value]) or [x.lit(value.error)]
    margin = x.when(bound < 0.5).then(expr * (2.0 * bound + EIGHT)).otherwise(x.lit(math.inf))
    is_zero = surely(doubts, value, Fraction(0))
    if is_zero is not None:
        expr = x.when(is_zero).then(x.lit(1.0)).otherwise(expr)
        margin = x.when(is_zero).then(x.lit(0.0)).otherwise(margin)
    low_end, high_end = widened(math.exp(low) if value.low > -2 * MOST_LOG else 0.0, size)
    ends = max(low_end, Fraction(0)), high_end
    return Quantity(expr, *ends, error, None, 1, value.missing, value.stage, margin=margin)


def logarithm(doubts: Doubts, value: Quantity, base: int | None = None) -> Quantity:
    """The logarithm to a whole base (None: the natural one), missing where the number is not above 0. An
    error e of the number x is one of e / (x - e) at most. Powers of the base have whole logarithms."""
    if value.constant is not None and value.constant > 0:
        return _of_number(doubts, value.constant, base)
    x, positive = doubts.x, above_zero(doubts, value)
    to_base = 1.0 if base is None else math.log(base)
    expr = positive.expr.log() if base is None else positive.expr.log() * (1 / to_base)
    low = math.log(max(float(value.low), positive.least)) / to_base
    high = max(low, math.log(max(float(value.high), positive.least)) / to_base)
    size = max(abs(low), abs(high))
    error = positive.error * 1.5 / positive.least / to_base + 2 * EIGHT * size + EIGHT
    margin = positive.margin * (1.5 / to_base) / positive.expr + expr.abs() * (2 * EIGHT) + EPS
    for whole in _whole_logarithms(value, base):
        is_power = surely(doubts, value, Fraction(base or 1) ** whole)
        if is_power is not None:
            expr = x.when(is_power).then(x.lit(float(whole))).otherwise(expr)
            margin = x.when(is_power).then(x.lit(0.0)).otherwise(margin)
    return Quantity(
        expr,
        *widened(low, high),
        error,
        None,
        1,
        value.missing or positive.elsewhere,
        value.stage,
        margin=margin,
    )


def _of_number(doubts: Doubts, number: Fraction, base: int | None) -> Quantity:
    """The logarithm of a number that is the same in every row."""
    exact = exact_logarithm(number, base)
    assert exact is not None
    return constant(doubts.x, exact) if isinstance(exact, Fraction) else near(doubts.x, Fraction(exact))


def _whole_logarithms(value: Quantity, base: int | None) -> range:
    """The whole logarithms that the number may have; of what is too large for a look at each only 0."""
    if base is None or value.high <= 0:
        return range(1)
    least = max(value.low, Fraction(1, 10**9))
    low, high = (math.log(float(end)) / math.log(base) for end in (least, max(value.high, least)))
    wholes = range(math.floor(low), math.ceil(high) + 1)
    return wholes if len(wholes) <= _MOST_POWERS else range(1)


def widened(low: float, high: float) -> tuple[Fraction, Fraction]:
    """The ends of an interval, so far apart that the errors of floats do not matter."""
    ends = Fraction(low), Fraction(high)
    return ends[0] - _SLACK * (1 + abs(ends[0])), ends[1] + _SLACK * (1 + abs(ends[1]))


__all__ = ["EIGHT", "MOST_LOG", "exponential", "logarithm", "widened"]
