"""Equations that people read, read back: (90 + [b2 ≤ 50]) / 2 = 70 → 70.00; 90.00 > 70.00."""

from __future__ import annotations

import math
import operator
import re
from decimal import Decimal, getcontext
from fractions import Fraction

from . import naive, worked

getcontext().prec = 50

_BOUND = re.compile(r"\[[^\]]*? [≤≥] ([-0-9./]+)\]")


def text(value: Fraction) -> str:
    """A decimal number as people write it."""
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")


def value(equation: str) -> Fraction:
    """What an expression of numbers comes to; of a score that is known by a bound only that bound."""
    return worked.value(_BOUND.sub(r"(\1)", equation))


def check(line: str) -> None:
    """An audit's line: an equation, what it is in print, and what it contradicts."""
    equation, _, rest = line.partition(" → ")
    left, sign, right = re.fullmatch(r"(.*) (=|≈) ([-0-9./]+)", equation).groups()  # type: ignore[union-attr]
    made, said = value(left), value(right)
    assert made == said if sign == "=" else math.isclose(made, said, rel_tol=1e-2, abs_tol=1e-3), line
    given, contradiction, end = re.fullmatch(r"([-0-9.]+); ([-0-9.]+ [≠<>] [-0-9.]+)", rest).group(1, 2, 1)  # type: ignore[union-attr]
    figure, relation, bound = contradiction.split(" ")
    assert bound == end == given, line
    assert {"≠": operator.ne, "<": operator.lt, ">": operator.gt}[relation](
        Fraction(figure), Fraction(bound)
    ), line


def check_sum(line: str, scale: naive.Scale) -> None:
    """An explanation's line: what the parts add makes the total; where points were rounded, it says so."""
    found = re.fullmatch(
        r"(.*) = ([-0-9.]+)(?: \(points rounded to [0-9]+ decimals\))?, printed ([-0-9.]+)", line
    )
    assert found is not None, line
    terms = [Fraction(term.rsplit(" ", 1)[1]) for term in found[1].split(" + ")]
    assert sum(terms) == Fraction(found[2]), line
    assert naive.rounded(Fraction(found[2]), scale.decimals, scale.rounding) == Fraction(found[3]), line
