"""Formulas that leave most of the scale unused."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import Node, RuleSet
from ..meaning.one_unit import formula_value
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, Severity, say

ID = "short-formula"
SEVERITY: Severity = "warning"
WHY = say(
    "A question that can only get a small part of the scale pulls down every mean that it is part of: its "
    "formula was most likely written for another scale."
)
PASSES = """
parts: {a: {questions: {q: {score: value / 5 * 100, range: {min: 0, max: 5}}}}}
"""
FAILS = """
parts: {a: {questions: {q: {score: value / 5 * 10, range: {min: 0, max: 5}}}}}
"""
_MOST = Fraction(1, 5)


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each question in a mean whose formula makes, of the two ends of its range, scores that
    are no more than a fifth of the scale apart."""
    scale = rules.scale
    if not (scale.bounded_below and scale.bounded_above):
        return
    for parent in rules.nodes.values():
        for node in parent.children if parent.combine in ("mean", "weighted_mean") else ():
            scores = scores_at_ends(rules, node)
            if scores is None or node.score is None or node.value is None:
                continue
            low, high = scores
            if abs(high - low) <= (scale.maximum - scale.minimum) * _MOST:
                message = say(
                    "{node} gets {low} for {least} and {high} for {most}, on a scale from {minimum} to "
                    "{maximum}",
                    node=node.id,
                    low=low,
                    least=node.value.minimum,
                    high=high,
                    most=node.value.maximum,
                    minimum=scale.minimum,
                    maximum=scale.maximum,
                )
                hint = say(
                    "let its formula reach {maximum}, or mend its range: {formula}",
                    maximum=scale.maximum,
                    formula=node.score.text,
                )
                yield Diagnostic(ID, message, node.score.position, hint, SEVERITY, node.path)


def scores_at_ends(rules: RuleSet, node: Node) -> tuple[Fraction, Fraction] | None:
    """What the formula of a question makes of its lowest and its highest raw value; None without a formula,
    without a range, and where it makes no number of one."""
    value = node.value
    if node.score is None or value is None or value.minimum is None or value.maximum is None:
        return None
    plan = Plan.of(rules)
    low, high = (formula_value(plan, node.path, raw) for raw in (value.minimum, value.maximum))
    return None if low is None or high is None else (low, high)
