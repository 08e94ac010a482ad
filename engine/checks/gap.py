"""Scores that no band takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from ..meaning.model import TOTAL, Band, RuleSet
from ..meaning.one_unit import Standing
from ..meaning.plan import Plan
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Space
from ..meaning.witnesses import Witness, written
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from . import node_bands
from .finding import MEND, MOST, Result, Witnessed, and_others, banded

ID = "gap"
SEVERITY: Severity = "error"
WHY = say("A unit whose scores no band takes gets no rating, though nothing is missing.")
PASSES = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.98}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """One trial for all gaps between the bands, where there are some, and one for each node with bands."""
    if worlds.rules.bands:
        yield Trial("", _gaps(worlds))
    yield from node_bands.gaps(worlds)


def _gaps(worlds: Worlds) -> Steps[Result]:
    rules, world = worlds.rules, banded(worlds)
    a, total = world.arithmetic, world.outcome.printed[TOTAL]
    conditions = [world.unrated]
    for _ in range(MOST):
        shown = yield Found(Space.of(world), tuple(conditions), _is_unrated)
        if shown is None:
            return
        if not shown.witnesses[0].has_total:  # the rules make no number
            yield Witnessed(shown, partial(_told, rules))
            return
        low, high = map(a.number, _around(rules, shown.witnesses[0].total))
        here = a.both([a.compare(">=", total, low), a.compare("<=", total, high)])
        yield Witnessed(shown.only(here), partial(_told, rules))
        conditions.append(a.opposite(here))
    yield Diagnostic(ID, and_others(ID), rules.position, MEND, "note")


def _is_unrated(witnesses: Sequence[Witness]) -> bool:
    result = witnesses[0].result
    return result.standing is Standing.NO_BAND


def _told(rules: RuleSet, witnesses: Sequence[Witness]) -> Diagnostic:
    (witness,) = witnesses
    message = say("no band takes {witness}", witness=witness.in_words(total_first=True))
    if not witness.has_total:
        last = rules.bands[-1]
        return Diagnostic(
            ID, message, last.position, say("mend a condition, or add a band"), SEVERITY, last.rating
        )
    low, high = _around(rules, witness.total)
    near = _nearest(rules, witness.total)
    hint = say(
        "widen {rating} or the band beside it, so that the ranges meet, or add a band", rating=near.rating
    )
    above = next((band for band in rules.bands if band.minimum == high), None)
    below = next((band for band in rules.bands if band.maximum == low and low < witness.total), None)
    if above is not None and below is not None:
        near, places = below, rules.scale.decimals
        step = Fraction(1, 10**places)
        hint = say(
            "{rating} ends at {low}, and {above} begins at {high}: let {rating} end at {end}, or {above} "
            "begin at {begin}",
            rating=below.rating,
            low=written(low, places),
            end=written(high - step, places),
            above=above.rating,
            high=written(high, places),
            begin=written(low + step, places),
        )
    place = (
        near.maximum_position
        if near.maximum is not None and near.maximum < witness.total
        else near.minimum_position
    )
    return Diagnostic(ID, message, place if place.line else near.position, hint, SEVERITY, near.rating)


def _bounds(rules: RuleSet) -> list[Fraction]:
    return sorted(
        {bound for band in rules.bands for bound in (band.minimum, band.maximum) if bound is not None}
        | {rules.scale.minimum, rules.scale.maximum, *Plan.of(rules).reach.ends(rules.total)}
    )


def _around(rules: RuleSet, total: Fraction) -> tuple[Fraction, Fraction]:
    """The bounds of bands on either side of a total."""
    bounds = _bounds(rules)
    below = max((bound for bound in bounds if bound <= total), default=total)
    return below, min((bound for bound in bounds if bound >= total), default=total)


def _nearest(rules: RuleSet, total: Fraction) -> Band:
    """The band whose range is nearest to a total; of two the one below, which may end too early."""

    def distance(band: Band) -> tuple[Fraction, int]:
        low = rules.scale.minimum if band.minimum is None else band.minimum
        high = rules.scale.maximum if band.maximum is None else band.maximum
        return max(low - total, total - high, Fraction(0)), -rules.bands.index(band)

    return min(rules.bands, key=distance)
