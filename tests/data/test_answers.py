"""Answers held against their scale, of respondents and of a unit that answers once."""

from __future__ import annotations

import json

import kenrules
import narwhals as nw
import polars as pl
import pytest
from kenrules import KenError

from ..libraries import LIBRARIES
from ..surveys import ONCE, SURVEYS, YES_NO


@pytest.mark.parametrize("cell", ["37", "1", "50.0"])
def test_a_score_that_no_answer_earns_is_refused(units, smallest, cell):
    found = units(ONCE, f"agency,q1,q2\nu,{cell},yes\nv,100,no\n")
    assert (found["u"]["status"], found["v"]["scores"]["x"]) == ("incomplete", 50)
    (finding,) = found["found"]["diagnostics"]
    sign = '; or say in a manifest what “1” stands for: words: {"1": …}' if cell == "1" else ""
    assert (finding["code"], finding["line"], finding["hint"]) == (
        "not-an-answer",
        2,
        f"each agency answers it once: write one of yes (100), no (0){sign}",
    )
    with pytest.raises(KenError, match="no answer earns; answers earn 0, 100"):
        kenrules.evaluate(smallest(ONCE), pl.DataFrame({"agency": ["u"], "q1": [float(cell)], "q2": [100.0]}))


def test_two_answers_to_a_question_that_its_unit_answers_once_are_refused(units, smallest):
    found = units(ONCE, "agency,q1,q2\nu,yes,no\nu,no,no\nv,yes,no\nv,yes,no\n", "--layout", "responses")
    assert (found["u"]["status"], found["v"]["scores"]["x"]) == ("incomplete", 50)
    assert [(each["code"], each["message"]) for each in found["found"]["diagnostics"]] == [
        ("several-answers", "“u” answers q1 in several ways: no (0), yes (100)")
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


EVERY = [number / 100 for number in range(10_001)]


def test_every_number_with_as_many_decimals_as_are_counted_is_an_answer(rated, smallest, tmp_path):
    frame = pl.DataFrame({"agency": ["u"] * len(EVERY), "a": EVERY, "b": EVERY})
    frame.write_parquet(tmp_path / "data.parquet")
    found = rated(smallest(), tmp_path / "data.parquet", "--layout", "responses")
    assert (found["units"][0]["scores"]["total"], found["diagnostics"]) == (50, [])
    for data in (frame, frame.lazy(), frame.to_pandas(), frame.to_arrow()):
        result = nw.from_native(kenrules.evaluate(smallest(), kenrules.Responses(data)))
        (row,) = (result.collect() if isinstance(result, nw.LazyFrame) else result).rows(named=True)
        assert (row["total"], row["status"]) == (50, "rated")


@pytest.mark.parametrize("library", LIBRARIES)
def test_frames_may_have_numbers_as_texts(smallest, library):
    to, back = LIBRARIES[library]
    texts = pl.DataFrame({"agency": ["u", "u", "u"], "a": ["84.6", " 31.4 ", None], "b": ["10", "", "20.00"]})
    result = back(kenrules.evaluate(smallest(), kenrules.Responses(to(texts))))
    assert result.select("a", "b", "status").rows() == [(58, 15, "rated")]
    wrong = texts.with_columns(a=pl.lit("31.455"))
    with pytest.raises(KenError, match="“a” has 3 answers that are none") as told:
        kenrules.evaluate(smallest(), kenrules.Responses(to(wrong)))
    assert len(told.value.diagnostics) == 1


CODED = """
answers: {all: {1: 100, 2: 50, 3: 0, 100: 50}, own: {options: {1: 100, 0: 0}, answered_by: unit}}
parts: {a: {answers: all}, b: {answers: own}}
"""


@pytest.mark.parametrize("dtype", [pl.Int64, pl.Float64])
@pytest.mark.parametrize("library", LIBRARIES)
def test_numbers_that_are_codes_are_codes_in_frames_of_units_too(rated, smallest, tmp_path, library, dtype):
    to, back = LIBRARIES[library]
    frame = pl.DataFrame({"agency": ["u", "v", "w"], "a": [1, 100, 75], "b": [1, 0, 100]})
    frame = frame.with_columns(pl.col("a", "b").cast(dtype))
    frame.write_parquet(tmp_path / "data.parquet")
    wanted = [("u", 100, 100), ("v", 50, 0), ("w", 75, 100)]
    found = rated(smallest(CODED), tmp_path / "data.parquet")["units"]
    assert [(unit["unit"], unit["scores"]["a"], unit["scores"]["b"]) for unit in found] == wanted
    for data in (to(frame), [to(frame)]):
        result = back(kenrules.evaluate(smallest(CODED), data))
        assert sorted(result.select("agency", "a", "b").rows()) == wanted


@pytest.mark.parametrize(("layout", "code"), [("responses", "not-an-answer"), ("scores", "not-a-number")])
def test_the_same_fault_in_two_columns_of_a_row_is_told_twice(rated, smallest, tmp_path, layout, code):
    frame = pl.DataFrame({"agency": ["u"], "a": ["maybe"], "b": ["maybe"]})
    frame.write_parquet(tmp_path / "data.parquet")
    found = rated(smallest(), tmp_path / "data.parquet", "--layout", layout)["diagnostics"]
    assert [(each["code"], each["cell"]) for each in found] == [(code, "a[1]"), (code, "b[1]")]
