"""Files that are of several years by their names are not put together without a word."""

from __future__ import annotations

import json

import pytest

RULES = """
ruleset: test/years
title: made up
source: made up
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {yes_no: {options: {yes: 100, no: 0}}}
questions:
  q1: {weight: 50%, answers: yes_no}
  q2: {weight: 50%, answers: yes_no}
"""


@pytest.fixture
def told(ken, write):
    """The findings of files with these names."""

    def told_of(*names: str, meant: str = "") -> list[dict[str, object]]:
        files = [write(name, "agency,q1,q2\nA,yes,no\nA,no,no\n") for name in names]
        codes = ", ".join(("same-contents", *([meant] if meant else ())))
        entries = [f"{{path: '{file}', layout: responses, meant: [{codes}]}}" for file in files]
        data = write("d.yaml", f"dataset: x\nfiles: [{', '.join(entries)}]\n")
        result = ken("evaluate", write("rules.yaml", RULES), data, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)["diagnostics"]

    return told_of


@pytest.mark.parametrize(
    ("one", "other", "years"),
    [
        ("survey-2565.csv", "survey-2566.csv", "2565, 2566"),
        ("2022/iit.csv", "2023/iit.csv", "2022, 2023"),
        ("iit 2022-2023.csv", "iit 2023-2024.csv", "2022-2023, 2023-2024"),
        ("แบบวัด IIT ปี2565.csv", "แบบวัด IIT ปี2566.csv", "2565, 2566"),
    ],
)
def test_files_of_two_years_are_told(told, one: str, other: str, years: str):
    (found,) = [each for each in told(one, other) if each["code"] == "several-times"]
    assert years in found["message"]
    assert found["severity"] == "warning"
    assert found["file"].endswith(other.rpartition("/")[2])
    assert not [each for each in told(one, other, meant="several-times") if each["code"] == "several-times"]


@pytest.mark.parametrize(
    "names",
    [
        ("iit-2566.csv", "eit-2566.csv"),
        ("survey-1.csv", "survey-2.csv"),
        ("survey-2022-01.csv", "survey-2022-02.csv"),
        ("iit 2565.csv", "eit 2566.csv"),
        ("ward 12565.csv", "ward 12566.csv"),
    ],
)
def test_other_files_are_not(told, names: tuple[str, str]):
    assert not [each for each in told(*names) if each["code"] == "several-times"]


@pytest.mark.parametrize(
    ("more", "is_told"),
    [("only: {done: 'yes'}", True), ("key: [agency, year]", False), ("key: [agency, done]", True)],
)
def test_a_column_of_years_tells_the_years_apart(ken, write, more: str, is_told: bool):
    for year in ("2565", "2566"):
        write(f"survey-{year}.csv", f"agency,year,done,q1,q2\nA,{year},yes,yes,no\nA,{year},yes,no,no\n")
    files = [f"{{path: survey-{year}.csv, layout: responses, {more}}}" for year in ("2565", "2566")]
    data = write("d.yaml", f"dataset: x\nmeant: [same-contents]\nfiles: [{', '.join(files)}]\n")
    result = ken("evaluate", write("rules.yaml", RULES), data, "--format", "json")
    told = [each for each in json.loads(result.stdout)["diagnostics"] if "by their names" in each["message"]]
    assert bool(told) == is_told
