"""Why a node has no score though everything that it hangs on is there."""

from __future__ import annotations

from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.model import Node
from ..meaning.names import Outcome
from ..meaning.plan import Plan
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text


def no_score(plan: Plan, node: Node, outcome: Outcome[Exact, bool | None], unit: str) -> tuple[Text, Text]:
    """What is said of a node of one unit whose way of scoring gives nothing, and what to do about it."""
    name, raw = plan.rules.short_name(node.path), outcome.given.get(node.path)
    value = None if raw is None else decimal_text(Fraction(raw))
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


__all__ = ["no_score"]
