"""Scores that can leave the scale."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..meaning.ways import way_of
from ..words.diagnostics import Diagnostic, Severity, say

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
    scale, reach = rules.scale, Plan.of(rules).reach
    for node in rules.nodes.values():
        low, high = reach.ends(node)
        below = [reach.ends(child) for child in node.children]
        is_cause = all(scale.minimum <= each[0] and each[1] <= scale.maximum for each in below) and (
            node.children or node.answers is None
        )
        meaningless = way_of(node).unsigned and scale.minimum < 0  # which is told by itself
        if is_cause and not meaningless and (low < scale.minimum or high > scale.maximum):
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
        if meaningless:
            message = say(
                "{node}: combine: {combine} needs scores that are not below 0, and the scale begins at "
                "{minimum}",
                node=node.path,
                combine=node.combine,
                minimum=scale.minimum,
            )
            yield Diagnostic(
                ID, message, node.position, say("let the scale begin at 0, or use another combine")
            )
    for answers in rules.answers.values():
        for answer, score in answers.options.items():
            if not scale.minimum <= score <= scale.maximum:
                message = say(
                    "the answer “{answer}” of {scale} earns {score}, outside the scale, {minimum} to "
                    "{maximum}",
                    answer=answer,
                    scale=answers.id,
                    score=score,
                    minimum=scale.minimum,
                    maximum=scale.maximum,
                )
                yield Diagnostic(
                    ID,
                    message,
                    answers.option_positions.get(answer, answers.position),
                    say("use a number within the scale"),
                )
