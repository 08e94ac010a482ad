"""Questions that count twice."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "question-twice"
SEVERITY: Severity = "warning"
WHY = say("A question that stands twice in one instrument counts twice, and data cannot tell the two apart.")
PASSES = """
parts: {a: {questions: [q1, q2]}, b: {questions: [q3]}}
"""
FAILS = """
parts: {x: {parts: {a: {questions: [q1, q2]}, b: {questions: [q2]}}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each question whose id stands in its instrument before; but for one that a copy by `like`
    has, whose place is that of what it copies: the same form is filled in again there."""
    for top in rules.total.children:
        first: dict[str, Node] = {}
        for node in top.walk():
            if node.children or node.path == top.path:
                continue
            earlier = first.setdefault(node.id, node)
            if earlier.position != node.position:
                message = say(
                    "{id} stands twice in {instrument}: {first} and {second}",
                    id=node.id,
                    instrument=top.id,
                    first=earlier.path,
                    second=node.path,
                )
                yield Diagnostic(
                    ID,
                    message,
                    node.position,
                    say("take one of the two away, or give it an id of its own"),
                    SEVERITY,
                    node.id,
                )
