"""Audits of rules with inputs, raw values, points, adjustments, ratings of nodes and variants."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

RULES = """
ruleset: test/nodes
title: {en: nodes}
unit: agency
answered_by: unit
scale: {min: 0, max: 10, decimals: 1, rounding: half_up}
inputs:
  kind: {one_of: [small, large]}
  breach: {one_of: ["no", "yes"]}
  code: {one_of: [1, 2], missing: 1}
parts:
  A:
    questions:
      q1: {value: {range: 0..100, decimals: 0}, points: {..49: 0, 50..79: 5, 80..: 10}}
      q2: {}
    plus: {score: 1, when: breach == no}
    at_most: 10
    bands: [{rating: good, from: 7}, {rating: fair, from: 4}, {rating: poor}]
  B: {questions: [q3, q4]}
bands: [{rating: high, from: 7}, {rating: mid, from: 4}, {rating: low}]
no_better_than: {low: breach == yes}
variants: {kind: {large: {bands: {high: {from: 8}}}}}
"""

HEADER = "agency,kind,breach,code,q1,q2,q3,q4,A,A rating,B,total,rating\n"


@pytest.fixture
def rules(write) -> Path:
    return write("nodes.yaml", RULES)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("small,no,1,80,6,7,8,9.0,good,7.5,8.3,high", []),
        (
            "small,no,1,80,6,7,8,8.0,good,7.5,7.8,high",
            [("impossible", "what is below it makes 9.0", "q1 = 10; q2 = 6; breach = no → 9.0; 8.0 ≠ 9.0")],
        ),
        (
            "small,yes,1,80,6,7,8,8.0,fair,7.5,7.8,low",
            [("wrong-rating", "A of “x” is reported as fair, and the rules give good", "A = 8 → good")],
        ),
        (
            "small,yes,1,80,6,7,8,8.0,good,7.5,7.8,high",
            [("wrong-rating", "gives low", "total = 7.8; breach = yes → low")],
        ),
        (
            "small,no,1,80,6,7,8,9.0,great,7.5,8.3,high",
            [
                (
                    "unknown-rating",
                    "is reported as great, which is no rating of it; the rules give good",
                    "A = 9",
                )
            ],
        ),
        # each by its own variant
        ("small,no,1,60,6,7,8,6.5,fair,7.5,7.0,high", []),
        (
            "large,no,1,60,6,7,8,6.5,fair,7.5,7.0,high",
            [("wrong-rating", "gives mid", "total = 7; breach = no → mid")],
        ),
        # what is not reported may be anything, or not be there
        ("small,no,1,,6,7,8,4.0,fair,7.5,5.8,mid", []),
        ("small,no,1,,6,7,8,9.0,good,7.5,8.3,high", []),
        (
            "small,no,1,,6,7,8,5.0,fair,7.5,6.3,mid",
            [("impossible", "makes none between 4.0 and 6.5", "4.0 < 5.0 < 6.5")],
        ),
        (
            "small,,1,80,6,7,8,9.6,good,7.5,8.6,high",
            [("impossible", "makes none between 9.0 and 10.0", "q1 = 10; q2 = 6; breach = – → ≤ 9.0")],
        ),
        ("small,no,1,80,,7,8,10,good,7.5,8.8,high", []),
        # a word that is a number is a word
        ("small,no,2,80,6,7,8,9.0,good,7.5,8.3,high", []),
    ],
)
def test_what_is_found_in_rows_of_units(audited, rules, write, row, told):
    found = audited(rules, write("d.csv", f"{HEADER}x,{row}\n"))
    assert [each["code"] for each in found] == [code for code, _, _ in told]
    for each, (_, message, arithmetic) in zip(found, told, strict=True):
        assert message in each["message"]
        assert arithmetic in each["arithmetic"]


def test_a_rating_beside_a_node_in_rows_of_scores_is_that_of_the_node(audited, rules, write):
    rows = "x,kind,small,\nx,breach,no,\nx,A,9.0,poor\nx,B,7.5,\nx,total,8.3,mid\n"
    found = audited(rules, write("d.csv", f"agency,item,score,rating\n{rows}"))
    assert [(each["code"], each["line"]) for each in found] == [("wrong-rating", 4), ("wrong-rating", 6)]
    assert "the rules give good" in found[0]["message"]


def test_where_the_variant_is_not_reported_nothing_is_held_against_the_rules(ken, rules, write):
    data = write("d.csv", f"{HEADER}x,,no,1,80,6,7,8,1.0,poor,7.5,9.9,low\n")
    told = json.loads(ken("audit", rules, data, "--format", "json").stdout)
    assert told["findings"] == []
    assert [(each["code"], each["severity"], each["hint"]) for each in told["diagnostics"]] == [
        ("no-variant", "note", "add columns for kind")
    ]


def test_two_inputs_that_differ_are_shown_in_words(audited, rules, write):
    data = write("d.csv", "agency,item,score\nx,breach,no\nx,breach,yes\n")
    assert [each["arithmetic"] for each in audited(rules, data)] == ["yes ≠ no"]


def test_a_printed_figure_stands_for_all_that_is_printed_so(audited, smallest, write):
    """On either side of a case both outcomes are possible; a judged name is what is printed."""
    book = (
        "parts: {a: {questions: [q1, q2]}, b: {cases: [{when: WHEN, score: 1}, {score: 2}]}}\n"
        "scale: {min: 0, max: 10, decimals: 0, rounding: half_up}\ncombine: sum\n"
        "bands: [{rating: high, from: 5}, {rating: low}]"
    )
    carried = smallest(book.replace("WHEN", "exact(a) >= 5"))
    for b in (1, 2):
        assert audited(carried, write("d.csv", f"agency,a,b\nx,5,{b}\n")) == []
    printed = smallest(book.replace("WHEN", "a >= 5"))
    assert audited(printed, write("d.csv", "agency,a,b\nx,5,1\n")) == []
    (found,) = audited(printed, write("d.csv", "agency,a,b\nx,5,2\n"))
    assert "what is below it makes 1" in found["message"]


def test_a_score_that_nothing_is_asked_for_is_known(audited, smallest, write):
    book = smallest('parts: {a: {}, b: {score: "3.5"}}')
    assert [each["code"] for each in audited(book, write("d.csv", "agency,a,b\nx,5,3.6\n"))] == ["impossible"]


def test_a_rating_where_there_is_none_is_told(audited, smallest, write):
    book = smallest("inputs: {open: {one_of: ['yes', 'no']}}\napplies: open == yes\n")
    (found,) = audited(book, write("d.csv", "agency,open,a,b,rating\nx,no,90,90,high\n"))
    assert (found["code"], found["hint"]) == ("wrong-rating", "take the rating out, or mend the score")
    assert "gives it no rating" in found["message"]
