"""The least change of values: in either direction, of what can be changed, whatever formulas stand in the way."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import kenrules
import polars as pl
import pytest
from jsonschema import Draft202012Validator
from kenrules.engine.explain.explanation_json import trace_json
from kenrules.engine.explain.goals import goal_of, paths_of
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.remedy_words import way_sentence
from kenrules.engine.meaning.work import PER_SECOND, work_done
from kenrules.engine.words.speech import Speech

from ..conftest import ROOT

HEAD = "ruleset: test/values\ntitle: Values\nsource: made up\nunit: unit\n"
DRINK = (
    HEAD
    + """
scale: {decimals: 0, rounding: half_up, better: lower}
inputs:
  kind: {one_of: [soda, juice]}
  sugar: {range: 0..100, decimals: 1, in: g, title: {en: sugars, th: น้ำตาล}}
  fibre: {range: 0..10, in: g}
  age: {range: 0..9, decimals: 0, fixed: true}
combine: sum
parts:
  sweet: {of: sugar, points: {above: [2, 4, 6, 8]}}
  good: {of: fibre, points: {else: 0, from: {3: -1, 5: -2}}}
  old: {score: age}
no_better_than: {B: kind == soda}
bands: [{rating: A, to: 1}, {rating: B, to: 3}, {rating: C}]
"""
)


@pytest.fixture
def explained(write: Callable[[str, str], Any]) -> Callable[..., Any]:
    def run(text: str, **values: Any) -> Any:
        rules = kenrules.load(write("rules.yaml", text))
        row = {name.replace("__", "."): [value] for name, value in values.items()}
        return kenrules.explain(rules, pl.DataFrame({rules.unit: ["it"], **row}), "it")

    return run


def told(trace: Any, **options: Any) -> list[tuple[Any, ...]]:
    """Goal, answer, and changes, words as such."""
    goals = [goal_of(trace.rules, goal) for goal in options.pop("goals", ())] or None
    keep = paths_of(trace.rules, options.pop("keep", ()))
    return [
        (
            way.goal.rating or way.goal.path,
            way.found,
            {one.path: float(one.new) if one.words is None else one.words[1] for one in way.changes},
        )
        for way in ways(trace, keep=keep, wanted=goals, **{"by": ["values"], "seconds": 60, **options})
    ]


def test_each_value_that_is_enough_alone_is_told_with_its_least_change(explained):
    trace = explained(DRINK, kind="juice", sugar=8.5, fibre=0.5, age=0)
    assert told(trace) == [
        ("B", "found", {"sugar": 8.0}),
        ("B", "found", {"fibre": 3.0}),
        ("A", "found", {"sugar": 4.0}),
    ]


def test_where_none_is_enough_alone_the_fewest_are_told_together(explained):
    trace = explained(DRINK, kind="soda", sugar=9.0, fibre=0.0, age=1)
    assert told(trace, goals=["A"]) == [("A", "found", {"kind": "juice", "sugar": 2.0})]


LEAVING = (
    HEAD
    + """
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers:
  have: {options: {"yes": 100, "no": 0, n/a: not_applicable, unsaid: missing}, answered_by: unit}
missing: skip
parts: {q1: {answers: have}, q2: {answers: have}, q3: {answers: have}}
bands: [{rating: A, from: 60}, {rating: B}]
"""
)


@pytest.mark.parametrize("no", ["no", 0])
def test_that_a_question_does_not_apply_is_not_for_the_unit_to_say(explained, no):
    trace = explained(LEAVING, q1="yes", q2=no, q3=no)
    found = ways(trace, by=["values"])
    changes = [[(one.path, one.words) for one in way.changes] for way in found]
    assert changes == [[("q2", ("no", "yes"))], [("q3", ("no", "yes"))]]
    for way in found:  # data that say it, as data can
        again = {
            path: [value if isinstance(value, str) else float(value)] for path, value in way.data.items()
        }
        result = kenrules.evaluate(trace.rules, pl.DataFrame({"unit": ["it"], **again}, strict=False))
        assert result["rating"].to_list() == ["A"]


MANY_PARTS = HEAD + (
    "scale: {min: 0, max: 100, decimals: 2, rounding: half_up}\n"
    "inputs: {award: {one_of: [given, none], missing: none, fixed: true}}\n"
    "plus: {score: 2, when: award == given}\nat_most: 95\n"
    f"parts: {{{', '.join(f'p{number}: {{weight: {number % 7 + 1}}}' for number in range(40))}}}\n"
    "bands: [{rating: top, above: 95}, {rating: high, from: 90}, {rating: low}]\n"
)


def test_of_many_values_the_fewest_are_proved_at_once(explained):
    scores = {f"p{number}": 50 + number % 11 for number in range(40)}
    weights = {f"p{number}": number % 7 + 1 for number in range(40)}
    trace = explained(MANY_PARTS, award="none", **scores)
    (way,) = ways(trace, by=["values"], wanted=[goal_of(trace.rules, "high")])
    gains = sorted(((100 - scores[name]) * weights[name] for name in scores), reverse=True)
    total, whole = sum(scores[name] * weights[name] for name in scores), sum(weights.values())
    fewest = next(n for n in range(41) if Fraction(total + sum(gains[:n]), whole) >= 90)
    assert way.found == "found"
    assert len(way.changes) == fewest > 10
    before = work_done()
    (way,) = ways(trace, by=["values"], wanted=[goal_of(trace.rules, "top")])
    assert way.found == "impossible"
    assert work_done() - before < PER_SECOND


def test_no_detour_is_told_where_a_better_rating_takes_fewer_values(explained):
    text = HEAD + (
        "scale: {decimals: 0, rounding: half_up}\ncombine: sum\n"
        "inputs: {x: {range: 0..9, decimals: 0}, y: {range: 0..3, decimals: 0}}\n"
        "parts: {p: {of: x, points: {from: {5: 10}}}, q: {score: -1 * y}}\n"
        "bands: [{rating: A, from: 10}, {rating: B, from: 8, to: 9}, {rating: C, to: 7}]\n"
    )
    trace = explained(text, x=0, y=0)
    assert told(trace) == [("A", "found", {"x": 5.0})]
    assert told(trace, goals=["B"]) == [("B", "found", {"x": 5.0, "y": 1.0})]


def test_a_limit_of_the_rating_has_a_way_up_but_not_by_what_is_kept_or_fixed(explained):
    trace = explained(DRINK, kind="soda", sugar=1.0, fibre=0.0, age=1)
    assert told(trace) == [("A", "found", {"kind": "juice"})]
    assert told(trace, keep=["kind"]) == [("A", "impossible", {})]
    trace = explained(DRINK, kind="juice", sugar=0.0, fibre=9.0, age=9)
    assert told(trace) == [("B", "impossible", {}), ("A", "impossible", {})]


def test_it_is_told_in_words_of_the_direction_with_title_and_measure(explained):
    trace = explained(DRINK, kind="soda", sugar=9.0, fibre=0.5, age=1)
    ways_told = [way for way in ways(trace, seconds=60) if way.goal.rating == "B"]
    english, thai = (
        [way_sentence(trace, way, language).in_words(Speech(language).translate) for way in ways_told]
        for language in ("en", "th")
    )
    assert english == [
        "B by one of the values given: lower sugar (sugars) from 9.0 g to 6.0 g; then total 3: B",
        "B by one of the values given: raise fibre from 0.50 g to 5.00 g (in steps of 0.01); then total 3: B",
    ]
    assert "ลด sugar (น้ำตาล) จาก 9.0 g เหลือ 6.0 g" in thai[0]


def test_what_chooses_the_rules_is_no_remedy(explained):
    text = DRINK + "variants: {kind: {soda: {bands: {A: {to: -9}}}}}\n"
    text = text.replace("no_better_than: {B: kind == soda}\n", "")
    trace = explained(text, kind="soda", sugar=1.0, fibre=0.0, age=1)
    assert told(trace) == [("A", "impossible", {})]


BEYOND = (
    HEAD
    + """
scale: {decimals: 1, rounding: half_up}
inputs: {x: {range: 1..50, decimals: 1}, y: {range: 1..50, decimals: 1}}
score: 10 * ln(x) / sqrt(y) - power(2, 1 / y)
parts: {none: {score: x}}
bands: [{rating: best, from: 100}, {rating: good, from: 30}, {rating: fair, from: 10}, {rating: low}]
"""
)


def test_roots_and_quotients_and_logarithms_do_not_stand_in_the_way(explained):
    trace = explained(BEYOND, x=1.5, y=10)
    found = told(trace)
    assert [answer[:2] for answer in found] == [("fair", "found"), ("good", "found"), ("best", "impossible")]
    for goal, _, changes in found[:2]:
        assert rating_of(trace, changes) == goal
        for path, new in changes.items():
            old = {"x": 1.5, "y": 10}[path]
            nearer = {path: round(new + (0.1 if new < old else -0.1), 1)}
            assert rating_of(trace, changes | nearer) != goal


def rating_of(trace: Any, changes: dict[str, float]) -> Any:
    given = {path: [float(value)] for path, value in trace.exact.given.scores.items()}
    row = given | {path: [value] for path, value in changes.items()}
    frame = pl.DataFrame({trace.rules.unit: ["it"], **row})
    return kenrules.evaluate(trace.rules, frame)["rating"][0]


PAGES = (
    HEAD
    + """
scale: {decimals: 0, rounding: half_up, better: none}
parts:
  a: {value: {range: 0..9, decimals: 0}, bands: [{rating: fine, from: 5}, {rating: poor}]}
  b: {answers: [fine, fair, poor]}
combine: none
bands: [{rating: calm, when: count(parts == fine) == 2}, {rating: loud}]
"""
)


def test_where_ratings_have_no_order_only_what_is_asked_for_is_looked_for(explained):
    trace = explained(PAGES, a=2, b="poor")
    assert told(trace) == []
    assert told(trace, goals=["calm"]) == [("calm", "found", {"a": 5.0, "b": "fine"})]
    assert told(trace, goals=["a == fine", "b == fair"]) == [
        ("fine", "found", {"a": 5.0}),
        ("fair", "found", {"b": "fair"}),
    ]


def test_a_bound_may_be_a_lower_one_also_of_rules_without_bands(explained):
    text = DRINK.partition("no_better_than")[0]
    trace = explained(text, kind="soda", sugar=9.0, fibre=0.0, age=1)
    assert told(trace, goals=["total <= 3", "sweet < 1"]) == [
        ("total", "found", {"sugar": 6.0}),
        ("total", "found", {"fibre": 5.0}),
        ("sweet", "found", {"sugar": 2.0}),
    ]


def test_where_the_time_is_over_it_is_said_and_nothing_claimed(explained):
    trace = explained(DRINK, kind="soda", sugar=9.0, fibre=0.0, age=1)
    assert told(trace, seconds=0) == [("B", "undecided", {}), ("A", "undecided", {})]


LAW = (
    HEAD
    + """
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
inputs: {breach: {one_of: [yes, no], missing: no}}
instruments:
  law: {weight: 50%}
  service: {weight: 50%, indicators: {s1: {}, s2: {}}}
plus: {score: 2, when: breach == no}
at_most: {score: law, when: law < 50}
bands: [{rating: good, from: 80}, {rating: fair, from: 60}, {rating: poor}]
"""
)


def test_scores_put_together_are_raised_in_points_too(explained):
    trace = explained(LAW, law=40, service__s1=70, service__s2=80)
    found = {(way.goal.rating, way.by): way for way in ways(trace, seconds=60)}
    assert {change.path: change.new for change in found["fair", "instrument"].changes} == {"law": 50}
    assert {change.path: change.new for change in found["fair", "values"].changes} == {"law": 50}
    good = found["good", "instrument"]
    assert (good.found, good.points, good.result.rating) == ("found", 40, "good")


def test_a_level_can_be_named_where_lower_is_better(explained):
    trace = explained(DRINK, kind="juice", sugar=9.0, fibre=4.0, age=2)
    assert told(trace, by=["part"], goals=["B"]) == [
        ("B", "found", {"sweet": 2.0}),
        ("B", "found", {"old": 0.0}),
    ]


def test_changes_of_words_fit_the_schema(explained):
    schema = json.loads((ROOT / "schemas" / "trace.schema.json").read_text(encoding="utf-8"))
    trace = explained(DRINK, kind="soda", sugar=9.0, fibre=0.0, age=1)
    written = trace_json(trace, ways(trace, seconds=60), str)
    Draft202012Validator(schema).validate(written)
    (last,) = (each for each in written["least_change"] if each["goal"]["rating"] == "A")
    assert [(each["path"], each.get("new_word"), each["new"]) for each in last["changes"]] == [
        ("kind", "juice", "1"),
        ("sugar", None, "2"),
    ]
    assert last["data"]["kind"] == "juice"
