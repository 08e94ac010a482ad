"""Values so near to a tie of rounding that a program's arithmetic may have made the difference:
84.99499999999999 is rounded down where 84.995 would be rounded up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from ..meaning.arithmetic.exact import exact_value
from ..meaning.arithmetic.frames import at_decimals
from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.model import RuleSet, Scale
from ..words.diagnostics import Diagnostic, counted, say
from ..words.numerals import decimal_text
from .cells import shown_number
from .claims import Claim
from .sheet import Sheet

NOISE = 1e-9
"""How far sums and quotients of doubles of usual size are off, at most."""


def near_ties(
    rules: RuleSet, sheet: Sheet, frame: pl.DataFrame, claims: tuple[Claim, ...]
) -> Iterator[Diagnostic]:
    """A note for each column of scores (and not of raw values, which are not rounded) in which a value lies
    so near to a tie, and on its other side."""
    scale, nodes = rules.scale, rules.readable
    claims = tuple(claim for claim in claims if not nodes[claim.paths[0]].is_raw)
    columns = [claim.column for claim in claims if not frame[claim.column].dtype.is_integer()]
    if not columns:
        return
    places = {column: _near(scale, frame, column) for column in columns}
    some = frame.lazy().select(near.any().alias(column) for column, near in places.items())
    there = some.collect().row(0, named=True)
    for claim in claims:
        if there.get(claim.column):
            yield from _told(scale, sheet, frame, claim)


def _near(scale: Scale, frame: pl.DataFrame, column: str) -> pl.Expr:
    """Where a value may be near to the middle between two printed ones, and not it. (A double that is the
    middle's is the middle; a decimal need not be.)"""
    value, grid = pl.col(column).cast(pl.Float64), float(10**scale.decimals)
    steps = value * grid
    middle = ((steps - steps.floor()) - 0.5).abs() < NOISE * grid
    is_it = at_decimals(value, scale.decimals + 1) == value
    return middle if frame[column].dtype.is_decimal() else middle & ~is_it


def _told(scale: Scale, sheet: Sheet, frame: pl.DataFrame, claim: Claim) -> Iterator[Diagnostic]:
    near = frame.select(_near(scale, frame, claim.column).fill_null(value=False)).to_series()
    values = frame[claim.column]
    rows = [row for row in near.arg_true().to_list() if _is_other_side(scale, values[row])]
    if rows:
        value = values[rows[0]]
        tie = decimal_text(_tie(scale, value))
        message = counted(
            len(rows),
            "{value} is rounded otherwise than {tie}, from which a program's arithmetic may have moved it "
            "({count} cell of this column)",
            "{value} is rounded otherwise than {tie}, from which a program's arithmetic may have moved it "
            "({count} such cells in this column)",
            value=shown_number(value),
            tie=tie,
        )
        hint = say("if {tie} was meant, write it so", tie=tie)
        yield Diagnostic("near-tie", message, sheet.locate(rows[0], claim.column), hint, "note")


def _tie(scale: Scale, value: object) -> Fraction:
    """The tie that a value is near to."""
    return round_exactly(exact_value(value) or Fraction(0), scale.decimals + 1, "half_up")


def _is_other_side(scale: Scale, value: object) -> bool:
    """Whether a value is rounded otherwise than the tie that it is near to."""
    own = exact_value(value) or Fraction(0)
    printed = (round_exactly(number, scale.decimals, scale.rounding) for number in (own, _tie(scale, value)))
    return len(set(printed)) > 1


__all__ = ["near_ties"]
