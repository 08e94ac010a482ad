"""Nodes that count for nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "zero-weight"
SEVERITY: Severity = "warning"
WHY = say("A node of weight 0 is asked for and shown, and changes no score above it.")
PASSES = """
parts: {a: {weight: 40%}, b: {weight: 60%}}
"""
FAILS = """
parts: {a: {weight: 100%}, b: {weight: 0%}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node of weight 0."""
    for node in rules.nodes.values():
        if node.weight == 0:
            message = say("{node} has weight 0", node=node.path)
            yield Diagnostic(
                ID,
                message,
                node.at("weight"),
                say("give it a weight, or take it away"),
                SEVERITY,
                rules.short_name(node.path),
            )
