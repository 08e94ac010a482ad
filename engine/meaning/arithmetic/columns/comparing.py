"""Columns compared as exact numbers are."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from ..signs import SIGNS
from .certificate import Doubts, certified, own_margin
from .narrow import narrow_compared
from .quantity import EPS, Quantity, double
from .steps import step
from .sums import weighted_sum
from .truth import Truth

if TYPE_CHECKING:
    import narwhals as nw

_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def compared(sign: str, left: Quantity, right: Quantity, doubts: Doubts) -> Truth:
    """Whether two numbers stand in a relation (< <= > >= == !=); known where both are there."""
    if left.constant is not None and right.constant is not None:
        return Truth(constant=SIGNS[sign](left.constant, right.constant))
    if left.constant is not None:
        return compared(_TURNED[sign], right, left, doubts)
    if right.constant is None:
        difference = weighted_sum(doubts.x, [left, right], [Fraction(1), Fraction(-1)])
        return _beside(sign, difference, Fraction(0), doubts)
    by_interval = _by_interval(sign, left, right.constant)
    if by_interval is not None:
        return Truth(constant=by_interval)
    return _beside(sign, left, right.constant, doubts)


def _by_interval(sign: str, value: Quantity, threshold: Fraction) -> bool | None:
    """What the interval of a number alone says of all rows; None where that leaves it open, or a row may lack
    the number."""
    if value.missing:
        return None
    at_ends = {SIGNS[sign](value.low, threshold), SIGNS[sign](value.high, threshold)}
    inside = sign in ("==", "!=") and value.low <= threshold <= value.high
    return at_ends.pop() if len(at_ends) == 1 and not (inside and value.low != value.high) else None


def _beside(sign: str, value: Quantity, threshold: Fraction, doubts: Doubts) -> Truth:
    """A number beside one that is the same in every row."""
    known = value.is_there if value.missing else None
    if value.narrow is not None:
        told = narrow_compared(doubts.x, sign, value.narrow, threshold)
        if told is not None:
            return Truth(told, None, value.stage, known)
    error = value.error + 4 * EPS * (value.size + abs(double(threshold)))
    certificate = certified(step(value, threshold.denominator), value, error)
    size = abs(double(threshold))
    margin = own_margin(doubts.x, value, 1.0, size, exact=threshold.denominator == 1)
    doubts.near(lambda: (value.alone - double(threshold)).abs(), certificate, value, margin)
    nudge = Fraction(certificate.nudge)
    above, below = double((threshold + nudge) * value.per), double((threshold - nudge) * value.per)
    expr = _relation(sign, value.expr, below, above)
    return Truth(expr, None, value.stage, known)


def _relation(sign: str, expr: nw.Expr, below: float, above: float) -> nw.Expr:
    """An expression beside a threshold that lies between two doubles, where they differ: no value lies from
    one to the other but on the threshold, so that the comparison is made with them."""
    moved = below < above
    match sign:
        case ">=":
            return expr > below if moved else expr >= below
        case ">":
            return expr > above
        case "<=":
            return expr < above if moved else expr <= above
        case "<":
            return expr < below
        case "==":
            return (expr > below) & (expr < above) if moved else expr == above
        case _:
            return (expr < below) | (expr > above) if moved else expr != above


__all__ = ["compared"]
