"""Every key of the second edition of the language is known to every command that takes rules and data."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine.meaning.second_edition import is_second_edition

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


def test_an_old_rule_set_is_known_as_such(write):
    rules = write("rules.yaml", RULES.format(scale="", top="", a="", b="title: B", when=""))
    assert not is_second_edition(kenrules.load(rules))


@pytest.mark.parametrize(
    "said",
    [
        {"a": "plus: 1"},
        {"a": "points: {..5: 0, 6..: 10}"},
        {"a": "cases: [{when: b > 1, points: {..5: 1, 6..: 2}}, {points: {..5: 0, 6..: 10}}]"},
        {"a": "at_most: 50"},
        {"a": "at_least: 50"},
        {"a": "round: 1"},
        {"a": "decimals: 1"},
        {"a": "applies: b > 1"},
        {"a": "missing: 7"},
        {"a": "refuse: {when: b > 90, because: too much}"},
        {"a": "answers: [yes, no]"},
        {"a": "score: b / 2"},
        {"a": "value: {range: 0..10, decimals: 1}"},
        {"scale": ", better: lower"},
        {"top": "inputs: {kind: {one_of: [x, y]}}", "when": ", when: kind == x"},
        {"top": "plus: 2"},
        {"top": "no_better_than: {poor: b < 10}"},
        {"top": "notches: {score: -1, when: b < 10}"},
        {"top": "best: 1"},
        {"when": ", when: sqrt(b) > 2"},
    ],
)
def test_every_command_knows_every_key(ken, write, tmp_path, said):
    text = RULES.format(**{"scale": "", "top": "", "a": "", "b": "title: B", "when": "", **said})
    rules = write("rules.yaml", text)
    assert is_second_edition(kenrules.load(rules))
    data = write("data.csv", "agency,a,b\nNorth,60,60\n")
    for arguments in (
        ["diff", rules, rules],
        ["compare", rules, rules, data, "--no-proofs"],
        ["explain", rules, data, "--seconds", "0.1"],
        ["audit", rules, data],
        ["report", rules, data, "-o", tmp_path / "report.md"],
    ):
        run = ken(*arguments)
        assert run.exit_code in (0, 1), (arguments[0], run.output)
        assert "does not know" not in run.output
