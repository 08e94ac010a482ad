"""Scores that no band takes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import z3

from ..diagnostics import Diagnostic, Severity, say
from ..model import Band, RuleSet
from ..proofs import Budget, World, find, written

ID = "gap"
SEVERITY: Severity = "error"
WHY = say("A unit whose scores no band takes gets no rating, though nothing is missing.")
PASSES = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.98}]
"""
MOST = 50


def check(rules: RuleSet, seconds: float | Budget) -> Iterator[Diagnostic]:
    world = World(rules)
    total = world.outcome.printed["total"]
    conditions = [z3.Not(z3.Or(*world.bands))]
    for _ in range(MOST):
        found = find([world], conditions, lambda each: each[0].result.rating is None and not each[0].result.overlapping, seconds)
        if found is None:
            return
        (witness,) = found
        low, high = _around(rules, witness.total)
        near = _nearest(rules, witness.total)
        message = say("no band takes {witness}", witness=witness.in_words(rules))
        hint = say("widen {rating} or the band beside it, so that the ranges meet, or add a band", rating=near.rating)
        above = next((band for band in rules.bands if band.minimum == high), None)
        if above is not None and near.maximum is not None and near.maximum < witness.total:
            end = written(high - Fraction(1, 10**rules.scale.decimals), rules.scale.decimals)
            hint = say("let {rating} end at {end}, or {above} begin where {rating} ends", rating=near.rating, end=end, above=above.rating)
        place = near.maximum_position if near.maximum is not None and near.maximum < witness.total else near.minimum_position
        yield Diagnostic(ID, message, place if place.line else near.position, hint, SEVERITY, near.rating)
        conditions.append(z3.Or(total < z3.RealVal(low), total > z3.RealVal(high)))


def _bounds(rules: RuleSet) -> list[Fraction]:
    return sorted({bound for band in rules.bands for bound in (band.minimum, band.maximum) if bound is not None} | {rules.scale.minimum, rules.scale.maximum})


def _around(rules: RuleSet, total: Fraction) -> tuple[Fraction, Fraction]:
    """The bounds of bands on either side of a total."""
    bounds = _bounds(rules)
    return max((each for each in bounds if each <= total), default=total), min((each for each in bounds if each >= total), default=total)


def _nearest(rules: RuleSet, total: Fraction) -> Band:
    """The band whose range is nearest to a total; of two the one below, which may end too early."""

    def distance(band: Band) -> tuple[Fraction, int]:
        low = rules.scale.minimum if band.minimum is None else band.minimum
        high = rules.scale.maximum if band.maximum is None else band.maximum
        return max(low - total, total - high, Fraction(0)), -rules.bands.index(band)

    return min(rules.bands, key=distance)
