"""Bands whose every unit another band takes before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..meaning.model import Band, RuleSet
from ..meaning.settling import Steps, Trial
from ..meaning.witnesses import Witness
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from .finding import Result, Witnessed, banded
from .unreachable import holds, is_given

ID = "shadowed"
SEVERITY: Severity = "warning"
WHY = say("A band whose every unit is taken by bands above it can never be given.")
PASSES = """
bands: [{rating: best, from: 90, to: 100}, {rating: high, from: 50}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50}, {rating: best, from: 90, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each band but the first, where the first that holds is given."""
    if worlds.rules.hit_policy == "first":
        for number, band in enumerate(worlds.rules.bands):
            if number:
                yield Trial(band.rating, _shadowed(worlds, number))


def _shadowed(worlds: Worlds, at: int) -> Steps[Result]:
    world = banded(worlds)
    if (yield is_given(world, at)) is None:
        shown = yield holds(world, at)
        if shown is not None:
            yield Witnessed(shown, partial(_told, worlds.rules, at), of_all=True)


def _told(rules: RuleSet, at: int, witnesses: Sequence[Witness]) -> Diagnostic:
    band, (witness,) = rules.bands[at], witnesses
    taker = witness.result.rating
    if rules.total.notches or rules.total.no_better_than:
        return _moved(band, taker, witness)
    if taker is None:
        return _untold(rules, at, witness)
    message = say(
        "{rating} can never be given: {taker} stands above it and takes, for example, {witness}",
        rating=band.rating,
        taker=taker,
        witness=witness.in_words(),
    )
    hint = say(
        "put {rating} above {taker}, or change the range or condition of one of them",
        rating=band.rating,
        taker=taker,
    )
    return Diagnostic(ID, message, band.position, hint, SEVERITY, band.rating)


def _untold(rules: RuleSet, at: int, witness: Witness) -> Diagnostic:
    """The same where a band above it cannot be told."""
    band, chosen = rules.bands[at], witness.result.outcome.bands
    assert chosen is not None
    above = next(own for own, holds in zip(rules.bands, chosen.holds, strict=True) if holds is None)
    message = say(
        "{rating} can never be given: of what it takes, for example {witness}, it cannot be told whether "
        "{above} is given, which stands above it",
        rating=band.rating,
        witness=witness.in_words(),
        above=above.rating,
    )
    hint = say(
        "mend the condition of {above}, or put {rating} above it", above=above.rating, rating=band.rating
    )
    return Diagnostic(ID, message, band.position, hint, SEVERITY, band.rating)


def _moved(band: Band, taker: str | None, witness: Witness) -> Diagnostic:
    """The same where notches and limits move ratings."""
    message = say(
        "{rating} can never be given: of what it takes, for example {witness}, bands above it, notches or "
        "limits of the rating make {taker}",
        rating=band.rating,
        witness=witness.in_words(),
        taker=say("no rating") if taker is None else taker,
    )
    hint = say("mend the order of the bands, or what moves and limits the rating")
    return Diagnostic(ID, message, band.position, hint, SEVERITY, band.rating)
