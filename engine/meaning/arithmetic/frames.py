"""Dataframes of any library, and where the expressions for them come from.

Expressions are built through narwhals, which takes every library. For polars they are built with polars
itself: the same names, a tenth of the time (a national rule set is some four thousand expressions). Types say
narwhals for both."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import narwhals as nw

    from ..possible import Possible

Frame: TypeAlias = "nw.DataFrame[Any] | nw.LazyFrame[Any]"
"""A frame of narwhals, or one of polars, which has the same methods."""

Names: TypeAlias = Any
"""The module that `col`, `lit`, `when` and the like are taken from: narwhals or polars."""

_BELOW_HALF = math.nextafter(0.5, 0.0)  # what is whole already stays so, however large it is


def is_polars(frame: Frame) -> bool:
    """Whether the frame is one of polars' own."""
    return type(frame).__module__.partition(".")[0] == "polars"


def names_for(frame: Frame) -> Names:
    """Where the expressions for a frame come from."""
    names: Names
    if is_polars(frame):
        import polars as names
    else:
        import narwhals as names
    return names


def of_polars(x: Names) -> bool:
    """Whether expressions come from polars itself."""
    return bool(x.__name__ == "polars")


def workable(frame: Frame) -> Frame:
    """The frame to build expressions for: polars' own as a lazy frame where it is polars."""
    if is_polars(frame):
        return frame.lazy()
    native: Frame = frame.to_native()
    return native.lazy() if is_polars(native) else frame


def in_narwhals(frame: Frame) -> Frame:
    """The frame as narwhals has it."""
    import narwhals as nw

    return nw.from_native(frame) if is_polars(frame) else frame


def is_eager(frame: Frame) -> bool:
    """Whether the rows of the frame are in memory."""
    return not hasattr(frame, "collect")


def collected(frame: Frame) -> Any:
    """The rows of a frame, in memory. polars goes through them part by part, so that what is computed on the
    way stays in the processor's cache: of whole columns it takes half as long again."""
    if is_eager(frame):
        return frame
    lazy: Any = frame
    return lazy.collect(engine="streaming") if is_polars(frame) else lazy.collect()


def one_row(frame: Frame) -> dict[str, Any]:
    """The first row of a frame; what a library calls missing is None."""
    rows = collected(frame)
    values = (
        value.item() if hasattr(value, "item") else None if type(value).__name__ == "NAType" else value
        for value in rows.row(0)
    )
    return dict(zip(rows.columns, values, strict=True))


def divided(whole: Any, number: float) -> Any:
    """A column divided by a number, correctly rounded. polars multiplies by the inverse of a number, which is
    off by one unit in the last place now and then: it gets a column of it."""
    return whole / (whole * 0.0 + number)


def at_decimals(values: Any, decimals: int) -> Any:
    """The double nearest to the decimal number with so many decimals that is nearest to a number; of a tie
    the smaller one. (polars' own round takes three times as long.)"""
    if not decimals:
        return (values + _BELOW_HALF).floor()
    grid = float(10**decimals)
    return divided((values * grid + _BELOW_HALF).floor(), grid)


def within(values: Any, possible: Possible) -> Any:
    """Whether the doubles of a column, an expression or a series, lie between the least and the greatest that
    data may give."""
    (least, has_least), (most, has_most) = possible.given_ends
    low, high = float(least), float(most)
    is_above = values >= low if has_least else values > low
    return is_above & (values <= high if has_most else values < high)


def any_of(x: Names, exprs: Sequence[nw.Expr]) -> nw.Expr:
    """Whether one of the conditions is true; one that is missing is not."""
    if of_polars(x):
        return x.any_horizontal(exprs).fill_null(value=False)  # type: ignore[no-any-return]
    return x.any_horizontal(*exprs, ignore_nulls=True)  # type: ignore[no-any-return]


def has_numbers(x: Names, dtype: Any) -> bool:
    """Whether a column has numbers, or no value at all."""
    return bool(dtype.is_numeric() or dtype in (x.Unknown, getattr(x, "Null", x.Unknown)))


MAX_CHAIN = 8


def folded(operator: Callable[[nw.Expr, nw.Expr], nw.Expr], exprs: Iterable[nw.Expr]) -> nw.Expr:
    """Many expressions joined by an operator that may be grouped at will, such as + or &.

    A long chain nests as deep as it is long, and a library's planner takes time by the square of the depth:
    it is halved until its pieces are short."""
    listed = list(exprs)
    if len(listed) <= MAX_CHAIN:
        return reduce(operator, listed)
    half = len(listed) // 2
    return operator(folded(operator, listed[:half]), folded(operator, listed[half:]))


def is_one_of(x: Names, expr: nw.Expr, numbers: Sequence[Fraction]) -> nw.Expr:
    """Whether a column of doubles has one of some numbers."""
    return any_of(x, [expr == float(number) for number in numbers])


def safe(name: str) -> str:
    """A column's name as every library takes it: Spark reads a dot as a step into a structure."""
    return name.replace(".", "/")


__all__ = [
    "Frame",
    "Names",
    "any_of",
    "at_decimals",
    "collected",
    "divided",
    "folded",
    "has_numbers",
    "in_narwhals",
    "is_eager",
    "is_one_of",
    "is_polars",
    "names_for",
    "of_polars",
    "one_row",
    "safe",
    "workable",
]
