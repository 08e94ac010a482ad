"""Values that no row of a reference table takes, and rows that seem to be left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise
from typing import cast

from ..meaning.model import RuleSet
from ..meaning.reference import ReferenceTable, TableKey
from ..meaning.scope import choices_of
from ..words.diagnostics import Diagnostic, Position, Severity, Text, say

ID = "reference-gap"
SEVERITY: Severity = "warning"
WHY = say(
    "What no row of a reference table takes cannot be told, and across a row that was left out a straight "
    "line is drawn."
)
PASSES = """
inputs: {size: {range: 0..20}}
tables: {fee: {file: fee.csv, by: {size: steps}}}
# fee.csv begins with the row for 0
"""
FAILS = """
inputs: {size: {range: 0..20}}
tables: {fee: {file: fee.csv, by: {size: steps}}}
# fee.csv begins with the row for 10
"""
MOST = 5
"""So many findings of one table are told."""
FEWEST_ROWS, MOST_UNLIKE = 8, Fraction(1, 8)

Group = list[tuple[int, "Fraction | str"]]
"""Rows that are alike in the keys before one, each with its value of that key."""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for words without a row, for ends of a range beyond the first or last row, and for a row that
    is missing among rows that stand in equal steps."""
    for table in rules.tables.values():
        found = {str(finding.message): finding for finding in reversed(list(_gaps(rules, table)))}
        yield from islice(reversed(found.values()), MOST)


def _gaps(rules: RuleSet, table: ReferenceTable) -> Iterator[Diagnostic]:
    for depth, key in enumerate(table.keys):
        groups: dict[tuple[Fraction | str, ...], Group] = {}
        for row, values in enumerate(table.rows):
            groups.setdefault(values[:depth], []).append((table.lines[row], values[depth]))
        for before, group in groups.items():
            of = say("{table}", table=table.id)
            if before:
                of = say("{table}, of {before}", table=table.id, before=list(before))
            yield from _of_group(rules, table, key, of, group)


def _found(table: ReferenceTable, line: int, message: Text, hint: Text) -> Diagnostic:
    return Diagnostic(ID, message, Position(table.file, line), hint, SEVERITY, table.id)


def _of_group(
    rules: RuleSet, table: ReferenceTable, key: TableKey, of: Text, group: Group
) -> Iterator[Diagnostic]:
    """The gaps of rows that are alike in the keys before this one."""
    hint = say("add the row; what none takes cannot be told")
    words: dict[str, object] = {"of": of, "key": key.name}
    if key.kind is not None:
        said = next(choice.words for choice in choices_of(rules, key.path) if choice.kind == key.kind)
        has = {value for _, value in group}
        if lacking := [word for word in said if word not in has]:
            message = say("{of}: no row for {key} {values}", **words, values=lacking)
            yield _found(table, group[0][0], message, hint)
        return
    if key.how == "exactly":
        return
    rows = cast("list[tuple[int, Fraction]]", group)
    value = rules.entries[key.path].value
    low, high = (None, None) if value is None else (value.minimum, value.maximum)
    (begin, first), (end, last) = rows[0], rows[-1]
    if low is not None and low < first:
        message = say(
            "{of}: {key} can be {value}, and the rows begin at {end}", **words, value=low, end=first
        )
        yield _found(table, begin, message, hint)
    if key.how == "between":
        if high is not None and high > last:
            message = say(
                "{of}: {key} can be {value}, and the rows end at {end}", **words, value=high, end=last
            )
            yield _found(table, end, message, hint)
        yield from _left_out(table, key, of, rows)


def _left_out(
    table: ReferenceTable, key: TableKey, of: Text, rows: list[tuple[int, Fraction]]
) -> Iterator[Diagnostic]:
    """Places at which a step is a multiple of the step that nearly all rows have."""
    steps = [(line, one, other) for (_, one), (line, other) in pairwise(rows)]
    if len(steps) < FEWEST_ROWS:
        return
    usual, count = Counter(other - one for _, one, other in steps).most_common(1)[0]
    if len(steps) - count > len(steps) * MOST_UNLIKE:
        return
    for line, one, other in steps:
        if other - one != usual and (other - one) % usual == 0:
            message = say(
                "{of}: from {key} {one} to {other} there is no row; others stand {step} apart",
                of=of,
                key=key.name,
                one=one,
                other=other,
                step=usual,
            )
            hint = say("add the rows that were left out, or say that it is meant under checks")
            yield _found(table, line, message, hint)
