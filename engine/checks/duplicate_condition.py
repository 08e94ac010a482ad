"""Two bands that are the same rule."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..meaning.model import Band, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "duplicate-condition"
SEVERITY: Severity = "warning"
WHY = say("Of two bands with the same range and the same condition the second can never be given.")
PASSES = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: best, from: 50, to: 100}, {rating: high, from: 50}, {rating: low, from: 0, to: 49.99}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each band with the range and the condition of one above it."""
    first: dict[object, Band] = {}
    for band in rules.bands:
        lowest = rules.scale.minimum if band.minimum is None else band.minimum
        highest = rules.scale.maximum if band.maximum is None else band.maximum
        ends = (lowest, band.above, highest, band.below)
        same = first.setdefault((*ends, ast.dump(band.when.tree) if band.when else None), band)
        if same is not band:
            when = band.when.text if band.when else say("no further condition")
            message = say(
                "bands {first} and {second} are the same rule: {low} to {high}, {when}",
                first=same.rating,
                second=band.rating,
                low=lowest,
                high=highest,
                when=when,
            )
            yield Diagnostic(
                ID,
                message,
                band.position,
                say(
                    "{first} stands above and takes every such unit; change the range or the condition of "
                    "one of them",
                    first=same.rating,
                ),
                SEVERITY,
                band.rating,
            )
