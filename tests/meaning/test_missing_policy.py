"""Missing scores: never guessed in silence."""

from __future__ import annotations

import json

import pytest


def unit(rated, rules, write, cells, header="agency,a,b"):
    found = rated(rules, write("data.csv", f"{header}\none,{cells}\n"))
    return found["units"][0]


def test_error_lists_what_is_lacking(rated, smallest, write):
    found = unit(rated, smallest(), write, "80,")
    assert (found["status"], found["rating"], found["lacks"]) == ("incomplete", None, ["b"])
    assert found["scores"] == {"a": 80}


def test_skip_averages_what_is_there_and_says_so(rated, smallest, write):
    found = unit(rated, smallest("missing: skip"), write, "80,")
    assert (found["rating"], found["scores"]["total"]) == ("high", 80)
    assert found["notes"] == ["left out, because they have no score: b"]


def test_skip_with_weights_shares_the_weight_of_the_missing(rated, smallest, write):
    rules = smallest("missing: skip\nparts: {a: {weight: 50%}, b: {weight: 30%}, c: {weight: 20%}}")
    found = unit(rated, rules, write, "80,40,", "agency,a,b,c")
    assert found["scores"]["total"] == 65  # (80 * 50 + 40 * 30) / 80


@pytest.mark.parametrize(
    ("coverage", "status"), [("50%", "rated"), ("50.01%", "incomplete"), ("100%", "incomplete")]
)
def test_min_coverage_is_the_least_share_of_children(rated, smallest, write, coverage, status):
    assert unit(rated, smallest(f"missing: skip\nmin_coverage: {coverage}"), write, "80,")["status"] == status


def test_skip_with_nothing_at_all_is_incomplete(rated, smallest, write):
    found = unit(rated, smallest("missing: skip"), write, ",")
    assert (found["status"], found["lacks"]) == ("incomplete", ["total"])


def test_zero_counts_as_zero_and_says_so(rated, smallest, write):
    found = unit(rated, smallest("missing: zero"), write, "80,")
    assert (found["rating"], found["scores"]["total"]) == ("low", 40)
    assert found["notes"] == ["counted as 0, because they have no score: b"]


def test_a_node_can_have_a_policy_of_its_own(rated, smallest, write):
    rules = smallest("parts: {a: {missing: skip, questions: q1..q2}, b: {}}")
    found = unit(rated, rules, write, "80,,60", "agency,q1,q2,b")
    assert (found["scores"]["a"], found["scores"]["total"]) == (80, 70)


def test_the_others_are_rated_when_one_is_not(rated, smallest, write):
    found = rated(smallest(), write("data.csv", "agency,a,b\none,80,\ntwo,80,90\n"))
    assert [each["status"] for each in found["units"]] == ["incomplete", "rated"]
    assert json.dumps(found["counts"]) == '{"high": 1, "incomplete": 1}'


def test_what_is_missing_whole_is_named_whole(rated, smallest, write):
    rules = smallest("parts: {a: {questions: q1..q3}, b: {}}")
    assert unit(rated, rules, write, "50", "agency,b")["lacks"] == ["a"]
    assert unit(rated, rules, write, "50,1,2", "agency,b,q1,q3")["lacks"] == ["q2"]
