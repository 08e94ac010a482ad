"""What a value can be, and that every command says the same of it: known, missing, refused, undecided, not
applicable."""

from __future__ import annotations

import json
from fractions import Fraction

import kenrules
import polars as pl
import pytest
from kenrules.engine.meaning.arithmetic.columns import ColumnArithmetic, Quantity, Truth
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan, run
from kenrules.engine.meaning.states import Given, State, state_of

# refused values

REFUSED = (
    "missing: skip\nparts: {a: {}, b: {}, c: {}}\ntargets: "
    "[{id: T, share_of_units: b >= 50, at_least: 100%}]\n"
)
WRONG = "agency,a,b,c\nu,80,900,80\nv,80,80,80\n"


@pytest.mark.slow
def test_a_refused_value_poisons_what_is_above_it_in_every_command(ken, units, smallest, write):
    found = units(REFUSED, WRONG)
    assert (found["u"]["status"], found["u"]["lacks"], found["v"]["rating"]) == ("incomplete", ["b"], "high")
    assert "total" not in found["u"]["scores"]
    rules, data = smallest(REFUSED), write("data.csv", WRONG)
    explained = ken("explain", rules, data, "--unit", "u")
    assert "not rated, because a value was refused; lacks b" in explained.stdout
    assert "high: cannot be told, because a value was refused" in explained.stdout
    assert "holds" not in explained.stdout
    assert explained.exit_code == 1
    assert ken("report", rules, data, "--unit", "u", "-o", data.with_suffix(".md")).exit_code == 1
    report = data.with_suffix(".md").read_text(encoding="utf-8")
    assert "80.00" not in report.split("Result")[0]
    assert "not rated, because a value was refused" in report
    compared = json.loads(ken("compare", rules, rules, data, "--no-proofs", "--format", "json").stdout)[
        "comparisons"
    ][0]
    assert [(each["old_rating"], each["old_total"]) for each in compared["units"]] == [
        (None, None),
        ("high", 80),
    ]


def test_a_given_score_stands_whatever_is_below_it(units):
    text = "parts: {a: null, b: null, x: {questions: [a, b]}}"
    assert units(text, "agency,a,b,x\nu,80,900,60\n")["u"]["rating"] == "high"
    assert units(text, "agency,a,b,x\nu,80,80,900\n")["u"]["status"] == "incomplete"


def test_a_unit_that_is_there_twice_has_no_score_at_all(units):
    found = units(
        "missing: zero\nparts: {a: null, b: null, x: {questions: [a]}, y: {questions: [b]}}",
        "agency,a,b\nu,80,80\nu,80,80\n",
    )
    assert (found["u"]["status"], found["u"]["scores"]) == ("incomplete", {})


# what cannot be told

DIVIDED = "bands: [{rating: high, when: a / b >= 0.5}, {rating: low}]\nparts: {a: {}, b: {}}"


def test_a_band_that_cannot_be_told_is_not_passed_over(ken, units, smallest, write):
    found = units(DIVIDED, "agency,a,b\nu,50,0\nv,10,50\n")
    assert [(found[unit]["status"], found[unit]["rating"]) for unit in "uv"] == [
        ("incomplete", None),
        ("rated", "low"),
    ]
    (finding,) = found["found"]["diagnostics"]
    assert (finding["code"], finding["message"]) == (
        "undecided-band",
        "“u”, total 25: whether high is given cannot be told, because a / b >= 0.5 has no value",
    )
    said = ken("explain", smallest(DIVIDED), write("data.csv", "agency,a,b\nu,50,0\n")).stdout
    assert "not rated, because it cannot be told whether high is given" in said
    assert "high: cannot be told, because a / b >= 0.5 has no value" in said
    assert "low holds, and is not given, because high cannot be told" in said


def test_a_guarded_division_is_told(units):
    found = units(DIVIDED.replace("a / b >= 0.5", "b > 0 and a / b >= 0.5"), "agency,a,b\nu,50,0\n")
    assert (found["u"]["rating"], found["found"]["diagnostics"]) == ("low", [])


def test_a_judgement_that_cannot_be_told_is_not_passed_over(units):
    text = (
        "parts: {a: {}, b: {}}\njudgements: "
        "{part: [{result: good, when: a / b >= 0.5}, {result: bad, when: score >= 0}]}"
    )
    found = units(text, "agency,a,b\nu,50,0\nv,10,50\n")
    assert (found["u"]["judgements"], found["v"]["judgements"]) == ({}, {"a": "bad", "b": "bad"})


def test_a_formula_without_a_value_leaves_no_rating_whatever_the_policy_says(units):
    text = "missing: skip\nparts: null\nquestions: {a: {}, b: {score: 100 / value}, c: {score: ln(value)}}"
    found = units(text, "agency,a,b,c\nu,50,0,10\nv,50,2,-1\nw,50,,10\n")
    assert [found[unit]["status"] for unit in "uvw"] == ["incomplete", "incomplete", "rated"]
    assert found["u"]["notes"] == ["cannot be told: b"]
    assert [each["code"] for each in found["found"]["diagnostics"]] == ["no-score", "no-score"]


# what does not apply


@pytest.mark.parametrize(
    ("policy", "scores", "leaving", "state", "value"),
    [
        ("missing: error", {"a": 80}, ["b"], State.KNOWN, 80),
        ("missing: error", {}, ["b"], State.MISSING, None),
        ("missing: error", {}, ["a", "b"], State.NOT_APPLICABLE, None),
        ("missing: skip\nmin_coverage: 100%", {"a": 80}, ["b"], State.KNOWN, 80),
        ("missing: zero", {}, ["b"], State.KNOWN, 0),
        ("missing: zero", {"a": 80}, ["b"], State.KNOWN, 80),
        ("missing: zero", {}, ["a", "b"], State.NOT_APPLICABLE, None),
    ],
)
def test_what_does_not_apply_leaves_its_parent(smallest, policy, scores, leaving, state, value):
    """In exact arithmetic and on columns alike."""
    plan = Plan(kenrules.load(smallest(policy)))
    given = Given(
        {path: Fraction(score) for path, score in scores.items()}, inapplicable=dict.fromkeys(leaving, True)
    )
    total = run(plan, ExactArithmetic(plan.rules.scale), given).nodes["total"]
    assert (state_of(total), total.number) == (state, value)
    a = ColumnArithmetic(plan.rules.scale, "ken:", pl, {})
    frame = pl.LazyFrame(
        {path: [float(scores[path]) if path in scores else None] for path in "ab"}
        | {f"out {path}": [path in leaving] for path in "ab"}
    )
    frame = frame.with_columns(pl.col("a").cast(pl.Float64), pl.col("b").cast(pl.Float64))
    columns = {
        path: Quantity(pl.col(path), Fraction(0), Fraction(100), 0.0, 100, missing=True, plain=True)
        for path in "ab"
    }
    outcome = run(plan, a, Given(columns, inapplicable={path: Truth(pl.col(f"out {path}")) for path in "ab"}))
    for stage in a.stages:
        frame = frame.with_columns(*stage)
    number, out = outcome.nodes["total"].number, outcome.nodes["total"].inapplicable
    assert frame.select(number.expr / number.per).collect().item() == value
    assert bool(frame.select(out.expr).collect().item()) is (state is State.NOT_APPLICABLE)


def test_refused_goes_before_undecided_and_undecided_before_missing(smallest):
    plan = Plan(kenrules.load(smallest("parts: null\nquestions: {a: {}, b: {score: 100 / value}, c: {}}")))
    assert evaluate_exactly(plan, {"a": Fraction(900), "b": Fraction(0)}).state("total") is State.REFUSED
    assert evaluate_exactly(plan, {"a": Fraction(90), "b": Fraction(0)}).state("total") is State.UNDECIDED
    assert evaluate_exactly(plan, {"a": Fraction(90), "b": Fraction(2)}).state("total") is State.MISSING
    assert (
        evaluate_exactly(plan, {"a": Fraction(90), "b": Fraction(2), "c": Fraction(10)}).state("total")
        is State.KNOWN
    )


def test_what_cannot_be_told_of_judgements_and_targets_is_said(ken, smallest, write):
    text = """
parts: {a: {}, b: {}}
judgements: {part: [{result: good, when: a / b >= 0.5}, {result: bad, when: score >= 0}]}
targets: [{id: T, share_of_units: a / b >= 0.5, at_least: 50%}]
"""
    said = ken("evaluate", smallest(text), write("data.csv", "agency,a,b\nu,50,0\nv,10,50\n")).stderr
    assert "b of “u”: whether it is good cannot be told, because a / b >= 0.5 has no value" in said
    assert (
        "target T: of 1 rated unit (u) it cannot be told whether it meets a / b >= 0.5; it does not count "
        "as meeting" in said
    )


@pytest.mark.parametrize(("policy", "lacks"), [("skip", ["a"]), ("zero", ["a"]), ("error", ["a", "b"])])
def test_what_a_rating_lacks_is_what_has_to_be_mended(units, policy, lacks):
    found = units(f"missing: {policy}\nparts: {{a: {{}}, b: {{}}, c: {{}}}}", "agency,a,b,c\nu,101,,90\n")
    assert found["u"]["lacks"] == lacks
