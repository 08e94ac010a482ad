"""Which columns a result has, and of which types, hangs on the rules and what is asked for: results of one
rule set fit together, whatever the data have."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import fastexcel
import polars as pl
import pytest

RULES = """
missing: skip
parts: {a: null, b: null, x: {questions: [a, b]}, y: {questions: [c]}}
judgements: {part: [{result: good, when: score >= 50}, {result: bad, when: score >= 0}]}
"""
HEADINGS = [
    *("agency", "total", "x", "a", "b", "y", "c", "x result", "y result", "rating", "status", "lacks"),
    "notes",
]
DATA = {
    "everything": "agency,a,b,c\nu,90,80,70\nv,10,20,30\n",
    "a node": "agency,b\nu,90\nv,\n",
    "one unit": "agency,a\nu,90\n",
    "the total": "agency,total\nu,90\nv,80.12345678901234567890\n",
    "nothing": "agency,c\nu,\nv,\n",
}


@pytest.fixture
def result(ken, smallest, write, tmp_path):
    """The file that is written of some data."""

    def run(data: str, suffix: str, *options: object):
        target = tmp_path / f"out{suffix}"
        done = ken("evaluate", smallest(RULES), write("data.csv", data), *options, "-o", target)
        assert target.exists(), done.stderr
        return target

    return run


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_a_table_has_every_column_of_the_rules(result, data):
    assert result(data, ".csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",") == HEADINGS
    assert fastexcel.read_excel(result(data, ".xlsx")).load_sheet("ratings").to_polars().columns == HEADINGS
    scores = {*HEADINGS[1:7]}
    assert dict(pl.read_parquet_schema(result(data, ".parquet"))) == {
        name: pl.Float64() if name in scores else pl.String() for name in HEADINGS
    }


@pytest.mark.parametrize("data", DATA.values(), ids=DATA)
def test_json_has_every_node_with_null_where_there_is_no_score(result, data):
    for unit in json.loads(result(data, ".json").read_text())["units"]:
        assert list(unit) == ["unit", "status", "rating", "scores", "judgements", "lacks", "notes"]
        assert list(unit["scores"]) == HEADINGS[1:7]
        assert list(unit["judgements"]) == ["x", "y"]
    lines = [json.loads(line) for line in result(data, ".jsonl").read_text().splitlines()]
    assert lines == json.loads(result(data, ".json").read_text())["units"]


def test_yaml_has_what_json_has_of_one_unit_and_of_several(ken, smallest, write):
    rules = smallest(
        "judgements: {question: [{result: good, when: score >= 50}]}\nparts: {b: {questions: [q1]}}"
    )
    for data in ("agency,a,q1\nu,90,80\n", "agency,a,q1\nu,90,80\nv,90,80\n"):
        shown = ken("evaluate", rules, write("data.csv", data), "--format", "yaml").stdout
        assert "judgements:\n    q1: good" in shown


def test_answers_to_one_survey_leave_the_columns_of_the_others_empty(result):
    data = "agency,a,b\nu,90,80\n"
    (row,) = csv.DictReader(
        io.StringIO(result(data, ".csv", "--layout", "responses").read_text(encoding="utf-8-sig"))
    )
    surveys = [f"{word} {name}" for word in ("respondents", "coverage") for name in ("x", "y")]
    assert [*row] == [*HEADINGS[:-2], *surveys, *HEADINGS[-2:]]
    assert [row[name] for name in surveys] == ["1", "", "100.00", ""]
    (unit,) = json.loads(result(data, ".json", "--layout", "responses").read_text())["units"]
    assert (unit["respondents"], unit["coverage"]) == ({"x": 1, "y": None}, {"x": 1, "y": None})


ALIASED = """
parts: {a: null, b: null, x: {questions: [q]}, y: {questions: [q]}}
aliases: {both: [x, y]}
"""


def test_nodes_that_data_report_as_one_have_a_column_each_beside_that_of_the_data(ken, smallest, write):
    rules = smallest(ALIASED)
    headings = "agency,total,x,x.q,y,y.q{},rating,status,lacks,notes"
    for data, more in (("agency,both.q\nu,90\n", ",both.q"), ("agency,x.q,y.q\nu,90,90\n", "")):
        lines = ken("evaluate", rules, write("data.csv", data), "--format", "csv").stdout.splitlines()
        assert lines[0] == headings.format(more)
        assert lines[1].startswith("u,90.00,90.00,90.00,90.00,90.00," + (more and "90.00,") + "high,rated,")


OWN = {
    "whole": [67.0, None],
    "half": [0.5, -13.756331],
    "count": [2, -3],
    "code": [12345678901234567, 1],
    "money": [Decimal("1.50"), Decimal("-2.00")],
    "day": [date(2026, 1, 31), None],
    "midnight": [datetime(2026, 1, 31), datetime(2026, 1, 31, 13, 5)],
    "text": ["007", "1.0"],
}


@pytest.fixture
def passed(ken, smallest, tmp_path):
    """The file that is written of data with columns of many types, which pass through."""
    pl.DataFrame({"agency": ["u", "v"], "a": [60, 70], "b": [60, 70], **OWN}).write_parquet(
        tmp_path / "data.parquet"
    )

    def run(suffix: str):
        target = tmp_path / f"out{suffix}"
        assert ken("evaluate", smallest(), tmp_path / "data.parquet", "-o", target).exit_code == 0
        return target

    return run


def test_cells_that_pass_through_are_what_they_were_in_csv(passed):
    lines = passed(".csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("u,67,0.5,2,12345678901234567,1.50,2026-01-31,2026-01-31,007,")
    assert lines[2].startswith("v,,-13.756331,-3,1,-2.00,,2026-01-31 13:05:00,1.0,")


def test_cells_that_pass_through_are_what_they_were_in_json(passed):
    first, second = (json.loads(line)["data"] for line in passed(".jsonl").read_text().splitlines())
    assert repr(first["whole"]) == "67"
    assert (first["code"], first["day"], first["midnight"]) == (12345678901234567, "2026-01-31", "2026-01-31")
    assert (second["half"], second["midnight"], second["text"]) == (-13.756331, "2026-01-31 13:05:00", "1.0")


def test_cells_that_pass_through_are_what_they_were_in_excel(passed):
    """A number of more digits than Excel keeps is a text."""
    path = passed(".xlsx")
    row = fastexcel.read_excel(path).load_sheet("ratings", dtypes="string").to_polars().row(0, named=True)
    assert [row[name] for name in OWN] == [
        "67", "0.5", "2", "12345678901234567", "1.5", "2026-01-31", "2026-01-31", "007",
    ]  # fmt: skip
    names = fastexcel.read_excel(path).sheet_names
    assert names[-2:] == ["ratings", "rules"]
    with zipfile.ZipFile(path) as book:
        styles = re.findall(
            r'<c r="[A-Z]+2" s="([0-9]+)"', book.read(f"xl/worksheets/sheet{len(names) - 1}.xml").decode()
        )
    looks = dict(zip(row, styles, strict=False))
    assert {looks[name] for name in OWN} == {looks["text"]} != {looks["total"]}


def test_no_number_is_null_in_json(rated, smallest, tmp_path):
    pl.DataFrame({"agency": ["u"], "a": [60], "b": [60], "none": [float("nan")]}).write_parquet(
        tmp_path / "data.parquet"
    )
    (unit,) = rated(smallest(), tmp_path / "data.parquet")["units"]
    assert unit["data"] == {"none": None}


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        ([102.0, 103.5], ["102", "103.5"]),
        ([date(2026, 1, 31), date(2026, 2, 1)], ["2026-01-31", "2026-02-01"]),
        ([datetime(2026, 1, 31), datetime(2026, 1, 31, 13, 5)], ["2026-01-31", "2026-01-31 13:05:00"]),
        ([datetime(2026, 1, 31, 0, 0, 0, 500_000)], ["2026-01-31 00:00:00.5"]),
    ],
)
def test_units_are_called_what_a_workbook_would_call_them(rated, smallest, tmp_path, names, wanted):
    every = [60] * len(names)
    pl.DataFrame({"agency": names, "a": every, "b": every}).write_parquet(tmp_path / "data.parquet")
    found = rated(smallest(), tmp_path / "data.parquet")
    assert [unit["unit"] for unit in found["units"]] == wanted


def test_multiples_of_a_step_have_its_decimals(ken, smallest, write):
    rules = smallest(
        "scale: {min: 0, max: 100, decimals: 0, rounding: half_up}\n"
        "parts: {a: {value: {range: 0..10}, score: 'geomean(value, value)', round: {to: 0.1}}, b: {}}\n"
    )
    run = ken("evaluate", rules, write("data.csv", "agency,a,b\nN,4.6,0\nS,5.83,0\n"), "--format", "csv")
    assert [row["a"] for row in csv.DictReader(io.StringIO(run.stdout))] == ["4.6", "5.8"], run.output
