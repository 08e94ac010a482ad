"""The way to a rating, and the least change that reaches a better one."""

from __future__ import annotations

import itertools
import json
import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from kenrules.engine.data import Table, prepare
from kenrules.engine.explain.goals import Goal, goal_of
from kenrules.engine.explain.least import ways
from kenrules.engine.explain.trace import Trace, explain
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.words.diagnostics import Position

from .conftest import EXAMPLE, ROOT
from .strategies import loaded, random_data, rule_sets

LAW = settings(deadline=None, suppress_health_check=list(HealthCheck))
DUST = Fraction(1, 10**40)  # logarithms have 50 digits
UNIT = "องค์การบริหารส่วนตำบลตะโกทอง"


def trace_of(rules: Any, row: dict[str, Any]) -> Trace:
    frame = pl.DataFrame(
        {rules.unit: ["u"], **{name: [value] for name, value in row.items()}},
        schema_overrides=dict.fromkeys(row, pl.Float64),
    )
    return explain(rules, prepare(rules, Table("data", frame, lambda *_: Position("data"))), "u")


def rating_of(rules: Any, given: dict[str, Fraction | None]) -> str | None:
    """By the columns arithmetic, as ken evaluate rates."""
    frame = pl.DataFrame(
        {rules.unit: ["u"], **{path: [float(value)] for path, value in given.items() if value is not None}}
    )
    return kenrules.evaluate(rules, frame)["rating"][0]


@settings(LAW, max_examples=60)
@given(rules=rule_sets(), seed=st.integers(0, 2**32))
def test_what_is_added_and_lacking_adds_up_on_any_rules(rules, seed):
    made = loaded(rules)
    data = random_data(made, 3, seed)
    frame = kenrules.evaluate(made, data)
    for row, rated in zip(data.rows(named=True), frame.rows(named=True), strict=True):
        trace = trace_of(made, {name: value for name, value in row.items() if name != "unit"})
        assert trace.rating == rated["rating"]
        for step in trace.root.walk():
            assert step.printed == (None if rated[step.name] is None else Fraction(repr(rated[step.name])))
            for kind in ("adds", "costs"):
                own, parts = (
                    getattr(step, kind),
                    [part for child in step.children if (part := getattr(child, kind)) is not None],
                )
                if own is None or not parts:
                    continue
                apart = abs(sum(part.exact for part in parts) - own.exact)
                assert kind == "costs" or apart < DUST
                if apart < DUST:
                    assert sum(part.shown for part in parts) == own.shown
                assert all(abs(part.shown - part.exact) < Fraction(1, 10**part.places) for part in parts)
        total = trace.root
        if total.value is not None:
            assert total.adds.exact == total.value
            assert total.adds.exact + total.costs.exact == Plan.of(made).reach.ends(made.total)[1]


@settings(LAW, max_examples=60)
@given(rules=rule_sets(), seed=st.integers(0, 2**32))
def test_every_comparison_of_a_band_says_what_the_band_says(rules, seed):
    made = loaded(rules)
    trace = trace_of(
        made,
        {
            name: value
            for name, value in random_data(made, 1, seed).rows(named=True)[0].items()
            if name != "unit"
        },
    )
    for verdict, band in zip(trace.bands, made.bands, strict=True):
        if verdict.holds is None:
            continue
        for part in verdict.parts:
            assert part.holds == {
                "<": part.left < part.right,
                "<=": part.left <= part.right,
                ">": part.left > part.right,
                ">=": part.left >= part.right,
            }.get(part.sign, (part.left == part.right) == (part.sign == "=="))
            if part.margin is not None and part.sign in (">=", "<="):
                assert part.holds == (part.margin >= 0)
        if band.when is None or (
            " or " not in band.when.text and "not " not in band.when.text and "count" not in band.when.text
        ):
            assert verdict.holds == all(part.holds for part in verdict.parts)


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


# the real agency


@pytest.fixture
def agency(ken):
    return lambda *options: json.loads(
        ken("explain", "ita/2566", EXAMPLE / "figures.csv", "--format", "json", *options).stdout
    )


def test_contributions_of_the_agency_add_up_to_its_total(agency):
    total = agency()["total"]
    assert [(child["id"], child["adds"]["exact"]) for child in total["children"]] == [
        ("IIT", "24.6336"),
        ("EIT1", "11.8685"),
        ("EIT2", "11.8685"),
        ("OIT", "27.1"),
    ]
    assert (
        sum(Fraction(child["adds"]["exact"]) for child in total["children"])
        == Fraction("75.4706")
        == Fraction(total["value"])
    )
    assert (total["printed"], total["adds"]["shown"], total["costs"]["exact"]) == (
        "75.47",
        "75.4706",
        "24.5294",
    )


def test_the_trace_fits_its_schema(agency):
    schema = json.loads((ROOT / "schemas" / "trace.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(agency())


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


def test_what_stays_as_it_is(agency):
    (way,) = agency("--goal", "ผ่าน", "--by", "instruments", "--keep", "OIT", "--keep", "IIT")["least_change"]
    assert way["found"] == "impossible"
    (way,) = agency("--goal", "ผ่าน", "--by", "instruments", "--keep", "EIT", "--keep", "IIT")["least_change"]
    assert [change["path"] for change in way["changes"]] == ["OIT"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "อบต. อื่น"], "no unit"),
        (["--goal", "ผ่านมาก"], "no rating of ita/2566"),
        (["--goal", "OIX >= 85"], "did you mean “OIT”"),
        (["--keep", "IIX"], "did you mean “IIT”"),
        (["--by", "instrument"], "did you mean “instruments”"),
    ],
)
def test_wrong_requests_are_answered(ken, options, words):
    found = ken("explain", "ita/2566", EXAMPLE / "figures.csv", *options)
    assert found.exit_code == 2
    assert words in found.stderr
    assert "hint" in found.stderr


def test_several_units_want_a_name(ken, write):
    data = write("two.csv", "agency,IIT,EIT,OIT\na,90,90,90\nb,80,80,80\n")
    assert "say which one" in ken("explain", "ita/2566", data).stderr
    assert ken("explain", "ita/2566", data, "--unit", "b").exit_code == 0


def test_answers_are_counted_by_option(ken, write):
    write("iit.csv", "agency,i1,i4\na,มาก,น้อย\na,น้อย,มากที่สุด\na,มาก,33.33\nb,มากที่สุด,\n")
    rules = write(
        "r.yaml",
        "ruleset: t/1\nextends: ita/2566\ninstruments: "
        "{EIT1: null, EIT2: null, OIT: null, IIT: {weight: 100%, missing: skip}}\naliases: null\n",
    )
    found = json.loads(
        ken(
            "explain",
            rules,
            "iit.csv" and Path(rules).parent / "iit.csv",
            "--layout",
            "responses",
            "--unit",
            "a",
            "--format",
            "json",
        ).stdout
    )
    questions = {each["id"]: each for each in found["total"]["children"][0]["children"][0]["children"]}
    assert {each["option"]: each["count"] for each in questions["i1"]["answers"]} == {
        "น้อยที่สุดหรือไม่มีเลย": 0,
        "น้อย": 1,
        "มาก": 2,
        "มากที่สุด": 0,
    }
    # i4 is reversed: "33.33" is a score, that of "มาก" turned round
    assert {each["option"]: each["count"] for each in questions["i4"]["answers"]} == {
        "น้อยที่สุดหรือไม่มีเลย": 0,
        "น้อย": 1,
        "มาก": 1,
        "มากที่สุด": 1,
    }
    assert questions["i1"]["source"] == "answers"


def test_a_unit_without_a_rating_says_what_it_lacks(ken):
    found = ken("explain", "ita/2566", EXAMPLE / "oit-questions.csv")
    assert found.exit_code == 1
    assert "not rated; lacks IIT, EIT1, EIT2" in found.stdout


def test_markdown_and_files(ken, tmp_path):
    shown = ken("explain", "ita/2566", EXAMPLE / "indicators.csv", "--format", "markdown").stdout
    assert "| total |  |  | 75.4706 | 75.47 | 75.4706 | 24.5294 |" in shown
    for name in ("out.md", "out.json"):
        assert ken("explain", "ita/2566", EXAMPLE / "indicators.csv", "-o", tmp_path / name).exit_code == 0
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == shown
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["format"] == "ken-trace/1"
    assert ken("explain", "ita/2566", EXAMPLE / "indicators.csv", "-o", tmp_path / "out.pdf").exit_code == 2


def test_a_goal_is_a_rating_or_a_bound():
    rules = kenrules.load("ita/2566")
    assert goal_of(rules, "ผ่านดี") == Goal("ผ่านดี")
    assert goal_of(rules, "OIT >= ๘๕.๕") == Goal(None, "OIT", ">=", Fraction("85.5"))
    assert goal_of(rules, "total > 84.99") == Goal(None, "total", ">", Fraction("84.99"))
