"""Units for which no case holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.expressions import Expression
from ..meaning.model import Node, RuleSet
from ..meaning.settling import Steps, Trial
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, Text, say
from .finding import Result, Witnessed
from .step_worlds import StepWorld
from .tried_units import Tried, named_in, samples

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


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each node with cases: whether there is a unit for whom none holds."""
    for node in worlds.rules.nodes.values():
        if node.cases and all(case.when is not None for case in node.cases):
            yield Trial(node.path, _settled(worlds, node))


def _settled(worlds: Worlds, node: Node) -> Steps[Result]:
    conditions = [case.when for case in node.cases if case.when is not None]
    applies = [] if node.applies is None else [node.applies]
    try:
        steps = StepWorld(worlds, node)
    except BeyondProof:
        unit = _tried(worlds.rules, node, conditions)
        if unit is None:
            raise
        yield _told(node, unit.in_words(named_in(worlds.rules, node, conditions)))
        return
    shown = yield steps.asked([*((each, True) for each in applies), *((each, False) for each in conditions)])
    if shown is not None:
        yield Witnessed(
            shown, lambda witnesses: _told(node, steps.named(witnesses[0], [*conditions, *applies]))
        )


def _tried(rules: RuleSet, node: Node, conditions: Sequence[Expression]) -> Tried | None:
    """One of some units for whom no case holds."""
    asked = [*conditions, *([node.applies] if node.applies is not None else [])]
    for unit in samples(rules, node, asked, {}):
        applies = node.applies is None or unit.truth(node.applies, node.path) is True
        if applies and all(unit.truth(condition, node.path) is False for condition in conditions):
            return unit
    return None


def _told(node: Node, unit: Text | str) -> Diagnostic:
    message = say("{node}: no case holds for {unit}", node=node.path, unit=unit)
    hint = say("write a last case without a when, or let the conditions take every unit")
    return Diagnostic(ID, message, node.cases[-1].position, hint, SEVERITY, node.path)
