"""Ratings of nodes, what they may name, and what cannot be told of them."""

from __future__ import annotations

from fractions import Fraction

import kenrules
import polars as pl
import pytest
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan

SCALE = "scale: {min: null, max: null, decimals: 1}\n"
AB = "bands: [{rating: high, from: 5}, {rating: low}]\n"


def test_bands_and_limits_of_a_node_see_its_raw_value(units):
    rules = (
        SCALE
        + """
bands: [{rating: high, when: a == fine and b == bad}, {rating: low, when: a == weak and b == ok}]
parts:
  a:
    value: {range: 0..9, decimals: 1}
    points: {..9: 5}
    bands: [{rating: fine, when: value < 3}, {rating: weak}]
  b: {value: {range: 0..9, decimals: 1}, bands: [{rating: ok}, {rating: bad}], no_better_than: {bad: value > 7}}
"""
    )
    found = units(rules, "agency,a,b\nx,2,8\ny,3,7\n")
    # 2 is below 3, and 8 above 7
    assert [found[name]["rating"] for name in "xy"] == ["high", "low"]


def test_notches_are_added_before_they_move_a_rating(units):
    notches = "notches: [{score: -1, when: a > 0}, {score: 2, when: a > 1}]\n"
    bands = "bands: [{rating: A, from: 9}, {rating: B, from: 6}, {rating: C}]\n"
    found = units(SCALE + bands + notches + "parts: {a: {}, b: {}}\n", "agency,a,b\nx,2,2\n")
    assert found["x"]["rating"] == "B"  # C, and -1 + 2 is one place better


@pytest.mark.parametrize(
    ("notch", "cells", "rating"),
    [
        ("count(parts >= 0) >= 1", "1,,6", "high"),  # what does not apply leaves the list
        ("first(a, 3) >= 3", "2,,6", "high"),  # a is missing, and 3 stands for it
        ("first(a, 3) >= 3", "2,1,6", "low"),
        ("known(a)", "2,,6", "low"),
    ],
)
def test_notches_see_what_does_not_apply_and_what_is_missing(units, smallest, notch, cells, rating):
    rules = (
        "scale: {min: null, max: null, decimals: 1}\nmissing: skip\ninputs: {age: {range: 0..3, decimals: 0}}\n"
        "bands: [{rating: high, from: 9}, {rating: low}]\n"
        f'notches: {{score: 1, when: "{notch}"}}\nparts: {{a: {{applies: age == 2}}, b: {{}}}}\n'
    )
    found = units(rules, f"agency,age,a,b\nx,{cells}\n")
    assert found["x"]["rating"] == rating  # by columns
    plan = Plan.of(kenrules.load(smallest(rules)))
    names = ("age", "a", "b")
    given = {name: Fraction(cell) for name, cell in zip(names, cells.split(","), strict=True) if cell}
    assert evaluate_exactly(plan, given, judge=()).rating == rating


def test_a_notch_that_asks_whether_something_is_known_holds_only_where_it_is(units):
    notches = "notches: {score: -1, when: known(b)}\n"
    rules = SCALE + AB + "missing: skip\n" + notches + "parts: {a: {}, b: {}}\n"
    found = units(rules, "agency,a,b\nx,8,\ny,8,8\n")
    assert [found[name]["rating"] for name in "xy"] == ["high", "low"]


def test_of_limits_for_one_rating_one_that_holds_is_enough(units):
    rules = SCALE + AB + "no_better_than: {low: [a > 1, 1 / b > 1]}\nparts: {a: {}, b: {}}\n"
    found = units(rules, "agency,a,b\nx,10,0\ny,1,0\n")
    assert (found["x"]["rating"], found["y"]["rating"]) == ("low", None)  # 1 / 0 cannot be told
    assert "whether low is given cannot be told" in str(found["found"]["diagnostics"])


def test_as_many_as_the_best_asks_for_are_enough(units):
    rules = SCALE + AB + "missing: skip\nmin_coverage: 100%\nbest: 2\nparts: {a: {}, b: {}, c: {}}\n"
    found = units(rules, "agency,a,b,c\nx,4,8,\ny,4,,\n")
    assert found["x"]["scores"]["total"] == 6  # (4 + 8) / 2
    assert "total" not in found["y"]["scores"]


def test_what_is_missing_counts_as_nought_only_where_fewer_than_the_best_are_known(units):
    lower = "scale: {decimals: 0, rounding: half_up, better: lower}\nmissing: zero\nbest: 2\ncombine: sum\n"
    rules = lower + "bands: [{rating: low, to: 5}, {rating: high}]\nparts: {a: {}, b: {}, c: {}}\n"
    found = units(rules, "agency,a,b,c\nx,3,4,\ny,7,,\nz,1,2,9\n")
    # 3 + 4, and not 0 + 3; one is known of the two that count, so 0 stands for the others
    assert [found[name]["scores"]["total"] for name in "xyz"] == [7, 0, 3]
    assert [found[name]["notes"] for name in "xyz"] == [
        ["left out, because they have no score: c"],
        ["counted as 0, because they have no score: b, c"],
        [],
    ]


def test_the_carried_score_decides_where_a_band_a_judgement_or_a_limit_asks_for_it(units):
    whole = (
        "scale: {decimals: 0, rounding: half_up}\nparts: {a: {value: {range: 0..9, decimals: 1}}, b: {}}\n"
    )
    data = "agency,a,b\nx,3.6,1\ny,4.0,1\n"  # 3.6 is printed 4
    carried = [
        "bands: [{rating: yes, when: exact(a) >= 4}, {rating: no}]\n",
        "bands: [{rating: yes, from: 1}, {rating: no}]\nno_better_than: {no: exact(a) < 4}\n",
        "bands: [{rating: yes, from: 1}, {rating: no}]\nnotches: [{score: -1, when: exact(a) < 4}]\n",
        "bands: [{rating: yes, when: a == full}, {rating: no}]\n"
        "judgements: {part: [{result: full, when: exact(score) >= 4}, {result: half, when: score >= 0}]}\n",
    ]
    for rules in carried:
        found = units(whole + rules, data)
        assert [found[name]["rating"] for name in "xy"] == ["no", "yes"], rules
        assert found["x"]["scores"]["a"] == 4


def test_a_refused_cell_stays_refused_where_it_cannot_be_told_whether_the_node_applies(units):
    rules = SCALE + AB + "missing: skip\nparts: {a: {applies: b > 1, value: {range: 0..9}}, b: {}, c: {}}\n"
    found = units(rules, "agency,a,b,c\nx,99,,5\ny,3,,5\n")
    assert "total" not in found["x"]["scores"]  # refused
    assert found["y"]["scores"]["total"] == 5  # a is missing as b is


def test_a_book_without_numbers_does_not_apply_where_it_says_so(units):
    rules = """
scale: null
combine: none
inputs: {k: {one_of: [yes, no]}}
applies: k == yes
bands: [{rating: good, when: a == strong}, {rating: bad}]
parts: {a: {answers: [strong, weak]}, b: {answers: [strong, weak]}}
"""
    found = units(rules, "agency,a,b,k\nx,strong,weak,yes\ny,strong,weak,no\n")
    assert [(found[name]["status"], found[name]["rating"]) for name in "xy"] == [
        ("rated", "good"),
        ("not applicable", None),
    ]


def test_a_median_in_a_formula_leaves_out_what_does_not_apply(units):
    rules = SCALE + AB + "score: median(parts)\nparts: {a: {applies: b > 3}, b: {}, c: {}, d: {}}\n"
    found = units(rules, "agency,a,b,c,d\nx,9,3,1,2\n")
    assert found["x"]["scores"]["total"] == 2  # of 3, 1 and 2


@pytest.mark.parametrize(("k", "rating"), [("1", "low"), ("2", "low"), ("3", "high")])
def test_a_variant_may_be_like_one_whose_word_is_a_number(units, k, rating):
    rules = (
        SCALE
        + AB
        + """
inputs: {k: {one_of: [1, 2, 3]}}
parts: {a: {}, b: {}}
variants: {k: {1: {bands: {high: {from: 8}}}, 2: {like: 1}}}
"""
    )
    assert units(rules, f"agency,a,b,k\nx,6,6,{k}\n")["x"]["rating"] == rating


def test_words_that_one_variant_asks_for_are_read_in_all(units):
    rules = (
        SCALE
        + AB
        + """
inputs: {k: {one_of: [yes, no]}}
parts: {a: {answers: {good: 8, bad: 2}}, b: {applies: a == good}}
variants: {k: {yes: {change: {b: {applies: null}}}}}
"""
    )
    found = units(rules, "agency,a,b,k\nx,bad,4,yes\ny,bad,4,no\n")
    assert found["x"]["scores"] == {"total": 3, "a": 2, "b": 4}
    assert found["y"]["scores"] == {"total": 2, "a": 2}


def test_a_node_answered_with_words_alone_has_its_word_in_a_frame(smallest):
    rules = smallest(
        "scale: null\ncombine: none\nbands: [{rating: good, when: a == strong}, {rating: bad}]\n"
        "parts: {a: {answers: [strong, weak]}, b: {answers: [strong, weak]}}\n"
    )
    frame = pl.DataFrame({"agency": ["x", "y"], "a": ["strong", "weak"], "b": ["weak", None]})
    found = kenrules.evaluate(kenrules.load(rules), frame)
    assert found["a"].to_list() == ["strong", "weak"]
    assert found["b"].to_list() == ["weak", None]
