"""Answers held against their scale, of respondents and of a unit that answers once."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest
from kenrules import KenError

from ..surveys import ONCE, SURVEYS, YES_NO


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


def test_a_row_with_a_wrong_answer_is_not_blank(units):
    found = units(SURVEYS, "agency,i1,e1\nA,zz,\nA,,\n", "--layout", "responses")
    assert [each["message"] for each in found["found"]["diagnostics"] if each["code"] == "blank-rows"] == [
        "1 row of 2 answers nothing: it counts for nobody"
    ]


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
