"""Reported figures, read from files of every kind."""

from __future__ import annotations

import polars as pl
import pytest


def test_excel_and_parquet_are_read_too(audited, tmp_path):
    frame = pl.DataFrame({"agency": ["a", "a"], "item": ["total", "total"], "score": [90.0, 91.0]})
    frame.write_parquet(tmp_path / "d.parquet")
    frame.write_excel(tmp_path / "d.xlsx")
    for name in ("d.parquet", "d.xlsx"):
        (found,) = audited("ita/2566", tmp_path / name)
        assert found["code"] == "two-figures"


def test_a_unit_that_stands_twice_may_have_a_refused_figure(ken, write, smallest):
    rules = smallest("parts: {a: {}, b: {}}")
    result = ken("audit", rules, write("printed.csv", "agency,a,b\nx,900,1\nx,2,1\ny,3,1\n"))
    assert isinstance(result.exception, SystemExit), result.exception
    assert "printed.csv:2:3: error: 900 is outside" in result.stderr


def test_a_manifest_with_answers_reports_the_means_that_these_make(audited, write, smallest):
    rules = smallest(
        "answers: {p: {options: {no: 0, some: 50, yes: 100}}}\nparts: "
        "{a: {answers: p, questions: q1..q2}, b: {}}"
    )
    write("answers.csv", "agency,q1,q2\na,yes,no\na,no,no\na,no,some\n")
    manifest = (
        "dataset: d\nfiles:\n  - {path: answers.csv, layout: responses, instrument: a}\n  - "
        "{path: printed.csv}\n"
    )
    data = write("dataset.yaml", manifest)
    write("printed.csv", "agency,item,score\na,q1,33.33\na,a,25\n")
    assert audited(rules, data) == []
    write("printed.csv", "agency,item,score\na,q1,33.34\na,a,25.1\n")
    assert {each["code"] for each in audited(rules, data)} == {"two-figures", "impossible"}


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("agency,item,score\na,I99,1\n", (), "I99"),
        ("agency,item,score\na,I1,abc\n", (), "is no number"),
        ("agency,item,score\na,I1,1\n", ("--unit", "b"), "no unit “b”"),
        ("agency,item,score\na,I1,1\n", ("--text", "note"), "no column “note”"),
        ("name,item,score\na,I1,1\n", (), "no column “agency”"),
        ("", (), "empty"),
    ],
)
def test_what_cannot_be_audited_is_said_at_its_place(ken, write, text, options, words):
    result = ken("audit", "ita/2566", write("data.csv", text), *options)
    assert result.exit_code in (1, 2)
    assert words in result.stderr
    assert "hint" in result.stderr


def test_thai_digits_name_the_same_figure(audited, write):
    (found,) = audited("ita/2566", write("d.csv", "agency,item,score\nx,I1,90\nx,I๑,80\n"))
    assert (found["code"], found["line"]) == ("two-figures", 3)
