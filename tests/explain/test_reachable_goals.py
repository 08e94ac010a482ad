"""Which goals can be reached, and by what, on rules and data that are out of the ordinary."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

import kenrules
import polars as pl
import pytest

from ..yes_no import YES_NO
from .traces import NESTED


def test_a_node_of_few_scores_is_raised_from_one_of_them_to_another(smallest):
    text = (
        YES_NO + "parts: {a: {}, b: {answers: yn, questions: o1..o7}}\nbands: [{rating: high, from: 60}, "
        "{rating: low, to: 59.99}]\n"
    )
    rules = kenrules.load(smallest(text))
    answers = {f"o{at}": [100.0 if at <= 3 else 0.0] for at in range(1, 8)}
    trace = kenrules.explain(rules, pl.DataFrame({"unit": ["it"], "a": [60.0], **answers}), "it")
    (way,) = (way for way in kenrules.least_change(trace, goals=["high"]) if way.by == "part")
    (changed,) = (change for change in way.changes if change.path == "b")
    assert changed.new == Fraction("57.14")  # four of seven
    assert way.result.rating == "high"
    assert way.points == Fraction("17.13")


FEW = """
scale: {min: 0, max: 1, decimals: 0, rounding: half_up}
answers: {s: {answered_by: unit, options: {lowest: 0.2, middle: 0.3, best: 0.4}}}
parts: {a: {answers: s, questions: [a1]}, b: {questions: [b1]}}
bands: [{rating: high, from: 1}, {rating: low, to: 0}]
"""


def test_scores_that_are_printed_alike_are_raised_too(smallest):
    rules = kenrules.load(smallest(FEW))
    trace = kenrules.explain(rules, pl.DataFrame({"unit": ["it"], "a1": [0.2], "b1": [0.6]}), "it")
    (way,) = (way for way in kenrules.least_change(trace, keep=["b"], goals=["high"]) if way.by == "part")
    assert (way.found, [(change.path, change.old, change.new) for change in way.changes]) == (
        "found",
        [("a", Fraction("0.2"), Fraction("0.4"))],
    )


SPANS = """
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
answers: {yn: {answered_by: unit, options: {n: 0, y: 100}}, low: {options: {a: 0, b: 20}}}
parts: {a: {questions: {a1: {answers: yn}, a2: {answers: low}}}, b: null}
bands: [{rating: top, from: 50}, {rating: mid, from: 20, to: 49}, {rating: low, to: 19}]
"""


def test_a_score_between_two_spans_cannot_be_reached(smallest):
    path = smallest(SPANS)
    assert any("no scores at all can get mid" in str(finding.message) for finding in kenrules.check(path))
    trace = kenrules.explain(
        kenrules.load(path), pl.DataFrame({"unit": ["it"], "a1": [0.0], "a2": [10.0]}), "it"
    )
    ways = {(way.goal.rating, way.by): way for way in kenrules.least_change(trace)}
    assert ways["mid", "part"].found == "impossible"
    assert [change.new for change in ways["top", "part"].changes] == [50]


AB = "parts: {a: {}, b: {}}\n"
ITEMS = (
    "answers: {had: {options: {yes: 100, half: 30, no: 0}, answered_by: unit}}\nparts: "
    "null\nquestions: {q1: {answers: had}, q2: {answers: had}, q3: {answers: had, reversed: true}}\n"
)


def shown(trace: Any, **options: Any) -> list[tuple[Any, ...]]:
    return [
        (
            way.goal.rating or way.goal.path,
            way.by,
            way.found,
            [(change.path, float(change.old), float(change.new)) for change in way.changes],
        )
        for way in kenrules.least_change(trace, **options)
    ]


def test_a_level_above_the_scores_that_a_condition_names_cannot_help_and_the_level_below_can(traced):
    bands = (
        "bands: [{rating: gold, from: 80, to: 100, when: min(indicators) >= 70}, "
        "{rating: none, from: 0, to: 100}]"
    )
    assert shown(traced(NESTED + bands, I1=60, I2=80, I3=90, I4=95)) == [
        ("gold", "instrument", "impossible", []),
        ("gold", "indicator", "found", [("A.I1", 60, 70)]),
    ]


@pytest.mark.parametrize("scores", [{"total": 40, "a": 80}, {"total": 40, "a": 90, "b": 90}])
def test_below_a_total_that_is_given_otherwise_nothing_is_promised(traced, scores):
    trace = traced(AB, **scores)
    assert trace.rating == "low"
    assert shown(trace) == []


def test_a_total_given_as_what_is_below_prints_does_not_stand_in_the_way(traced):
    assert shown(traced(AB, total=40.33, a=40.33, b=40.326)) == [
        ("high", "part", "found", [("b", 40.33, 59.66)])
    ]


def test_what_is_missing_and_counts_as_zero_can_be_raised_and_its_cost_is_told(traced):
    trace = traced(AB + "missing: zero", a=90)
    assert (
        shown(trace) == [("high", "part", "found", [("b", 0, 9.99)])]
        or shown(trace)[0][2:] == ("found", [("b", 0, 10)])
        or trace.rating == "low"
    )
    assert [float(each.costs.exact) for each in trace.root.children] == [5, 50]
    assert sum(each.costs.exact for each in trace.root.children) == trace.root.costs.exact


def test_a_part_that_may_be_left_out_does_not_lower_what_can_be_reached(traced):
    rules = (
        "parts: {a: {questions: {q1: {range: {min: 0, max: 50}}, q2: {}}}, b: {}}\nmissing: "
        "skip\nbands: [{rating: gold, from: 90, to: 100}, {rating: none, from: 0, to: 89.99}]"
    )
    trace = traced(rules, q2=60, b=100)
    assert shown(trace) == [("gold", "part", "found", [("a", 60, 79.99)])]
    assert float(trace.root.costs.exact) == 20


def test_a_best_score_between_two_steps_can_be_reached(traced):
    rules = (
        "scale: {decimals: 0}\nanswers: {per: {low: 0, mid: 33.33, high: 66.67}}\nparts: "
        "{a: {answers: per, questions: q1..q2}, b: {answers: per, questions: q3..q4}}\n"
    )
    bands = "bands: [{rating: gold, from: 67, to: 100}, {rating: none, from: 0, to: 66}]"
    ((_, _, found, changes),) = shown(traced(rules + bands, q1=50, q2=50, q3=66.67, q4=66.67))
    assert (found, changes) == ("found", [("a", 50, 66.67)])


def test_a_question_that_is_answered_once_is_not_raised_by_points(traced):
    bands = "bands: [{rating: gold, from: 80, to: 100}, {rating: none, from: 0, to: 79.99}]"
    assert shown(traced(ITEMS + bands, q1=100, q2=30, q3=70)) == [
        ("gold", "items", "found", [("q2", 30, 100)])
    ]


def test_many_items_that_can_take_each_other_s_place_are_no_trouble(traced):
    rules = (
        "answers: {had: {options: {yes: 100, no: 0}, answered_by: unit}}\nparts: "
        "{a: {answers: had, questions: q1..q60}, b: {}}\n"
    )
    bands = "bands: [{rating: gold, from: 90, to: 100}, {rating: none, from: 0, to: 89.99}]"
    ((_, by, found, changes),) = shown(
        traced(rules + bands, b=100, **{f"q{number}": 0 for number in range(1, 61)})
    )[1:]
    assert (by, found) == ("items", "found")
    assert [path for path, _, _ in changes] == [f"a.q{number}" for number in range(1, 49)]


@pytest.mark.slow
def test_a_hard_goal_leaves_time_for_the_others(traced):
    rules = (
        "parts: {a: null, b: null, "
        + ", ".join(f"p{at}: {{questions: q{at * 10}..q{at * 10 + 9}}}" for at in range(10))
        + "}\n"
    )
    bands = (
        "bands: "
        "[{rating: gold, from: 90, to: 100, when: min(questions) >= 50 and max(questions) - min(questions) <= 13.37}, {rating: silver, from: 60, to: 100}, {rating: none, from: 0, to: 100}]"
    )
    scores = {f"q{number}": float((number * 37) % 55) for number in range(100)}
    found = shown(traced(rules + bands, **scores), seconds=6.0)
    assert ("silver", "part", "found") in [each[:3] for each in found]


def test_goals_can_be_below_zero_and_named_by_a_threshold(smallest):
    rules = kenrules.load(
        smallest(
            "scale: {min: -50}\nthresholds: {pass: 20}\nbands: [{rating: high, from: 0, to: 100}, "
            "{rating: low, from: -50, to: -0.01}]"
        )
    )
    trace = kenrules.explain(rules, pl.DataFrame({"agency": ["x"], "a": [-30.0], "b": [-10.0]}), "x")
    assert [way.points for way in kenrules.least_change(trace, goals=["a >= -20", "a >= pass"])] == [10, 50]


@pytest.mark.slow
@pytest.mark.parametrize("policy", ["error", "skip", "zero"])
def test_what_is_promised_comes_true_also_where_scores_are_missing(smallest, policy):
    rules = kenrules.load(
        smallest(f"missing: {policy}\nparts: {{a: {{questions: q1..q2}}, b: {{questions: q3..q4}}}}")
    )
    for given in itertools.product([None, 20.0, 60.0], repeat=4):
        row = {f"q{at}": value for at, value in enumerate(given, 1) if value is not None}
        if not row:
            continue
        trace = kenrules.explain(
            rules, pl.DataFrame({"agency": ["x"], **{name: [value] for name, value in row.items()}}), "x"
        )
        for way in kenrules.least_change(trace):
            if way.found == "found":
                data = {path: [float(value)] for path, value in way.data.items() if value is not None}
                assert (
                    kenrules.evaluate(rules, pl.DataFrame({"agency": ["x"], **data}))["rating"][0]
                    == way.goal.rating
                )
