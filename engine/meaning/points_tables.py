"""The score of a value by a table of its node, in any arithmetic."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from .arithmetic import Arithmetic, Number, Truth
from .arithmetic.exact import ExactArithmetic
from .combining import either
from .model import Scale
from .scoring import PointsTable, Row
from .states import Value

_EXACT = ExactArithmetic(Scale(Fraction(0), Fraction(0), 0, "half_up"))
"""Nothing is rounded here."""


def from_table(
    a: Arithmetic[Number, Truth], table: PointsTable, value: Value[Number, Truth]
) -> Value[Number, Truth]:
    """The score of a value, by a table; undecided where no row takes it."""
    if value.number is None:
        return value
    sought = value.number
    number = a.nothing() if table.otherwise is None else a.number(table.otherwise)
    if table.is_ladder:
        for row in table.rows:
            number = a.choose(row_takes(a, row, sought), a.number(row.score), number)
        number = a.only_if(a.known([sought], 1), number)
        return Value(number, value.refused, value.undecided, value.inapplicable)
    for row in reversed(table.rows):
        number = a.choose(row_takes(a, row, sought), _score(a, row, sought), number)
    return found(a, value, number)


def from_whole_table(
    a: Arithmetic[Number, Truth], table: PointsTable, value: Value[Number, Truth]
) -> Value[Number, Truth]:
    """The score of a value, by a table some row of which takes every value: the first one that it is not
    beyond."""
    if value.number is None:
        return value
    *earlier, last = table.rows
    sought = a.sure(value.number)
    number = _score(a, last, sought)
    for row in reversed(earlier):
        assert row.high is not None
        within = a.compare("<=", sought, a.number(row.high))
        number = a.choose(within, _score(a, row, sought), number)
    number = a.only_if(a.known([value.number], 1), number)
    return Value(number, value.refused, value.undecided, value.inapplicable)


def row_taking(table: PointsTable, sought: Fraction | Decimal) -> Row | None:
    """The row of a table that takes a value of one unit: of a ladder the last step that it has passed; None
    where there is none."""
    taking = [row for row in table.rows if row_takes(_EXACT, row, sought)]
    return None if not taking else taking[-1] if table.is_ladder else taking[0]


def next_step(table: PointsTable, step: Row | None) -> Row | None:
    """The step of a ladder after another one (None: below the first); None after the last."""
    number = 0 if step is None else table.rows.index(step) + 1
    return table.rows[number] if number < len(table.rows) else None


def score_in_row(row: Row, sought: Fraction) -> Fraction:
    """The score that a row gives a value of one unit which it takes."""
    score = _score(_EXACT, row, sought)
    assert score is not None
    return Fraction(score)


def row_takes(a: Arithmetic[Number, Truth], row: Row, sought: Number) -> Truth:
    """Whether a value lies within the ends of a row."""
    ends = []
    if row.low is not None:
        ends.append(a.compare(">" if row.above else ">=", sought, a.number(row.low)))
    if row.high is not None:
        ends.append(a.compare("<=", sought, a.number(row.high)))
    return a.both(ends) if len(ends) > 1 else ends[0] if ends else a.known([sought], 1)


def _score(a: Arithmetic[Number, Truth], row: Row, sought: Number) -> Number:
    if row.end is None or row.low is None or row.high is None:
        return a.number(row.score)
    slope = (row.end - row.score) / (row.high - row.low)
    inside = a.within(sought, row.low, row.high)
    from_low = a.multiply(a.subtract(inside, a.number(row.low)), a.number(slope))
    return a.add(a.number(row.score), from_low)


def found(a: Arithmetic[Number, Truth], value: Value[Number, Truth], number: Number) -> Value[Number, Truth]:
    """What was found for a value: undecided where nothing was."""
    assert value.number is not None
    is_there, lacks = a.known([value.number], 1), a.opposite(a.known([number], 1))
    untold = None if a.never(lacks) else a.both([is_there, lacks])
    return Value(number, value.refused, either(a, value.undecided, untold), value.inapplicable)


__all__ = ["found", "from_table", "from_whole_table", "next_step", "row_takes", "row_taking", "score_in_row"]
