"""Rows of tables that no value comes to."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import Possible, RuleSet
from ..meaning.scoring import Row
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .looked_up import LookedUp, looked_up
from .table_gap import shown_row

ID = "unreachable-row"
SEVERITY: Severity = "warning"
WHY = say(
    "A row beyond all values that there can be gives its score to nobody: its bounds, or the range, have "
    "a slip."
)
PASSES = """
parts: null
questions: {q: {value: {range: 0..100, decimals: 0}, points: {..50: 0, 51..100: 100}}}
"""
FAILS = """
parts: null
questions: {q: {value: {range: 0..100, decimals: 0}, points: {..50: 0, 51..100: 100, 101..120: 110}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each row or step beyond what is looked up, and for each bound that is finer than it."""
    for own in looked_up(rules):
        can_be = own.possible(rules) if own.table is not None else None
        if own.table is None or can_be is None:
            continue
        for row in own.table.rows:
            if _is_beyond(row, can_be, is_ladder=own.table.is_ladder):
                yield _told(own, row, can_be, is_ladder=own.table.is_ladder)
            else:
                yield from _too_fine(own, row, can_be, is_ladder=own.table.is_ladder)


def _is_beyond(row: Row, can_be: Possible, *, is_ladder: bool) -> bool:
    """Whether no value comes to a row; that the steps of a ladder begin below all values is no fault."""
    if row.low is not None and (row.low > can_be.high or (row.above and row.low >= can_be.high)):
        return True
    return not is_ladder and row.high is not None and row.high < can_be.low


def _told(own: LookedUp, row: Row, can_be: Possible, *, is_ladder: bool) -> Diagnostic:
    low, high = decimal_text(can_be.low), decimal_text(can_be.high)
    shown = decimal_text(row.low or Fraction(0)) if is_ladder else shown_row(row)
    message = (
        say(
            "{node}: no value comes to the step {row}: values lie between {low} and {high}",
            node=own.node.path,
            row=shown,
            low=low,
            high=high,
        )
        if is_ladder
        else say(
            "{node}: the row {row} takes no value: values lie between {low} and {high}",
            node=own.node.path,
            row=shown,
            low=low,
            high=high,
        )
    )
    hint = say("mend {row} or the range of the values, or delete it", row=shown)
    return Diagnostic(ID, message, row.position, hint, SEVERITY, own.node.path)


def _too_fine(own: LookedUp, row: Row, can_be: Possible, *, is_ladder: bool) -> Iterator[Diagnostic]:
    """Bounds between two values that can be."""
    if not can_be.exact or can_be.step is None:
        return
    for bound in (row.low, None if is_ladder else row.high):
        if bound is None or ((bound - can_be.base) / can_be.step).denominator == 1 or row.low == row.high:
            continue
        if not can_be.low <= bound <= can_be.high:
            continue
        message = say(
            "{node}: no value is {bound}; values go in steps of {step}",
            node=own.node.path,
            bound=decimal_text(bound),
            step=decimal_text(can_be.step),
        )
        hint = say("write a bound that values can have, or mend decimals or step of the value")
        yield Diagnostic("ambiguous-boundary", message, row.position, hint, SEVERITY, own.node.path)
