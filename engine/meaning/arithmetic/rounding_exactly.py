"""Exact numbers, rounded."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

_UPWARDS: dict[str, Callable[[int, int, int], bool]] = {
    "half_up": lambda _whole, twice, step: twice >= step,
    "half_even": lambda whole, twice, step: twice > step or (twice == step and whole % 2 == 1),
    "down": lambda _whole, _twice, _step: False,
    "up": lambda _whole, twice, _step: twice > 0,
}
"""Whether a magnitude goes up from the whole number below it, by twice what it is more than that."""


def round_exactly(value: Fraction, decimals: int, rounding: str) -> Fraction:
    """The value at so many decimals. half_up goes away from zero, as in decimal arithmetic; down and up mean
    magnitudes, floor and ceiling the next below and above."""
    grid, step = 10**decimals, value.denominator
    if step == 1 and decimals >= 0:
        return value
    scaled = value.numerator * grid
    if rounding == "floor":
        return Fraction(scaled // step, grid)
    if rounding == "ceiling":
        return Fraction(-(-scaled // step), grid)
    whole, rest = divmod(abs(scaled), step)
    whole += _UPWARDS[rounding](whole, 2 * rest, step)
    return Fraction(-whole if scaled < 0 else whole, grid)


__all__ = ["round_exactly"]
