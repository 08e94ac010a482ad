"""Bands that can never be given."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.choosing import taken
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Space
from ..meaning.worlds import World
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from . import node_bands
from .finding import Result, banded

ID = "unreachable"
SEVERITY: Severity = "warning"
WHY = say(
    "A band that no scores can get is a rating that nobody can earn, or a slip in its range or condition."
)
PASSES = """
bands:
  - {rating: high, from: 50, to: 100, when: a >= 50}
  - {rating: middle, from: 50, to: 100}
  - {rating: low, from: 0, to: 49.99}
"""
FAILS = """
bands:
  - {rating: high, from: 50, to: 100, when: "max(a, b) < 50"}
  - {rating: middle, from: 50, to: 100}
  - {rating: low, from: 0, to: 49.99}
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each band, of nodes too."""
    for number, band in enumerate(worlds.rules.bands):
        yield Trial(band.rating, _unreached(worlds, number))
    yield from node_bands.unreached(worlds)


def _unreached(worlds: Worlds, at: int) -> Steps[Result]:
    world, band = banded(worlds), worlds.rules.bands[at]
    if (yield is_given(world, at)) is None and (yield holds(world, at)) is None:
        message = say(
            "no scores at all can get {rating}: its range and its condition exclude each other",
            rating=band.rating,
        )
        if world.lacking is not None and band.when is None:
            message = say("no unit can get {rating}: no score comes within its range", rating=band.rating)
        yield Diagnostic(
            ID,
            message,
            band.position,
            say("mend its range or its condition, or take the band away"),
            SEVERITY,
            band.rating,
        )


def is_given(world: World, at: int) -> Found:
    """Whether a band can be the one that is given."""
    return Found(
        Space.of(world),
        (world.given[at],),
        lambda each: taken(each[0].result.outcome.bands) is world.rules.bands[at],
    )


def holds(world: World, at: int) -> Found:
    """Whether a band can hold, whatever stands above it."""
    return Found(
        Space.of(world),
        (world.bands[at],),
        lambda each: (
            (bands := each[0].result.outcome.bands) is not None
            and bool(each[0].result.outcome.rated and bands.holds[at])
        ),
    )
