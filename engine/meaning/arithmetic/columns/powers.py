"""Powers, exponentials and logarithms of columns."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from ..exact import ExactArithmetic
from .quantity import ANYTHING, EPS, Quantity

if TYPE_CHECKING:
    from .column_arithmetic import ColumnArithmetic

MOST_FACTORS = 16
"""Of a power that is computed as a product."""

_SLACK = Fraction(1, 10**9)
"""So much further apart are the ends of an interval taken to be where floats have computed them."""


def power(a: ColumnArithmetic, base: Quantity, exponent: Quantity) -> Quantity:
    """The power. A small whole exponent makes a product; of another one every row is in doubt."""
    if exponent.constant is not None and base.constant is not None:
        exact = ExactArithmetic(a.scale).power(base.constant, exponent.constant)
        if exact is None:
            return a.nothing()
        if isinstance(exact, Fraction):
            return a.number(exact)
    if exponent.constant is not None and exponent.constant.denominator == 1:
        whole = int(exponent.constant)
        if 1 <= whole <= MOST_FACTORS:
            return _product(a, base, whole)
        if -MOST_FACTORS <= whole < 0:
            return a.divide(a.number(Fraction(1)), _product(a, base, -whole))
    a.doubted.every_row([base, exponent])
    known = a.x.when(base.alone > 0).then(base.alone**exponent.alone)
    return Quantity(known, *ANYTHING, math.inf, None, 1, True, max(base.stage, exponent.stage))


def _product(a: ColumnArithmetic, base: Quantity, factors: int) -> Quantity:
    """The base times itself."""
    if factors == 1:
        return base
    half = _product(a, base, factors // 2)
    square = a.multiply(half, half)
    return a.multiply(square, base) if factors % 2 else square


def exponential(a: ColumnArithmetic, value: Quantity) -> Quantity:
    """e to the power of the number; every row is in doubt."""
    a.doubted.every_row([value])
    return Quantity(value.alone.exp(), *ANYTHING, math.inf, None, 1, True, value.stage)


def logarithm(a: ColumnArithmetic, value: Quantity, base: int | None = None) -> Quantity:
    """The logarithm, missing where the number is not above 0. Where it may be near 0 every row is in
    doubt."""
    to_base = 1.0 if base is None else math.log(base)
    if value.low > 0 and float(value.low) > 2 * value.error:
        low, high = math.log(float(value.low)) / to_base, math.log(float(value.high)) / to_base
        size = max(abs(low), abs(high))
        error = value.error / (float(value.low) - value.error) / to_base + 12 * EPS * size + 2 * EPS
        ends = Fraction(low) - _SLACK, Fraction(high) + _SLACK
        expr = value.alone.log() if base is None else value.alone.log() / to_base
        return Quantity(expr, *ends, error, None, 1, value.missing, value.stage)
    a.doubted.every_row([value])
    above_zero = a.x.when(value.alone > 0).then(value.alone)
    return Quantity(above_zero.log() / to_base, *ANYTHING, math.inf, None, 1, True, value.stage)


__all__ = ["exponential", "logarithm", "power"]
