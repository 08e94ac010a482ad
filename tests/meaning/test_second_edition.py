"""What commands that know the first edition of the language alone say of rules of the second: none of these is
passed over."""

from __future__ import annotations

import pytest

RULES = """\
ruleset: demo/new
title: Demo
unit: agency
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up{scale}}}
{top}
parts:
  a: {{{a}}}
  b: {{{b}}}
bands:
  - {{rating: good, from: 50{when}}}
  - {{rating: poor, to: 49.99}}
"""


def test_an_old_rule_set_is_known(ken, write):
    rules = write("rules.yaml", RULES.format(scale="", top="", a="", b="title: B", when=""))
    assert ken("diff", rules, rules).exit_code == 0


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ({"a": "plus: 1"}, "plus"),
        ({"a": "points: {..5: 0, 6..: 10}"}, "points"),
        ({"a": "cases: [{when: b > 1, points: {..5: 1, 6..: 2}}, {points: {..5: 0, 6..: 10}}]"}, "cases"),
        ({"a": "at_most: 50"}, "at_most"),
        ({"a": "at_least: 50"}, "at_least"),
        ({"a": "round: 1"}, "round"),
        ({"a": "decimals: 1"}, "decimals"),
        ({"a": "applies: b > 1"}, "applies"),
        ({"a": "missing: 7"}, "missing"),
        ({"a": "refuse: {when: b > 90, because: too much}"}, "refuse"),
        ({"a": "answers: [yes, no]"}, "answers"),
        ({"a": "score: b / 2"}, "score"),
        ({"a": "value: {range: 0..10, decimals: 1}"}, "value"),
        ({"scale": ", better: lower"}, "better"),
        ({"top": "inputs: {kind: {one_of: [x, y]}}", "when": ", when: kind == x"}, "inputs"),
        ({"top": "plus: 2"}, "plus"),
        ({"top": "no_better_than: {poor: b < 10}"}, "no_better_than"),
        ({"top": "notches: {score: -1, when: b < 10}"}, "notches"),
        ({"top": "best: 1"}, "best"),
        ({"when": ", when: sqrt(b) > 2"}, "sqrt()"),
    ],
)
def test_every_key_of_the_second_edition_is_told(ken, write, said, key):
    text = RULES.format(**{"scale": "", "top": "", "a": "", "b": "title: B", "when": "", **said})
    rules = write("rules.yaml", text)
    data = write("data.csv", "agency,a,b\nNorth,60,60\n")
    run = ken("compare", rules, rules, data)
    assert run.exit_code == 2, run.output
    assert f"does not know {key}" in run.output, run.output
