"""Small whole numbers in columns of one or two bytes, where polars computes: what is chosen among them, added
up and compared takes a third of the time of doubles."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..frames import Names, folded, of_polars

if TYPE_CHECKING:
    import narwhals as nw

    from .quantity import Quantity

MOST_IN_BYTE, MOST_IN_TWO = 127, 32767


def narrow_type(x: Names, size: Fraction) -> Any:
    """The type of a column of whole numbers up to some size; None where they need more than two bytes, or
    columns are not those of polars."""
    if not of_polars(x) or size > MOST_IN_TWO:
        return None
    return x.Int8 if size <= MOST_IN_BYTE else x.Int16


def narrow_number(x: Names, number: Fraction | None) -> nw.Expr | None:
    """A number that is the same in every row, or missing in every row (None), in so few bytes; None where it
    does not fit."""
    if number is None:
        return x.lit(None, dtype=x.Int8) if of_polars(x) else None
    dtype = narrow_type(x, abs(number)) if number.denominator == 1 else None
    return None if dtype is None else x.lit(int(number), dtype=dtype)


def narrowest(x: Names, numbers: Sequence[Fraction | None]) -> list[nw.Expr]:
    """Numbers that are the same in every row, or missing in every row (None): in so few bytes where all fit,
    else as doubles."""
    narrow = [own for number in numbers if (own := narrow_number(x, number)) is not None]
    if len(narrow) == len(numbers):
        return narrow
    return [x.lit(None if number is None else float(number), dtype=x.Float64) for number in numbers]


def narrow_sum(
    x: Names, moving: Sequence[tuple[Quantity, Fraction]], constants: Fraction, size: float
) -> nw.Expr | None:
    """A weighted sum and a constant in so few bytes: no part of the sum has a greater magnitude than `size`.
    None where something in it is not narrow."""
    added = narrow_number(x, constants)
    weights = [narrow_number(x, weight) for _, weight in moving]
    if added is None or size > MOST_IN_TWO:
        return None
    dtype = narrow_type(x, max(Fraction(size), *(abs(weight) for _, weight in moving)))
    terms = []
    for (value, weight), factor in zip(moving, weights, strict=True):
        if value.narrow is None or factor is None or dtype is None:
            return None
        term = value.narrow.cast(dtype)
        terms.append(term if weight == 1 else term * factor.cast(dtype))
    summed = folded(operator.add, terms)
    return summed + added.cast(dtype) if constants else summed


def narrow_compared(x: Names, sign: str, narrow: nw.Expr, threshold: Fraction) -> nw.Expr | None:
    """Whether whole numbers stand in a relation (< <= > >= == !=) to a threshold; None where the whole number
    beside it does not fit."""
    is_rounded_up = sign in ("<", ">=")
    whole = Fraction(math.ceil(threshold) if is_rounded_up else math.floor(threshold))
    number = narrow_number(x, whole)
    if number is None or (sign in ("==", "!=") and whole != threshold):
        return None
    signs = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
    compare = {**signs, "==": operator.eq, "!=": operator.ne}[sign]
    relation: nw.Expr = compare(narrow, number)
    return relation


__all__ = ["narrow_compared", "narrow_number", "narrow_sum", "narrow_type", "narrowest"]
