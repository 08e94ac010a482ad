"""A question of which one rule set names the word, and the other has the score alone, is one question: what two
rule sets imply of each other is what all data make of both."""

from __future__ import annotations

import itertools

import kenrules
import polars as pl
import pytest

RULES = """
ruleset: test/{name}
title: made up
source: made up
unit: unit
answered_by: unit
scale: {{decimals: 0, rounding: half_up, better: lower}}
combine: sum
questions:
  air: {{answers: {answers}}}
  pulse: {{value: {{range: 0..3, decimals: 0}}}}
bands:
{bands}
"""
PLAIN = "  - {rating: low, to: 2}\n  - {rating: high, from: 3}"
NAMED = "  - {rating: worst, when: air == mask and pulse > 1}\n" + PLAIN
ANSWERS = "{room: 0, mask: 2, tube: 2}"
PAIRS = {
    "the new one names a word": ((ANSWERS, PLAIN), (ANSWERS, NAMED)),
    "the old one names a word": ((ANSWERS, NAMED), (ANSWERS, PLAIN)),
    "and the word has another score": ((ANSWERS, PLAIN), ("{room: 0, mask: 1, tube: 2}", NAMED)),
    "both do, and it has another score": ((ANSWERS, NAMED), ("{room: 1, mask: 2, tube: 2}", NAMED)),
    "in another order": ((ANSWERS, PLAIN), ("{tube: 2, mask: 2, room: 0}", NAMED)),
    "and a word is taken away": ((ANSWERS, PLAIN), ("{room: 0, mask: 2}", NAMED)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_transitions_are_those_that_data_make(name: str, write):
    old, new = (
        kenrules.load(write(f"{which}.yaml", RULES.format(name=which, answers=answers, bands=bands)))
        for which, (answers, bands) in zip(("old", "new"), PAIRS[name], strict=True)
    )
    said = kenrules.prove(old, new, seconds=20)
    assert not any("differ in any way" in str(text) for text in said.assumptions)
    words = ["room", "mask"] if "taken away" in name else ["room", "mask", "tube"]
    scales = [rules.answers[rules.nodes["air"].answers or ""] for rules in (old, new)]
    scores = [{scale.score(word, reversed_=False) for word in scale.options} for scale in scales]
    answers = [*words, *map(str, sorted(scores[0] & scores[1]))]
    units = [*itertools.product(answers, range(4))]
    frame = pl.DataFrame(
        {
            "unit": [*range(len(units))],
            "air": [air for air, _ in units],
            "pulse": [pulse for _, pulse in units],
        }
    )
    rated = [kenrules.evaluate(rules, frame)["rating"] for rules in (old, new)]
    made = set(zip(*rated, strict=True))
    assert {(each.old, each.new): each.possible for each in said.transitions} == {
        (each.old, each.new): (each.old, each.new) in made for each in said.transitions
    }
    for each in said.transitions:
        assert each.possible is not None
