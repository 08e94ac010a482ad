"""Numbers of which only two ends are known: what rules can make of values that lie anywhere between some.

What comes out holds every value that there can be, and perhaps more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

from ..model import Scale
from .exact import Exact, ExactArithmetic

BEYOND = Fraction(10**30)
"""Nothing is known of values beyond it."""

_SLACK = Fraction(1, 10**30)
"""So much further apart are ends that are irrational."""


@dataclass(frozen=True)
class Enclosure:
    """Every number from `low` to `high`; units may lack it where it `may_lack`."""

    low: Fraction
    high: Fraction
    may_lack: bool = False


class Intervals:
    """What operations make of intervals. A number that no unit has is None."""

    def __init__(self, scale: Scale) -> None:
        self.exact = ExactArithmetic(scale)

    def number(self, value: Fraction) -> Enclosure | None:
        """The number itself."""
        return Enclosure(value, value)

    def add(self, left: Enclosure | None, right: Enclosure | None) -> Enclosure | None:
        """Every sum."""
        return self.total([left, right], [Fraction(1)] * 2)

    def subtract(self, left: Enclosure | None, right: Enclosure | None) -> Enclosure | None:
        """Every difference."""
        return self.total([left, right], [Fraction(1), Fraction(-1)])

    def multiply(self, left: Enclosure | None, right: Enclosure | None) -> Enclosure | None:
        """Every product."""
        return self._corners([left, right], lambda ends: ends[0] * ends[1])

    def divide(self, left: Enclosure | None, right: Enclosure | None) -> Enclosure | None:
        """Every quotient."""
        if left is None or right is None:
            return None
        if right.low <= 0 <= right.high:
            return Enclosure(-BEYOND, BEYOND, may_lack=True)
        return self._corners([left, right], lambda ends: ends[0] / ends[1])

    def negate(self, value: Enclosure | None) -> Enclosure | None:
        """Every number with the other sign."""
        return None if value is None else Enclosure(-value.high, -value.low, value.may_lack)

    def absolute(self, value: Enclosure | None) -> Enclosure | None:
        """Every magnitude."""
        if value is None or value.low >= 0:
            return value
        low = Fraction(0) if value.high >= 0 else -value.high
        return Enclosure(low, max(-value.low, value.high), value.may_lack)

    def logarithm(self, value: Enclosure | None, base: int | None = None) -> Enclosure | None:
        """Every logarithm."""
        if value is None or value.high <= 0:
            return None
        ends = (self.exact.logarithm(value.high, base), None)
        if value.low <= 0:
            _, high = _ends([ends[0]])
            return Enclosure(-BEYOND, high, may_lack=True)
        return self._rising(value, lambda end: self.exact.logarithm(end, base))

    def exponential(self, value: Enclosure | None) -> Enclosure | None:
        """Every power of e."""
        if value is None:
            return None
        return self._rising(value, self.exact.exponential)

    def power(self, base: Enclosure | None, exponent: Enclosure | None) -> Enclosure | None:
        """Every power."""
        if base is None or exponent is None:
            return None
        lacks = base.may_lack or exponent.may_lack
        whole = exponent.low == exponent.high and exponent.low.denominator == 1 and exponent.low >= 0
        if base.low < 0 and not whole:
            return Enclosure(-BEYOND, BEYOND, may_lack=True)
        corners = [
            self.exact.power(one, two)
            for one, two in product((base.low, base.high), (exponent.low, exponent.high))
        ]
        if any(corner is None for corner in corners):
            return Enclosure(Fraction(0) if base.low >= 0 else -BEYOND, BEYOND, may_lack=True)
        low, high = _ends(corners)
        if base.low < 0 < base.high:
            low, high = min(low, Fraction(0)), max(high, Fraction(0))
        return Enclosure(low, high, lacks)

    def minimum(self, values: Sequence[Enclosure | None]) -> Enclosure | None:
        """The least: where some may be lacking, of those that cannot."""
        return self._extreme(values, min)

    def maximum(self, values: Sequence[Enclosure | None]) -> Enclosure | None:
        """The greatest."""
        return self._extreme(values, max)

    def _extreme(
        self, values: Sequence[Enclosure | None], end: Callable[[Iterable[Fraction]], Fraction]
    ) -> Enclosure | None:
        known = [value for value in values if value is not None]
        if not known:
            return None
        sure = [value for value in known if not value.may_lack]
        if not sure:
            return Enclosure(min(v.low for v in known), max(v.high for v in known), may_lack=True)
        low, high = end(v.low for v in sure), end(v.high for v in sure)
        every_low, every_high = end(v.low for v in known), end(v.high for v in known)
        return Enclosure(min(low, every_low), max(high, every_high))

    def total(
        self, values: Sequence[Enclosure | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Enclosure | None:
        """Every weighted sum."""
        if not partial and any(value is None for value in values):
            return None
        low = high = Fraction(0)
        for value, weight in zip(values, weights, strict=True):
            if value is None:
                continue
            ends = sorted((value.low * weight, value.high * weight))
            if partial and value.may_lack:
                ends = [min(ends[0], Fraction(0)), max(ends[1], Fraction(0))]
            low, high = low + ends[0], high + ends[1]
        lacks = not partial and any(value.may_lack for value in values if value is not None)
        return Enclosure(max(low, -BEYOND), min(high, BEYOND), lacks)

    def mean(
        self, values: Sequence[Enclosure | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Enclosure | None:
        """Every weighted mean."""
        return self._mean(values, weights, self.exact.mean, partial=partial)

    def geometric_mean(
        self, values: Sequence[Enclosure | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Enclosure | None:
        """Every weighted geometric mean."""
        return self._mean(values, weights, self.exact.geometric_mean, partial=partial)

    def harmonic_mean(
        self, values: Sequence[Enclosure | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Enclosure | None:
        """Every weighted harmonic mean."""
        return self._mean(values, weights, self.exact.harmonic_mean, partial=partial)

    def _mean(
        self,
        values: Sequence[Enclosure | None],
        weights: Sequence[Fraction],
        mean: Callable[..., Exact],
        *,
        partial: bool,
    ) -> Enclosure | None:
        pairs = [(v, weight) for v, weight in zip(values, weights, strict=True) if v is not None and weight]
        if not pairs or (not partial and any(value is None for value in values)):
            return None
        lacks = any(value.may_lack for value, _ in pairs)
        if partial and lacks:
            return Enclosure(
                min(value.low for value, _ in pairs), max(value.high for value, _ in pairs), may_lack=True
            )
        shares = [weight for _, weight in pairs]
        ends = [
            mean([value.low for value, _ in pairs], shares),
            mean([value.high for value, _ in pairs], shares),
        ]
        if any(end is None for end in ends):
            return Enclosure(-BEYOND, BEYOND, may_lack=True)
        return Enclosure(*_ends(ends), lacks)

    def rounded(
        self, value: Enclosure | None, decimals: int | None = None, rounding: str | None = None
    ) -> Enclosure | None:
        """Every rounded number."""
        if value is None:
            return None
        return self._rising(value, lambda end: self.exact.rounded(end, decimals, rounding))

    def to_step(
        self, value: Enclosure | None, step: Fraction, rounding: str | None = None
    ) -> Enclosure | None:
        """Every number rounded to a step."""
        if value is None:
            return None
        return self._rising(value, lambda end: self.exact.to_step(end, step, rounding))

    def compare(self, sign: str, left: Enclosure | None, right: Enclosure | None) -> bool | None:
        """Whether all of one stand so to all of the other; None where some do and some do not."""
        if left is None or right is None or left.may_lack or right.may_lack:
            return None
        if sign in (">", ">="):
            sign, left, right = {">": "<", ">=": "<="}[sign], right, left
        if sign == "<":
            return True if left.high < right.low else False if left.low >= right.high else None
        if sign == "<=":
            return True if left.high <= right.low else False if left.low > right.high else None
        apart = left.high < right.low or right.high < left.low
        same = left.low == left.high == right.low == right.high
        equal = False if apart else True if same else None
        return equal if sign == "==" or equal is None else not equal

    def first_known(self, values: Sequence[Enclosure | None]) -> Enclosure | None:
        """The first that is there, or those after it."""
        made: Enclosure | None = None
        for value in values:
            if value is None:
                continue
            made = value if made is None else replace(_both(made, value), may_lack=value.may_lack)
            if not value.may_lack:
                break
        return made

    def nothing(self) -> Enclosure | None:
        """None."""
        return None

    def sure(self, value: Enclosure | None) -> Enclosure | None:
        """The number, which is there."""
        return None if value is None else replace(value, may_lack=False)

    def within(self, value: Enclosure | None, low: Fraction, high: Fraction) -> Enclosure | None:
        """As much of it as lies between two numbers."""
        if value is None:
            return None
        least, most = max(value.low, low), min(value.high, high)
        return (
            Enclosure(least, most, value.may_lack) if least <= most else Enclosure(low, low, value.may_lack)
        )

    def called(
        self,
        function: str,  # noqa: ARG002
        values: Sequence[Enclosure | None],  # noqa: ARG002
        value: Enclosure | None,
    ) -> Enclosure | None:
        """The same number."""
        return value

    def named(self, name: str, value: Enclosure | None) -> Enclosure | None:  # noqa: ARG002
        """The same number."""
        return value

    # how it is done

    def _rising(self, value: Enclosure, function: Callable[[Fraction], Exact]) -> Enclosure:
        """What a function that never falls makes of all numbers between two."""
        if value.low == value.high:
            ends = [function(value.low)]
        else:
            ends = [function(value.low), function(value.high)]
        if any(end is None for end in ends):
            return Enclosure(-BEYOND, BEYOND, may_lack=True)
        return Enclosure(*_ends(ends), value.may_lack)

    def _corners(
        self, values: Sequence[Enclosure | None], operation: Callable[[Sequence[Fraction]], Fraction]
    ) -> Enclosure | None:
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            return None
        corners = [operation(ends) for ends in product(*((value.low, value.high) for value in known))]
        return Enclosure(
            max(min(corners), -BEYOND), min(max(corners), BEYOND), any(value.may_lack for value in known)
        )


def _ends(numbers: Iterable[Exact]) -> tuple[Fraction, Fraction]:
    """The least and the greatest of some numbers, with room where they are irrational."""
    ends: list[Fraction] = []
    for number in numbers:
        assert number is not None
        if isinstance(number, Fraction):
            ends.append(number)
            continue
        slack = _SLACK if isinstance(number, Decimal) else Fraction(0)
        ends += [Fraction(number) - slack, Fraction(number) + slack]
    return min(ends), max(ends)


def _both(one: Enclosure, other: Enclosure) -> Enclosure:
    return Enclosure(min(one.low, other.low), max(one.high, other.high), one.may_lack or other.may_lack)


def hull(one: Enclosure | None, other: Enclosure | None) -> Enclosure | None:
    """Every number of either; where one is lacking altogether, it may be lacking."""
    if one is None or other is None:
        there = one or other
        return None if there is None else replace(there, may_lack=True)
    return _both(one, other)


__all__ = ["BEYOND", "Enclosure", "Intervals", "hull"]
