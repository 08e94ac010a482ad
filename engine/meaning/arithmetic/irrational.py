"""Powers, roots, exponentials and logarithms of exact numbers: a `Fraction` where the result is rational,
else a `Decimal` of 60 digits.

No number is beyond 10^400, so that a large exponent costs no more than a small one: what would be is missing,
and an irrational one, or a power, that is nearer to 0 than 10^-400 is 0."""

from __future__ import annotations

import decimal
import math
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeAlias

from ..work import ONE_POWER, worked

Known: TypeAlias = "Fraction | Decimal"

DIGITS = decimal.Context(prec=60, Emin=-9999, Emax=9999, traps=[decimal.InvalidOperation])
"""How irrational numbers are computed: with 10 digits more than are trusted."""

NEAR = Decimal(10) ** -40
"""An irrational number so near to a rational one that decides is taken to be that."""

_FINE = decimal.Context(prec=90, Emin=-9999, Emax=9999, traps=[decimal.InvalidOperation])
_LARGEST = 400  # the power of ten that no number goes beyond
_MOST_LOG = 922  # the natural logarithm of that, and a little more
MAX_ROOT = 64
_MOST_BITS = 20_000  # of a power that is kept as a fraction
_SURELY_WITHIN = 1_300  # bits: 2^1300 is below 10^400
_HALF = Fraction(1, 2)


def as_decimal(value: Known, context: decimal.Context = DIGITS) -> Decimal:
    """The number to the digits of the context."""
    if isinstance(value, Decimal):
        return value
    return context.divide(Decimal(value.numerator), Decimal(value.denominator))


def bounded(value: Known) -> Known | None:
    """An irrational number within what is computed with: None beyond 10^400, 0 nearer to 0 than 10^-400."""
    if not isinstance(value, Decimal):
        return value
    if not value.is_finite():
        return None
    if not value or value.adjusted() < -_LARGEST:
        return Fraction(0)
    return None if value.adjusted() >= _LARGEST else value


def sign_of(value: Known) -> int:
    """-1, 0 or 1; an irrational number within 10^-40 of 0 is taken to be 0."""
    if isinstance(value, Decimal) and value.copy_abs() < NEAR:
        return 0
    return (value > 0) - (value < 0)


def snapped(value: Known, grid: Fraction) -> Fraction:
    """A rational for rounding: an irrational number within 10^-40 of a multiple of `grid` is that one."""
    if isinstance(value, Fraction):
        return value
    exact = Fraction(value)
    nearest = round(exact / grid) * grid
    return nearest if abs(exact - nearest) < NEAR else exact


def exponential(value: Known) -> Known | None:
    """e to the power of the number; None beyond 10^400."""
    if not value:
        return Fraction(1)
    if not -_MOST_LOG < value < _MOST_LOG:
        return None if value > 0 else Fraction(0)
    worked(ONE_POWER)
    return bounded(DIGITS.plus(_FINE.exp(as_decimal(value, _FINE))))


def logarithm(value: Known, base: int | None = None) -> Known | None:
    """The logarithm to a whole base of 2 or more (None: the natural one), exact where it is whole; None of
    what is not above 0."""
    if sign_of(value) <= 0:
        return None
    if value == 1:
        return Fraction(0)
    worked(ONE_POWER)
    log = _log_of(value)
    if base is None:
        return DIGITS.plus(log)
    log = _FINE.divide(log, _log_of(Fraction(base)))
    whole = round(Fraction(log))
    if isinstance(value, Fraction) and abs(Fraction(log) - whole) < NEAR and Fraction(base) ** whole == value:
        return Fraction(whole)
    return DIGITS.plus(log)


def power(base: Known, exponent: Known) -> Known | None:
    """The base to the power of the exponent: exact where that is rational. None of 0 to a negative power, of
    a negative base to one that is not whole, and beyond 10^400. Anything to the power of 0 is 1."""
    if isinstance(exponent, Decimal):
        exponent = _whole_if_near(exponent)
    if not exponent:
        return Fraction(1)
    of_base = sign_of(base)
    if of_base == 0:
        return Fraction(0) if exponent > 0 else None
    if of_base > 0:
        return _power_of(base, exponent)
    if not isinstance(exponent, Fraction) or exponent.denominator > 1:
        return None
    size = _power_of(base.copy_abs() if isinstance(base, Decimal) else -base, exponent)
    if size is None or exponent.numerator % 2 == 0:
        return size
    return size.copy_negate() if isinstance(size, Decimal) else -size


def _whole_if_near(value: Decimal) -> Known:
    """An irrational number within 10^-40 of a whole one is taken to be that."""
    whole = value.to_integral_value(context=_FINE)
    return Fraction(whole) if _FINE.abs(_FINE.subtract(value, whole)) < NEAR else value


@lru_cache(maxsize=1024)
def _log_of(value: Known) -> Decimal:
    """The natural logarithm of a number above 0. Rules ask for that of the same bounds in every row."""
    return _FINE.ln(as_decimal(value, _FINE))


def _power_of(base: Known, exponent: Known) -> Known | None:
    """The power of a base above 0."""
    worked(ONE_POWER)
    root: Fraction | None = None
    if isinstance(base, Fraction) and isinstance(exponent, Fraction):
        root = rational_root(base, exponent.denominator)
        if root is not None and _bits(root) * abs(exponent.numerator) <= _SURELY_WITHIN:
            return root**exponent.numerator
    if root is None and exponent == _HALF:
        return bounded(DIGITS.plus(_FINE.sqrt(as_decimal(base, _FINE))))
    log = _FINE.multiply(_FINE.ln(as_decimal(base, _FINE)), as_decimal(exponent, _FINE))
    if log.copy_abs() > _MOST_LOG:
        return None if log > 0 else Fraction(0)
    if (
        root is not None
        and isinstance(exponent, Fraction)
        and _bits(root) * abs(exponent.numerator) <= _MOST_BITS
    ):
        return root**exponent.numerator
    return bounded(DIGITS.plus(_FINE.exp(log)))


def _bits(value: Fraction) -> int:
    return max(value.numerator.bit_length(), value.denominator.bit_length())


def rational_root(value: Fraction, degree: int) -> Fraction | None:
    """The root of a number not below 0, where it is rational; None where not, or of a degree over 64."""
    if degree == 1:
        return value
    if degree > MAX_ROOT:
        return None
    top, bottom = _whole_root(value.numerator, degree), _whole_root(value.denominator, degree)
    return None if top is None or bottom is None else Fraction(top, bottom)


def _whole_root(value: int, degree: int) -> int | None:
    if degree == 2:
        root = math.isqrt(value)
        return root if root * root == value else None
    guess = (
        int(DIGITS.power(Decimal(value), DIGITS.divide(Decimal(1), Decimal(degree))).to_integral_value())
        if value
        else 0
    )
    return next((root for root in (guess - 1, guess, guess + 1) if root >= 0 and root**degree == value), None)


__all__ = [
    "DIGITS",
    "MAX_ROOT",
    "NEAR",
    "Known",
    "as_decimal",
    "bounded",
    "exponential",
    "logarithm",
    "power",
    "rational_root",
    "sign_of",
    "snapped",
]
