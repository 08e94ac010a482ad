"""Rows of tables that no unit comes to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.model import Possible
from ..meaning.scoring import PointsTable, Row
from ..meaning.settling import Steps, Trial
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .finding import Result
from .looked_up import LookedUp, looked_up
from .step_places import StepPlaces
from .table_gap import shown_row
from .tried_units import lacking, narrowed

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


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each row or step: whether a unit comes to it, and whether its bounds are finer than what is
    looked up."""
    for own in looked_up(worlds.rules):
        for number in range(len(own.table.rows if own.table is not None else ())):
            yield Trial(own.node.path, _settled(worlds, own, number))


def _settled(worlds: Worlds, own: LookedUp, number: int) -> Steps[Result]:
    assert own.table is not None
    places, row, is_ladder = StepPlaces.of(worlds, own.node), own.table.rows[number], own.table.is_ladder
    can_be = own.possible(worlds.rules)
    if can_be is not None and not _is_beyond(row, can_be, is_ladder=is_ladder):
        yield from _too_fine(own, row, can_be, is_ladder=is_ladder)
    reached = places.in_row(own, number)
    try:
        if places.near_row(own, number) or places.is_shown(reached):
            return
    except BeyondProof:
        if can_be is None or not _is_beyond(row, can_be, is_ladder=is_ladder):
            raise
        told = _beyond_told(own, row, can_be, is_ladder=is_ladder)
        yield replace(told, message=narrowed(worlds.rules, own.node, told.message))
        return
    # of a table in which nothing is looked up it is told that nobody comes there
    if (yield reached) is not None or (yield places.in_table(own)) is None:
        return
    if (can_be := _ends(worlds, own)) is not None and _is_beyond(row, can_be, is_ladder=is_ladder):
        yield _beyond_told(own, row, can_be, is_ladder=is_ladder)
    else:
        is_taken = not is_ladder and (yield places.in_row(own, number, alone=True)) is not None
        yield _told(own, own.table, row, is_taken=is_taken)


def _ends(worlds: Worlds, own: LookedUp) -> Possible | None:
    """Between which ends lies what any unit looks up; None where that is not known."""
    if own.of is None:
        return own.possible(worlds.rules)
    number = lacking(worlds.rules).ends(own.of, own.node.path, judged=True)
    return None if number is None else Possible(((number.low, number.high),), exact=False)


def _is_beyond(row: Row, can_be: Possible, *, is_ladder: bool) -> bool:
    """Whether no value comes to a row; that the steps of a ladder begin below all values is no fault."""
    if row.low is not None and (row.low > can_be.high or (row.above and row.low >= can_be.high)):
        return True
    return not is_ladder and row.high is not None and row.high < can_be.low


def _told(own: LookedUp, table: PointsTable, row: Row, *, is_taken: bool) -> Diagnostic:
    """What is told of a row that nobody comes to; `is_taken` where rows above it take its values."""
    shown = decimal_text(row.low or Fraction(0)) if table.is_ladder else shown_row(row)
    message = (
        say("{node}: rows above {row} take all of its values", node=own.node.path, row=shown)
        if is_taken
        else say("{node}: no unit comes to the step {row}", node=own.node.path, row=shown)
        if table.is_ladder
        else say("{node}: no unit comes to the row {row}", node=own.node.path, row=shown)
    )
    hint = (
        say("mend the ends of these rows, or delete {row}", row=shown)
        if is_taken
        else say("mend {row} or what is looked up, or delete it", row=shown)
    )
    return Diagnostic(ID, message, row.position, hint, SEVERITY, own.node.path)


def _beyond_told(own: LookedUp, row: Row, can_be: Possible, *, is_ladder: bool) -> Diagnostic:
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
