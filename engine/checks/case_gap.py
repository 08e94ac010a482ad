"""Units for which no case holds."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from .tried_units import named_in, samples

ID = "case-gap"
SEVERITY: Severity = "error"
WHY = say("A unit for which no case holds gets no score, though nothing is missing.")
PASSES = """
inputs: {staff: {range: 0..10, decimals: 0}}
parts: {a: {cases: [{when: staff < 5, score: 60}, {when: staff >= 5, score: 80}]}, b: {}}
"""
FAILS = """
inputs: {staff: {range: 0..10, decimals: 0}}
parts: {a: {cases: [{when: staff < 5, score: 60}, {when: staff > 5, score: 80}]}, b: {}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each node with cases of which a unit was found for whom none holds."""
    for node in rules.nodes.values():
        if node.cases and all(case.when is not None for case in node.cases):
            yield from _gap(rules, node)


def _gap(rules: RuleSet, node: Node) -> Iterator[Diagnostic]:
    conditions = [case.when for case in node.cases if case.when is not None]
    named = named_in(rules, node, conditions)
    asked = [*conditions, *([node.applies] if node.applies is not None else [])]
    for unit in samples(rules, node, asked, {}):
        if node.applies is not None and unit.truth(node.applies, node.path) is not True:
            continue
        if all(unit.truth(condition, node.path) is False for condition in conditions):
            message = say("{node}: no case holds for {unit}", node=node.path, unit=unit.in_words(named))
            hint = say("write a last case without a when, or let the conditions take every unit")
            yield Diagnostic(ID, message, node.cases[-1].position, hint, SEVERITY, node.path)
            return
