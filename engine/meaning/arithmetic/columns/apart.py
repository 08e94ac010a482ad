"""Numbers kept apart from 0, as divisors and logarithms want them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from .certificate import Doubts
from .quantity import EPS, Quantity, double
from .steps import least_size, step, uncounted

if TYPE_CHECKING:
    import narwhals as nw

NEAR_ZERO = 1e-12
"""Where nothing is known of how near to 0 a number can come, rows in which it is nearer are in doubt."""


@dataclass(frozen=True)
class Apart:
    """A number where it is not 0, or where it is above 0: missing elsewhere, if it may be elsewhere. In each
    row that is not in doubt its magnitude is at least `least` and, as a float, above `cut`; its error is at
    most a third of it: `error` for all rows, and `margin` in each."""

    expr: nw.Expr
    least: float
    cut: float
    elsewhere: bool
    error: float
    margin: nw.Expr


def not_zero(doubts: Doubts, value: Quantity) -> Apart:
    """The number where it is not 0. Rows of which that is not certain are in doubt."""
    return _apart(doubts, value, value.alone.abs(), value.low > 0 or value.high < 0)


def above_zero(doubts: Doubts, value: Quantity) -> Apart:
    """The number where it is above 0. Rows of which that is not certain are in doubt."""
    return _apart(doubts, value, value.alone, value.low > 0)


def _apart(doubts: Doubts, value: Quantity, size: nw.Expr, always: bool) -> Apart:
    x, least = doubts.x, least_size(value, doubts.most)
    if 4 * value.error < least < math.inf:
        margin = x.lit(value.error)
        if always:
            return Apart(value.alone, least, least / 2, False, value.error, margin)
        return Apart(x.when(size > least / 2).then(value.alone), least, least / 2, True, value.error, margin)
    margin = x.lit(value.error) if value.margin is None else value.margin
    far = size > NEAR_ZERO
    if value.margin is None and not math.isfinite(value.error):
        doubts.every_row([value])
    else:
        sure = (value.alone.abs() > NEAR_ZERO) & (value.alone.abs() > 4.0 * margin)
        if value.margin is not None:
            sure = sure | (margin <= 0.0)  # a whole number
        doubts.row(doubts.unsure(sure, value), value.stage)
    error = value.error if 4 * value.error < NEAR_ZERO else math.inf
    return Apart(x.when(far).then(value.alone), NEAR_ZERO / 2, NEAR_ZERO, True, error, margin)


def surely(doubts: Doubts, value: Quantity, number: Fraction) -> nw.Expr | None:
    """In which rows a quantity is a certain number, where floats tell that of all rows; None where they do
    not."""
    value = uncounted(value, doubts.most)
    beside = step(value, number.denominator)
    error = value.error + 4 * EPS * (value.size + abs(double(number)))
    if beside is None or error >= beside / 4 or not value.low <= number <= value.high:
        return None
    is_number: nw.Expr = (value.alone - double(number)).abs() < beside / 2
    return is_number


__all__ = ["NEAR_ZERO", "Apart", "above_zero", "not_zero", "surely"]
