"""Bands whose every unit another band takes before."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..proofs import Budget, World, find, possible

ID = "shadowed"
SEVERITY: Severity = "warning"
WHY = say("A band whose every unit is taken by bands above it can never be given.")
PASSES = """
bands: [{rating: best, from: 90, to: 100}, {rating: high, from: 50}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50}, {rating: best, from: 90, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    if rules.hit_policy == "unique":
        return
    world = World(rules)
    for at, band in enumerate(rules.bands):
        if not at or possible(world, world.given[at], seconds):
            continue
        found = find([world], [world.bands[at]], lambda each: each[0].result.rating is not None, seconds)
        if found is not None:
            taker = found[0].result.rating
            message = say(
                "{rating} can never be given: {taker} stands above it and takes, for example, {witness}",
                rating=band.rating,
                taker=taker,
                witness=found[0].in_words(rules),
            )
            yield Diagnostic(
                ID,
                message,
                band.position,
                say("put {rating} above {taker}, or change the range or condition of one of them", rating=band.rating, taker=taker),
                SEVERITY,
                band.rating,
            )
