"""Scores that two bands claim."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, say
from ..model import Band, RuleSet
from ..proofs import Budget, World, find

ID = "overlap"
SEVERITY: Severity = "error"
WHY = say("Two bands that claim the same scores leave it to their order, or under hit_policy: unique to nobody, which one is meant.")
PASSES = """
hit_policy: unique
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
hit_policy: unique
bands: [{rating: high, from: 49.99, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    """Under `first` bands may overlap on purpose: with a condition, with an open end, or one range within another. Two ranges
    of which each begins outside the other are a slip."""
    world = World(rules)
    is_unique = rules.hit_policy == "unique"
    for later, band in enumerate(rules.bands):
        for earlier, other in enumerate(rules.bands[:later]):
            if not is_unique and not _slipped(band, other):
                continue
            found = find([world], [world.bands[earlier], world.bands[later]], seconds=seconds)
            if found is None:
                continue
            message = say("bands {first} and {second} both claim {witness}", first=other.rating, second=band.rating, witness=found[0].in_words(rules))
            if is_unique:
                hint = say("let the two ranges or conditions exclude each other, or use hit_policy: first")
            else:
                hint = say("{first} stands above and takes it; let one of the two ranges end where the other begins", first=other.rating)
            yield Diagnostic(ID, message, band.position, hint, SEVERITY if is_unique else "warning", band.rating)


def _slipped(one: Band, other: Band) -> bool:
    """Whether two bands are plain ranges that overlap in part."""
    if one.when or other.when or one.minimum is None or one.maximum is None or other.minimum is None or other.maximum is None:
        return False
    low, high = sorted([(one.minimum, one.maximum), (other.minimum, other.maximum)])
    return low[0] < high[0] <= low[1] < high[1]
