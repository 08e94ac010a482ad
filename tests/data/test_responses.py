"""Files with a row a respondent, several files, manifests."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import kenrules
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kenrules.engine.data import read_manifest, read_parts
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.rating.evaluation import evaluate_dataset
from kenrules.engine.words.numerals import read_number

from ..conftest import HI_LO
from ..libraries import LIBRARIES

RULES = """
instruments:
  S:
    weight: 60%
    answers: steps
    indicators:
      S1: {questions: {q1: {}, q2: {reversed: true}}}
      S2: {questions: [q3]}
  W: {weight: 40%, answers: yes_no, questions: [w1, w2]}
parts: null
answers:
  steps: {never: 0, seldom: 33.33, often: 66.67, always: 100}
  yes_no: {มี: 100, ไม่มี: 0}
"""

MANIFEST = """
dataset: test
files:
  - {path: s.csv, layout: responses, instrument: S}
  - {path: w.csv, layout: scores}
"""


@pytest.fixture
def rules(smallest: Callable[..., Path]) -> Path:
    return smallest(RULES)


@pytest.fixture
def data(write: Callable[[str, str], Path]) -> Callable[..., Path]:
    """A manifest with its two files."""

    def made(answers: str, items: str = "agency,w1,w2\na,มี,มี\nb,มี,ไม่มี\n", manifest: str = MANIFEST) -> Path:
        write("s.csv", answers)
        write("w.csv", items)
        return write("dataset.yaml", manifest)

    return made


def test_answers_in_words_and_numbers_are_averaged_and_reversed(rated, rules, data):
    found = rated(
        rules, data("agency,q1,q2,q3\na,always,always,100\na,often,never,๓๓.๓๓\nb,seldom,often,66.67\n")
    )
    first, second = (unit["scores"] for unit in found["units"])
    assert (first["q1"], first["q2"], first["q3"]) == (83.34, 50, 66.67)  # 83.335 is a tie
    assert (second["q1"], second["q2"], second["q3"]) == (33.33, 33.33, 66.67)
    assert found["diagnostics"] == []


def test_respondents_and_coverage_are_in_the_result(rated, rules, data):
    found = rated(rules, data("agency,q1,q2,q3\na,100,100,100\na,100,,\nb,0,0,0\n"))
    assert [unit["respondents"] for unit in found["units"]] == [{"S": 2}, {"S": 1}]
    assert [unit["coverage"] for unit in found["units"]] == [{"S": 0.666667}, {"S": 1.0}]


def test_a_question_nobody_answered_is_missing(rated, rules, data):
    found = rated(rules, data("agency,q1,q2,q3\na,100,,100\nb,0,0,0\n"))
    assert [(unit["status"], unit["lacks"]) for unit in found["units"]] == [
        ("incomplete", ["q2"]),
        ("rated", []),
    ]


def test_a_wrong_answer_is_placed_and_its_unit_not_rated(rated, rules, data):
    found = rated(rules, data("agency,q1,q2,q3\na,100,100,100\nb,0,0,0\nb,50,always,alwys\n"))
    assert [(each["line"], each["column"], each["code"]) for each in found["diagnostics"]] == [
        (4, 3, "not-an-answer"),
        (4, 13, "not-an-answer"),
    ]
    assert "“alwys” is no answer of steps" in found["diagnostics"][1]["message"]
    assert "always (100)" in found["diagnostics"][1]["hint"]
    assert [unit["status"] for unit in found["units"]] == ["rated", "incomplete"]


def test_a_policy_for_missing_scores_does_not_cover_wrong_ones(rated, smallest, data):
    found = rated(smallest(RULES + "missing: skip\n"), data("agency,q1,q2,q3\na,100,100,100\nb,5,0,0\n"))
    assert [unit["status"] for unit in found["units"]] == ["rated", "incomplete"]


def test_a_respondent_of_an_unknown_unit_is_reported(rated, rules, data):
    found = rated(rules, data("agency,q1,q2,q3\na,100,100,100\nb,0,0,0\nc,0,0,0\n"))
    (finding,) = found["diagnostics"]
    assert (finding["code"], finding["line"], finding["column"]) == ("unknown-unit", 4, 1)
    assert [unit["unit"] for unit in found["units"]] == ["a", "b"]


def test_respondents_of_a_unit_in_two_files_are_added_up(rated, rules, write, data):
    write("s2.csv", "agency,q1,q2,q3\nb,100,0,100\n")
    manifest = (
        'dataset: test\nfiles:\n  - {path: "s*.csv", layout: responses, instrument: S}\n  - {path: w.csv}\n'
    )
    found = rated(rules, data("agency,q1,q2,q3\na,100,100,100\nb,0,0,0\n", manifest=manifest))
    apart = [(unit["scores"], unit["respondents"]) for unit in found["units"]]
    one = data("agency,q1,q2,q3\na,100,100,100\nb,0,0,0\nb,100,0,100\n", manifest=manifest.replace("s*", "s"))
    assert apart == [(unit["scores"], unit["respondents"]) for unit in rated(rules, one)["units"]]
    assert not found["diagnostics"]
    assert found["units"][1]["respondents"] == {"S": 2}


def test_a_column_tells_the_instrument(rated, smallest, data):
    text = RULES.replace("weight: 60%", "weight: 30%").replace("  W:", "  T: {like: S}\n  W:")
    manifest = (
        "dataset: test\nfiles:\n  - "
        "{path: s.csv, layout: responses, instrument: {column: part, values: {1: S, 2: T}}}\n  - "
        "{path: w.csv}\n"
    )
    answers = "agency,part,q1,q2,q3\na,1,100,0,100\na,2,0,100,0\nb,1,100,0,100\nb,2,100,0,100\nb,3,0,0,0\n"
    found = rated(smallest(text), data(answers, manifest=manifest))
    # numbers are scores, turned round already
    assert [(unit["scores"]["S"], unit["scores"]["T"]) for unit in found["units"]] == [(75, 25), (75, 75)]
    (finding,) = found["diagnostics"]
    assert "“3” tells no instrument; those told are 1, 2" in finding["message"]


def test_too_few_respondents_do_not_count(rated, smallest, data):
    text = RULES.replace("    answers: steps\n", "    answers: steps\n    min_respondents: 2\n")
    found = rated(smallest(text), data("agency,q1,q2,q3\na,100,100,100\na,0,0,0\nb,0,0,0\n"))
    assert [(unit["status"], unit["lacks"]) for unit in found["units"]] == [
        ("rated", []),
        ("incomplete", ["S"]),
    ]
    assert "“b” has 1 respondent to S; the rules ask for 2" in found["diagnostics"][0]["message"]


def test_the_command_line_takes_files_of_answers_too(rated, rules, data, tmp_path):
    data("agency,q1,q2,q3\na,100,0,100\nb,0,100,0\n")
    found = rated(rules, tmp_path / "w.csv", "--responses", f"S={tmp_path / 's.csv'}")
    assert [unit["scores"]["total"] for unit in found["units"]] == [85, 35]


def test_a_manifest_is_checked_like_a_rule_set(ken, rules, data):
    manifest = (
        "dataset: test\nfiles:\n  - {path: gone.csv, layout: responses, instrument: SS}\n  - "
        "{path: w.csv, layuot: scores}\n"
    )
    result = ken("evaluate", rules, data("agency,q1\n", manifest=manifest))
    assert result.exit_code == 2
    assert "dataset.yaml:4:19: error: files 2 has no key “layuot” [unknown-key]" in result.stderr
    assert "did you mean “layout”?" in result.stderr
    result = ken("evaluate", rules, data("agency,q1\n", manifest=manifest.replace("layuot", "layout")))
    assert "dataset.yaml:3:12: error: no file is called “gone.csv”" in result.stderr
    assert "dataset.yaml:3:53: error: nothing is called “SS”" in result.stderr


STEPS = ["0", "33.33", "66.67", "100"]


@pytest.mark.slow
@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
@given(
    seed=st.integers(0, 2**32),
    most=st.sampled_from([1, 2, 3, 8, 60, 2000]),
    gaps=st.sampled_from([0.0, 0.02, 0.4]),
    kind=st.sampled_from(["csv", "parquet"]),
)
def test_averages_of_answers_equal_exact_arithmetic(tmp_path_factory, smallest, seed, most, gaps, kind):
    """Every node of every unit, against fractions of whole numbers counted row by row."""
    random, folder = np.random.default_rng(seed), tmp_path_factory.mktemp("answers")
    rules = kenrules.load(
        smallest(RULES + f"scale: {{rounding: {random.choice(['half_up', 'half_even', 'down', 'up'])}}}\n")
    )
    rows = [
        (f"u{unit}", *(None if random.random() < gaps else STEPS[random.integers(4)] for _ in range(3)))
        for unit in range(12)
        for _ in range(random.integers(1, most + 1))
    ]
    frame = pl.DataFrame(rows, schema=["agency", "q1", "q2", "q3"], orient="row").with_columns(
        pl.col("q1", "q2", "q3").cast(pl.Float64)
    )
    items = pl.DataFrame(
        {
            "agency": [f"u{unit}" for unit in range(12)],
            "w1": random.integers(0, 2, 12) * 100,
            "w2": random.integers(0, 2, 12) * 100,
        }
    )
    frame.write_csv(folder / "s.csv") if kind == "csv" else frame.write_parquet(folder / "s.parquet")
    items.write_csv(folder / "w.csv")
    (folder / "dataset.yaml").write_text(MANIFEST.replace("s.csv", f"s.{kind}"), encoding="utf-8")
    dataset = read_parts(rules, read_manifest(rules, folder / "dataset.yaml"))
    found = {unit.unit: unit for unit in evaluate_dataset(rules, dataset).units()}
    plan = Plan(rules)
    for unit in range(12):
        own = [row for row in rows if row[0] == f"u{unit}"]
        given_scores: dict[str, Fraction | None] = {}
        for at, path in enumerate(("S.S1.q1", "S.S1.q2", "S.S2.q3"), 1):
            answers = [
                number for row in own if row[at] is not None and (number := read_number(row[at])) is not None
            ]
            given_scores[path] = sum(answers, Fraction(0)) / len(answers) if answers else None
        given_scores["W.w1"], given_scores["W.w2"] = (
            Fraction(int(items[name][unit])) for name in ("w1", "w2")
        )
        exact = evaluate_exactly(plan, given_scores)
        wanted = {
            rules.short_name(path): value
            for path, value in exact.outcome.printed.items()
            if value is not None
        }
        assert dict(found[f"u{unit}"].scores) == wanted
        assert found[f"u{unit}"].rating == exact.rating


def test_answers_none_of_which_scores_a_whole_number_are_added_up_exactly(rated, smallest, data):
    text = (
        "scale: {max: 1}\nparts: null\nanswers: {halves: {low: 0.25, high: 0.75}}\nquestions: "
        "{q1: {answers: halves}}\nbands: [{rating: any}]"
    )
    manifest = "dataset: test\nfiles: [{path: s.csv, layout: responses}]\n"
    found = rated(smallest(text), data("agency,q1\na,low\na,low\na,high\nb,high\n", manifest=manifest))
    assert [unit["scores"]["q1"] for unit in found["units"]] == [0.42, 0.75]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("asked", ["answers: yn", ""], ids=["answers", "scores"])
def test_nan_of_a_frame_is_no_answer_in_every_library(smallest, library, asked):
    rules = kenrules.load(
        smallest(
            HI_LO + "answers: {yn: {options: {'100': 100, '0': 0}}}\n"
            f"instruments: {{S: {{questions: {{q1: {{{asked}}}, q2: {{{asked}}}}}}}}}\n"
        )
    )
    nan = float("nan")
    answers = pl.DataFrame({"agency": ["a", "a", "b"], "q1": [100.0, nan, 0.0], "q2": [100.0, 0.0, nan]})
    there, back = LIBRARIES[library]
    found = back(kenrules.evaluate(rules, kenrules.Responses(there(answers), "S"))).sort("agency")
    assert found["total"].fill_nan(None).to_list() == [75.0, None]
    assert found["q2"].fill_nan(None).to_list() == [50.0, None]
    assert found["status"].to_list() == ["rated", "incomplete"]
