"""The least change that reaches a better rating, and no smaller one."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction
from typing import Any

import kenrules
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine.explain.goals import Goal, goal_of
from kenrules.engine.explain.least import ways
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan

from ..strategies import LAW, loaded, random_data, rule_sets
from .traces import trace_of


def rating_of(rules: Any, given: dict[str, Fraction | None]) -> str | None:
    """By the columns arithmetic, as ken evaluate rates."""
    frame = pl.DataFrame(
        {rules.unit: ["u"], **{path: [float(value)] for path, value in given.items() if value is not None}}
    )
    return kenrules.evaluate(rules, frame)["rating"][0]


@pytest.mark.slow
@settings(LAW, max_examples=40)
@given(rules=rule_sets(rational=True), seed=st.integers(0, 2**32))
def test_a_least_change_gives_the_rating_and_one_step_less_does_not(rules, seed):
    made = loaded(rules)
    trace = trace_of(
        made,
        {
            name: value
            for name, value in random_data(made, 1, seed, gaps=False).rows(named=True)[0].items()
            if name != "unit"
        },
    )
    chance = random.Random(seed)
    step = Fraction(1, 10**made.scale.decimals)
    for way in ways(trace, seconds=2):
        # a solver may run out of time, and then says nothing
        assert way.found in ("found", "there", "impossible", "undecided")
        if way.found != "found":
            continue
        assert rating_of(made, way.data) == way.goal.rating
        assert all(change.new > change.old and (change.new / step).denominator == 1 for change in way.changes)
        for change in way.changes:
            one_less = {**way.data, change.path: change.new - step}
            if change.new - step == change.old:
                one_less = {**way.data, change.path: trace.outcome.values[change.path]}
                assert evaluate_exactly(Plan(made), one_less, judge=()).rating != way.goal.rating
            else:
                assert rating_of(made, one_less) != way.goal.rating
        # nor does anything else that is smaller
        levers = [
            path
            for path in made.nodes
            if made.nodes[path].level == way.by and trace.outcome.printed[path] is not None
        ]
        steps = int(way.points / step)
        for _ in range(20):
            amounts = dict.fromkeys(levers, 0)
            for _ in range(min(steps - 1, 50)):
                amounts[chance.choice(levers)] += (steps - 1) // min(steps - 1, 50)
            tried = {
                path: trace.outcome.printed[path] + amount * step
                for path, amount in amounts.items()
                if amount
            }
            if all(value <= Plan.of(made).reach.ends(made.nodes[path])[1] for path, value in tried.items()):
                kept = {
                    path: value
                    for path, value in way.data.items()
                    if path not in [change.path for change in way.changes]
                }
                before = {
                    path: value
                    for path, value in trace.given.items()
                    if path in kept or path in tried or path in [c.path for c in way.changes]
                }
                assert (
                    evaluate_exactly(
                        Plan(made),
                        {**kept, **{p: v for p, v in before.items() if p not in tried}, **tried},
                        judge=(),
                    ).rating
                    != way.goal.rating
                )


def items_rules(groups: list[int], weights: list[int], cuts: list[int]) -> dict[str, Any]:
    numbers = itertools.count()
    bounds = sorted(set(cuts), reverse=True)
    bands = [
        {"rating": f"r{at}", "from": cut, "to": 100 if at == 0 else bounds[at - 1] - 0.01}
        for at, cut in enumerate([*bounds, 0])
    ]
    return {
        "ruleset": "random/items",
        "title": "items",
        "unit": "unit",
        "source": "made up",
        "scale": {"min": 0, "max": 100, "decimals": 2, "rounding": "half_up"},
        "answers": {"had": {"options": {"yes": 100, "no": 0}, "answered_by": "unit"}},
        "parts": {
            f"p{at}": {
                "weight": weight,
                "answers": "had",
                "questions": {f"q{next(numbers)}": {} for _ in range(count)},
            }
            for at, (count, weight) in enumerate(zip(groups, weights, strict=True))
        },
        "bands": bands,
    }


@pytest.mark.slow
@settings(LAW, max_examples=60)
@given(
    groups=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    weights=st.lists(st.integers(1, 5), min_size=3, max_size=3),
    cuts=st.lists(st.integers(1, 99), min_size=1, max_size=3),
    seed=st.integers(0, 2**32),
)
def test_the_fewest_items_are_the_fewest_of_all_sets_of_items(groups, weights, cuts, seed):
    made = loaded(items_rules(groups, weights[: len(groups)], cuts))
    chance = random.Random(seed)
    questions = [node.path for node in made.nodes.values() if node.level == "question"]
    trace = trace_of(made, {path: chance.choice([0.0, 0.0, 100.0]) for path in questions})
    lacking = [path for path in questions if trace.outcome.printed[path] == 0]
    by_size = [list(itertools.combinations(lacking, size)) for size in range(len(lacking) + 1)]

    def rated(chosen: tuple[str, ...]) -> str | None:
        return evaluate_exactly(
            Plan(made), {**trace.given, **dict.fromkeys(chosen, Fraction(100))}, judge=()
        ).rating

    for way in ways(trace, by=["items"], seconds=60):
        least = next(
            (
                size
                for size, sets in enumerate(by_size)
                if any(rated(each) == way.goal.rating for each in sets)
            ),
            None,
        )
        assert (way.found, len(way.changes)) == (("impossible", 0) if least is None else ("found", least))
        if least is not None:
            assert rating_of(made, way.data) == way.goal.rating


@pytest.mark.slow
def test_what_the_agency_needs_for_the_next_rating(agency):
    found = {
        (str(each["goal"].get("rating") or each["goal"]["node"]), each["by"]): each
        for each in agency()["least_change"]
    }
    passing = found["ผ่าน", "instrument"]
    assert (passing["points"], passing["changes"]) == (
        "23.84",
        [{"path": "IIT", "old": "82.11", "new": "82.2"}, {"path": "OIT", "old": "67.75", "new": "91.5"}],
    )
    assert (passing["rating"], passing["total"]) == ("ผ่าน", "85")
    assert found["ผ่านดี", "items"]["found"] == "impossible"
    (to_85,) = agency("--goal", "OIT >= 85", "--by", "items")["least_change"]
    assert [change["path"].rpartition(".")[2] for change in to_85["changes"]] == [
        "o31",
        "o35",
        "o36",
        "o42",
        "o43",
    ]


def test_a_goal_is_a_rating_or_a_bound():
    rules = kenrules.load("ita/2566")
    assert goal_of(rules, "ผ่านดี") == Goal("ผ่านดี")
    assert goal_of(rules, "OIT >= ๘๕.๕") == Goal(None, "OIT", ">=", Fraction("85.5"))
    assert goal_of(rules, "total > 84.99") == Goal(None, "total", ">", Fraction("84.99"))
