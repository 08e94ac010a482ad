"""What is proved of quotients, logarithms and roots: a solver learns what they come to."""

from __future__ import annotations

import kenrules
import pytest

BOOK = """
ruleset: test/functions
title: functions
source: made up
unit: unit
scale: {decimals: 2, rounding: half_up}
inputs: {a: {range: 1..10}, b: {range: 1..10}}
parts: {p: {score: FORMULA}}
bands: [{rating: high, from: HIGH}, {rating: middle, from: 1.5}, {rating: low, below: 1.5}]
"""


@pytest.mark.parametrize(
    ("formula", "highest"),
    [
        ("a / b", 10),
        ("ln(a) + b - 1", 11),
        ("sqrt(a) + sqrt(b) - 2", 4),
        ("power(a, 14) / power(10, 14) + b", 11),
    ],
)
def test_a_band_is_out_of_reach_from_where_no_unit_comes(write, formula, highest):
    for limit, told in ((highest, False), (highest + 1, True)):
        text = BOOK.replace("FORMULA", f"'{formula}'").replace("HIGH", str(limit))
        found = kenrules.check(write("functions.yaml", text))
        assert {(each.code, each.about) for each in found} == ({("unreachable", "high")} if told else set())
