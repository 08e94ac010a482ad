"""Nodes without a weight beside nodes that have one."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet
from ..meaning.ways import usual, way_of
from ..words.diagnostics import Diagnostic, Severity, say

ID = "weights-missing"
SEVERITY: Severity = "error"
WHY = say("Where some nodes have a weight, one without would count for nothing, or for nobody knows what.")
PASSES = """
parts:
  a: {weight: 60%}
  b: {weight: 40%}
"""
FAILS = """
parts:
  a: {weight: 60%}
  b: {}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node without a weight beside one that has a weight, and for each node whose way of
    scoring needs weights that none of its children has."""
    for node in rules.total.walk():
        weighted, without = apart(node)
        if not weighted:
            if way_of(node).weights == "needed":
                message = say("combine: {way} needs weights, and no node below has one", way=node.combine)
                hint = say("give every node below a weight, or write {way}", way=usual(weighted=False).name)
                yield Diagnostic(ID, message, node.at("combine"), hint)
            continue
        left = 1 - sum(child.weight or 0 for child in weighted)
        for child in without:
            message = say("{child} has no weight, and its neighbours have", child=child.path)
            hint = say("give it a weight, or take the weights of the others away")
            if len(without) == 1 and left > 0 and all(other.weight_is_percent for other in weighted):
                hint = say(
                    "give it the {left}% that are left, or take the weights of the others away",
                    left=left * 100,
                )
            yield Diagnostic(ID, message, child.position, hint)


def apart(node: Node) -> tuple[list[Node], list[Node]]:
    """What is right below a node: with a weight, and without."""
    return [child for child in node.children if child.weight is not None], [
        child for child in node.children if child.weight is None
    ]
