"""The nearest misses are one step from another rating."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

from .revised import NATION


def test_the_nearest_misses_are_one_step_from_another_rating():
    near = kenrules.compare("ita/2565", "ita/2566", NATION).near(2)
    rows = {
        (row["side"], row["unit"]): (row["score"], row["from"], row["to"], row["other"])
        for row in near.rows(named=True)
    }
    assert rows["new", "e"] == ("IIT", 94.99, 95.0, "ผ่านดีเยี่ยม")
    assert rows["new", "b"] == ("EIT1", 85.0, 84.99, "ผ่าน")
    assert rows["old", "b"] == ("total", 94.35, 95.0, "AA")
    assert ("new", "c") not in rows
    assert all(abs(row["apart"]) <= 2 for row in near.rows(named=True))
    assert near["apart"].abs().is_sorted()


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--seconds", "nan"),
        ("--near", "nan"),
        ("--near", "inf"),
        ("--near", "1e300"),
        ("--near", "-1"),
        ("--seconds", "0"),
    ],
)
def test_numbers_that_are_none_are_refused(ken, write, option, value):
    data = write("data.csv", "agency,IIT,EIT,OIT\na,90,90,90\n")
    result = ken("compare", "ita/2565", "ita/2565", data, option, value)
    assert result.exit_code == 2
    assert option in result.stderr


def test_near_misses_look_at_every_score_of_a_condition(rules):
    text = """
thresholds: {pass: 80}
instruments:
  A: {title: A, weight: 50%, indicators: {S1: {title: x, questions: a1..a3}, S2: {title: x, questions: a4..a6}}}
  B: {title: B, weight: 50%, questions: b1..b3}
bands:
  - {rating: gold, from: 90, to: 100, when: S1 >= pass}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""
    old, new = rules("one", text), rules("two", "extends: one.yaml\nthresholds: {pass: 85}\n")
    data = pl.DataFrame(
        {
            "agency": ["u1", "u2", "u3", "u4"],
            "S1": [79.5, 80, 85, 84.9],
            "S2": [100.0, 100, 80, 96],
            "B": [100.0, 100, 97, 96],
        }
    )
    rows = kenrules.compare(old, new, data).near().rows(named=True)
    assert {(row["side"], row["unit"], row["score"], row["to"]) for row in rows} == {
        ("old", "u1", "A.S1", 80.0),
        ("old", "u2", "A.S1", 79.99),
        ("old", "u3", "total", 90.0),
        ("new", "u3", "total", 90.0),
        ("new", "u4", "A.S1", 85.0),
    }


WORDS = """
ruleset: test/words
title: made up
source: made up
unit: shop
answered_by: unit
scale: {decimals: 0, rounding: half_up, better: lower}
combine: sum
questions:
  management: {answers: {good: 0, fair: 10, poor: 20, bad: 30}}
  dirt: {value: {range: 0..100, decimals: 0}, points: {..9: 0, 10..19: 5, 20..: 15}}
bands:
  - {rating: best, to: 20, when: management < 20 and dirt < 15}
  - {rating: middle, to: 40, when: management <= 20}
  - {rating: worst}
"""


def test_a_score_is_moved_only_to_one_that_there_is(write):
    rules = write("words.yaml", WORDS)
    data = pl.DataFrame({"shop": ["a", "b", "c"], "management": ["poor", "good", "bad"], "dirt": [0, 30, 0]})
    assert not [row for row in kenrules.compare(rules, rules, data).near(1).rows() if row[3] != "total"]
    near = kenrules.compare(rules, rules, data).near(10)
    moved = {(row["unit"], row["score"], row["from"], row["to"]) for row in near.rows(named=True)}
    assert ("a", "management", 20, 10) in moved
    assert ("b", "dirt", 15, 5) in moved
    assert ("c", "management", 30, 20) in moved
    assert {to for _, score, _, to in moved if score == "management"} <= {0, 10, 20, 30}
    assert {to for _, score, _, to in moved if score == "dirt"} <= {0, 5, 15}
