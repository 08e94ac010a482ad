"""Nothing of ITA is in the engine: a quite different index, in YAML only."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

import kenrules
import polars as pl
import pytest
from kenrules.engine.meaning import spaces
from kenrules.engine.verify.checking import check

INDEX = """
ruleset: test/development
title: {th: ดัชนีการพัฒนา, en: A development index}
unit: country
source: made up in the manner of indices with goalposts
scale: {min: 0, max: 1, decimals: 3, rounding: half_up}
thresholds: {poorest: 100, richest: 75000}
combine: geometric_mean
parts:
  health:
    questions:
      life: {title: {th: อายุขัย, en: Life expectancy}, score: "clip((value - 20) / (85 - 20), 0, 1)"}
  knowledge:
    combine: mean
    questions:
      expected: {score: "clip(value / 18, 0, 1)"}
      achieved: {score: "clip(value / 15, 0, 1)"}
  living:
    questions:
      income: {score: "clip((ln(value) - ln(poorest)) / (ln(richest) - ln(poorest)), 0, 1)", range: {min: 1, max: 10000000}}
bands:
  - {rating: very high, from: 0.800, to: 1}
  - {rating: high, from: 0.700, to: 0.799}
  - {rating: medium, from: 0.550, to: 0.699}
  - {rating: low, from: 0, to: 0.549}
"""

COUNTRIES = {
    "one": (84.5, 18.3, 13.0, 66933.0),
    "two": (75.7, 14.1, 8.4, 14182.0),
    "three": (66.0, 11.5, 6.4, 4950.0),
    "four": (52.7, 9.2, 4.3, 732.0),
    "five": (20.0, 18.0, 15.0, 75000.0),
}


@pytest.fixture
def index(write):
    return write("development.yaml", INDEX)


def frame():
    names = ("life", "expected", "achieved", "income")
    return pl.DataFrame(
        {
            "country": list(COUNTRIES),
            **{name: [row[at] for row in COUNTRIES.values()] for at, name in enumerate(names)},
        }
    )


def by_hand(life, expected, achieved, income):
    def clip(x):
        return min(1.0, max(0.0, x))

    health, knowledge = clip((life - 20) / 65), (clip(expected / 18) + clip(achieved / 15)) / 2
    living = clip((math.log(income) - math.log(100)) / (math.log(75000) - math.log(100)))
    product = (health * knowledge * living) ** (1 / 3)
    return float(Decimal(repr(product)).quantize(Decimal("0.001"), ROUND_HALF_UP))


def test_it_checks_without_findings(index):
    assert check(index, seconds=120) == ()  # more than they take where other work goes on beside them


def test_it_evaluates_as_by_hand(index):
    found = kenrules.evaluate(kenrules.load(index), frame())
    assert found["total"].to_list() == [by_hand(*row) for row in COUNTRIES.values()]
    assert found["rating"].to_list() == ["very high", "high", "medium", "low", "low"]


def test_a_zero_in_one_part_makes_the_geometric_mean_zero(index):
    assert kenrules.evaluate(kenrules.load(index), frame())["total"].to_list()[-1] == 0.0


def test_it_prints_three_decimals(ken, index, write):
    data = write("countries.csv", frame().write_csv())
    shown = ken("evaluate", index, data)
    assert "0.9" in shown.stdout
    assert "very high" in shown.stdout
    lines = ken("evaluate", index, data, "--format", "csv").stdout.splitlines()
    assert lines[0].split(",")[:2] == ["country", "total"]
    assert lines[5].startswith("five,0.000,0.000,")


def test_what_is_found_does_not_hang_on_how_a_solver_goes_about_it(index, monkeypatch):
    monkeypatch.setattr(spaces, "MOST_LESSONS", 1)  # units near its first one are enough
    assert check(index, seconds=120) == ()
