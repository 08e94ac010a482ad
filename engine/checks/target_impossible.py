"""Targets that no unit can meet."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..proofs import Budget, World, possible

ID = "target-impossible"
SEVERITY: Severity = "warning"
WHY = say("A target whose condition no scores can meet will be missed whatever anybody does.")
PASSES = """
targets: [{id: t, share_of_units: total >= 50, at_least: 80%}]
"""
FAILS = """
targets: [{id: t, share_of_units: total > 100, at_least: 80%}]
"""


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    for target in rules.targets:
        referred = [path for name in target.condition.names for path in rules.lists.get(name) or rules.names.get(name, ())]
        world = World(rules, referred)
        if not possible(world, world.truth(target.condition), seconds):
            message = say("no scores can meet target {target}: {condition}", target=target.id, condition=target.condition.text)
            yield Diagnostic(ID, message, target.condition.position, say("check its sign and its number"), SEVERITY, target.id)
