"""Weights of which some are percentages and some plain numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.facts_in_words import weight_text
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from .weights_missing import apart

ID = "weights-mixed"
SEVERITY: Severity = "error"
WHY = say(
    "Plain weights count by their share in the sum, percentages have to make up 100 %: side by side they "
    "mean neither."
)
PASSES = """
parts:
  a: {weight: 3}
  b: {weight: 2}
"""
FAILS = """
parts:
  a: {weight: 60%}
  b: {weight: 2}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node below which some weights are percentages and some plain numbers."""
    for node in rules.total.walk():
        weighted, without = apart(node)
        if without or len({child.weight_is_percent for child in weighted}) < 2:
            continue
        odd = next(child for child in weighted if child.weight_is_percent != weighted[0].weight_is_percent)
        message = say(
            "the weights below {where} are partly percentages and partly plain numbers: {weights}",
            where=node.path,
            weights=[f"{child.path} {weight_text(child)}" for child in weighted],
        )
        yield Diagnostic(ID, message, odd.at("weight"), say("write all of them with %, or none"))
