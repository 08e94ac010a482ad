"""An input with another range, or with more words, is one input still: what two rule sets imply of each other is
what the same data make of both."""

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
scale: {{decimals: 0, rounding: half_up}}
inputs:
  size: {{range: {range}, decimals: 0}}
  kind: {{one_of: {words}}}
combine: sum
parts:
  grown: {{of: size, points: {{from: {{2: 3, 4: 6}}}}}}
  extra: {{cases: [{{when: kind == b, score: 2}}, {{score: 0}}]}}
bands:
  - {{rating: high, from: 6}}
  - {{rating: low}}
"""
PAIRS = {
    "a narrower range": (("0..5", "[a, b]"), ("0..4", "[a, b]")),
    "a wider range": (("0..4", "[a, b]"), ("0..5", "[a, b]")),
    "a word more": (("0..5", "[a, b]"), ("0..5", "[a, b, c]")),
    "a word more, before the others": (("0..5", "[a, b]"), ("0..5", "[c, a, b]")),
    "a word less": (("0..5", "[a, b, c]"), ("0..5", "[a, b]")),
    "both": (("0..5", "[a, b, c]"), ("0..3", "[b, d, a]")),
}


def _pair(write, name: str) -> list:
    return [
        write(f"{which}.yaml", RULES.format(name=which, range=ends, words=words))
        for which, (ends, words) in zip(("old", "new"), PAIRS[name], strict=True)
    ]


@pytest.mark.parametrize("name", PAIRS)
def test_transitions_are_those_of_one_unit(name: str, write):
    old, new = map(kenrules.load, _pair(write, name))
    said = kenrules.prove(old, new, seconds=20)
    assert not any("differ in any way" in str(text) for text in said.assumptions)
    assert any("only test/old or only test/new can read" in str(text) for text in said.assumptions)
    read = [[word.strip("[] ") for word in words.split(",")] for _, words in PAIRS[name]]
    least = min(int(ends[-1]) for ends, _ in PAIRS[name])
    units = [*itertools.product(range(least + 1), [word for word in read[0] if word in read[1]])]
    frame = pl.DataFrame(
        {"unit": [*range(len(units))], "size": [x for x, _ in units], "kind": [k for _, k in units]}
    )
    rated = [kenrules.evaluate(rules, frame)["rating"] for rules in (old, new)]
    assert {(one.old, one.new) for one in said.transitions if one.possible} == set(zip(*rated, strict=True))


@pytest.mark.parametrize("name", PAIRS)
def test_a_change_of_an_input_is_shown_by_one_unit_that_only_one_rule_set_reads(name: str, ken, write):
    told = ken("diff", *_pair(write, name), "--format", "markdown").stdout
    shown = told.split("A unit for each")[1].split("What cannot")[0] if "A unit for each" in told else ""
    rows = [line for line in shown.splitlines() if " of input " in line]
    assert rows, told
    for row in rows:
        scores, *ratings = [cell.strip() for cell in row.strip(" |").split("|")][-3:]
        assert "not rated" in ratings, row
        assert scores.count("kind") == scores.count("size") == 1, row
    assert "no unit that lacks nothing" not in told
