"""Scores that can leave the scale."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import RAW_LIMIT, AnswerScale, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.steps_in_order import combines, expressions_of
from ..meaning.ways import way_of
from ..words.diagnostics import Diagnostic, Severity, say
from .thresholds import within_hint

ID = "range"
SEVERITY: Severity = "error"
WHY = say("A node whose children can take it off the scale gets scores that no band covers.")
PASSES = """
combine: mean
parts: {a: {}, b: {}}
"""
FAILS = """
answers: {asked: {yes: 120, no: 0}}
parts: null
questions: {a: {answers: asked}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node that can leave the scale though all below it stay on it, for each way of
    scoring that has no meaning for what stands below, and for each answer off the scale."""
    reach = Plan.of(rules).reach
    for node in rules.nodes.values():
        certain = [child for child in node.children if not _hangs_on_others(child)]
        lowest = min((reach.ends(child)[0] for child in certain), default=Fraction(0))
        if combines(node) and way_of(node).unsigned and -RAW_LIMIT < lowest < 0:
            yield _negative(node, lowest)
        elif rules.scale.bounded_below and rules.scale.bounded_above:
            yield from _outside(rules, node)
    for answers in rules.answers.values():
        if answers.has_scores and not answers.is_own:
            yield from _answers_outside(rules, answers)


def _hangs_on_others(node: Node) -> bool:
    """Whether formulas over other values make a node, so that its ends lie no further than its reach, and
    perhaps nearer."""
    return any(
        name != "value"
        for inner in node.walk()
        for expression in expressions_of(inner)
        for name in expression.names
    )


def _negative(node: Node, lowest: Fraction) -> Diagnostic:
    message = say(
        "{node}: combine: {combine} needs scores that are not below 0, and what it combines begins at "
        "{lowest}",
        node=node.path,
        combine=node.combine,
        lowest=lowest,
    )
    hint = say("let all that it combines begin at 0, or use another combine")
    return Diagnostic(ID, message, node.position, hint)


def _outside(rules: RuleSet, node: Node) -> Iterator[Diagnostic]:
    scale, reach = rules.scale, Plan.of(rules).reach
    low, high = reach.ends(node)
    below = [reach.ends(child) for child in node.children]
    is_cause = all(scale.minimum <= least and most <= scale.maximum for least, most in below) and (
        node.children or node.answers is None
    )
    known = low > -RAW_LIMIT and high < RAW_LIMIT
    if is_cause and known and (low < scale.minimum or high > scale.maximum):
        message = say(
            "{node} can get scores from {low} to {high}, beyond the scale, {minimum} to {maximum}, which "
            "bounds only scores that data give",
            node=node.path,
            low=low,
            high=high,
            minimum=scale.minimum,
            maximum=scale.maximum,
        )
        hint = (
            say("leave min and max of the scale out where points are added; else use combine: mean")
            if node.children
            else say("limit it by at_least and at_most, or let its range lie within the scale")
        )
        yield Diagnostic(ID, message, node.position, hint, "warning")


def _answers_outside(rules: RuleSet, answers: AnswerScale) -> Iterator[Diagnostic]:
    scale = rules.scale
    for answer, score in answers.options.items():
        is_below = scale.bounded_below and score < scale.minimum
        if is_below or (scale.bounded_above and score > scale.maximum):
            message = say(
                "the answer “{answer}” of {scale} earns {score}, outside the scale, {minimum} to {maximum}",
                answer=answer,
                scale=answers.id,
                score=score,
                minimum=scale.minimum,
                maximum=scale.maximum,
            )
            position = answers.option_positions.get(answer, answers.position)
            yield Diagnostic(ID, message, position, within_hint(rules))
