"""Bands whose own numbers cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, Severity, say
from .ambiguous_boundary import finer_hint
from .thresholds import bound_hint

ID = "band-range"
SEVERITY: Severity = "error"
WHY = say("A band that ends before it begins, or lies outside the scale, can never be given as written.")
PASSES = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 40}, {rating: low, from: 0, to: 120}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each band that ends before it begins, for each bound outside the scale, and for each that
    has more decimals than scores are printed with."""
    scale = rules.scale
    grid = 10**scale.decimals
    low, high = Plan.of(rules).span
    for band in rules.bands:
        if band.minimum is not None and band.maximum is not None and band.maximum < band.minimum:
            message = say(
                "band {rating} goes from {minimum} to {maximum}, which is below it",
                rating=band.rating,
                minimum=band.minimum,
                maximum=band.maximum,
            )
            yield Diagnostic(
                ID, message, band.maximum_position, say("exchange from and to, or mend the one that is wrong")
            )
        for bound, position in ((band.minimum, band.minimum_position), (band.maximum, band.maximum_position)):
            if bound is None:
                continue
            if (scale.bounded_below and bound < low) or (scale.bounded_above and bound > high):
                message = say(
                    "band {rating}: {bound} lies outside the scale, {minimum} to {maximum}",
                    rating=band.rating,
                    bound=bound,
                    minimum=low,
                    maximum=high,
                )
                yield Diagnostic(ID, message, position, bound_hint(rules))
            elif (bound * grid).denominator != 1:
                message = say(
                    "band {rating}: {bound} has more decimals than scores are printed with ({decimals})",
                    rating=band.rating,
                    bound=bound,
                    decimals=scale.decimals,
                )
                yield Diagnostic(
                    "ambiguous-boundary", message, position, finer_hint(rules, bound), "warning", band.rating
                )
