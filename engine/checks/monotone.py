"""Scores whose rise lowers the rating."""

from __future__ import annotations

from collections.abc import Iterator

import z3

from ..diagnostics import Diagnostic, Severity, say
from ..model import RuleSet
from ..proofs import World, find, written

ID = "monotone"
SEVERITY: Severity = "warning"
WHY = say("A unit that does better in one thing, and in nothing worse, should not be rated lower.")
PASSES = """
bands: [{rating: high, from: 50, when: a >= 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, when: a < 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""


def check(rules: RuleSet, seconds: float) -> Iterator[Diagnostic]:
    """Raising one score at a time is enough: a rise of several is one after the other."""
    before, after = World(rules), World(rules, prefix="raised ")
    best_first = sorted(range(len(rules.bands)), key=lambda at: (rules.bands[at].rank is None, rules.bands[at].rank or 0, at))
    lowered = [z3.And(before.given[better], z3.Or(*(after.given[worse] for worse in best_first[place + 1 :]))) for place, better in enumerate(best_first[:-1])]
    order = {rules.bands[at].rating: place for place, at in enumerate(best_first)}
    for path in before.free:
        others = [after.free[other] == before.free[other] for other in before.free if other != path]
        found = find(
            [before, after],
            [*others, after.free[path] > before.free[path], z3.Or(*lowered)],
            lambda each: order.get(each[0].result.rating or "", 0) < order.get(each[1].result.rating or "", -1),
            seconds,
        )
        if found is None:
            continue
        low, high = found
        places = rules.scale.decimals
        message = say(
            "raising {node} from {low} to {high} lowers the rating from {better} to {worse}: {witness}",
            node=rules.short_name(path),
            low=written(low.given[path], places),
            high=written(high.given[path], places),
            better=low.result.rating,
            worse=high.result.rating,
            witness=low.in_words(rules),
        )
        worse = next(band for band in rules.bands if band.rating == high.result.rating)
        yield Diagnostic(
            ID,
            message,
            worse.position,
            say("check the signs (<, >) in the conditions of {better} and {worse}", better=low.result.rating, worse=high.result.rating),
            SEVERITY,
            rules.short_name(path),
        )
