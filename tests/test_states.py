"""What a value can be, and that every command says the same of it: known, missing, refused, undecided, too
few respondents."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

import duckdb
import kenrules
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from kenrules import KenError
from kenrules.engine.meaning.arithmetic.columns import ColumnArithmetic, Quantity, Truth
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan, run
from kenrules.engine.meaning.states import Given, State, state_of

YES_NO = "answers: {yes_no: {yes: 100, no: 0}, had: {options: {yes: 100, no: 0}, answered_by: unit}}\n"
SURVEYS = f"""{YES_NO}
parts: null
instruments:
  STAFF: {{answers: yes_no, min_respondents: 3, questions: {{i1: First}}}}
  PUBLIC: {{answers: yes_no, min_respondents: 3, questions: {{e1: First}}}}
"""
BOTH = "agency,i1,e1\nA,yes,\nA,,yes\nA,,no\nA,,no\n"


@pytest.fixture
def units(rated, smallest, write):
    """The units that `ken evaluate` finds, by name."""

    def run(rules: str, data: str, *options: object, name: str = "data.csv"):
        found = rated(smallest(rules), write(name, data), *options)
        return {unit["unit"]: unit for unit in found["units"]} | {"found": found}

    return run


# respondents


def test_the_rating_does_not_hang_on_how_respondents_are_cut_into_files(units, rated, smallest, write):
    together = units(SURVEYS, BOTH, "--layout", "responses")
    write("staff.csv", "agency,i1\nA,yes\n")
    write("public.csv", "agency,e1\nA,yes\nA,no\nA,no\n")
    manifest = write(
        "dataset.yaml",
        "dataset: x\nfiles:\n  - {path: staff.csv, layout: responses, instrument: STAFF}\n  - "
        "{path: public.csv, layout: responses, instrument: PUBLIC}\n",
    )
    apart = rated(smallest(SURVEYS), manifest)
    assert together["found"]["units"] == apart["units"]
    assert (together["A"]["status"], together["A"]["respondents"], together["A"]["coverage"]) == (
        "incomplete",
        {"STAFF": 1, "PUBLIC": 3},
        {"STAFF": 1, "PUBLIC": 1},
    )
    assert [each["code"] for each in together["found"]["diagnostics"]] == ["few-respondents"]


@pytest.mark.parametrize(
    "make",
    [
        pl.DataFrame,
        pl.LazyFrame,
        pd.DataFrame,
        pa.table,
        lambda columns: duckdb.from_arrow(pa.table(columns)),
    ],
)
def test_frames_of_respondents_ask_for_as_many(smallest, make):
    answers = {"agency": ["A"] * 4, "i1": ["yes", None, None, None], "e1": [None, "yes", "no", "no"]}
    result = nw.from_native(kenrules.evaluate(smallest(SURVEYS), kenrules.Responses(make(answers))))
    (row,) = (result.collect() if isinstance(result, nw.LazyFrame) else result).rows(named=True)
    assert (row["status"], row["respondents STAFF"], row["respondents PUBLIC"], row["e1"]) == (
        "incomplete",
        1,
        3,
        33.33,
    )
    assert isinstance(row["respondents STAFF"], int)


TOP = SURVEYS.replace("min_respondents: 3, ", "")


@pytest.mark.parametrize(
    ("rules", "status"),
    [
        (f"min_respondents: 3\n{TOP}", "incomplete"),  # at the top it holds for each instrument
        # a node's own goes before it
        (f"min_respondents: 3\n{TOP}".replace("STAFF: {", "STAFF: {min_respondents: 1, "), "rated"),
        (TOP, "rated"),
        # at an indicator
        (
            TOP.replace("questions: {i1: First}", "indicators: {I: {min_respondents: 2, questions: [i1]}}"),
            "incomplete",
        ),
        # one survey, four respondents
        (
            f"{YES_NO}parts: null\nmin_respondents: 4\nquestions: {{i1: {{answers: yes_no}}, e1: "
            f"{{answers: yes_no}}}}",
            "rated",
        ),
        (
            f"{YES_NO}parts: null\nmin_respondents: 5\nquestions: {{i1: {{answers: yes_no}}, e1: "
            f"{{answers: yes_no}}}}",
            "incomplete",
        ),
    ],
)
def test_at_which_node_respondents_are_asked_for(units, rules, status):
    assert units(rules, BOTH, "--layout", "responses")["A"]["status"] == status


def test_rows_that_answer_nothing_are_nobodys(units):
    found = units(SURVEYS, "agency,i1,e1\nA,yes,yes\nA,,\nA, ,\nB,,\n", "--layout", "responses")
    assert (found["A"]["respondents"], found["B"]["respondents"]) == (
        {"STAFF": 1, "PUBLIC": 1},
        {"STAFF": 0, "PUBLIC": 0},
    )
    assert found["A"]["status"] == "incomplete"
    assert {each["code"]: each["severity"] for each in found["found"]["diagnostics"]}["blank-rows"] == "note"


def test_scores_of_a_table_and_answers_of_the_unit_are_no_answers_of_respondents(units):
    text = SURVEYS.replace("PUBLIC: {answers: yes_no", "PUBLIC: {answers: had")
    assert units(text, "agency,i1,e1\nA,90,yes\n")["A"]["status"] == "rated"
    found = units(text, "agency,i1,e1\nA,yes,yes\nA,no,\nA,no,\n", "--layout", "responses")
    assert (found["A"]["status"], found["A"]["scores"]["PUBLIC"]) == ("rated", 100)


def test_the_answers_of_too_few_are_shown_nowhere(ken, smallest, write):
    rules, data = smallest(SURVEYS), write("data.csv", BOTH)
    for format_ in ("text", "markdown", "json"):
        shown = ken(
            "explain", rules, data, "--layout", "responses", "--unit", "A", "--format", format_
        ).stdout
        assert "yes 1, no 2" in shown or format_ == "json"
        assert "yes 1, no 0" not in shown
    trace = json.loads(shown)["total"]
    staff, public = trace["children"]
    assert (staff["few"], staff["children"][0]["answers"], staff["children"][0]["source"]) == (
        {"respondents": 1, "least": 3},
        [],
        "withheld",
    )
    assert [each["count"] for each in public["children"][0]["answers"]] == [1, 2]
    text = ken("explain", rules, data, "--layout", "responses", "--unit", "A").stdout
    assert "STAFF: 1 respondent; the rules ask for 3: the answers are not shown" in text


@pytest.mark.parametrize("make", [pl.DataFrame, pl.LazyFrame, pd.DataFrame, pa.table])
def test_a_question_that_nobody_answered_is_a_column_without_values(smallest, make):
    answers = {"agency": ["A"] * 3, "i1": ["yes", "yes", "no"], "e1": [None, None, None]}
    result = nw.from_native(kenrules.evaluate(smallest(SURVEYS), kenrules.Responses(make(answers))))
    (row,) = (result.collect() if isinstance(result, nw.LazyFrame) else result).rows(named=True)
    assert (row["STAFF"], row["respondents PUBLIC"], row["status"]) == (66.67, 0, "incomplete")
    if make is pd.DataFrame:  # whose column of no values is one of objects
        return
    scores = nw.from_native(kenrules.evaluate(smallest(), make({"agency": ["A"], "a": [80.0], "b": [None]})))
    (row,) = (scores.collect() if isinstance(scores, nw.LazyFrame) else scores).rows(named=True)
    assert (row["a"], row["status"]) == (80, "incomplete")


# refused values

REFUSED = (
    "missing: skip\nparts: {a: {}, b: {}, c: {}}\ntargets: "
    "[{id: T, share_of_units: b >= 50, at_least: 100%}]\n"
)
WRONG = "agency,a,b,c\nu,80,900,80\nv,80,80,80\n"


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


def test_targets_do_not_count_scores_that_were_refused(units):
    text = (
        "missing: error\nparts: {a: {}, b: null, x: {questions: [b]}}\ntargets: "
        "[{id: T, share_of_units: b >= 50, at_least: 100%}]"
    )
    found = units(text, "agency,a,b,x\nu,80,900,80\nv,80,80,\n")
    assert [(each["meeting"], each["rated"], each["met"]) for each in found["found"]["targets"]] == [
        (1, 2, False)
    ]
    assert "b" not in found["u"]["scores"]


def test_a_unit_that_is_there_twice_has_no_score_at_all(units):
    found = units(
        "missing: zero\nparts: {a: null, b: null, x: {questions: [a]}, y: {questions: [b]}}",
        "agency,a,b\nu,80,80\nu,80,80\n",
    )
    assert (found["u"]["status"], found["u"]["scores"]) == ("incomplete", {})


def test_two_tables_that_contradict_each_other_leave_the_unit_without_a_rating(rated, smallest, write):
    write("one.csv", "agency,a,b\nu,90,90\nv,90,90\n")
    write("two.csv", "agency,a\nu,40\nv,90\n")
    for files in ("{path: one.csv}, {path: two.csv}", "{path: two.csv}, {path: one.csv}"):
        found = rated(smallest(), write("dataset.yaml", f"dataset: x\nfiles: [{files}]\n"))
        assert [(unit["unit"], unit["rating"]) for unit in found["units"]] == [("u", None), ("v", "high")]
        assert [each["code"] for each in found["diagnostics"]] == ["item-twice"]


# what a unit answers once

ONCE = f"{YES_NO}parts: {{a: null, b: null, x: {{answers: had, questions: [q1, q2]}}}}"


@pytest.mark.parametrize("cell", ["37", "1", "50.0"])
def test_a_score_that_no_answer_earns_is_refused(units, smallest, cell):
    found = units(ONCE, f"agency,q1,q2\nu,{cell},yes\nv,100,no\n")
    assert (found["u"]["status"], found["v"]["scores"]["x"]) == ("incomplete", 50)
    (finding,) = found["found"]["diagnostics"]
    assert (finding["code"], finding["line"], finding["hint"]) == (
        "not-an-answer",
        2,
        "each agency answers it once: write one of yes (100), no (0)",
    )
    with pytest.raises(KenError, match="no answer earns; answers earn 0, 100"):
        kenrules.evaluate(smallest(ONCE), pl.DataFrame({"agency": ["u"], "q1": [float(cell)], "q2": [100.0]}))


def test_two_answers_to_a_question_that_its_unit_answers_once_are_refused(units, smallest):
    found = units(ONCE, "agency,q1,q2\nu,yes,no\nu,no,no\nv,yes,no\nv,yes,no\n", "--layout", "responses")
    assert (found["u"]["status"], found["v"]["scores"]["x"]) == ("incomplete", 50)
    assert [(each["code"], each["message"]) for each in found["found"]["diagnostics"]] == [
        ("several-answers", "“u” answers q1 in several ways")
    ]
    with pytest.raises(KenError, match="several answers of one unit"):
        kenrules.evaluate(
            smallest(ONCE),
            kenrules.Responses(pl.DataFrame({"agency": ["u", "u"], "q1": ["yes", "no"], "q2": ["no", "no"]})),
        )


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
    text = "missing: skip\nparts: null\nquestions: {a: {}, b: {score: 100 / value}, c: {score: value}}"
    found = units(text, "agency,a,b,c\nu,50,0,10\nv,50,2,101\nw,50,,10\n")
    assert [found[unit]["status"] for unit in "uvw"] == ["incomplete", "incomplete", "rated"]
    assert found["u"]["notes"] == ["cannot be told: b"]
    assert [each["code"] for each in found["found"]["diagnostics"]] == ["no-score", "no-score"]


def test_nothing_is_told_to_differ_where_a_policy_stands_in(units):
    text = "missing: zero\nparts: {a: null, b: null, x: {questions: [a, b]}, y: {}}"
    found = units(text, "agency,x,y\nu,86,50\n")
    assert found["found"]["diagnostics"] == []
    nested = (
        "missing: skip\nparts: "
        "{a: null, b: null, x: {indicators: {i: {questions: [a, b]}, j: {questions: [c]}}}}"
    )
    assert units(nested, "agency,x,a,c\nu,20,90,90\n")["found"]["diagnostics"] == []
    assert [
        each["code"] for each in units(nested, "agency,x,a,b,c\nu,20,90,90,90\n")["found"]["diagnostics"]
    ] == ["disagreement"]


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


# shares


@pytest.mark.parametrize(
    ("meeting", "of", "least", "printed", "verdict"),
    [
        (6242, 8323, "75%", "74.997 %", "not met"),
        (99_999, 100_000, "100%", "99.999 %", "not met"),
        (3, 4, "75%", "75.00 %", "met"),
        (1, 100_000, "50%", "0.001 %", "not met"),
        (2, 3, "66.66%", "66.67 %", "met"),
    ],
)
def test_a_printed_share_is_on_the_side_on_which_it_is_judged(
    ken, rated, smallest, write, meeting, of, least, printed, verdict
):
    rules = smallest(f"targets: [{{id: T, share_of_units: a >= 50, at_least: {least}}}]")
    data = write(
        "data.csv",
        "\n".join(["agency,a,b", *(f"u{number},{60 if number < meeting else 40},50" for number in range(of))])
        + "\n",
    )
    said = ken("evaluate", rules, data).stdout.replace(",", "")
    assert (
        f"target T: {meeting} of {of} rated units ({printed}) at least {least.replace('%', ' %')}: {verdict}"
        in said
    )
    (target,) = rated(rules, data)["targets"]
    assert (target["share"] >= target["at_least"]) is target["met"] is (verdict == "met")


def test_the_coverage_is_the_same_in_csv_and_json(ken, units, smallest, write):
    text = SURVEYS.replace("min_respondents: 3, ", "").replace("{i1: First}", "[i1, i2, i3]")
    data = "agency,i1,i2,i3,e1\nA,yes,yes,,yes\n"
    (row,) = csv.DictReader(
        io.StringIO(
            ken(
                "evaluate",
                smallest(text),
                write("data.csv", data),
                "--layout",
                "responses",
                "--format",
                "csv",
            ).stdout
        )
    )
    assert (row["coverage STAFF"], units(text, data, "--layout", "responses")["A"]["coverage"]["STAFF"]) == (
        "66.6667",
        0.666667,
    )


# one unit of many


def test_a_unit_is_told_of_alone(ken, smallest, write):
    rules, data = smallest(), write("data.csv", "agency,a,b\nu,80,80\nv,x,80\nv,80,80\nw,900,1\n")
    for command in ("evaluate", "explain"):
        alone = ken(command, rules, data, "--unit", "u")
        assert alone.exit_code == 0
        assert "findings about other units: 3" in alone.stderr
        assert "“v”" not in alone.stderr + alone.stdout
        assert "900" not in alone.stderr
    assert ken("evaluate", rules, data, "--unit", "w").exit_code == 1


# audits


@pytest.mark.parametrize(
    ("rules", "figures", "line"),
    [
        (
            "parts: {a: {weight: 30%}, b: {weight: 70%}}\ncombine: geometric_mean",
            "a,20\nb,90\ntotal,10",
            "20^0.3 × 90^0.7 ≈ 57.3164 → 57.32; 10.00 ≠ 57.32",
        ),
        (
            "missing: skip\nparts: {a: {}, b: null, x: {questions: [b1, b2]}}",
            "a,90\ntotal,96",
            "(90 + [x ≤ 100]) / 2 = 95 → 95.00; 96.00 > 95.00",
        ),
        (
            "missing: skip\nparts: {a: {}, b: {}}",
            "a,90\ntotal,40",
            "(90 + [b ≥ 0]) / 2 = 45 → 45.00; 40.00 < 45.00",
        ),
        (
            "parts: {a: {weight: 30%}, b: {weight: 70%}}",
            "a,20\nb,90\ntotal,10",
            "30% × 20 + 70% × 90 = 69 → 69.00; 10.00 ≠ 69.00",
        ),
        (
            "parts: {a: {}, b: {}}\ncombine: harmonic_mean",
            "a,20\nb,80\ntotal,10",
            "2 / (1 / 20 + 1 / 80) = 32 → 32.00; 10.00 ≠ 32.00",
        ),
        (
            "parts: {a: {}, b: {}}\ncombine: min",
            "a,20\nb,80\ntotal,10",
            "min(20, 80) = 20 → 20.00; 10.00 ≠ 20.00",
        ),
    ],
)
def test_the_equations_of_an_audit_hold_as_they_are_written(ken, smallest, write, rules, figures, line):
    data = write(
        "figures.csv", "agency,item,score\n" + "".join(f"u,{each}\n" for each in figures.split("\n"))
    )
    (finding,) = json.loads(ken("audit", smallest(rules), data, "--format", "json").stdout)["findings"]
    assert finding["arithmetic"] == line


def test_a_score_that_nothing_is_computed_from_was_not_rounded(ken, smallest, write):
    stars = (
        "scale: {max: 5, decimals: 0}\nparts: "
        "{a: {weight: 30%}, b: {weight: 15%}, c: {weight: 33%}, d: {weight: 22%}}\n"
    )
    rules = smallest(f"{stars}bands: [{{rating: good, from: 3}}, {{rating: poor, to: 2}}]")
    figures = "agency,item,score\nu,a,3\nu,b,4\nu,c,3\nu,d,3\nu,total,{}\n"
    found = json.loads(ken("audit", rules, write("wrong.csv", figures.format(4)), "--format", "json").stdout)[
        "findings"
    ]
    assert [each["arithmetic"] for each in found] == [
        "30% × 3 + 15% × 4 + 33% × 3 + 22% × 3 = 3.15 → 3; 4 ≠ 3"
    ]
    assert (
        json.loads(ken("audit", rules, write("right.csv", figures.format(3)), "--format", "json").stdout)[
            "findings"
        ]
        == []
    )


def test_the_points_of_an_explanation_come_to_what_is_printed(ken, smallest, write):
    """75.4749… is 75.4750 to four decimals, and 75.47 in print: more decimals are shown."""
    rules = smallest("parts: {a: {}, b: {}, c: {}}")
    said = ken("explain", rules, write("data.csv", "agency,a,b,c\nu,75.47496,75.47497,75.47496\n")).stdout
    assert "= 75.47496 (points rounded to 5 decimals), printed 75.47" in said


# order


def test_units_and_counts_come_in_one_order(smallest, rated, write):
    names = [f"u{number * 7 % 40:02}" for number in range(40)]
    frame = pl.DataFrame({"agency": names * 2, "a": [60.0] * 80, "b": [40.0] * 80})
    rules = smallest(
        "answers: {any: {options: {x: 60, y: 40}}}\nparts: {a: {answers: any}, b: {answers: any}}"
    )
    for made in (frame, frame.lazy()):
        register = pl.DataFrame({"agency": names}).with_columns(total=pl.lit(None, pl.Float64))
        for data in (
            kenrules.Responses(made),
            [register, kenrules.Responses(made)],
            [register.lazy(), kenrules.Responses(made)],
        ):
            result = kenrules.evaluate(rules, data)
            assert (result.collect() if isinstance(result, pl.LazyFrame) else result)[
                "agency"
            ].to_list() == names
    counts = rated(smallest(), write("data.csv", "agency,a,b\nu,0,0\nv,100,100\n"))["counts"]
    assert list(counts) == ["high", "low", "incomplete"]


# what a review found

FIVE = "answers: {five: {a: 100, b: 75, c: 50, d: 25, e: 0}}\n"
PARTS = f"""{FIVE}
parts: null
instruments:
  E1: {{answers: five, min_respondents: 3, questions: [q1, q2]}}
  E2: {{answers: five, questions: [q1, q2]}}
"""
TOLD = (
    "dataset: x\nfiles: "
    "[{path: q.csv, layout: responses, instrument: {column: part, values: {1: E1, 9: E1, 2: E2}}}]\n"
)


def test_answers_with_more_decimals_than_are_counted_are_refused_in_every_file(
    rated, smallest, write, tmp_path
):
    rows = [{"agency": "u", "a": cell, "b": cell} for cell in (79.994, 79.994, 80.004)]
    paths = [tmp_path / f"data.{kind}" for kind in ("csv", "json", "parquet", "xlsx")]
    frame = pl.DataFrame(rows)
    frame.write_csv(paths[0])
    paths[1].write_text(json.dumps(rows), encoding="utf-8")
    frame.write_parquet(paths[2])
    frame.write_excel(paths[3])
    for path in paths:
        found = rated(smallest(), path, "--layout", "responses")
        assert found["units"][0]["status"] == "incomplete", path
        assert {each["message"] for each in found["diagnostics"]} == {
            f"“{cell}” has more than 2 decimals" for cell in ("79.994", "80.004")
        }, path


def test_respondents_of_one_node_under_several_values_of_a_column_are_added_up(rated, smallest, write):
    write("q.csv", "agency,part,q1,q2\nA,1,a,a\nA,1,a,a\nA,9,a,e\nA,2,a,a\nB,1,a,e\nB,9,a,e\nB,2,a,a\n")
    found = {unit["unit"]: unit for unit in rated(smallest(PARTS), write("dataset.yaml", TOLD))["units"]}
    assert (found["A"]["respondents"], found["A"]["coverage"], found["A"]["scores"]["E1"]) == (
        {"E1": 3, "E2": 1},
        {"E1": 1, "E2": 1},
        83.33,
    )
    assert (found["B"]["respondents"], found["B"]["status"]) == ({"E1": 2, "E2": 1}, "incomplete")
    frame = pl.read_csv(write("q.csv", "agency,part,q1,q2\nA,1,a,a\nA,1,a,a\nA,9,a,e\nA,2,a,a\n"))
    result = kenrules.evaluate(
        smallest(PARTS), kenrules.Responses(frame, column="part", values={1: "E1", 9: "E1", 2: "E2"})
    )
    assert result.select("respondents E1", "respondents E2", "E1").rows() == [(3, 1, 83.33)]


def test_a_wrong_answer_is_that_of_the_instrument_that_its_row_tells(rated, smallest, write):
    write("q.csv", "agency,part,q1,q2\nA,1,a,a\nA,1,a,a\nA,9,a,a\nA,2,zz,a\n")
    found = rated(smallest(PARTS), write("dataset.yaml", TOLD))
    assert (found["units"][0]["scores"]["E1"], found["units"][0]["lacks"]) == (100, ["E2.q1"])
    frame = pl.DataFrame({"agency": ["A", "A"], "part": [1, 7], "q1": ["a", "a"], "q2": ["a", "a"]})
    with pytest.raises(KenError, match="1 row of “part” tells no instrument"):
        kenrules.evaluate(
            smallest(PARTS), kenrules.Responses(frame, column="part", values={1: "E1", 2: "E2"})
        )


def test_frames_that_contradict_each_other_are_refused_in_any_order(smallest):
    one, other = (
        pl.DataFrame({"agency": ["u"], "a": [90.0], "b": [90.0]}),
        pl.DataFrame({"agency": ["u"], "a": [10.0]}),
    )
    for frames in ([one, other], [other, one]):
        with pytest.raises(KenError, match="two frames give a of 1 unit otherwise"):
            kenrules.evaluate(smallest(), frames)
    assert kenrules.evaluate(smallest(), [one, other.with_columns(a=90.0)])["rating"].to_list() == ["high"]


def test_answers_to_a_node_and_to_an_alias_of_it_are_not_mixed(smallest):
    rules = smallest(
        PARTS.replace("answers: five, questions", "answers: five, min_respondents: 4, questions")
        + "aliases: {EE: [E1, E2]}"
    )
    own = kenrules.Responses(
        pl.DataFrame({"agency": ["A"] * 2, "q1": ["a"] * 2, "q2": ["a"] * 2}), instrument="E1"
    )
    shared = kenrules.Responses(pl.DataFrame({"agency": ["A"] * 3, "q1": ["e"] * 3, "q2": ["e"] * 3}))
    with pytest.raises(KenError, match="two frames give q1 of 1 unit otherwise"):
        kenrules.evaluate(rules, [own, shared])


def test_frames_of_respondents_are_explained_and_compared(smallest):
    answers = kenrules.Responses(
        pl.DataFrame({"agency": ["A"] * 4, "i1": ["yes"] * 3 + ["no"], "e1": ["yes"] * 4})
    )
    trace = kenrules.explain(smallest(SURVEYS), answers, "A")
    assert (trace.rating, trace.root.printed) == ("high", Fraction(175, 2))
    assert kenrules.compare(smallest(SURVEYS), smallest(SURVEYS, "new.yaml"), answers).units[
        "new_total"
    ].to_list() == [87.5]


def test_who_answers_can_change_a_rating(ken, smallest, write):
    once, many = smallest(ONCE), smallest(ONCE.replace(", answered_by: unit", ""), "new.yaml")
    data = write("data.csv", "agency,q1,q2\nu,yes,yes\nu,no,yes\nv,yes,yes\n")
    (found,) = json.loads(
        ken("compare", once, many, data, "--layout", "responses", "--no-proofs", "--format", "json").stdout
    )["comparisons"]
    assert [(each["old_rating"], each["new_rating"], each["cause"]) for each in found["units"]] == [
        (None, "high", "answer scale had: who answers: unit → respondents"),
        ("high", "high", None),
    ]
    assert (
        "who answers: unit → respondents"
        in ken("diff", once, many, "--no-proofs").stdout.split("What cannot")[0]
    )


def test_units_of_files_of_respondents_come_as_they_first_stand_there(rated, smallest, write):
    write("one.csv", "agency,i1,e1\nzz,yes,yes\nb,yes,yes\nzz,no,no\n")
    write("two.csv", "agency,i1,e1\na,yes,yes\nb,yes,yes\n")
    manifest = write(
        "dataset.yaml",
        "dataset: x\nfiles: [{path: one.csv, layout: responses}, {path: two.csv, layout: responses}]\n",
    )
    assert [unit["unit"] for unit in rated(smallest(TOP), manifest)["units"]] == ["zz", "b", "a"]


def test_a_unit_among_many_with_the_same_fault_is_told_of_its_own(ken, smallest, write):
    data = write(
        "data.csv",
        "\n".join(["agency,a,b", *(f"u{number},101,50" for number in range(80)), "fine,50,50"]) + "\n",
    )
    own = ken("evaluate", smallest(), data, "--unit", "u79")
    assert "error: a of “u79” has a value that cannot be right" in own.stderr
    assert own.exit_code == 1
    assert "u50" not in own.stderr
    assert ken("evaluate", smallest(), data, "--unit", "fine").exit_code == 0


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


def test_a_row_with_a_wrong_answer_is_not_blank(units):
    found = units(SURVEYS, "agency,i1,e1\nA,zz,\nA,,\n", "--layout", "responses")
    assert [each["message"] for each in found["found"]["diagnostics"] if each["code"] == "blank-rows"] == [
        "1 row of 2 answers nothing: it counts for nobody"
    ]


def test_what_counts_as_zero_stands_in_the_way_to_the_rating(ken, smallest, write):
    rules = smallest("missing: zero\nparts: {a: {}, b: {}, c: {}}")
    table = ken(
        "explain", rules, write("data.csv", "agency,a,b,c\nu,,90,90\n"), "--format", "markdown"
    ).stdout
    costs = [line.split("|")[7].strip() for line in table.split("\n") if line.startswith("|") and "." in line]
    assert [Fraction(costs[0])] == [Fraction(40)] == [sum(map(Fraction, costs[1:4]))]


def test_who_answers_through_an_alias_answers_each_of_its_nodes(units, smallest):
    text = (
        f"{YES_NO}parts: null\ninstruments: {{E1: {{answers: yes_no, min_respondents: 2, questions: "
        f"[q]}}, E2: {{like: E1}}}}\naliases: {{E: [E1, E2]}}"
    )
    found = units(text, "agency,q\nA,yes\nA,no\nB,yes\n", "--layout", "responses")
    assert [(found[name]["status"], found[name]["respondents"]) for name in "AB"] == [
        ("rated", {"E1": 2, "E2": 2}),
        ("incomplete", {"E1": 1, "E2": 1}),
    ]
    frame = kenrules.Responses(pl.DataFrame({"agency": ["A", "A", "B"], "q": ["yes", "no", "yes"]}))
    result = kenrules.evaluate(smallest(text), frame)
    assert result.select("total", "respondents E1", "respondents E2").rows() == [(50.0, 2, 2), (None, 1, 1)]


@pytest.mark.parametrize("wrong", [100.01, -0.01, 33.333])
def test_answers_to_a_question_without_an_answer_scale_lie_on_the_scale_of_scores(smallest, wrong):
    rules = smallest("parts: null\nquestions: [q]")
    answers = {"agency": ["A", "A", "A"], "q": [0.0, 100.0, 33.33]}
    assert kenrules.evaluate(rules, kenrules.Responses(pl.DataFrame(answers)))["q"].to_list() == [44.44]
    with pytest.raises(KenError, match="“q” has 1 answer that is none"):
        kenrules.evaluate(rules, kenrules.Responses(pl.DataFrame({**answers, "q": [0.0, 100.0, wrong]})))


def test_only_what_two_frames_say_otherwise_is_told(smallest):
    one, other = (
        pl.DataFrame({"agency": ["u"], "a": [90.0], "b": [90.0]}),
        pl.DataFrame({"agency": ["u"], "a": [90.0], "b": [80.0]}),
    )
    with pytest.raises(KenError) as caught:
        kenrules.evaluate(smallest(), [one, other])
    assert [str(each.message) for each in caught.value.diagnostics] == [
        "two frames give b of 1 unit otherwise"
    ]


def test_answers_to_a_node_and_to_an_alias_of_it_may_be_those_of_other_units(smallest):
    rules = smallest(PARTS.replace("min_respondents: 3, ", "") + "aliases: {EE: [E1, E2]}")
    own = [
        kenrules.Responses(pl.DataFrame({"agency": ["A"], "q1": ["a"], "q2": ["a"]}), instrument=name)
        for name in ("E1", "E2")
    ]
    shared = kenrules.Responses(pl.DataFrame({"agency": ["B"], "q1": ["e"], "q2": ["e"]}))
    assert kenrules.evaluate(rules, [*own, shared]).sort("agency")["status"].to_list() == ["rated", "rated"]


def test_a_column_below_what_is_no_node_is_passed_through(smallest):
    found = kenrules.evaluate(
        smallest(), pl.DataFrame({"agency": ["u"], "a": [80.0], "b": [80.0], "remark.a": ["fine"]})
    )
    assert (found["remark.a"].to_list(), found["rating"].to_list()) == (["fine"], ["high"])


def test_answers_of_too_few_contradict_no_score(smallest):
    scores = pl.DataFrame({"agency": ["A"], "i1": [50.0], "e1": [50.0]})
    few = kenrules.Responses(pl.DataFrame({"agency": ["A"] * 2, "i1": ["yes"] * 2}))
    assert kenrules.evaluate(smallest(SURVEYS), [scores, few])["i1"].to_list() == [50.0]
    with pytest.raises(KenError, match="two frames give i1 of 1 unit otherwise"):
        kenrules.evaluate(
            smallest(SURVEYS),
            [scores, kenrules.Responses(pl.DataFrame({"agency": ["A"] * 3, "i1": ["yes"] * 3}))],
        )
