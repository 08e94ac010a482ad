"""Reference tables: the same row is found by every library and by exact arithmetic, as a slow search finds it."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import kenrules
import polars as pl
import pytest
from click.testing import CliRunner
from kenrules.cli import commands
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.states import state_of

from ..libraries import LIBRARIES

RULES = """\
ruleset: test/tables
title: Tables
unit: child
source: made up
scale: {decimals: 2, rounding: half_up}
inputs:
  sex: {one_of: [boy, girl]}
  length: {range: 0..200, decimals: 2}
  age: {range: -5..99, decimals: 1}
tables:
  growth: {file: growth.csv, by: {sex: exactly, length: between}}
  fee: {file: fee.csv, by: {age: steps}}
  code: {file: code.csv, by: {age: exactly}}
combine: none
parts:
  m: {score: growth.m}
  s: {score: growth.s}
  rate: {score: fee.rate}
  found: {score: code.y * 2}
bands:
  - {rating: dear, when: fee.rate > 3}
  - {rating: cheap}
"""
GROWTH = """\
sex,length,m,s,remark
boy,0,0,1,a
boy,4,1,2,b
boy,10,0.5,,c
boy,12,0.25,4,d
girl,5,3.3,7,e
"""
FEE = "age,rate\n0,1\n18.5,2.5\n60,\n65,4\n"
CODE = "age,y\n1,10\n-2,20\n7.5,30\n"


@pytest.fixture
def rules(write):
    for name, text in (("growth", GROWTH), ("fee", FEE), ("code", CODE)):
        write(f"{name}.csv", text)
    return kenrules.load(write("rules.yaml", RULES))


def frame_of(rows: list[tuple[str | None, float | None, float | None]]) -> pl.DataFrame:
    columns = {
        "child": [f"c{number:04}" for number in range(len(rows))],
        "sex": [sex for sex, _, _ in rows],
        "length": [length for _, length, _ in rows],
        "age": [age for _, _, age in rows],
    }
    return pl.DataFrame(columns, schema_overrides={"sex": pl.String, "length": pl.Float64, "age": pl.Float64})


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (("boy", 0.0, 1.0), (0.0, 1.0, 1.0, 20.0, "cheap")),
        # 0.125, 0.375 and 0.625 lie between two hundredths
        (("boy", 0.5, -2.0), (0.13, 1.13, None, 40.0, None)),
        (("boy", 1.5, 18.4), (0.38, 1.38, 1.0, None, "cheap")),
        (("boy", 2.5, 18.5), (0.63, 1.63, 2.5, None, "cheap")),
        (("boy", 4.0, 7.5), (1.0, 2.0, 1.0, 60.0, "cheap")),
        # the cell of one end is empty: at the other end alone something is known
        (("boy", 7.0, 60.0), (0.75, None, None, None, None)),
        (("boy", 10.0, 64.9), (0.5, None, None, None, None)),
        (("boy", 12.0, 65.0), (0.25, 4.0, 4.0, None, "dear")),
        (("boy", 12.01, 99.0), (None, None, 4.0, None, "dear")),
        # of a single row that alone
        (("girl", 5.0, 0.0), (3.3, 7.0, 1.0, None, "cheap")),
        (("girl", 5.01, -0.1), (None, None, None, None, None)),
        (("girl", None, None), (None, None, None, None, None)),
        ((None, 5.0, 1.0), (None, None, 1.0, 20.0, "cheap")),
    ],
)
def test_what_is_found_of_a_row(rules, row, wanted):
    found = kenrules.evaluate(rules, frame_of([row]))
    assert found.select("m", "s", "rate", "found", "rating").row(0) == wanted


def test_no_row_is_undecided_and_an_empty_cell_is_missing(rules):
    known = {"sex": Fraction(0), "length": Fraction(11), "age": Fraction(61)}
    outcome = evaluate_exactly(Plan.of(rules), known).outcome
    assert [state_of(outcome.nodes[path]).value for path in ("m", "s", "rate", "found")] == [
        "known",
        "missing",
        "missing",
        "undecided",
    ]
    outcome = evaluate_exactly(Plan.of(rules), {"sex": Fraction(1), "length": Fraction(4)}).outcome
    assert [state_of(outcome.nodes[path]).value for path in ("m", "rate")] == ["undecided", "missing"]


def naive(table: str, keys: list[str], column: str, given: dict[str, object]) -> Fraction | None:
    """What stands in a column, by looking at every row."""
    header, *rows = [line.split(",") for line in table.split()]
    cells = [dict(zip(header, row, strict=True)) for row in rows]
    *exact, last = keys
    cells = [row for row in cells if all(row[key] == given[key] for key in exact)]
    points = [(Fraction(row[last]), row[column] and Fraction(row[column])) for row in cells]
    x = given[last]
    for value, cell in points:
        if value == x:
            return cell if isinstance(cell, Fraction) else None
    for (low, one), (high, other) in pairwise(points):
        if low < x < high and isinstance(one, Fraction) and isinstance(other, Fraction):
            return one + (other - one) * (x - low) / (high - low)
    return None


@pytest.mark.parametrize("library", LIBRARIES)
def test_every_library_finds_what_a_slow_search_finds(write, library):
    chance = random.Random(7)
    lines = ["sex,length,m,s"]
    for sex in ("boy", "girl"):
        for length in sorted(chance.sample(range(1200), 40)):
            empty = chance.random() < 0.1
            lines.append(
                f"{sex},{length / 10},{chance.randint(-999, 999) / 100},{'' if empty else chance.randint(0, 9)}"
            )
    growth = "\n".join(lines)
    write("growth.csv", growth)
    write("fee.csv", FEE)
    write("code.csv", CODE)
    rules = kenrules.load(write("rules.yaml", RULES))
    rows = [
        (chance.choice(["boy", "girl"]), chance.randint(0, 12000) / 100, chance.randint(-50, 990) / 10)
        for _ in range(60)
    ]
    there, back = LIBRARIES[library]
    found = back(kenrules.evaluate(rules, there(frame_of(rows)))).sort("child")
    for (sex, length, age), m, s in zip(rows, found["m"], found["s"], strict=True):
        given = {"sex": sex, "length": Fraction(str(length)), "age": Fraction(str(age))}
        numbers = {**given, "sex": Fraction(int(sex == "girl"))}
        exact = evaluate_exactly(Plan.of(rules), numbers).outcome
        for column, printed in (("m", m), ("s", s)):
            wanted = naive(growth, ["sex", "length"], column, given)
            carried = exact.values[column]
            assert (None if carried is None else Fraction(carried)) == wanted
            shown = exact.printed[column]
            assert printed == (None if shown is None else float(shown))


def test_a_message_says_what_the_table_has_no_row_for(rules, write):
    data = write("data.csv", "child,sex,length,age\na,boy,12.5,1\n")
    result = CliRunner().invoke(commands, ["evaluate", str(data.parent / "rules.yaml"), str(data)])
    assert "m of “a”: the table growth has no row for sex boy, length 12.5" in result.output


def test_a_node_can_be_what_rows_are_found_by(write):
    text = RULES.replace("  m: {score: growth.m}", "  double: {score: length * 2}\n  m: {score: wide.w}")
    text = text.replace("tables:\n", "tables:\n  wide: {file: wide.csv, by: {double: steps}}\n")
    write("wide.csv", "double,w\n0,1\n20,2\n")
    for name, table in (("growth", GROWTH), ("fee", FEE), ("code", CODE)):
        write(f"{name}.csv", table)
    found = kenrules.evaluate(write("rules.yaml", text), frame_of([("boy", 9.99, 1.0), ("boy", 10.0, 1.0)]))
    assert found["m"].to_list() == [1.0, 2.0]


def test_proofs_and_ends_know_what_stands_in_a_table(write):
    write("line.csv", "age,y\n0,1\n18,2.5\n65,3\n99,4\n")
    text = """\
ruleset: test/proofs
title: Proofs
unit: child
source: made up
scale: {decimals: 1, rounding: half_up}
tables: {line: {file: line.csv, by: {age: between}}}
score: g * 2
parts:
  age: {value: {range: 0..99, decimals: 0}}
  g: {score: line.y}
bands: [{rating: high, from: 8.1}, {rating: low}]
"""
    path = write("rules.yaml", text)
    rules = kenrules.load(path)
    assert (rules.scale.minimum, rules.scale.maximum) == (2, 8)
    found = {(finding.code, finding.about) for finding in kenrules.check(path)}
    assert ("unreachable", "high") in found or any(code == "band-range" for code, _ in found)
    mended = write("mended.yaml", text.replace("8.1", "8").replace("{rating: low}", "{rating: low, to: 7.9}"))
    assert not {"unreachable", "gap", "overlap"} & {finding.code for finding in kenrules.check(mended)}
