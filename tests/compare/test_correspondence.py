"""Which node of one rule set is which of another."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest

from .pairs import BANDS, BASE, MOVED, verdict

SPLIT_OLD = f"""
instruments:
  A: {{title: A, weight: 1, indicators: {{S1: {{questions: [q1]}}, S2: {{questions: [q2]}}}}}}
  C: {{title: C, weight: 2, indicators: {{S3: {{questions: [q3]}}}}}}
{BANDS}"""
SPLIT_NEW = """
extends: one.yaml
instruments:
  A: {indicators: {S2: null}}
  C: null
  C0: {title: c, weight: 1, indicators: {S3: {questions: [q3]}, S2: {questions: [q2]}}}
  C1: {like: C0}
aliases: {C: [C0, C1]}
"""


@pytest.mark.parametrize("turned", [False, True])
def test_a_node_that_moves_into_parts_of_a_split_keeps_its_own_scores(rules, turned):
    old, new = rules("one", SPLIT_OLD), rules("two", SPLIT_NEW)
    data = pl.DataFrame(
        {"agency": ["u1"], "S1": [50.0], "C0.S3": [50.0], "C0.S2": [100.0], "C1.S3": [50.0], "C1.S2": [0.0]}
    )
    found = kenrules.compare(new, old, data) if turned else kenrules.compare(old, new, data)
    assert (
        found.units["old_total" if turned else "new_total"].to_list()
        == kenrules.evaluate(new, data)["total"].to_list()
        == [50.0]
    )


@pytest.mark.parametrize("place", ["A.S2", "B.S2"])
@pytest.mark.parametrize("turned", [False, True])
def test_a_node_that_moved_is_found_by_its_place_in_either_rule_set(rules, place, turned):
    one = rules("one", MOVED)
    two = rules(
        "two",
        "extends: one.yaml\ninstruments: "
        "{A: {indicators: {S2: null}}, B: {indicators: {S2: {questions: [q2]}}}}\n",
    )
    data = pl.DataFrame({"agency": ["u1"], "A.S1": [80.0], place: [10.0], "B.S3": [60.0], "B.S4": [70.0]})
    found = kenrules.compare(two, one, data) if turned else kenrules.compare(one, two, data)
    totals = found.units["old_total"].to_list() + found.units["new_total"].to_list()
    assert sorted(totals) == [55.0, 63.33]


def test_a_value_given_for_the_whole_is_the_old_rule_sets_own(ken, write):
    data = write("data.csv", "agency,IIT,EIT,EIT1,EIT2,OIT\nu1,90,10,90,90,90\nu2,96,80,,90,99\n")
    result = ken("compare", "ita/2565", "ita/2566", data, "--format", "json", "--no-proofs")
    (found,) = json.loads(result.stdout)["comparisons"]
    assert [unit["old_total"] for unit in found["units"]] == [66.0, 92.4]
    assert (
        [each["code"] for each in found["diagnostics"]] == ["disagreement"] * len(found["diagnostics"]) != []
    )


def test_a_node_by_another_name_is_said_to_be_renamed(rules):
    one = rules("one", BASE.replace("min(instruments)", "A"))
    two = rules(
        "two",
        "extends: one.yaml\ninstruments: {A: null, A9: {like: A}}\naliases: {A: [A9]}\nbands: "
        + "[{rating: gold, from: 90, to: 100, when: A9 >= pass}, {rating: silver, from: 80, to: 100}, "
        "{rating: none, from: 0, to: 79.99}]\n",
    )
    found = kenrules.diff(one, two)
    assert found.rating == ()
    assert [str(change.title) for change in found.identity] == ["A is A9 now"]


DISSOLVED = f"""
instruments:
  A: {{title: A, weight: 1, indicators: {{S1: {{questions: [q1]}}}}}}
  C: {{title: C, weight: 1, indicators: {{S5: {{questions: [q5]}}, S7: {{questions: [q7]}}}}}}
{BANDS}"""


@pytest.mark.parametrize(
    "columns", [("S1", "S5", "S7"), ("A.S1", "C.S5", "A.S7"), ("A.S1", "C.S5", "C.S7"), ("q1", "q5", "q7")]
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_a_dissolved_instrument_hands_on_is_found(rules, columns, turned):
    one = rules("one", DISSOLVED)
    two = rules(
        "two", "extends: one.yaml\ninstruments: {C: null, A: {indicators: {S7: {questions: [q7]}}}}\n"
    )
    data = pl.DataFrame({"agency": ["u1"], **dict(zip(columns, ([40.0], [88.0], [100.0]), strict=True))})
    found = kenrules.compare(two, one, data) if turned else kenrules.compare(one, two, data)
    totals = found.units["old_total"][0], found.units["new_total"][0]
    assert totals == ((70.0, 67.0) if turned else (67.0, 70.0))
    titles_ = [str(change.title) for change in kenrules.diff(one, two).rating]
    assert titles_ == ["S7 moves from C to A; C is taken away from total, and with it S5, q5"]
    assert verdict(one, two, "old.S7 == new.S7") is True
