"""The files of a comparison."""

from __future__ import annotations

import json

import polars as pl
import pytest

from .revised import NATION


@pytest.mark.slow
def test_files_of_a_comparison(write, ken, tmp_path):
    hostile = NATION.with_columns(agency=pl.Series(["=1+1", "<b>b</b>", "c|d", "d", "e"]))
    data = write("data.csv", hostile.write_csv())
    for name in ("out.md", "out.json", "out.xlsx"):
        path = tmp_path / name
        result = ken("compare", "ita/2565", "ita/2566", data, "-o", path)
        assert f"{path} is written" in result.stderr
    markdown = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "\\<b\\>b" in markdown
    assert "c\\|d" in markdown
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["comparisons"][0]
    assert {unit["unit"] for unit in found["units"]} == {"=1+1", "<b>b</b>", "c|d", "d", "e"}
    assert sum(cell["units"] for cell in found["matrix"]) == 5
    assert len([each for each in found["transitions"] if each["possible"]]) == 11
    sheets = pl.read_excel(tmp_path / "out.xlsx", sheet_id=0)
    assert {"Summary", "Transitions", "Units that move", "By province"} <= set(sheets)
    assert sheets["Units that move"].height == 4
    assert sheets["Units that move"]["agency"].to_list()[0] == "=1+1"


def test_units_that_are_not_rated_are_named(ken, smallest, write, tmp_path):
    rules = smallest()
    other = smallest("bands: [{rating: hi, from: 70}, {rating: lo}]", "other.yaml")
    data = write("data.csv", "agency,a,b\nNorth,90,80\nSouth,70,\n")
    run = ken("compare", rules, other, data, "-o", tmp_path / "out.md")
    assert run.exit_code == 1
    assert run.stderr.count("does not rate 1 unit: South (without b)") == 2


def test_people_read_titles_and_programs_ids(rules, ken, write, tmp_path):
    """In the tables of a terminal, a page and a workbook nodes and targets have their titles, with ids in
    brackets; in JSON the ids alone."""
    text = """
parts: {a: {title: {en: Service, th: บริการ}}, b: {}}
targets: [{id: half, title: {en: At least half, th: ครึ่งขึ้นไป}, share_of_units: total >= 50, at_least: 50%}]
bands: [{rating: good, from: 50}, {rating: poor}]
"""
    old, new = rules("one", text), rules("two", text.replace("from: 50", "from: 60"))
    data = write("data.csv", "agency,a,b\nu1,59,59\nu2,80,60\n")
    run = [old, new, data, "--no-proofs"]
    for kind in ("html", "xlsx", "json"):
        ken("compare", *run, "-o", str(tmp_path / f"out.{kind}"))
    sheets = pl.read_excel(tmp_path / "out.xlsx", sheet_id=0)
    cells = {str(cell) for frame in sheets.values() for row in frame.iter_rows() for cell in row}
    for name in ("Service (a)", "At least half (half)", "b", "total"):
        assert name in cells
        assert name in ken("compare", *run).stdout
        assert name in (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "บริการ (a)" in ken("compare", *run, "--lang", "th").stdout
    (found,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["comparisons"]
    assert [each["score"] for each in found["scores"]] == ["total", "a", "b"]
    assert list(found["targets"]) == ["half"]
