"""Variants that put ratings in another order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..meaning.model import RuleSet
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Diagnostic, Severity, say

ID = "variant-order"
SEVERITY: Severity = "error"
WHY = say(
    "Ratings stand best first in the same order everywhere: else nobody can say which unit does better."
)
PASSES = """
inputs: {size: {one_of: [small, large]}}
variants: {size: {small: {bands: {high: {from: 40}, low: {to: 39.99}}}}}
"""
FAILS = """
inputs: {size: {one_of: [small, large]}}
variants: {size: {small: {bands: {replace: [{rating: low, from: 40}, {rating: high}]}}}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each variant and node of which two ratings stand the other way round than in the rules
    without it."""
    for words, variant in rules.variants.items():
        for path, node in variant.nodes.items():
            base = rules.nodes.get(path)
            places = {
                band.rating: number for number, band in enumerate(bands_of(rules, base) if base else ())
            }
            bands = [band for band in bands_of(variant, node) if band.rating in places]
            for upper, lower in combinations(bands, 2):
                if places[upper.rating] > places[lower.rating]:
                    message = say(
                        "variant {words}: {upper} stands above {lower}, and below it without the variant",
                        words=[word for word in words if word is not None],
                        upper=upper.rating,
                        lower=lower.rating,
                    )
                    hint = say("write the bands in one order in all variants, best first")
                    yield Diagnostic(ID, message, upper.position, hint, SEVERITY, upper.rating)
                    break
