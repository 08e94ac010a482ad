"""Bands that can never be given."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..proofs import Budget, World, possible

ID = "unreachable"
SEVERITY: Severity = "warning"
WHY = say("A band that no scores can get is a rating that nobody can earn, or a slip in its range or condition.")
PASSES = """
bands: [{rating: high, from: 50, to: 100, when: a >= 50}, {rating: middle, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 100, when: "max(a, b) < 50"}, {rating: middle, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    world = World(rules)
    for holds, band in zip(world.bands, rules.bands, strict=True):
        if not possible(world, holds, seconds):
            message = say("no scores at all can get {rating}: its range and its condition exclude each other", rating=band.rating)
            yield Diagnostic(ID, message, band.position, say("mend its range or its condition, or take the band away"), SEVERITY, band.rating)
