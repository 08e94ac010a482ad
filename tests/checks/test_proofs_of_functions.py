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


BY_SIZE = """
ruleset: test/powers
title: powers
source: made up
unit: unit
scale: {decimals: 2, rounding: half_up}
inputs: {a: {range: 1..10}, b: {range: -2..2}}
parts: {p: {score: "power(a, b) - 2"}}
bands: BANDS
"""


@pytest.mark.parametrize(
    ("bands", "told"),
    [
        (
            "[{rating: high, when: p > 1}, {rating: middle, when: p >= -1}, {rating: low, when: p < -1}]",
            set(),
        ),
        ("[{rating: high, when: p > 1}, {rating: middle, when: p >= -1}]", {"gap"}),
        ("[{rating: high, when: p > 1}, {rating: middle, when: p >= 2}, {rating: low}]", {"shadowed"}),
        ("[{rating: high, when: p > 99}, {rating: low}]", {"undecided"}),  # 10^2 - 2 is 98
    ],
)
def test_of_a_power_that_may_be_any_number_bands_are_proved_all_the_same(write, bands, told):
    found = {each.code for each in kenrules.check(write("powers.yaml", BY_SIZE.replace("BANDS", bands)))}
    assert found == told
