"""Scores that two bands claim."""

from __future__ import annotations

from collections.abc import Iterator

from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..proofs import World, find

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


def check(rules: RuleSet, seconds: float) -> Iterator[Diagnostic]:
    """Under `first`, bands that have conditions may overlap on purpose, the stricter one above; ranges alone may not."""
    world = World(rules)
    is_unique = rules.hit_policy == "unique"
    for later, band in enumerate(rules.bands):
        for earlier, other in enumerate(rules.bands[:later]):
            if not is_unique and (band.when is not None or other.when is not None):
                continue
            if not is_unique and (band.minimum, band.maximum) == (other.minimum, other.maximum):
                continue  # the same rule twice, which another check reports
            found = find([world], [world.bands[earlier], world.bands[later]], lambda each: each[0].result.rating == other.rating or is_unique, seconds)  # noqa: B023  # asked at once
            if found is None:
                continue
            message = say("bands {first} and {second} both claim {witness}", first=other.rating, second=band.rating, witness=found[0].in_words(rules))
            if is_unique:
                hint = say("let the two ranges or conditions exclude each other, or use hit_policy: first")
            else:
                hint = say("{first} stands above and takes it; let one of the two ranges end where the other begins", first=other.rating)
            yield Diagnostic(ID, message, band.position, hint, SEVERITY if is_unique else "warning", band.rating)
