"""A question of which one rule set names the word, and the other has the score alone, is one question: what two
rule sets imply of each other is what all data make of both."""

from __future__ import annotations

import itertools

import kenrules
import polars as pl
import pytest
from kenrules.engine.meaning.settling import HopelessError
from kenrules.engine.meaning.spaces import Space

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


def hopeless(*_):
    raise HopelessError


@pytest.mark.parametrize("solves", [True, False], ids=["by a solver", "unit by unit"])
@pytest.mark.parametrize("name", PAIRS)
def test_transitions_are_those_that_data_make(name: str, solves: bool, write, monkeypatch):
    if not solves:
        monkeypatch.setattr(Space, "_solved", hopeless)
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


CASED = """
ruleset: test/{name}
title: made up
source: made up
unit: unit
answered_by: unit
scale: {{decimals: 1, rounding: half_up}}
score: {score} * power(a, 5) * power(b, 7) - c
parts:
  a: {{answers: {{x: {x}, y: 0.71, z: 0.33}}, decimals: 2}}
  b: {{answers: {{x: 1.03, y: 0.66}}, decimals: 2}}
  c: {{answers: {{x: 0.1, y: 0.2, z: 0.05}}, decimals: 2}}
bands: [{{rating: high, from: 1}}, {{rating: middle, from: 0, to: 0.9}}, {{rating: low, to: -0.1}}]
"""


def test_of_few_units_whose_words_score_otherwise_each_is_tried_where_powers_stand_between(write):
    rules = [
        kenrules.load(write(f"{name}.yaml", CASED.format(name=name, score=score, x=x)))
        for name, score, x in (("old", 2, 0.92), ("new", 3, 0.85))
    ]
    frame = pl.DataFrame(
        [{"unit": f"{a}{b}{c}", "a": a, "b": b, "c": c} for a, b, c in itertools.product("xyz", "xy", "xyz")]
    )
    made = set(zip(*(kenrules.evaluate(own, frame)["rating"] for own in rules), strict=True))
    said = {(each.old, each.new): each.possible for each in kenrules.prove(*rules, seconds=2).transitions}
    assert said == {pair: pair in made for pair in said}
