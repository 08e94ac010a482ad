"""Numbers as they are: `Fraction`, and a `Decimal` of 50 digits where a root or a logarithm makes a value
irrational.

Irrational values are computed with 10 digits more than the 50 that are trusted; one within 10^-40 of a
rational boundary (a tie, a threshold) is taken to be on it."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from ..model import Scale
from . import irrational
from .irrational import DIGITS, MAX_ROOT, NEAR, as_decimal, bounded, rational_root, sign_of, snapped
from .rounding_exactly import round_exactly
from .signs import SIGNS

Exact: TypeAlias = "Fraction | Decimal | None"


def exact_value(value: object) -> Fraction | None:
    """A cell as the decimal number that it is written as: the shortest one that gives the same double. None
    for no number."""
    if value is None or isinstance(value, bool) or type(value).__name__ in NO_VALUE:
        return None
    if isinstance(value, (Fraction, int)):
        return Fraction(value)
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    number = float(value)  # type: ignore[arg-type]  # numpy's scalars too
    return Fraction(repr(number)) if math.isfinite(number) else None


NO_VALUE = ("NAType", "NaTType")
"""The types of pandas' own words for a missing value."""


class ExactArithmetic:
    """The arithmetic that settles every doubt. A missing number is None, and so is a truth that hangs on
    one."""

    def __init__(self, scale: Scale) -> None:
        self.scale = scale

    def number(self, value: Fraction) -> Exact:
        """The number itself."""
        return value

    def add(self, left: Exact, right: Exact) -> Exact:
        """The sum; None where one is missing."""
        return _both_ways(left, right, lambda a, b: a + b, DIGITS.add)

    def subtract(self, left: Exact, right: Exact) -> Exact:
        """The difference; None where one is missing."""
        return _both_ways(left, right, lambda a, b: a - b, DIGITS.subtract)

    def multiply(self, left: Exact, right: Exact) -> Exact:
        """The product; None where one is missing."""
        return _both_ways(left, right, lambda a, b: a * b, DIGITS.multiply)

    def divide(self, left: Exact, right: Exact) -> Exact:
        """The quotient; None where one is missing, or the divisor is 0."""
        if right is None or sign_of(right) == 0:
            return None
        return _both_ways(left, right, lambda a, b: a / b, DIGITS.divide)

    def negate(self, value: Exact) -> Exact:
        """The number with the other sign; None where it is missing."""
        # Decimal's own minus would round to the 28 digits of the default context
        return value.copy_negate() if isinstance(value, Decimal) else None if value is None else -value

    def absolute(self, value: Exact) -> Exact:
        """The magnitude; None where the number is missing."""
        return (
            value.copy_abs()
            if isinstance(value, Decimal)
            else None
            if value is None
            else Fraction(abs(value))
        )

    def power(self, base: Exact, exponent: Exact) -> Exact:
        """The power, exact where it is rational; None where one is missing, or it has no value; see
        `irrational.power`."""
        return None if base is None or exponent is None else irrational.power(base, exponent)

    def exponential(self, value: Exact) -> Exact:
        """e to the power of the number, to 50 digits; None where that is missing, or the result beyond
        10^400."""
        return None if value is None else irrational.exponential(value)

    def logarithm(self, value: Exact, base: int | None = None) -> Exact:
        """The logarithm, exact where it is whole; None where the number is missing, or not above 0."""
        return None if value is None else irrational.logarithm(value, base)

    def minimum(self, values: Sequence[Exact]) -> Exact:
        """The least of those that are there; None where none is."""
        return min((value for value in values if value is not None), key=_decimal_or_fraction, default=None)

    def maximum(self, values: Sequence[Exact]) -> Exact:
        """The greatest of those that are there; None where none is."""
        return max((value for value in values if value is not None), key=_decimal_or_fraction, default=None)

    def total(self, values: Sequence[Exact], weights: Sequence[Fraction], *, partial: bool = False) -> Exact:
        """The sum of the numbers, each times its weight; None where one is missing (when `partial`: all
        are)."""
        known = _known(values, weights, partial)
        if not known:
            return None
        fractions = [(value, weight) for value, weight in known if isinstance(value, Fraction)]
        if len(fractions) == len(known):
            common = math.lcm(*(value.denominator * weight.denominator for value, weight in fractions))
            wholes = (
                value.numerator * weight.numerator * (common // (value.denominator * weight.denominator))
                for value, weight in fractions
            )
            return Fraction(sum(wholes), common)
        result: Exact = Fraction(0)
        for value, weight in known:
            result = self.add(result, self.multiply(value, weight))
        return result

    def mean(self, values: Sequence[Exact], weights: Sequence[Fraction], *, partial: bool = False) -> Exact:
        """The weighted mean; None where one is missing (when `partial`: all are)."""
        known = _known(values, weights, partial)
        if not known:
            return None
        share = sum((weight for _, weight in known), Fraction(0))
        return self.divide(self.total([value for value, _ in known], [weight for _, weight in known]), share)

    def geometric_mean(
        self, values: Sequence[Exact], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Exact:
        """The product of powers: exact where the root is rational, else to 50 digits; 0 where one is 0. Of
        what has a weight only; None where one of these is below 0, or missing (when `partial`: all are)."""
        known = _weighed(values, weights, partial)
        if known is None or any(sign_of(value) == 0 for value, _ in known):
            return None if known is None else Fraction(0)
        share = sum((weight for _, weight in known), Fraction(0))
        exponents = [weight / share for _, weight in known]
        degree = math.lcm(*(exponent.denominator for exponent in exponents))
        if degree <= MAX_ROOT and all(isinstance(value, Fraction) for value, _ in known):
            product = Fraction(1)
            for (value, _), exponent in zip(known, exponents, strict=True):
                product *= Fraction(value) ** int(exponent * degree)
            root = rational_root(product, degree)
            if root is not None:
                return root
        log = Decimal(0)
        for (value, _), exponent in zip(known, exponents, strict=True):
            log = DIGITS.add(log, DIGITS.multiply(DIGITS.ln(as_decimal(value)), as_decimal(exponent)))
        return bounded(DIGITS.exp(log))

    def harmonic_mean(
        self, values: Sequence[Exact], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Exact:
        """The inverse of the mean of inverses, 0 where one is 0; None as for the geometric mean."""
        known = _weighed(values, weights, partial)
        if known is None or any(sign_of(value) == 0 for value, _ in known):
            return None if known is None else Fraction(0)
        share = sum((weight for _, weight in known), Fraction(0))
        return self.divide(
            share,
            self.total(
                [self.divide(Fraction(1), value) for value, _ in known], [weight for _, weight in known]
            ),
        )

    def rounded(self, value: Exact, decimals: int | None = None, rounding: str | None = None) -> Exact:
        """The number at so many decimals, by `round_exactly` (None: the scale's own decimals, the scale's own
        way); None where it is missing."""
        if value is None:
            return None
        places = self.scale.decimals if decimals is None else decimals
        return round_exactly(
            snapped(value, Fraction(1, 2 * 10**places)), places, rounding or self.scale.rounding
        )

    def to_step(self, value: Exact, step: Fraction, rounding: str | None = None) -> Exact:
        """The multiple of a step to which the number is rounded; None where it is missing."""
        return self.multiply(self.rounded(self.divide(value, step), 0, rounding), step)

    def compare(self, sign: str, left: Exact, right: Exact) -> bool | None:
        """Whether two numbers stand in a relation (< <= > >= == !=); irrational ones that differ by less than
        10^-40 are equal. None where one is missing."""
        if left is None or right is None:
            return None
        if isinstance(left, Decimal) or isinstance(right, Decimal):
            difference = self.subtract(left, right)
            order = (
                0
                if isinstance(difference, Decimal) and abs(difference) < NEAR
                else sign_of(difference or Fraction(0))
            )
        else:
            of_left, of_right = left.numerator * right.denominator, right.numerator * left.denominator
            order = (of_left > of_right) - (of_left < of_right)
        return bool(SIGNS[sign](order, 0))

    def both(self, truths: Sequence[bool | None]) -> bool | None:
        """False where one is, else None where one is not known."""
        return False if False in truths else None if None in truths else True

    def either(self, truths: Sequence[bool | None]) -> bool | None:
        """True where one is, else None where one is not known."""
        return True if True in truths else None if None in truths else False

    def opposite(self, truth: bool | None) -> bool | None:
        """None where the truth is not known."""
        return None if truth is None else not truth

    def choose(self, truth: bool | None, yes: Exact, no: Exact) -> Exact:
        """One of the two numbers; None where the truth is not known."""
        return None if truth is None else yes if truth else no

    def known(self, values: Sequence[Exact], at_least: int) -> bool:
        """Whether so many of the numbers are there."""
        return sum(value is not None for value in values) >= at_least

    def first_known(self, values: Sequence[Exact]) -> Exact:
        """The first number that is there; None where none is."""
        return next((value for value in values if value is not None), None)

    def only_if(self, truth: bool | None, value: Exact) -> Exact:
        """The number where the truth holds; None where it does not, or is not known."""
        return value if truth else None

    def nothing(self) -> Exact:
        """None."""
        return None

    def sure(self, value: Exact) -> Exact:
        """The number as it is: one unit has it or has not."""
        return value

    def within(self, value: Exact, low: Fraction, high: Fraction) -> Exact:  # noqa: ARG002
        """The number as it is."""
        return value

    def never(self, truth: bool | None) -> bool:
        """Whether the truth does not hold."""
        return truth is False

    def called(self, function: str, values: Sequence[Exact], value: Exact) -> Exact:  # noqa: ARG002
        """The number as it is: numbers carry no names."""
        return value

    def named_truth(self, name: str, truth: bool | None) -> bool | None:  # noqa: ARG002
        """The same truth."""
        return truth

    def named(self, name: str, value: Exact) -> Exact:  # noqa: ARG002
        """The number as it is: numbers carry no names."""
        return value


def _known(
    values: Sequence[Exact], weights: Sequence[Fraction], partial: bool
) -> list[tuple[Fraction | Decimal, Fraction]] | None:
    """The known values with their weights; None when one is missing that may not be."""
    pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if value is not None]
    return pairs if partial or len(pairs) == len(values) else None


def _weighed(
    values: Sequence[Exact], weights: Sequence[Fraction], partial: bool
) -> list[tuple[Fraction | Decimal, Fraction]] | None:
    """The known values that have a weight; None where there is none, or one below 0, of which no such mean
    can be taken."""
    known = [(value, weight) for value, weight in _known(values, weights, partial) or () if weight]
    return known if known and all(sign_of(value) >= 0 for value, _ in known) else None


def _both_ways(
    left: Exact,
    right: Exact,
    rational: Callable[[Fraction, Fraction], Fraction],
    by_digits: Callable[[Decimal, Decimal], Decimal],
) -> Exact:
    if left is None or right is None:
        return None
    if isinstance(left, Fraction) and isinstance(right, Fraction):
        return rational(left, right)
    return bounded(by_digits(as_decimal(left), as_decimal(right)))


def _decimal_or_fraction(value: Exact) -> Fraction:
    assert value is not None
    return Fraction(value)
