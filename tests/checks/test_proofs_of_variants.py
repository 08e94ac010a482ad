"""What is proved of variants: of each as a rule set of its own, and told once where several share it."""

from __future__ import annotations

import kenrules

BOOK = """
ruleset: test/kinds
title: kinds
source: made up
unit: unit
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
inputs: {kind: {one_of: [food, fat, drink]}}
parts: {a: {}}
bands: [{rating: high, from: 50}, {rating: low, to: 49}]
variants:
  kind:
    fat: {bands: {high: {from: FAT}}}
    drink: {bands: {high: {from: DRINK}}}
"""


def found_in(write, fat, drink):
    path = write("kinds.yaml", BOOK.replace("FAT", str(fat)).replace("DRINK", str(drink)))
    return [each for each in kenrules.check(path) if each.code not in ("without-patch", "missing-title")]


def test_variants_without_gaps_are_found_good(write):
    assert found_in(write, 50, 40) == []


def test_a_gap_of_one_variant_names_it(write):
    (gap,) = found_in(write, 60, 50)
    assert str(gap.message).endswith(" (variant fat)")
    ((score,),) = [tuple(unit.values()) for unit in gap.shown]
    assert 50 <= round(score) < 60


def test_a_gap_that_variants_share_is_told_once_with_their_names(write):
    (gap,) = found_in(write, 60, 60)
    assert str(gap.message).endswith(" (variants fat, drink)")


def test_gaps_of_variants_that_differ_are_told_once_as_alike(write):
    text = BOOK.replace("FAT", "60").replace("{high: {from: DRINK}}", "{low: {to: 39}}")
    (gap,) = [each for each in kenrules.check(write("kinds.yaml", text)) if each.code == "gap"]
    assert str(gap.message) == "no band takes total 50 (variant fat; the like in variant drink)"


def test_the_words_that_choose_a_variant_are_those_of_its_units(write):
    text = BOOK.replace(
        "fat: {bands: {high: {from: FAT}}}", "fat: {bands: {high: {from: 50, when: kind == food}}}"
    )
    path = write("kinds.yaml", text.replace("DRINK", "50"))
    told = {each.code: str(each.message) for each in kenrules.check(path)}
    assert told["constant-condition"] == "the condition of high is never true: kind == food (variant fat)"
    assert told["gap"].endswith(" (variant fat)")
