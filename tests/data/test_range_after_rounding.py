"""A raw value is rounded first, where the rules say how, and held against its range as it is read then: by every
command, in every file type and dataframe alike."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import kenrules
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.meaning.arithmetic.rounding_exactly import round_exactly
from kenrules.engine.meaning.possible import Possible

RULES = """ruleset: test/dust
title: {en: Dust}
unit: site
source: circular 4
scale: {decimals: 0, rounding: half_up}
combine: sum
parts:
  dust: {value: {range: 0..500, decimals: 0, rounding: WAY}, points: {0..100: 1, 101..500: 2}}
"""
ROUNDINGS = ("half_up", "half_even", "down", "up")
READ = [
    ("down", "500.99", 500),
    ("down", "501", None),
    ("down", "-0.5", 0),
    ("down", "-1", None),
    ("half_up", "500.49", 500),
    ("half_up", "500.5", None),
    ("half_up", "-0.49", 0),
    ("half_up", "-0.5", None),
    ("half_even", "500.5", 500),
    ("half_even", "500.51", None),
    ("half_even", "-0.5", 0),
    ("up", "499.01", 500),
    ("up", "500", 500),
    ("up", "500.01", None),
    ("up", "-0.01", None),
]


@pytest.mark.parametrize(("way", "value", "read"), READ)
def test_a_range_holds_after_rounding(ken, write, way, value, read):
    rules = write("dust.yaml", RULES.replace("WAY", way))
    data = write("data.csv", f"site,dust\nx,{value}\ny,7\n")
    for file in (data, write("data.json", json.dumps([{"site": "x", "dust": float(value)}]))):
        told = ken("evaluate", rules, file)
        assert ("outside the possible values, 0 to 500" in told.stderr) == (read is None)
    audited = ken("audit", rules, data)
    assert ("outside the possible values" in audited.stdout + audited.stderr) == (read is None)
    explained = ken("explain", rules, data, "--unit", "x").stdout
    assert (f"{value} is read as {read}" in explained) == (read is not None and value != str(read))
    score = None if read is None else 1 if read <= 100 else 2
    assert (f"total {score}" in explained) == (score is not None)
    state = "refused" if read is None else "known"
    case = (
        f"tests: test/dust\ncases:\n  - {{input: {{dust: {value}}}, expect: {{states: {{dust: {state}}}}}}}\n"
    )
    assert ken("test", write("dust.test.yaml", case)).exit_code == 0


@pytest.mark.parametrize("way", ROUNDINGS)
def test_dataframes_hold_it_against_the_range_alike(write, way):
    """Of all libraries, and of doubles and decimals."""
    rules = kenrules.load(write("dust.yaml", RULES.replace("WAY", way)))
    mine = [(value, read) for own, value, read in READ if own == way]
    can = [value for value, read in mine if read is not None]
    scores = [1 if read <= 100 else 2 for _, read in mine if read is not None]
    doubles = pl.DataFrame({"site": can, "dust": [float(value) for value in can]})
    decimals = doubles.with_columns(dust=pl.Series([Decimal(value) for value in can]))
    for frame in (doubles, decimals):
        assert kenrules.evaluate(rules, frame)["total"].to_list() == scores
        assert kenrules.evaluate(rules, frame.to_arrow())["total"].to_pylist() == scores
    pandas = pd.DataFrame({"site": can, "dust": [float(value) for value in can]})
    assert kenrules.evaluate(rules, pandas)["total"].tolist() == scores
    for value, read in mine:
        if read is None:
            alone = {"site": ["x", "y"], "dust": [7.0, float(value)]}
            for frame in (pl.DataFrame(alone), pa.table(alone), pd.DataFrame(alone)):
                with pytest.raises(kenrules.KenError, match="possible are 0 to 500"):
                    kenrules.evaluate(rules, frame)


NUMBERS = st.decimals(-9, 9, places=3).map(Fraction)


@given(NUMBERS, NUMBERS, st.integers(0, 2), st.sampled_from(ROUNDINGS), NUMBERS)
def test_the_ends_of_what_data_give_are_those_of_what_is_read(one, other, places, way, value):
    low, high = sorted((one, other))
    own = Possible(((low, high),), rounded=(places, way))
    read = round_exactly(value, places, way)
    assert own.takes(value) == (low <= read <= high)
    if any(low <= Fraction(number, 10**places) <= high for number in range(-10000, 10000)):
        (least, has_least), (most, has_most) = own.given_ends
        is_above = value > least or (has_least and value == least)
        is_below = value < most or (has_most and value == most)
        assert own.takes(value) == (is_above and is_below)


def test_an_end_that_rounding_rules_out_is_told(ken, write):
    rules = write("dust.yaml", RULES.replace("WAY", "down").replace("0..500, d", "0..500.4, d"))
    assert "the range ends at 500.4, and values go in steps of 1, to 500" in ken("check", rules).stdout
