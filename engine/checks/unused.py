"""Definitions that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "unused"
SEVERITY: Severity = "warning"
WHY = say(
    "A threshold or answer scale that nothing uses is left over, or its name is misspelt where it should "
    "be used."
)
PASSES = """
thresholds: {pass: 50}
bands: [{rating: high, when: total >= pass}, {rating: low}]
"""
FAILS = """
thresholds: {pass: 50}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each threshold that no condition or formula names, and each answer scale without a
    question."""
    conditions = [
        *(condition for _, condition in rules.conditions),
        *(node.score for node in rules.nodes.values() if node.score),
    ]
    named = {name for condition in conditions for name in condition.names}
    for threshold in rules.thresholds.values():
        if threshold.id not in named:
            message = say("no condition names the threshold {id}", id=threshold.id)
            yield Diagnostic(
                ID,
                message,
                threshold.position,
                say("use it in a condition, or delete it"),
                SEVERITY,
                threshold.id,
            )
    for scale in rules.answers.values():
        if all(node.answers != scale.id for node in rules.nodes.values()):
            message = say("no question is answered by {id}", id=scale.id)
            yield Diagnostic(
                ID,
                message,
                scale.position,
                say("write answers: {id} at the questions, or delete it", id=scale.id),
                SEVERITY,
                scale.id,
            )
