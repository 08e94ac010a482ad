"""Conditions that are always true, or never."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from ..diagnostics import Diagnostic, Position, Severity, say
from ..expressions import Expression
from ..model import Node, RuleSet
from ..plan import Plan
from ..proofs import Budget, World, possible

ID = "constant-condition"
SEVERITY: Severity = "warning"
WHY = say("A condition that is always true says nothing, and one that is never true can be met by nobody.")
PASSES = """
judgements: {part: [{result: pass, when: score >= 50}, {result: fail, when: score < 50}]}
"""
FAILS = """
judgements: {part: [{result: pass, when: score >= 0}, {result: fail, when: score < 0}]}
"""


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    world = World(rules)
    for band in rules.bands:
        if band.when is not None:
            yield from _constant(world, band.when, world.truth(band.when), band.position, band.rating, seconds)
    for level, judgements in rules.judgements.items():
        for judgement in judgements:
            names_nodes = any(name in rules.names or name in rules.lists for name in judgement.when.names)
            nodes = [node for node in rules.nodes.values() if node.level == level and node.score is None] if names_nodes else _unlike(rules, level)
            found = [list(_judged(rules, node, judgement.when, judgement.position, judgement.result, seconds)) for node in nodes]
            if found and all(found) and len({str(finding[0].message) for finding in found}) == 1:
                yield found[0][0]


def _unlike(rules: RuleSet, level: str) -> list[Node]:
    """Of the nodes of a level one for each range of scores."""
    reach = Plan.of(rules).reach
    return list({reach.ends(node): node for node in rules.nodes.values() if node.level == level and node.score is None}.values())


def _judged(rules: RuleSet, node: Node, condition: Expression, position: Position, result: str, seconds: float | Budget) -> Iterator[Diagnostic]:
    world = World(rules, [node.path, *(path for name in condition.names for path in rules.lists.get(name) or rules.names.get(name, ()))])
    yield from _constant(world, condition, world.truth(condition, {"score": world.outcome.printed[node.path]}), position, result, seconds)


def _constant(world: World, condition: Expression, truth: object, position: Position, about: str, seconds: float | Budget) -> Iterator[Diagnostic]:
    for wanted, message in (
        (truth, say("the condition of {about} is never true: {condition}", about=about, condition=condition.text)),
        (z3.Not(truth), say("the condition of {about} is always true: {condition}", about=about, condition=condition.text)),
    ):
        if not possible(world, wanted, seconds):
            yield Diagnostic(ID, message, condition.position or position, say("check its sign and its number, or leave it out"), SEVERITY, about)
            return
