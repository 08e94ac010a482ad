"""Ratings of nodes, what they may name, and what cannot be told of them."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

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
