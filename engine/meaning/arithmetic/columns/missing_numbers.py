"""Numbers that rows may lack: where they are there, and what stands in for them."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from ..frames import Names, folded
from .narrow import narrow_number
from .quantity import Quantity, margins, one_of
from .truth import Truth

if TYPE_CHECKING:
    import narwhals as nw


def known(x: Names, values: Sequence[Quantity], at_least: int) -> Truth:
    """Whether so many of the numbers are there; known in every row."""
    sure = sum(not value.missing for value in values)
    unsure = [value for value in values if value.missing]
    if at_least <= sure or at_least > len(values):
        return Truth(constant=at_least <= sure)
    stage = max(value.stage for value in unsure)
    if at_least == len(values):
        return Truth(folded(operator.and_, (value.is_there for value in unsure)), None, stage)
    count = folded(operator.add, (weight_where_known(x, value, 1.0) for value in unsure))
    return Truth(count > at_least - sure - 0.5, None, stage)


def first_known(x: Names, values: Sequence[Quantity]) -> Quantity:
    """In each row the first number that is there; one at least is given."""
    first, *others = values
    if not first.missing or not others:
        return first
    second = first_known(x, others)
    has_first = first.is_there
    expr = x.when(has_first).then(first.alone).otherwise(second.alone)
    bounds = margins(x, [first, second])
    margin = None if bounds is None else x.when(has_first).then(bounds[0]).otherwise(bounds[1])
    return one_of(expr, [first, second], second.missing, margin=margin)


def only_if(x: Names, truth: Truth, value: Quantity) -> Quantity:
    """The number where the condition is known and holds; missing elsewhere."""
    holds = truth.holds
    if holds is None and truth.constant:
        return value
    told = x.when(x.lit(False) if holds is None else holds)
    stage = max(truth.stage, value.stage)
    if value.narrow is not None:
        return value.with_narrow(x, told.then(value.narrow), missing=True, stage=stage, constant=None)
    return value.with_expr(told.then(value.expr), missing=True, stage=stage, constant=None)


def filled(x: Names, value: Quantity) -> Quantity:
    """The number, and 0 where it is missing."""
    low, high = min(Fraction(0), value.low), max(Fraction(0), value.high)
    if value.narrow is not None:
        narrow = value.narrow.fill_null(narrow_number(x, Fraction(0)))
        return value.with_narrow(x, narrow, low=low, high=high, missing=False)
    return value.with_expr(
        x.when(value.is_there).then(value.expr).otherwise(x.lit(0.0)),
        low=low,
        high=high,
        missing=False,
        margin=None
        if value.margin is None
        else x.when(value.is_there).then(value.margin).otherwise(x.lit(0.0)),
    )


def weight_where_known(x: Names, value: Quantity, weight: float) -> nw.Expr:
    """The weight where the number is there, 0 elsewhere."""
    expr: nw.Expr = x.lit(weight)
    return x.when(value.is_there).then(expr).otherwise(x.lit(0.0)) if value.missing else expr


__all__ = ["filled", "first_known", "known", "only_if", "weight_where_known"]
