"""Why a node has no score though everything that it hangs on is there."""

from __future__ import annotations

from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.model import Node
from ..meaning.names import Outcome
from ..meaning.plan import Plan
from ..meaning.reference import ReferenceTable, TableKey
from ..meaning.scope import choices_of
from ..meaning.steps_in_order import expressions_of
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text


def no_score(plan: Plan, node: Node, outcome: Outcome[Exact, bool | None], unit: str) -> tuple[Text, Text]:
    """What is said of a node of one unit whose way of scoring gives nothing, and what to do about it."""
    name, raw = plan.rules.short_name(node.path), outcome.given.get(node.path)
    value = None if raw is None else decimal_text(Fraction(raw))
    if (table := _without_row(plan, node, outcome)) is not None:
        return _no_row(plan, table, outcome, name, unit)
    if node.cases:
        return (
            say(
                "{node} of “{unit}”: no case holds, or the one that holds has no score for it",
                node=name,
                unit=unit,
            ),
            say("add a last case without when, or widen the table of the case"),
        )
    if node.points is not None:
        looked = value if value is not None else (node.of.text if node.of is not None else "")
        return (
            say("{node} of “{unit}”: no row takes {value}", node=name, unit=unit, value=looked),
            say("widen a row of its points, or check the value"),
        )
    if node.score is not None:
        formula = node.score.text
        hint = say("ln needs a number above 0, and a divisor must not be 0: check the value or the formula")
        if value is None:
            message = say("{node} of “{unit}”: {formula} has no value", node=name, unit=unit, formula=formula)
            return message, hint
        return (
            say(
                "{node} of “{unit}”: {formula} has no value for {raw}",
                node=name,
                unit=unit,
                formula=formula,
                raw=value,
            ),
            hint,
        )
    return (
        say("{node} of “{unit}” cannot be told", node=name, unit=unit),
        say("look at what it names: something does not apply there, or has no score"),
    )


def _no_row(
    plan: Plan, table: ReferenceTable, outcome: Outcome[Exact, bool | None], node: str, unit: str
) -> tuple[Text, Text]:
    """What is said where a reference table has no row."""
    keys = [f"{key.name} {_key_text(plan, key, outcome)}" for key in table.keys]
    message = say(
        "{node} of “{unit}”: the table {table} has no row for {keys}",
        node=node,
        unit=unit,
        table=table.id,
        keys=keys,
    )
    return message, say("check the value, or add a row to {file}", file=table.file)


def _without_row(plan: Plan, node: Node, outcome: Outcome[Exact, bool | None]) -> ReferenceTable | None:
    """The reference table that has no row for a unit, of those that a node looks something up in."""
    for expression in expressions_of(node):
        for name in expression.names:
            if name in outcome.columns and outcome.columns[name].undecided:
                return plan.rules.table_columns[name]
    return None


def _key_text(plan: Plan, key: TableKey, outcome: Outcome[Exact, bool | None]) -> str:
    """By what a row was looked for: a number, or a word."""
    if key.kind is None:
        return decimal_text(Fraction(outcome.printed[key.path] or 0))
    number = (outcome.words.get((key.path, key.kind)) or outcome.nodes[key.path]).number
    words = next(choice.words for choice in choices_of(plan.rules, key.path) if choice.kind == key.kind)
    place = int(Fraction(number or 0))
    return words[place] if place < len(words) else str(place)


__all__ = ["no_score"]
