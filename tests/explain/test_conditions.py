"""Conditions taken apart: which comparisons hold, and by how much."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ..strategies import LAW, loaded, random_data, rule_sets
from .traces import trace_of


@pytest.mark.slow
@settings(LAW, max_examples=60)
@given(rules=rule_sets(), seed=st.integers(0, 2**32))
def test_every_comparison_of_a_band_says_what_the_band_says(rules, seed):
    made = loaded(rules)
    trace = trace_of(
        made,
        {
            name: value
            for name, value in random_data(made, 1, seed).rows(named=True)[0].items()
            if name != "unit"
        },
    )
    for verdict, band in zip(trace.bands, made.bands, strict=True):
        if verdict.holds is None:
            continue
        for part in verdict.parts:
            assert part.holds == {
                "<": part.left < part.right,
                "<=": part.left <= part.right,
                ">": part.left > part.right,
                ">=": part.left >= part.right,
            }.get(part.sign, (part.left == part.right) == (part.sign == "=="))
            if part.margin is not None and part.sign in (">=", "<="):
                assert part.holds == (part.margin >= 0)
        if band.when is None or (
            " or " not in band.when.text and "not " not in band.when.text and "count" not in band.when.text
        ):
            assert verdict.holds == all(part.holds for part in verdict.parts)


def test_reasons_under_not_are_the_condition_and_the_scores(ken, write, smallest):
    rules = smallest(
        "bands: [{rating: gold, from: 0, to: 100, when: not (a < 80) and not (a >= 80 and b < 70)}, "
        "{rating: none, from: 0, to: 100}]"
    )
    text = ken("explain", rules, write("d.csv", "agency,a,b\nx,90,50\n")).stdout
    assert (
        "gold is not given: not (a < 80) and not (a >= 80 and b < 70) does not hold: a 90.00, b 50.00" in text
    )
