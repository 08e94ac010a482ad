"""Points as they are shown: cut to some decimals so that those of a node's parts add up to its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

DUST = Fraction(1, 10**40)  # what irrational values may be off, which have 50 digits


@dataclass(frozen=True)
class Share:
    """A part of the total in points: exact, and as it is shown, with `places` decimals; shown parts of one
    node add up."""

    exact: Fraction
    shown: Fraction
    places: int


def cut(value: Fraction, places: int) -> Fraction:
    """The value at so many decimals, halves upwards."""
    return Fraction(math.floor(value * 10**places + Fraction(1, 2)), 10**places)


def apportioned(parts: Sequence[Fraction], whole: Fraction, places: int) -> list[Fraction]:
    """The parts with so many decimals, so that they add up to the whole, which has as many (the largest
    remainders go up)."""
    unit = Fraction(1, 10**places)
    floors = [math.floor(part / unit) for part in parts]
    left = int(whole / unit) - sum(floors)
    by_remainder = sorted(
        range(len(parts)), key=lambda number: (floors[number] - parts[number] / unit, number)
    )
    raised = set(by_remainder[:left])
    return [(floor + (number in raised)) * unit for number, floor in enumerate(floors)]


__all__ = ["DUST", "Share", "apportioned", "cut"]
