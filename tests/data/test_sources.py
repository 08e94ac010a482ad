"""Long files with a row a respondent: faults are told with their place."""

from __future__ import annotations

import json
import shutil

import polars as pl


def test_a_wrong_answer_in_row_400_000_is_placed(own, ken):
    lines = (own / "iit.csv").read_text(encoding="utf-8").strip().split("\n")
    many = [lines[0], *(lines[1:] * (400_001 // (len(lines) - 1) + 1))[:400_001]]
    cells = many[400_000].split(",")
    cells[2] = "50"
    many[400_000] = ",".join(cells)
    (own / "iit.csv").write_text("\n".join(many) + "\n", encoding="utf-8")
    result = ken("evaluate", "ita/2566", own / "dataset.yaml")
    assert result.exit_code == 1
    assert "iit.csv:400001:22: error: “50” is no answer of perception" in result.stderr


def test_respondents_of_an_unknown_agency_are_placed(own, ken):
    with (own / "eit.csv").open("a", encoding="utf-8") as file:
        file.write("หน่วยงานใหม่,1" + ",100.0" * 15 + "\n")
    line = (own / "eit.csv").read_text(encoding="utf-8").count("\n")
    result = ken("evaluate", "ita/2566", own / "dataset.yaml")
    assert result.exit_code == 1
    assert f"eit.csv:{line}:1: error: a respondent belongs to “หน่วยงานใหม่”" in result.stderr


def test_respondents_of_a_unit_in_two_files_are_added_up(own, ken):
    def respondents() -> dict[str, int]:
        units = json.loads(ken("evaluate", "ita/2566", manifest, "--format", "json").stdout)["units"]
        return {unit["unit"]: unit["respondents"]["IIT"] for unit in units}

    head = (own / "iit.csv").read_text(encoding="utf-8").split("\n")[:3]
    (own / "iit-more.csv").write_text("\n".join(head) + "\n", encoding="utf-8")
    manifest = own / "dataset.yaml"
    before = respondents()
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace("path: iit.csv", 'path: "iit*.csv"'), encoding="utf-8"
    )
    twice = {line.split(",")[0] for line in head[1:]}
    assert respondents() == {
        unit: count + (len(head) - 1) * (unit in twice) for unit, count in before.items()
    }


def test_a_missing_question_is_named_and_nothing_written(nation, ken, tmp_path):
    shutil.copytree(nation / "a", tmp_path / "a")
    pl.read_parquet(tmp_path / "a" / "eit.parquet").drop("e7").write_parquet(tmp_path / "a" / "eit.parquet")
    result = ken("evaluate", "ita/2566", tmp_path / "a" / "dataset.yaml", "-o", tmp_path / "out.csv")
    assert result.exit_code == 2
    assert "eit.parquet:1:1: error: questions of EIT1 without a column: EIT1.I7.e7" in result.stderr
    assert "Nothing was written." in result.stderr
    assert not (tmp_path / "out.csv").exists()
