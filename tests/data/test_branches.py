"""Files whose rows are of several instruments with questions of their own."""

from __future__ import annotations

import random

import polars as pl
import pytest

RULES = """answers: {yes_no: {yes: 100, no: 0}}
parts: null
instruments:
  STAFF: {answers: yes_no, questions: {both: Both, s1: First, s2: Second}}
  PUBLIC: {answers: yes_no, questions: {both: Both, p1: First}}
"""
QUESTIONS = {"STAFF": ["both", "s1", "s2"], "PUBLIC": ["both", "p1"]}
COLUMNS = ["both", "s1", "s2", "p1"]


def told(path, more=""):
    values = "{1: STAFF, 2: PUBLIC, 3: STAFF}"
    return (
        f"dataset: x\nfiles: [{{path: {path}, layout: responses, "
        f"instrument: {{column: form, values: {values}}}{more}}}]\n"
    )


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_each_row_answers_the_questions_of_its_instrument(rated, smallest, write, tmp_path, ending):
    luck = random.Random(ending)
    rows = []
    for _ in range(60):
        form = luck.choice(["1", "2", "3"])
        asked = QUESTIONS["PUBLIC" if form == "2" else "STAFF"]
        cells = {name: luck.choice(["yes", "no"]) if name in asked else None for name in COLUMNS}
        rows.append({"agency": luck.choice("zab"), "form": form, **cells})
    frame, path = pl.DataFrame(rows, infer_schema_length=None), tmp_path / f"all.{ending}"
    if ending == "xlsx":
        frame.write_excel(path)
    else:
        getattr(frame, f"write_{ending}")(path)
    one_each = []
    for name, asked in QUESTIONS.items():
        own = pl.col("form") == "2" if name == "PUBLIC" else pl.col("form") != "2"
        frame.filter(own).select("agency", *asked).write_csv(tmp_path / f"{name}.csv")
        one_each.append(f"{{path: {name}.csv, layout: responses, instrument: {name}}}")
    apart = write("apart.yaml", f"dataset: x\nfiles: [{', '.join(one_each)}]\n")
    found = rated(smallest(RULES), write("dataset.yaml", told(path.name)))
    assert sorted(found["units"], key=str) == sorted(rated(smallest(RULES), apart)["units"], key=str)
    order = list(dict.fromkeys(row["agency"] for row in rows))
    assert [unit["unit"] for unit in found["units"]] == order
    assert all(unit["coverage"] == {"STAFF": 1, "PUBLIC": 1} for unit in found["units"])


def test_an_answer_that_the_instrument_does_not_ask_for_is_told_and_not_counted(rated, smallest, write):
    write("q.csv", "agency,form,both,s1,s2,p1\nA,1,yes,yes,no,yes\nA,2,yes,,,no\nA,7,yes,,,yes\n")
    found = rated(smallest(RULES), write("dataset.yaml", told("q.csv")))
    assert found["units"][0]["scores"]["PUBLIC"] == 50
    assert found["units"][0]["respondents"] == {"STAFF": 1, "PUBLIC": 1}
    places = {(each["code"], each["line"]) for each in found["diagnostics"] if each["severity"] == "error"}
    assert places == {("not-an-answer", 2), ("undefined", 4)}
    assert "has an answer to “p1”, which only PUBLIC asks" in str(found["diagnostics"])


def test_a_column_that_is_passed_through_has_no_answers(ken, smallest, write):
    write("q.csv", "agency,form,both,s1,s2,p1\nA,1,yes,yes,no,yes\nA,2,yes,,,no\n")
    result = ken("evaluate", smallest(RULES), write("dataset.yaml", told("q.csv", ", pass_through: [p1]")))
    assert "questions of PUBLIC without a column: p1" in result.stderr
    assert "not-an-answer" not in result.stderr


def test_cells_without_an_answer_are_told_of_all_instruments_together(ken, smallest, write):
    write("all.csv", "agency,form,both,s1,s2,p1\na,1,yes,99,no,\na,2,no,,,99\n")
    manifest = write("dataset.yaml", told("all.csv", more=", words: {99: missing}"))
    shown = ken("evaluate", smallest(RULES), manifest)
    assert shown.stderr.count("2 cells say that there is no answer (99), and count as empty") == 1, (
        shown.stderr
    )
