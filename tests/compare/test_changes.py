"""What differs between two rule sets, as a person would name it."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest

from ..surveys import ONCE
from .pairs import BANDS, BASE, ONE, titles, titles_of


def test_who_answers_can_change_a_rating(ken, smallest, write):
    once, many = smallest(ONCE), smallest(ONCE.replace(", answered_by: unit", ""), "new.yaml")
    data = write("data.csv", "agency,q1,q2\nu,yes,yes\nu,no,yes\nv,yes,yes\n")
    (found,) = json.loads(
        ken("compare", once, many, data, "--layout", "responses", "--no-proofs", "--format", "json").stdout
    )["comparisons"]
    assert [(each["old_rating"], each["new_rating"], each["cause"]) for each in found["units"]] == [
        (None, "high", "answer scale had: who answers: unit → respondents"),
        ("high", "high", None),
    ]
    assert (
        "who answers: unit → respondents"
        in ken("diff", once, many, "--no-proofs").stdout.split("What cannot")[0]
    )


def test_from_2565_to_2566_one_instrument_is_split_and_the_bands_are_replaced():
    found = kenrules.diff("ita/2565", "ita/2566")
    assert titles_of(found) == [
        "ผ่านดีเยี่ยม takes the place of AA",
        "ผ่านดี takes the place of A",
        "ต้องปรับปรุง takes the place of B",
        "ต้องปรับปรุงโดยด่วน takes the place of C, D, E, F",
        "EIT (30%) becomes EIT1 (15%), EIT2 (15%)",
        "ผ่านดี to: 94.99 → 100.00",
        "ผ่าน is added (85.00 – 100.00 · min(instruments) < pass)",
        "ต้องปรับปรุง from: 75.00 → 70.00; ต้องปรับปรุงโดยด่วน to: 74.99 → 69.99",
        "condition of ผ่านดีเยี่ยม: – → min(instruments) >= 95",
        "condition of ผ่านดี: – → min(instruments) >= pass",
    ]
    assert [change.kind for change in found.other] == [
        "target", "effective", "corresponds", "titles", "sources",
    ]  # fmt: skip
    assert (
        str(found.other[0].title)
        == "target national: total >= pass for at least 80 % → total >= pass for at least 100 %"
    )


def test_the_printed_table_differs_in_exactly_the_two_95s():
    found = kenrules.diff("ita/2566-as-printed", "ita/2566")
    assert titles_of(found) == [
        "ผ่านดีเยี่ยม from: 85.00 → 95.00",
        "condition of ผ่านดีเยี่ยม: min(instruments) >= pass → min(instruments) >= 95",
    ]
    places = [
        (str(each.old_position), str(each.new_position))
        for change in found.rating
        for each in change.differences
    ]
    assert [(old.split("/")[-1], new.split("/")[-1]) for old, new in places] == [
        ("2566-as-printed.yaml:10:81", "2566.yaml:30:11"),
        ("2566-as-printed.yaml:10:103", "2566.yaml:32:11"),
    ]
    assert [change.kind for change in found.other] == ["titles", "sources"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("pass: 85", "pass: 80", ["threshold pass: 85 → 80"]),
        ("a4..a5", "a4..a6", ["a6 is added to I2"]),
        ("a4..a5", "[a4]", ["a5 is taken away from I2"]),
        (
            "from: 50}, {rating: low, to: 49.99}",
            "from: 55}, {rating: low, to: 54.99}",
            ["middle from: 50.00 → 55.00; low to: 49.99 → 54.99"],
        ),
        ("from: 85, when", "from: 90, when", ["high from: 85.00 → 90.00"]),
        (">= pass", ">= 80", ["condition of high: min(instruments) >= pass → min(instruments) >= 80"]),
        ("decimals: 2", "decimals: 3", ["decimals of scores: 2 → 3"]),
        ("half_up", "half_even", ["rounding: half_up → half_even"]),
        ("rating: middle", "rating: fair", ["fair takes the place of middle"]),
        (
            "ruleset: test/one",
            "ruleset: test/one\nmissing: zero",
            ["what is done about missing scores of total and 5 more: error → zero"],
        ),
        ("ruleset: test/one", "ruleset: test/one\nhit_policy: unique", ["hit policy: first → unique"]),
        (
            "{I3: {questions: [b1, b2]}}",
            "{I3: {combine: min, questions: [b1, b2]}}",
            ["how I3 combines what is below it: mean → min"],
        ),
    ],
)
def test_each_kind_of_change_is_named(write, before, after, expected):
    assert before in ONE
    old, new = (
        write("one.yaml", ONE),
        write("two.yaml", ONE.replace(before, after, 1).replace("test/one", "test/two")),
    )
    found = kenrules.diff(old, new)
    assert titles_of(found) == expected
    back = kenrules.diff(new, old)
    assert [change.id for change in back.rating] == [change.id for change in found.rating]


def test_weights_below_one_node_are_one_change(write):
    old = write("one.yaml", ONE)
    new = write("two.yaml", ONE.replace("60%", "55%").replace("40%", "45%"))
    assert titles_of(kenrules.diff(old, new)) == ["weights below total: A 60% → 55%, B 40% → 45%"]


def test_an_indicator_that_moves_is_one_change(write):
    old = write("one.yaml", ONE)
    new = write(
        "two.yaml",
        ONE.replace(", I2: {questions: a4..a5}}}", "}}").replace("{I3:", "{I2: {questions: a4..a5}, I3:"),
    )
    assert titles_of(kenrules.diff(old, new)) == ["I2 moves from A to B"]


def test_nodes_that_go_the_same_way_are_one_clause_and_each_stands_there_once(write):
    text = ONE[: ONE.index("instruments:")] + "instruments: {A: {indicators: {%s}}}\n"
    old = write("one.yaml", text % "I1: {questions: a1..a5}, I2: {questions: b1..b2}")
    new = write("two.yaml", text % "I1: {questions: [a1, a2, a6, a7]}, I2: {questions: [a3..a4, b1..b2]}")
    (change,) = kenrules.diff(old, new).rating
    clauses = {"a3, a4 move from I1 to I2", "a5 is taken away from I1", "a6, a7 are added to I1"}
    assert set(change.title.in_words().split("; ")) == clauses
    (back,) = kenrules.diff(new, old).rating
    assert {"a3, a4 move from I2 to I1", "a6, a7 are taken away from I1"} < {
        *back.title.in_words().split("; ")
    }
    for each in (change, back):
        told = [difference.what.in_words() for difference in each.differences]
        assert sorted(told) == sorted(set(told))


def test_the_same_rules_written_otherwise_do_not_differ(write):
    old = write("one.yaml", ONE)
    new = write(
        "two.yaml",
        ONE.replace("test/one", "test/two")
        .replace("a1..a3", "{a1: , a2: , a3: }".replace(": ,", ": {},").replace(": }", ": {}}"))
        .replace("85,", "85.00,")
        .replace("weight: 60%", "weight: 3")
        .replace("weight: 40%", "weight: 2")
        .replace("min(instruments) >= pass", "( min( instruments )>=(pass) )"),
    )
    assert kenrules.diff(old, new).changes == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("min(instruments) >= pass", "pass <= min(instruments)"),
        ("min(instruments) >= pass", "min(instruments) >= 80"),
        ("from: 0, to: 79.99", "to: 79.99"),
        ("from: 90, to: 100", "from: 90"),
    ],
)
def test_the_same_bands_said_otherwise_are_the_same(rules, before, after):
    assert titles(rules("one", BASE), rules("two", BASE.replace(before, after))) == []


LISTED = """
judgements: {instrument: [{result: fail, when: score < 50.0 and score<=60}, {result: pass, when: score >= 50}]}
targets: [{id: few, title: few, share_of_units: total <= 25, at_least: 50%}]
"""


def test_conditions_of_results_and_targets_are_told_as_they_are_written(rules):
    one = rules("one", BASE + LISTED)
    moved = LISTED.replace("60", "61").replace("25", "30")
    told = [
        "judgements of level instrument: fail: score < 50 and score <= 60; pass: score >= 50 → "
        "fail: score < 50 and score <= 61; pass: score >= 50",
        "target few: total <= 25 for at least 50 % → total <= 30 for at least 50 %",
    ]
    found = kenrules.diff(one, rules("two", BASE + moved))
    assert [str(change.title) for change in found.other] == told
    turned = LISTED.replace("score < 50.0 and score<=60", "60 >= score and 50 > score")
    turned = turned.replace("total <= 25", "25 >= total")
    assert kenrules.diff(one, rules("three", BASE + turned)).changes == ()


def test_a_threshold_by_another_name_changes_no_rating(rules):
    found = kenrules.diff(
        rules("one", BASE), rules("two", BASE.replace("pass: 80", "mark: 80").replace(">= pass", ">= mark"))
    )
    assert found.rating == ()
    assert [str(change.title) for change in found.other] == [
        "threshold pass: 80 → –",
        "threshold mark: – → 80",
    ]


@pytest.mark.slow
def test_a_name_that_means_something_else_makes_another_condition(rules):
    one = rules(
        "one",
        (
            f"thresholds: {{w: 80}}\ninstruments: {{A: {{weight: 50%, questions: [q1]}}, B: {{weight: 50%, "
            f"questions: [q2]}}}}\n{BANDS}"
        )
        .replace("to: 100}", "to: 100, when: A >= w}")
        .replace("to: 49.99", "to: 100"),
    )
    two = rules(
        "two",
        "extends: one.yaml\nthresholds: {w: null}\ninstruments: "
        "{A: {weight: 25%}, B: {weight: 50%}, w: {weight: 25%, questions: [q3]}}\n",
    )
    assert "condition of hi: A >= w → A >= w" in titles(one, two)
    proved = kenrules.prove(one, two, seconds=5)
    assert [each.possible for each in proved.transitions] == [True, True, True, True]


LIMITED = """ruleset: test/limited
title: {en: Limited}
unit: school
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
inputs: {kind: {one_of: [day, boarding]}, met: {one_of: [yes, no], missing: yes}}
parts: {a: {}, b: {}}
bands: [{rating: good, from: 70}, {rating: fair, from: 50, to: 69}, {rating: poor, to: 49}]
notches: {score: -1, when: a < 20}
no_better_than: {fair: b < 30, poor: met == no}
variants: {kind: {boarding: {bands: {good: {from: 80}, fair: {to: 79}}}}}
"""


def test_a_rating_has_another_name_where_limits_notches_and_variants_hang_on_it(write):
    """It was told as taken away and added, and its limit as another one, though `was` said what it is."""
    old = write("limited.yaml", LIMITED)
    new = write(
        "next.yaml",
        "ruleset: test/next\nextends: limited.yaml\n"
        "bands: {replace: [{rating: good, from: 75}, {rating: needs work, was: fair, from: 50, to: 74}, "
        "{rating: poor, to: 49}]}\n"
        "no_better_than: {replace: {needs work: b < 30, poor: met == no}}\n"
        "variants: {kind: {boarding: {bands: {replace: [{rating: good, from: 80}, "
        "{rating: needs work, from: 50, to: 79}, {rating: poor, to: 49}]}}}}\n",
    )
    assert titles_of(kenrules.diff(old, new)) == [
        "needs work takes the place of fair",
        "good from: 70 → 75; needs work to: 69 → 74 (not where kind is boarding)",
    ]
    frame = pl.DataFrame(
        {
            "school": ["S1", "S2", "S3", "S4"],
            "kind": ["day", "day", "boarding", "day"],
            "met": ["yes", "yes", "yes", "yes"],
            "a": [90, 80, 70, 15],
            "b": [20, 64, 70, 95],
        }
    )
    found = kenrules.compare(old, new, frame)
    assert found.units["new_rating"].to_list() == ["needs work", "needs work", "needs work", "poor"]
    assert {str(cause): units for cause, units, _ in found.causes()} == {
        "needs work takes the place of fair": 2,
        "good from: 70 → 75; needs work to: 69 → 74 (not where kind is boarding)": 1,
    }
