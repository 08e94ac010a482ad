"""What a result says of nodes with ratings of their own, of words without numbers, and of what has no rating
or no number."""

from __future__ import annotations

import csv
import io
import json

import pytest

RULES = """
ruleset: test/nodes
title: {th: ระดับของส่วน, en: Ratings of parts}
unit: house
source: made up
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
combine: none
parts:
  safe:
    bands:
      - {rating: good, from: 63, title: {th: ดี, en: all well}}
      - {rating: poor, to: 62}
  kind: {answers: [good, poor]}
judgements: {part: [{result: good, when: score >= 90}, {result: bad, when: score >= 0}]}
bands: [{rating: sound, when: count(parts == good) == 2}, {rating: unsound}]
"""
DATA = "house,safe,kind\na,70,good\nb,12,\n"


@pytest.fixture
def said(ken, write):
    """What `ken evaluate` prints of the houses."""
    rules, data = write("rules.yaml", RULES), write("data.csv", DATA)

    def run(*options: object) -> str:
        return ken("evaluate", rules, data, *options).stdout

    return run


def test_json_has_the_ratings_and_words_of_nodes_beside_judgements(said):
    one, other = json.loads(said("--format", "json"))["units"]
    assert one["ratings"] == {"safe": "good", "kind": "good"}
    assert other["ratings"] == {"safe": "poor", "kind": None}
    assert one["judgements"] == {}  # ratings of its own take the place of judgements


def test_a_table_has_what_json_has(said):
    rows = list(csv.DictReader(io.StringIO(said("--format", "csv"))))
    units = json.loads(said("--format", "json"))["units"]
    assert [row["safe rating"] for row in rows] == [unit["ratings"]["safe"] for unit in units]
    assert [row["kind"] or None for row in rows] == [unit["ratings"]["kind"] for unit in units]
    assert not [heading for heading in rows[0] if heading.endswith(" result")]


def test_a_terminal_shows_words_and_titles_of_ratings_and_no_total_where_there_is_none(said):
    lines = [line.split() for line in said("--unit", "a").splitlines()]
    assert ["safe", "70", "all", "well"] in lines
    assert ["kind", "good"] in lines
    assert not [line for line in said("--unit", "a").splitlines() if line.startswith("part:")]
    assert "total" not in said()


def test_a_unit_that_is_scored_is_not_called_unrated(ken, smallest, write):
    rules = smallest("bands: null\n")
    one = ken("evaluate", rules, write("data.csv", "agency,a,b\nu,90,80\n"))
    assert "scored" in one.stdout
    assert "not rated" not in one.stdout
    many = ken("evaluate", rules, write("data.csv", "agency,a,b\nu,90,80\nv,70,80\n"))
    assert "rating" not in many.stdout


def test_a_unit_that_the_rules_are_not_for_is_not_called_unrated(ken, smallest, write):
    rules = smallest("inputs: {kind: {one_of: [house, tent]}}\napplies: kind == house\n")
    data = write("data.csv", "agency,kind,a,b\nu,tent,90,80\n")
    assert "not applicable" in ken("evaluate", rules, data).stdout
    both = write("data.csv", "agency,kind,a,b\nu,tent,90,80\nv,house,90,80\n")
    assert "not rated" not in ken("evaluate", rules, both).stdout


def test_a_unit_that_the_rules_are_not_for_lacks_nothing(ken, smallest, write):
    rules = smallest("inputs: {kind: {one_of: [house, tent]}}\napplies: kind == house\n")
    data = write("data.csv", "agency,kind,a,b\nu,tent,,\nv,house,90,\n")
    units = json.loads(ken("evaluate", rules, data, "--format", "json").stdout)["units"]
    assert [(unit["status"], unit["lacks"]) for unit in units] == [
        ("not applicable", []),
        ("incomplete", ["b"]),
    ]


@pytest.mark.parametrize(
    ("way", "lacks"),
    [('score: "first(x, 0)"', []), ("cases: [{when: kind == drink, score: x}, {score: 0}]", ["x"])],
)
def test_what_is_missing_is_passed_over_by_first_and_missed_by_cases(ken, smallest, write, way, lacks):
    rules = smallest(
        "inputs: {kind: {one_of: [food, drink]}}\nscore: a + b + y\n"
        f"parts: {{x: {{applies: kind == drink, value: {{range: 0..9}}}}, y: {{{way}}}}}\n"
    )
    data = write("data.csv", "agency,kind,a,b,x\nu,food,1,2,\nv,drink,1,2,3\nw,drink,1,2,\n")
    units = json.loads(ken("evaluate", rules, data, "--format", "json").stdout)["units"]
    assert [unit["lacks"] for unit in units] == [[], [], lacks]
    assert [unit["scores"].get("total") for unit in units] == [3, 6, None if lacks else 3]
