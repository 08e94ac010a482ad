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
