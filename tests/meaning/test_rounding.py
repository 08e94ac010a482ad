"""Halves go the way that the rule set says, in floats as on paper."""

from __future__ import annotations

import math
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal

import kenrules
import polars as pl
import pytest

MODES = {"half_up": ROUND_HALF_UP, "half_even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


def test_oit_on_a_tie_goes_up():
    rules = kenrules.load("ita/2566")
    frame = kenrules.evaluate(
        rules, pl.DataFrame({"agency": ["a", "b"], "I9": [72.89, 85.87], "I10": [65.56, 79.62]})
    )
    assert frame["OIT"].to_list() == [69.23, 82.75]


def test_a_total_on_a_tie_goes_up():
    rules = kenrules.load("ita/2566")
    frame = kenrules.evaluate(
        rules,
        pl.DataFrame({"agency": ["a"], "IIT": [86.685], "EIT1": [86.685], "EIT2": [86.685], "OIT": [86.685]}),
    )
    assert frame["total"].to_list() == [86.69]


@pytest.mark.parametrize("mode", MODES)
def test_every_mean_of_two_rounds_as_decimal_arithmetic_does(smallest, mode):
    """All 10,001 sums of two scores with two decimals, half of which make a tie."""
    rules = kenrules.load(smallest(f"scale: {{rounding: {mode}}}"))
    cents = range(10_001)
    frame = pl.DataFrame(
        {"agency": list(cents), "a": [cent / 100 for cent in cents], "b": [33.33] * len(cents)}
    )
    wanted = [float((Decimal(cent + 3333) / 200).quantize(Decimal("0.01"), MODES[mode])) for cent in cents]
    assert kenrules.evaluate(rules, frame)["total"].to_list() == wanted


@pytest.mark.parametrize("mode", MODES)
def test_negative_scores_round_by_magnitude(smallest, mode):
    rules = kenrules.load(smallest(f"scale: {{min: -100, rounding: {mode}}}"))
    frame = pl.DataFrame({"agency": [1, 2, 3], "a": [-72.89, -85.87, -0.01], "b": [-65.56, -79.62, 0.0]})
    wanted = [
        float((Decimal(str(a)) / 2 + Decimal(str(b)) / 2).quantize(Decimal("0.01"), MODES[mode]))
        for a, b in zip(frame["a"], frame["b"], strict=True)
    ]
    found = kenrules.evaluate(rules, frame)["total"].to_list()
    assert found == wanted
    assert "-0.0" not in [str(value) for value in found]


def test_a_value_just_below_a_tie_is_not_on_it(smallest):
    rules = kenrules.load(smallest())
    frame = pl.DataFrame({"agency": [1, 2], "total": [math.nextafter(69.225, 0), 69.225], "a": [1.0, 1.0]})
    assert kenrules.evaluate(rules, frame)["total"].to_list() == [69.22, 69.23]


def test_a_number_with_more_digits_than_a_float_holds_is_still_exact(rated, smallest, write):
    data = write("long.csv", "agency,total\nbelow,69.2249999999999999999\non,69.22500000000000000000\n")
    assert [unit["scores"]["total"] for unit in rated(smallest(), data)["units"]] == [69.22, 69.23]
