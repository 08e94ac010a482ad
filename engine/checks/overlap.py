"""Scores that two bands claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from ..meaning.model import Band, RuleSet
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Space
from ..meaning.witnesses import Witness, written
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, Text, say
from .finding import Result, Witnessed, banded

ID = "overlap"
SEVERITY: Severity = "error"
WHY = say(
    "Two bands that claim the same scores leave it to their order, or under hit_policy: unique to nobody, "
    "which one is meant."
)
PASSES = """
hit_policy: unique
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
hit_policy: unique
bands: [{rating: high, from: 49.99, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """Under `first` bands may overlap on purpose: with a condition, with an open end, or one range within
    another. Two ranges of which each begins outside the other are a slip."""
    rules = worlds.rules
    is_unique = rules.hit_policy == "unique"
    for earlier, later in sorted(_meeting(rules)):
        other, band = rules.bands[earlier], rules.bands[later]
        if is_unique or _slipped(band, other):
            yield Trial(f"{other.rating} & {band.rating}", _claimed(worlds, earlier, later))


def _meeting(rules: RuleSet) -> Iterator[tuple[int, int]]:
    """Every two bands, by number, whose ranges have something in common."""
    low, high = rules.scale.minimum, rules.scale.maximum
    ranges = sorted(
        (
            low if band.minimum is None else band.minimum,
            high if band.maximum is None else band.maximum,
            number,
        )
        for number, band in enumerate(rules.bands)
    )
    for place, (_, end, one) in enumerate(ranges):
        for begin, _, other in ranges[place + 1 :]:
            if begin > end:
                break
            yield min(one, other), max(one, other)


def _claimed(worlds: Worlds, earlier: int, later: int) -> Steps[Result]:
    world = banded(worlds)

    def both(witnesses: Sequence[Witness]) -> bool:
        outcome = witnesses[0].result.outcome
        bands = outcome.bands
        return bands is not None and bool(outcome.rated and bands.holds[earlier] and bands.holds[later])

    shown = yield Found(Space.of(world), (world.bands[earlier], world.bands[later]), both)
    if shown is not None:
        yield Witnessed(shown, partial(_told, worlds.rules, earlier, later))


def _told(rules: RuleSet, earlier: int, later: int, witnesses: Sequence[Witness]) -> Diagnostic:
    other, band = rules.bands[earlier], rules.bands[later]
    message = say(
        "bands {first} and {second} both claim {witness}",
        first=other.rating,
        second=band.rating,
        witness=witnesses[0].in_words(),
    )
    is_unique = rules.hit_policy == "unique"
    if is_unique:
        hint = say("let the two ranges or conditions exclude each other, or use hit_policy: first")
    else:
        hint = _apart(rules, other, band)
    return Diagnostic(ID, message, band.position, hint, SEVERITY if is_unique else "warning", band.rating)


def _apart(rules: RuleSet, first: Band, second: Band) -> Text:
    """How two plain ranges that overlap are brought apart."""
    upper, lower = sorted((first, second), key=lambda band: band.minimum or 0, reverse=True)
    assert upper.minimum is not None
    assert lower.maximum is not None
    places = rules.scale.decimals
    step = Fraction(1, 10**places)
    return say(
        "{first} stands above and takes it; let {lower} end at {end}, or {upper} begin at {begin}",
        first=first.rating,
        lower=lower.rating,
        end=written(upper.minimum - step, places),
        upper=upper.rating,
        begin=written(lower.maximum + step, places),
    )


def _slipped(one: Band, other: Band) -> bool:
    """Whether two bands are plain ranges that overlap in part."""
    if (
        one.when
        or other.when
        or one.minimum is None
        or one.maximum is None
        or other.minimum is None
        or other.maximum is None
    ):
        return False
    low, high = sorted([(one.minimum, one.maximum), (other.minimum, other.maximum)])
    return low[0] < high[0] <= low[1] < high[1]
