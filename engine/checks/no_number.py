"""Scores combined of what has no number."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet
from ..meaning.scope import is_pure
from ..meaning.steps_in_order import combines, has_way
from ..words.diagnostics import Diagnostic, Severity, say

ID = "no-number"
SEVERITY: Severity = "error"
WHY = say("A score that is combined of words without numbers is never there, so that no unit is rated.")
PASSES = """
parts: null
answers: {judged: {good: 100, poor: 0}}
questions: {q: {answers: judged}}
"""
FAILS = """
parts: null
answers: {judged: [good, poor]}
questions: {q: {answers: judged}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node that combines something without a number."""
    for node in rules.nodes.values():
        if not combines(node) or node.combine == "none":
            continue
        lacking = [child for child in node.children if child.weight != 0 and _has_none(rules, child)]
        if lacking:
            message = say(
                "{node} combines scores, and words without numbers are all that there is of {nodes}",
                node=node.path,
                nodes=[rules.short_name(child.path) for child in lacking],
            )
            hint = say(
                "give their words scores, or ask for them under inputs:, which are in no score; where all "
                "are words write combine: none"
            )
            yield Diagnostic(ID, message, lacking[0].position, hint, SEVERITY, node.path)


def _has_none(rules: RuleSet, node: Node) -> bool:
    if node.children:
        return node.combine == "none" and not has_way(node)
    return is_pure(rules, node.path)
