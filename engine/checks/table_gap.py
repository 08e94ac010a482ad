"""Values that no row of a table takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from ..meaning.arithmetic import Arithmetic
from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.model import Possible, RuleSet
from ..meaning.points_tables import from_table
from ..meaning.scoring import PointsTable, Row
from ..meaning.states import Value
from ..words.diagnostics import Diagnostic, Position, Severity, Text, say
from ..words.numerals import decimal_text
from .looked_up import LookedUp, looked_up
from .tried_units import Tried, beside, named_in, possible, samples

ID = "table-gap"
SEVERITY: Severity = "error"
WHY = say("A value that no row of its table takes gets no score, never that of the nearest row.")
PASSES = """
parts: null
questions: {q: {value: {range: 0..100, decimals: 0}, points: {..50: 0, 51..: 100}}}
"""
FAILS = """
parts: null
questions: {q: {value: {range: 0..100, decimals: 0}, points: {..50: 0, 52..: 100}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each gap of a table, shown by a value that a unit can have there."""
    for own in looked_up(rules):
        if own.table is not None and own.table.rows and not own.table.is_ladder:
            yield from _gaps(rules, own, own.table)


def _takes(rules: RuleSet, table: PointsTable, value: Fraction) -> bool:
    """Whether a row of a table takes a value."""
    a: Arithmetic[Exact, bool | None] = ExactArithmetic(rules.scale)
    sought: Value[Exact, bool | None] = Value(value)
    return from_table(a, table, sought).number is not None


def _gaps(rules: RuleSet, own: LookedUp, table: PointsTable) -> Iterator[Diagnostic]:
    can_be = own.possible(rules)
    if can_be is None:
        return
    if can_be.exact:
        for value in _untaken(rules, table, can_be):
            unit = _unit_with(rules, own, value)
            if unit is not None:
                yield _told(rules, own, table, value, can_be, None)
    elif (found := _worked_out(rules, own, table)) is not None:
        value, unit = found
        yield _told(rules, own, table, value, can_be, unit)


def _untaken(rules: RuleSet, table: PointsTable, can_be: Possible) -> Iterator[Fraction]:
    """Of each gap between rows, or between them and the ends, one value that can be there."""
    rows = table.rows
    edges: list[tuple[Fraction | None, Fraction | None]] = [(None, rows[0].low)]
    edges += [(one.high, other.low) for one, other in pairwise(rows)]
    edges.append((rows[-1].high, None))
    for number, (before, after) in enumerate(edges):
        if before is None and (after is None or number):
            continue
        candidates = []
        if before is None:
            candidates.append(can_be.low)
        elif after is None and number == len(edges) - 1:
            candidates += [beside(can_be, before, 1), can_be.high]
        elif before is not None and after is not None:
            middle = (before + after) / 2
            candidates += (
                [beside(can_be, before, 1)] if can_be.step is not None else [_short(before, after), middle]
            )
        for value in candidates:
            if can_be.low <= value <= can_be.high and can_be.takes(value) and not _takes(rules, table, value):
                yield value
                break


def _short(low: Fraction, high: Fraction) -> Fraction:
    """A number between two with few decimals."""
    for places in range(6):
        grid = 10**places
        number = Fraction(int((low + high) / 2 * grid), grid)
        if low < number < high:
            return number
    return (low + high) / 2


def _unit_with(rules: RuleSet, own: LookedUp, value: Fraction) -> Tried | None:
    """A unit of which a value is looked up in the table."""
    path = own.named(rules)
    assert path is not None
    conditions = [condition for condition, _ in own.conditions]
    for unit in samples(rules, own.node, conditions, {path: [value]}):
        if own.is_asked(unit):
            return unit
    return None


def _worked_out(rules: RuleSet, own: LookedUp, table: PointsTable) -> tuple[Fraction, Tried] | None:
    """A value that is worked out of what a unit has, and no row takes, with the unit."""
    assert own.of is not None
    asked = [own.of, *(condition for condition, _ in own.conditions)]
    tried = {}
    for path in rules.inputs:
        can_be = possible(rules, path)
        if own.of.names and path in own.of.names and not can_be.only:
            inner = [(can_be.low * (8 - part) + can_be.high * part) / 8 for part in range(9)]
            tried[path] = [on for value in inner for on in [_on(can_be, value)] if can_be.takes(on)]
    for unit in samples(rules, own.node, asked, tried):
        number = unit.number(own.of, own.node.path, judged=True)
        if number is None or number.low != number.high or _takes(rules, table, number.low):
            continue
        if own.is_asked(unit):
            return number.low, unit
    return None


def _on(can_be: Possible, value: Fraction) -> Fraction:
    """A value, or the last before it that can be."""
    return value if can_be.takes(value) else beside(can_be, value, -1)


def _told(
    rules: RuleSet, own: LookedUp, table: PointsTable, value: Fraction, can_be: Possible, unit: Tried | None
) -> Diagnostic:
    shown = decimal_text(value)
    message = say("{node}: no row takes {value}", node=own.node.path, value=shown)
    if unit is not None and own.of is not None:
        message = say(
            "{node}: no row takes {value}, which {of} comes to for {unit}",
            node=own.node.path,
            value=shown,
            of=own.of.text,
            unit=unit.in_words(named_in(rules, own.node, [own.of])),
        )
    position, hint = _mended(table.rows, value, can_be, own)
    return Diagnostic(ID, message, position, hint, SEVERITY, own.node.path)


def _mended(rows: Sequence[Row], value: Fraction, can_be: Possible, own: LookedUp) -> tuple[Position, Text]:
    """Where a gap begins, and how the rows around it are made to meet."""
    before = next((row for row in reversed(rows) if row.high is not None and row.high < value), None)
    after = next((row for row in rows if row.low is not None and row.low >= value), None)
    if before is None or after is None:
        row = before or after or rows[0]
        low, high = decimal_text(can_be.low), decimal_text(can_be.high)
        return row.position, say(
            "values lie between {low} and {high}; widen the row {row}, or add one",
            low=low,
            high=high,
            row=shown_row(row),
        )
    if can_be.step is not None and before.high is not None and after.low is not None:
        end, begin = beside(can_be, after.low, -1), beside(can_be, before.high, 1)
        return before.position, say(
            "let {row} end at {end}, or {next} begin at {begin}",
            row=shown_row(before),
            end=decimal_text(end),
            next=shown_row(after),
            begin=decimal_text(begin),
        )
    if not can_be.exact and own.of is not None:
        return before.position, say(
            "let {row} and {next} meet, or look up a whole number: of: round({of}, 0)",
            row=shown_row(before),
            next=shown_row(after),
            of=own.of.text,
        )
    return before.position, say(
        "say how many decimals values have (decimals: 0 in value), or let {row} and {next} meet",
        row=shown_row(before),
        next=shown_row(after),
    )


def shown_row(row: Row) -> str:
    """The range of a row as it is written."""
    low, high = ("" if end is None else decimal_text(end) for end in (row.low, row.high))
    return low if low == high else f"{low}..{high}"


__all__ = ["FAILS", "ID", "PASSES", "SEVERITY", "WHY", "check", "shown_row"]
