"""A number in every row, and what is known of it before any row is looked at."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from ..frames import Names
from .narrow import narrow_number

if TYPE_CHECKING:
    import narwhals as nw

EPS = 2.0**-52
MAX_DENOMINATOR = 10**16
MAX_WHOLE = 2.0**51  # whole numbers up to here, and their halves, are exact doubles
MAX_SIZE = 1e150  # the square of it is a double still

ANYTHING = (Fraction(-(10**30)), Fraction(10**30))
"""The interval of a number of which nothing is known."""


Kind: TypeAlias = tuple[int, int, int]
"""The `denominator`, `loose` and `degree` of a quantity."""

MOST_KINDS = 64
SMALL_DENOMINATOR = 10**4
"""Denominators up to here leave no doubt that others would take away."""


@dataclass(frozen=True)
class Quantity:
    """A number in every row. The value is `expr` / `per`; `low`, `high`, `error` and `denominator` speak of
    the value.

    `constant` is set for a number that is the same in every row. `missing` says whether rows may lack it.
    `stage` counts how many rounds of `with_columns` must come before it can be computed.

    In a row the denominator is `denominator` times some whole number up to `loose`; and it is that of the
    value to the power of `degree`, or of a lower one (of the square of a square root).

    `kinds` are several such denominators, each with its `loose` and `degree`, of which one holds in a row: of
    a number that is now one thing and now another they say more than the one that these have in common.

    `margin` is a bound on the error in each row, where one for all rows says too little; 0 where the value is
    a whole number, and the double that number. It means nothing where the value is missing.

    `narrow` has the same values in a column of one or two bytes, where they are small whole numbers in every
    row and polars computes (see narrow.py). Whoever changes `expr` does so by `with_expr`."""

    expr: nw.Expr
    low: Fraction
    high: Fraction
    error: float = 0.0
    denominator: int | None = None
    per: int = 1
    missing: bool = False
    stage: int = 0
    constant: Fraction | None = None
    unsigned: bool = False  # 0 is never -0.0
    plain: bool = False  # a column of the data as it stands, which needs no name of its own
    # columns of whole numbers: a row's denominator is `denominator` times their lcm
    counts: frozenset[str] = frozenset()
    loose: int = 1
    degree: int = 1
    kinds: frozenset[Kind] = frozenset()
    margin: nw.Expr | None = None
    narrow: nw.Expr | None = None

    def with_expr(self, expr: nw.Expr, **changes: Any) -> Quantity:
        """The quantity with another expression, which is no column of the data as it stands."""
        return replace(self, **{"plain": False, "narrow": None, **changes}, expr=expr)

    def with_narrow(self, x: Names, narrow: nw.Expr, **changes: Any) -> Quantity:
        """The quantity, whose values these are, in few bytes."""
        return self.with_expr(narrow.cast(x.Float64), **changes, narrow=narrow)

    @property
    def is_whole(self) -> bool:
        """Whether the value is a whole number in every row, and the double that number."""
        is_simple = self.denominator == self.per == self.loose == self.degree == 1 and not self.counts
        return is_simple and not self.error and self.size < MAX_WHOLE

    @cached_property
    def size(self) -> float:
        """The greatest magnitude of its values, as a double; infinite where no double holds it."""
        return max(abs(double(self.low)), abs(double(self.high)))

    @property
    def is_there(self) -> nw.Expr:
        """Whether a row has it."""
        lacks = self.expr.is_null() if self.narrow is None else self.narrow.is_null()
        return ~lacks

    @cached_property
    def alone(self) -> nw.Expr:
        """The value itself, as an expression."""
        return self.expr if self.per == 1 else self.expr / float(self.per)


def constant(x: Names, value: Fraction) -> Quantity:
    """A number that is the same in every row."""
    nearest = double(value)
    error = math.inf if math.isinf(nearest) else 0.0 if Fraction(nearest) == value else abs(nearest) * EPS
    return Quantity(
        x.lit(nearest),
        value,
        value,
        error,
        value.denominator,
        constant=value,
        unsigned=True,
        narrow=narrow_number(x, value),
    )


def nothing(x: Names) -> Quantity:
    """A number that is missing in every row."""
    zero, none = Fraction(0), x.lit(None, dtype=x.Float64)
    return Quantity(none, zero, zero, 0.0, 1, missing=True, narrow=narrow_number(x, None))


def near(x: Names, value: Fraction) -> Quantity:
    """An irrational number that is the same in every row, from fifty digits of it."""
    nearest, slack = double(value), abs(value) / 10**50
    return Quantity(x.lit(nearest), value - slack, value + slack, abs(nearest) * EPS, plain=True)


def one_of(
    expr: nw.Expr, values: Sequence[Quantity], missing: bool, stage: int = 0, margin: nw.Expr | None = None
) -> Quantity:
    """An expression that has in every row the value of one of some quantities, with the margin of that; it
    hangs on something of the stage `stage`."""
    return Quantity(
        expr,
        min(value.low for value in values),
        max(value.high for value in values),
        max(value.error + (0.0 if value.per == 1 else 4 * EPS * value.size) for value in values),
        lcm(value.denominator for value in values),
        1,
        missing,
        max(stage, *(value.stage for value in values)),
        counts=all_counts(values),
        loose=max(value.loose for value in values),
        degree=max(value.degree for value in values),
        kinds=_all_kinds(values),
        unsigned=all(value.unsigned for value in values),
        margin=margin,
    )


def _all_kinds(values: Sequence[Quantity]) -> frozenset[Kind]:
    """The kinds of some quantities, where they say more than the denominator that these have in common."""
    if any(value.counts or (value.denominator is None and not value.kinds) for value in values):
        return frozenset()
    kinds: frozenset[Kind] = frozenset().union(
        *(value.kinds or {(value.denominator or 1, value.loose, value.degree)} for value in values)
    )
    if all(loose == degree == 1 for _, loose, degree in kinds):
        common = lcm(denominator for denominator, _, _ in kinds)
        if common is not None and common <= SMALL_DENOMINATOR:
            return frozenset()
    return kinds if 1 < len(kinds) <= MOST_KINDS else frozenset()


def margins(x: Names, values: Sequence[Quantity]) -> list[nw.Expr] | None:
    """A bound on the error of each number, as it is `alone`, in each row; None where those of all rows say as
    much. A number in parts of 1/`per` is no double: it has an error once it is alone."""
    if all(value.margin is None for value in values):
        return None
    return [
        x.lit(value.error + (0.0 if value.per == 1 else EPS * value.size))
        if value.margin is None
        else value.margin
        for value in values
    ]


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


__all__ = [
    "ANYTHING",
    "EPS",
    "MAX_DENOMINATOR",
    "MAX_SIZE",
    "MAX_WHOLE",
    "MOST_KINDS",
    "Kind",
    "Quantity",
    "all_counts",
    "constant",
    "double",
    "lcm",
    "margins",
    "near",
    "nothing",
    "one_of",
    "scaled",
    "times",
]
