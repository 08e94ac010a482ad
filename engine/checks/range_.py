"""Scores that can leave the scale."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import AnswerScale, Node, RuleSet
from ..meaning.plan import Plan
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
combine: sum
parts: {a: {}, b: {}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node that can leave the scale though all below it stay on it, for each way of
    scoring that the scale is not for, and for each answer off the scale."""
    for node in rules.nodes.values():
        if way_of(node).unsigned and rules.scale.minimum < 0:
            yield _negative(rules, node)
        else:
            yield from _outside(rules, node)
    for answers in rules.answers.values():
        yield from _answers_outside(rules, answers)


def _negative(rules: RuleSet, node: Node) -> Diagnostic:
    message = say(
        "{node}: combine: {combine} needs scores that are not below 0, and the scale begins at {minimum}",
        node=node.path,
        combine=node.combine,
        minimum=rules.scale.minimum,
    )
    return Diagnostic(ID, message, node.position, say("let the scale begin at 0, or use another combine"))


def _outside(rules: RuleSet, node: Node) -> Iterator[Diagnostic]:
    scale, reach = rules.scale, Plan.of(rules).reach
    low, high = reach.ends(node)
    below = [reach.ends(child) for child in node.children]
    is_cause = all(scale.minimum <= least and most <= scale.maximum for least, most in below) and (
        node.children or node.answers is None
    )
    if is_cause and (low < scale.minimum or high > scale.maximum):
        message = say(
            "{node} can get scores from {low} to {high}, outside the scale, {minimum} to {maximum}",
            node=node.path,
            low=low,
            high=high,
            minimum=scale.minimum,
            maximum=scale.maximum,
        )
        hint = (
            say("use combine: mean, or widen the scale")
            if node.children
            else say("let its range lie within the scale, or give it a score formula")
        )
        yield Diagnostic(ID, message, node.position, hint)


def _answers_outside(rules: RuleSet, answers: AnswerScale) -> Iterator[Diagnostic]:
    scale = rules.scale
    for answer, score in answers.options.items():
        if not scale.minimum <= score <= scale.maximum:
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
