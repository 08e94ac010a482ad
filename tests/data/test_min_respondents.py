"""How many respondents a node asks for, and what becomes of the answers of too few."""

from __future__ import annotations

import csv
import io
import json

import pytest

from ..surveys import BOTH, SURVEYS, TOP, YES_NO


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
