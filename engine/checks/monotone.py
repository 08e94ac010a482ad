"""Scores whose rise lowers the rating."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

import z3

from ..choosing import taken
from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..proofs import Budget, Witness, World, find, written

ID = "monotone"
SEVERITY: Severity = "warning"
WHY = say("A unit that does better in one thing, and in nothing worse, should not be rated lower.")
PASSES = """
bands: [{rating: high, from: 50, when: a >= 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, when: a < 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    """Raising one score at a time is enough: a rise of several is one after the other."""
    before, after = World(rules), World(rules, prefix="raised ")
    place: dict[str, int] = {}
    for at, band in enumerate(rules.bands):
        place.setdefault(band.rating, at if band.rank is None else band.rank)
    places = [place[band.rating] for band in rules.bands]
    lowered = z3.Or(
        *(z3.And(before.given[one], after.given[other]) for one, better in enumerate(places) for other, worse in enumerate(places) if better < worse)
    )
    for path in before.free:
        others = [after.free[other] == before.free[other] for other in before.free if other != path]
        rises = after.score(path) > before.score(path)
        found = find([before, after], [*others, rises, lowered], lambda each: _falls(place, each[0].result.rating, each[1].result.rating), seconds)
        if found is None:
            continue
        low, high = found
        better, worse = low.result.rating, high.result.rating
        message = say(
            "raising {node} from {low} to {high} lowers the rating from {better} to {worse}: {witness}",
            node=rules.short_name(path),
            low=_score(rules, low, path),
            high=_score(rules, high, path),
            better=better,
            worse=worse,
            witness=low.in_words(rules),
        )
        given = taken(high.result.outcome.bands)
        assert given is not None
        hint = say("check the signs (<, >) in the conditions of {better} and {worse}", better=better, worse=worse)
        yield Diagnostic(ID, message, given.position, hint, SEVERITY, rules.short_name(path))


def _falls(place: Mapping[str, int], before: str | None, after: str | None) -> bool:
    return before is not None and after is not None and place[before] < place[after]


def _score(rules: RuleSet, witness: Witness, path: str) -> str:
    return written(Fraction(witness.result.outcome.values[path] or 0), rules.scale.decimals)
