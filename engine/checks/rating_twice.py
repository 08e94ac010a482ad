"""Ratings that stand at two bands."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Diagnostic, Severity, say

ID = "rating-twice"
SEVERITY: Severity = "error"
WHY = say(
    "Ratings stand best first, each once: one that stands twice has two places in that order, so that nobody "
    "can tell what is better."
)
PASSES = """
bands: [{rating: high, from: 50}, {rating: low}]
no_better_than: {low: a < 20}
"""
FAILS = """
bands: [{rating: low, when: a < 20}, {rating: high, from: 50}, {rating: low}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each band with the rating of one above it."""
    for node in rules.nodes.values():
        first: dict[str, int] = {}
        bands = bands_of(rules, node)
        for band in bands:
            line = first.setdefault(band.rating, band.position.line)
            earlier = next(own for own in bands if own.rating == band.rating)
            if earlier is band:
                continue
            message = say(
                "“{rating}” stands at two bands; the first is in line {line}", rating=band.rating, line=line
            )
            override = next((own.when for own in (earlier, band) if own.when is not None), None)
            hint = say("write one band for it, with the range of both")
            if override is not None:
                hint = say(
                    "keep the band with its range, and write the other one as a limit: {form}",
                    form=f"no_better_than: {{{band.rating}: {override.text}}}",
                )
            yield Diagnostic(ID, message, band.position, hint, SEVERITY, band.rating)
