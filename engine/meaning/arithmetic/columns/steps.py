"""How near a number can come to a boundary that it is not on.

A number with denominator q is a multiple of 1/q, so it is on a boundary k/d or at least 1/lcm(q, d) away. Of
a root v, the n-th power of which has denominator q, no less is known: v^n is on (k/d)^n or at least
1/lcm(q, d^n) away from it, and |v^n - t^n| <= |v - t| n max(|v|, |t|)^(n - 1), by the mean value theorem."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from .quantity import MAX_DENOMINATOR, MOST_KINDS, Kind, Quantity, double, lcm, scaled

MAX_DEGREE = 6
"""Roots of a higher degree come too near to boundaries for doubles."""


def step(value: Quantity, boundary: int) -> float | None:
    """The least distance of a number from a multiple of 1/boundary that it is not on (in rows with counts, of
    a number whose counts are 1); None where nothing is known of it, or it is too small to be of use."""
    if not math.isfinite(value.size):
        return None
    kinds = value.kinds
    if not kinds:
        if value.denominator is None:
            return None
        kinds = frozenset([(value.denominator, value.loose, value.degree)])
    most = 1
    for denominator, loose, degree in kinds:
        common = math.lcm(denominator, boundary**degree) * loose
        if degree > 1:
            # a boundary farther off than 1 is farther off than any step
            common *= degree * (math.ceil(value.size) + 1) ** (degree - 1)
        most = max(most, common)
    return None if most > MAX_DENOMINATOR else 1 / most


def raised(value: Quantity, degree: int) -> tuple[int, int] | None:
    """What the number to the power of `degree` has as `denominator` and as `loose`; None where that is not
    known, or of no use."""
    if value.denominator is None or value.counts or value.degree not in (1, degree):
        return None
    times = 1 if value.degree == degree else degree
    denominator, loose = value.denominator**times, value.loose**times
    return (denominator, loose) if denominator * loose <= MAX_DENOMINATOR else None


def uncounted(value: Quantity, most: Mapping[str, int]) -> Quantity:
    """The number, its counts taken to be any whole numbers up to the greatest of each."""
    if not value.counts:
        return value
    loose = value.loose * math.prod(max(1, most[count]) for count in value.counts)
    known = value.denominator is not None and value.denominator * loose <= MAX_DENOMINATOR
    return replace(
        value,
        counts=frozenset(),
        denominator=value.denominator if known else None,
        loose=loose if known else 1,
    )


def least_size(value: Quantity, most: Mapping[str, int]) -> float:
    """The least magnitude of a number where it is not 0; 0 where none is known."""
    away = max(value.low, -value.high, Fraction(0))
    least = double(away)
    if Fraction(min(least, sys.float_info.max)) > away:
        least = math.nextafter(least, 0.0)
    return max(least, step(uncounted(value, most), 1) or 0.0)


def of_sum(moving: Sequence[tuple[Quantity, Fraction]], constants: Fraction) -> tuple[int | None, int, int]:
    """What a weighted sum and a constant have as `denominator`, `loose` and `degree`."""
    if len(moving) == 1 and not constants:
        ((value, weight),) = moving
        return scaled(value.denominator, weight**value.degree), value.loose, value.degree
    if any(value.degree > 1 for value, _ in moving):
        return None, 1, 1
    denominator = lcm(
        [constants.denominator, *(scaled(value.denominator, weight) for value, weight in moving)]
    )
    loose = math.prod(value.loose for value, _ in moving)
    if denominator is None or denominator * loose > MAX_DENOMINATOR:
        return None, 1, 1
    return denominator, loose, 1


def kinds_of_sum(moving: Sequence[tuple[Quantity, Fraction]], constants: Fraction) -> frozenset[Kind]:
    """The `kinds` of a weighted sum and a constant: in a row each of the numbers has one of its own."""
    if not any(value.kinds for value, _ in moving) or any(value.counts for value, _ in moving):
        return frozenset()
    found = {(constants.denominator, 1)}
    for value, weight in moving:
        own = value.kinds
        if not own and value.denominator is not None:
            own = frozenset([(value.denominator, value.loose, value.degree)])
        if not own or any(degree > 1 for _, _, degree in own):
            return frozenset()
        found = {
            (
                math.lcm(common, denominator * weight.denominator // math.gcd(denominator, weight.numerator)),
                so * loose,
            )
            for common, so in found
            for denominator, loose, _ in own
        }
        if len(found) > MOST_KINDS:
            return frozenset()
    return frozenset((denominator, loose, 1) for denominator, loose in found)


def of_product(left: Quantity, right: Quantity) -> tuple[int | None, int, int]:
    """What a product has as `denominator`, `loose` and `degree`."""
    if left.degree == right.degree == 1:
        if left.denominator is None or right.denominator is None:
            return None, 1, 1
        denominator, loose = left.denominator * right.denominator, left.loose * right.loose
        return (denominator, loose, 1) if denominator * loose <= MAX_DENOMINATOR else (None, 1, 1)
    degree = max(left.degree, right.degree)
    one, two = raised(left, degree), raised(right, degree)
    if one is None or two is None or one[0] * one[1] * two[0] * two[1] > MAX_DENOMINATOR:
        return None, 1, 1
    return one[0] * two[0], one[1] * two[1], degree


def of_quotient(left: Quantity, right: Quantity) -> tuple[int | None, int, int]:
    """What a quotient has as `denominator`, `loose` and `degree`. In a/q1 over b/q2 the denominator is q1
    times b, and b is no more than q2 times the size of the divisor."""
    degree = max(left.degree, right.degree)
    one, two = raised(left, degree), raised(right, degree)
    if one is None or two is None or not math.isfinite(right.size):
        return None, 1, 1
    loose = one[1] * two[1] * two[0] * max(1, math.ceil(right.size**degree))
    return (one[0], loose, degree) if one[0] * loose <= MAX_DENOMINATOR else (None, 1, 1)


__all__ = [
    "MAX_DEGREE",
    "kinds_of_sum",
    "least_size",
    "of_product",
    "of_quotient",
    "of_sum",
    "raised",
    "step",
    "uncounted",
]
