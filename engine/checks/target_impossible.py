"""Targets that no unit can meet."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Target
from ..meaning.plan import Plan
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Space
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from .finding import Result, complete

ID = "target-impossible"
SEVERITY: Severity = "warning"
WHY = say("A target whose condition no scores can meet will be missed whatever anybody does.")
PASSES = """
targets: [{id: t, share_of_units: total >= 50, at_least: 80%}]
"""
FAILS = """
targets: [{id: t, share_of_units: total > 100, at_least: 80%}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each target."""
    for target in worlds.rules.targets:
        yield Trial(target.id, _impossible(worlds, target))


def _impossible(worlds: Worlds, target: Target) -> Steps[Result]:
    condition = target.condition
    world = complete(worlds, Plan.of(worlds.rules).referred(condition))
    if (
        yield Found(Space.of(world), (world.truth(condition),), lambda each: bool(each[0].meets(condition)))
    ) is None:
        message = say(
            "no scores can meet target {target}: {condition}", target=target.id, condition=condition.text
        )
        yield Diagnostic(
            ID, message, condition.position, say("check its sign and its number"), SEVERITY, target.id
        )
