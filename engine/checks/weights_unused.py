"""Weights where nothing is weighted."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..meaning.ways import usual, way_of
from ..words.diagnostics import Diagnostic, Severity, say
from .weights_missing import apart

ID = "weights-unused"
SEVERITY: Severity = "error"
WHY = say("Weights below a node whose way of scoring uses none were meant to count, and do not.")
PASSES = """
combine: weighted_mean
parts: {a: {weight: 60%}, b: {weight: 40%}}
"""
FAILS = """
combine: mean
parts: {a: {weight: 60%}, b: {weight: 40%}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node whose children carry weights that its `combine:` does not use."""
    for node in rules.total.walk():
        weighted, _ = apart(node)
        if weighted and way_of(node).weights == "none":
            message = say(
                "the nodes below carry weights, which combine: {combine} does not use", combine=node.combine
            )
            hint = say("take the weights away, or write {way}", way=usual(weighted=True).name)
            yield Diagnostic(ID, message, node.at("combine"), hint)
