"""Rules that differ by the words of an input: what is wrong with all of them is said once."""

from __future__ import annotations

import kenrules

RULES = """ruleset: test/sizes
title: {en: Sizes}
scale: {decimals: 0, rounding: half_up}
inputs: {size: {one_of: [small, middle, large]}}
combine: sum
parts: {p: {value: {range: 0..9}}}
bands: [{rating: high, from: 5}, {rating: low}]
variants:
  size:
    small: {bands: {high: {from: 3}}}
    middle: {bands: {high: {from: 4}}}
"""


def test_what_lacks_in_all_variants_is_told_once_where_the_rules_begin(write):
    found = kenrules.check(write("rules.yaml", RULES))
    assert [(each.code, each.position.line) for each in found if each.code == "missing-key"] == [
        ("missing-key", 1)
    ]


def test_what_is_doubtful_in_all_variants_is_told_once(write):
    found = kenrules.check(write("rules.yaml", f"{RULES}unit: agency\n"))
    assert [(each.code, each.position.line) for each in found if each.code == "missing-source"] == [
        ("missing-source", 1)
    ]
