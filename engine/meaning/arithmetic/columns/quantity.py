"""A number in every row, and what is known of it before any row is looked at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from ..frames import Names

if TYPE_CHECKING:
    import narwhals as nw

EPS = 2.0**-52
MAX_DENOMINATOR = 10**16
MAX_WHOLE = 2.0**51  # whole numbers up to here, and their halves, are exact doubles

ANYTHING = (Fraction(-(10**30)), Fraction(10**30))
"""The interval of a number of which nothing is known."""


@dataclass(frozen=True)
class Quantity:
    """A number in every row. The value is `expr` / `per`; `low`, `high`, `error` and `denominator` speak of
    the value.

    `constant` is set for a number that is the same in every row. `missing` says whether rows may lack it.
    `stage` counts how many rounds of `with_columns` must come before it can be computed."""

    expr: nw.Expr
    low: Fraction
    high: Fraction
    error: float = 0.0
    denominator: int | None = None
    per: int = 1
    missing: bool = False
    stage: int = 0
    constant: Fraction | None = None
    plain: bool = False  # a column of the data as it stands, which needs no name of its own
    # columns of whole numbers: a row's denominator is `denominator` times their lcm
    counts: frozenset[str] = frozenset()

    @property
    def size(self) -> float:
        """The greatest magnitude of its values, as a double; infinite where no double holds it."""
        return double(max(abs(self.low), abs(self.high)))

    @property
    def alone(self) -> nw.Expr:
        """The value itself, as an expression."""
        return self.expr if self.per == 1 else self.expr / float(self.per)


def constant(x: Names, value: Fraction) -> Quantity:
    """A number that is the same in every row."""
    nearest = double(value)
    error = math.inf if math.isinf(nearest) else 0.0 if Fraction(nearest) == value else abs(nearest) * EPS
    return Quantity(x.lit(nearest), value, value, error, value.denominator, constant=value)


def one_of(expr: nw.Expr, values: Sequence[Quantity], missing: bool, stage: int = 0) -> Quantity:
    """An expression that has in every row the value of one of some quantities; it hangs on something of the
    stage `stage`."""
    return Quantity(
        expr,
        min(value.low for value in values),
        max(value.high for value in values),
        max(value.error for value in values) + 4 * EPS * max(value.size for value in values),
        lcm(value.denominator for value in values),
        1,
        missing,
        max(stage, *(value.stage for value in values)),
        counts=all_counts(values),
    )


def double(value: Fraction) -> float:
    """The nearest double; infinite beyond them."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def times(expr: nw.Expr, factor: Fraction) -> nw.Expr:
    """The expression, multiplied where that changes it."""
    return expr if factor == 1 else expr * double(factor)


def all_counts(values: Iterable[Quantity]) -> frozenset[str]:
    """The columns of counts on which the denominators of some quantities hang."""
    return frozenset().union(*(value.counts for value in values))


# denominators; None where nothing is known of one, or it is too large to be of use


def lcm(denominators: Iterable[int | None]) -> int | None:
    """A denominator that some numbers have in common."""
    common = 1
    for denominator in denominators:
        if denominator is None or (common := math.lcm(common, denominator)) > MAX_DENOMINATOR:
            return None
    return common


def scaled(denominator: int | None, weight: Fraction) -> int | None:
    """A denominator of weight times a number with the given one."""
    if denominator is None:
        return None
    return denominator * weight.denominator // math.gcd(denominator, weight.numerator)


def multiplied(left: int | None, right: int | None) -> int | None:
    """A denominator of the product of two numbers."""
    if left is None or right is None or left * right > MAX_DENOMINATOR:
        return None
    return left * right


__all__ = [
    "ANYTHING",
    "EPS",
    "MAX_WHOLE",
    "Quantity",
    "all_counts",
    "constant",
    "double",
    "lcm",
    "multiplied",
    "one_of",
    "scaled",
    "times",
]
