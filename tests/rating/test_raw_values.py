"""Columns of raw values: nothing is settled row by row that columns can tell, whatever the rules make of
them, and what columns tell is what the exact arithmetic does."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import kenrules
import polars as pl
import pytest
from kenrules.engine.data.column_matching import claim
from kenrules.engine.meaning.arithmetic.columns import ColumnArithmetic
from kenrules.engine.meaning.arithmetic.exact import exact_value
from kenrules.engine.meaning.model import Scale
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.scoring import PointsTable, RawValue, Row
from kenrules.engine.rating.rated import rate
from kenrules.engine.words.diagnostics import Position

HEAD = """ruleset: test/raw
title: {en: Raw values}
source: a test
unit: unit
"""
LINES = (
    HEAD
    + """scale: {decimals: 0, rounding: half_up, better: lower}
combine: max
missing: skip
parts:
  fine:
    value: {range: 0..500.4, decimals: 1, rounding: down}
    points:
      0..12.0: 0..50
      12.1..35.4: 51..100
      35.5..55.4: 101..150
      55.5..150.4: 151..200
      150.5..250.4: 201..300
      250.5..350.4: 301..400
      350.5..500.4: 401..500
  coarse:
    value: {range: 0..40.4, decimals: 1, rounding: down}
    points: {0..4.4: 0..50, 4.5..9.4: 51..100, 9.5..12.4: 101..150, 12.5..40.4: 151..200}
bands:
  - {rating: good, to: 100}
  - {rating: bad, from: 101}
"""
)
RATIO = (
    HEAD
    + """scale: {decimals: 3, rounding: half_up}
inputs:
  length: {range: 1..3, decimals: 2}
  mass: {range: 20..300}
parts:
  body: {score: "20 / max(mass / power(length, 2), 20)"}
bands:
  - {rating: high, from: 0.8}
  - {rating: low, to: 0.799}
"""
)
VARIANTS = (
    HEAD
    + """scale: {decimals: 0, rounding: half_up, better: lower}
inputs:
  kind: {one_of: [food, drink]}
  energy: {range: 0..1000, decimals: 0}
parts:
  calories: {of: energy, points: {above: [100, 200, 300]}}
bands:
  - {rating: A, to: 1}
  - {rating: B, from: 2}
variants:
  kind:
    drink: {change: {calories: {points: {above: [10, 20, 30]}}}}
"""
)


def rated(rules: Any, frame: pl.DataFrame) -> Any:
    claims, _ = claim(
        rules, {name: name for name in frame.columns}, lambda column: Position("data", cell=column)
    )
    assert claims is not None
    return rate(Plan(rules), frame, claims)


def assert_exact(rules: Any, frame: pl.DataFrame, found: Any) -> None:
    printed = found.frame[found.columns["printed", "total"]]
    for row, score in zip(frame.drop("unit").rows(named=True), printed, strict=True):
        exact = evaluate_exactly(Plan.of(rules), {name: exact_value(cell) for name, cell in row.items()})
        number = exact.outcome.printed["total"]
        assert score == (None if number is None else float(number)), row


def test_ties_of_straight_lines_are_told_by_columns(write):
    rules, chance = kenrules.load(write("raw.yaml", LINES)), random.Random(5)
    fine = [chance.randint(0, 50040) / 100 for _ in range(400)]
    coarse = [None if chance.random() < 0.1 else chance.randint(0, 4040) / 100 for _ in range(400)]
    frame = pl.DataFrame({"unit": range(400), "fine": [*fine[:-1], 1.8], "coarse": coarse})
    found = rated(rules, frame)
    assert found.settled == 0
    assert_exact(rules, frame, found)


def test_values_with_fewer_decimals_than_the_scale_leave_no_doubt(write):
    rules, chance = kenrules.load(write("raw.yaml", RATIO)), random.Random(5)
    columns = {
        "length": [chance.randint(150, 190) / 100 for _ in range(400)],
        "mass": [chance.randint(600, 1200) / 10 for _ in range(400)],
    }
    columns["length"][0], columns["mass"][0] = 1.6, 100.0  # 0.512
    columns["length"][1], columns["mass"][1] = 1.5, 80.0  # a tie, 0.5625
    frame = pl.DataFrame({"unit": range(400), **columns})
    found = rated(rules, frame)
    assert found.settled == 0
    assert_exact(rules, frame, found)


def test_one_cell_with_many_decimals_beside_those_of_the_sample(write):
    rules = kenrules.load(write("raw.yaml", RATIO))
    mass = [60 + n / 10 for n in range(2000)]
    mass[1500] = 70.123456789012
    frame = pl.DataFrame({"unit": range(2000), "length": [1.7] * 2000, "mass": mass})
    found = rated(rules, frame)
    assert found.settled == 1
    assert_exact(rules, frame[[1499, 1500, 1501]], rated(rules, frame[[1499, 1500, 1501]]))
    assert found.frame[found.columns["printed", "total"]][1500] == 0.824


def test_rows_in_memory_keep_their_order_where_variants_rate_them(write):
    kinds, energy = ["food", "drink"] * 3, [150, 15, 250, 25, 350, 35]
    frame = pl.DataFrame({"unit": range(6), "kind": kinds, "energy": energy})
    found = kenrules.evaluate(kenrules.load(write("raw.yaml", VARIANTS)), frame)
    assert found["unit"].to_list() == [0, 1, 2, 3, 4, 5]
    assert found["calories"].to_list() == [1, 1, 2, 2, 3, 3]
    assert found["rating"].to_list() == ["A", "A", "B", "B", "B", "B"]


def table(*rows: tuple[str | None, str | None], above: bool = False) -> PointsTable:
    ends = [tuple(None if end is None else Fraction(end) for end in row) for row in rows]
    return PointsTable(tuple(Row(low, high, Fraction(1), above=above) for low, high in ends))


WHOLE = RawValue(Fraction(0), Fraction(30), decimals=0)


@pytest.mark.parametrize(
    ("rows", "value", "all_taken"),
    [
        ([(None, "8"), ("9", "11"), ("12", None)], WHOLE, True),
        ([("0", "8"), ("9", "30")], WHOLE, True),
        ([("0", "8.5"), ("8.7", "30")], WHOLE, True),
        ([("0", "9.95"), ("10.04", "30")], WHOLE, False),  # 10 is in none
        ([("0", "8"), ("10", "30")], WHOLE, False),
        ([("1", "8"), ("9", "30")], WHOLE, False),
        ([("0", "8"), ("9", "29")], WHOLE, False),
        ([("0", "8"), ("9", None)], RawValue(None, None, decimals=0), False),
        ([(None, "8"), ("9", None)], RawValue(None, None, decimals=0), True),
        ([(None, "8"), ("9", None)], RawValue(Fraction(0), Fraction(30)), False),  # 8.5 is in none
        ([("0.5", "8"), ("9", "30")], RawValue(Fraction(1, 2), Fraction(30), 0, "down"), False),
        ([("0", "30")], RawValue(Fraction(0), Fraction(30), 0, missing=Fraction(40)), False),
    ],
)
def test_whether_a_table_takes_every_value(rows, value, all_taken):
    assert table(*rows).takes_all(value) is all_taken


def test_a_table_of_steps_and_one_without_its_low_ends_are_looked_at_row_by_row():
    assert not table(("0", "8"), ("9", "30"), above=True).takes_all(WHOLE)
    assert not PointsTable(table(("0", "8"), ("9", "30")).rows, is_ladder=True).takes_all(WHOLE)


def test_logarithms_of_numbers_are_no_columns():
    a = ColumnArithmetic(Scale(Fraction(0), Fraction(100), 2, "half_up"), "ken:", pl, {})
    logarithm = a.logarithm(a.number(Fraction(75_000)))
    assert a.named("kept", logarithm) is logarithm
    assert not a.stages
    assert a.logarithm(a.number(Fraction(1000)), 10).constant == 3


ON_A_LINE = (
    HEAD
    + """scale: {decimals: DECIMALS, rounding: ROUNDING, min: 0, max: 10}
parts:
  line: {value: {range: 0..10, decimals: 1}, points: {..9: 0, 9..10: 0..10}}
  formula: {value: {range: 0..10, decimals: 1}, score: "max((value - 9) * 10, 0)"}
bands: [{rating: high, from: 5}, {rating: low}]
"""
)


@pytest.mark.parametrize("rounding", ["up", "down", "half_up"])
@pytest.mark.parametrize("decimals", [0, 1])
@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_what_comes_to_a_whole_number_is_that_number(write, rounding, decimals, library):
    text = ON_A_LINE.replace("ROUNDING", rounding).replace("DECIMALS", str(decimals))
    rules = kenrules.load(write("line.yaml", text))
    values = [number / 10 for number in range(90, 101)]
    frame = pl.DataFrame({"unit": range(len(values)), "line": values, "formula": values})
    rated = kenrules.evaluate(rules, frame if library == "polars" else frame.to_pandas())
    for column in ("line", "formula"):
        assert rated[column].to_list() == [float(number) for number in range(11)]
