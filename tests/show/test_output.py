"""Files are written whole or not at all, with nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal

import fastexcel
import polars as pl
import pytest
from kenrules.engine.show.formats import format_named

from ..conftest import HI_LO

DATA = "agency,province,a,b\n=1+1,@x,90.63,78.75\nสอง,-2,100,50\nthree,+3,,50\n"


@pytest.fixture
def data(write):
    return write("data.csv", DATA)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet", ".json"])
def test_each_kind_of_file_has_the_result(ken, smallest, data, tmp_path, suffix):
    target = tmp_path / f"out{suffix}"
    assert ken("evaluate", smallest(), data, "-o", target).exit_code == 1
    if suffix == ".json":
        assert [
            unit["scores"].get("total") for unit in json.loads(target.read_text(encoding="utf-8"))["units"]
        ] == [84.69, 75, None]
        return
    if suffix == ".csv":
        frame = pl.read_csv(target)
    elif suffix == ".parquet":
        frame = pl.read_parquet(target)
    else:
        frame = fastexcel.read_excel(target).load_sheet("ratings").to_polars()
    assert frame["total"].to_list() == [84.69, 75.0, None]
    assert frame["rating"].to_list() == ["high", "high", None]
    assert frame["status"].to_list() == ["rated", "rated", "incomplete"]
    assert frame["lacks"].to_list()[2] == "a"


def test_texts_that_spreadsheets_take_for_formulas_are_neutralised(ken, smallest, data, tmp_path):
    ken("evaluate", smallest(), data, "-o", tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[1].startswith("'=1+1,'@x,84.69,")
    assert lines[2].startswith("สอง,-2,75.00,")  # a number
    assert lines[3].startswith("three,'+3,")  # a text, of which a spreadsheet would make 3
    ken("evaluate", smallest(), data, "-o", tmp_path / "out.xlsx")
    assert (
        fastexcel.read_excel(tmp_path / "out.xlsx").load_sheet("ratings").to_polars()["agency"].to_list()[0]
        == "=1+1"
    )


def test_csv_opens_in_excel_as_thai_and_has_the_scale_s_decimals(ken, smallest, data, tmp_path):
    ken("evaluate", smallest(), data, "-o", tmp_path / "out.csv")
    raw = (tmp_path / "out.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert b"100.00" in raw


def test_parquet_names_the_rules(ken, smallest, data, tmp_path):
    ken("evaluate", smallest(), data, "-o", tmp_path / "out.parquet")
    metadata = pl.read_parquet_metadata(tmp_path / "out.parquet")
    assert metadata["ruleset"] == "test/changed"
    assert metadata["fingerprint"].startswith("sha256:")


def test_a_file_that_cannot_be_written_leaves_the_old_one(ken, smallest, data, tmp_path, monkeypatch):
    target = tmp_path / "out.json"
    target.write_text("old")

    def full(exhibit: object, speech: object) -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    rules = smallest()
    monkeypatch.setattr(format_named("json"), "written", full)
    result = ken("evaluate", rules, data, "-o", target)
    assert result.exit_code == 2
    assert "No space left on device; nothing was written" in result.stderr
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir() if "out" in path.name) == ["out.json"]


def test_a_folder_that_is_not_there(ken, smallest, data, tmp_path):
    result = ken("evaluate", smallest(), data, "-o", tmp_path / "gone" / "out.csv")
    assert result.exit_code == 2
    assert "cannot write the file: No such file or directory; nothing was written" in result.stderr


def test_an_ending_that_is_not_known(ken, smallest, data, tmp_path):
    result = ken("evaluate", smallest(), data, "-o", tmp_path / "out.docx")
    assert result.exit_code == 2
    assert "use one of .csv, .html, .json, .jsonl, .parquet, .xlsx" in result.stderr


def test_passed_through_numbers_are_not_rounded(ken, smallest, tmp_path):
    path = tmp_path / "data.parquet"
    pl.DataFrame(
        {"agency": ["u"], "a": [60.0], "lat": [13.756331], "tags": [["x", "y"]], "none": [float("nan")]}
    ).write_parquet(path)
    lines = ken("evaluate", smallest(HI_LO + "questions: [a]"), path, "--format", "csv").stdout.splitlines()
    assert lines[1].startswith("u,13.756331,\"['x', 'y']\",")
    assert (
        ken("evaluate", smallest(HI_LO + "questions: [a]"), path, "-o", tmp_path / "out.xlsx").exit_code == 0
    )


@pytest.mark.parametrize(
    "cell", ["-2", "-3.5", "-0.50", "'-007", "'-", "'-1-1", "'--2", "'-1e5", "'\n=1", "'+1"]
)
def test_of_texts_only_plain_numbers_stay_as_they_are(ken, smallest, tmp_path, cell):
    path = tmp_path / "data.parquet"
    texts = pl.DataFrame({"agency": ["u"], "a": [60.0], "b": [60.0], "text": [cell.removeprefix("'")]})
    texts.with_columns(kind=pl.col("text").cast(pl.Categorical)).write_parquet(path)
    ken("evaluate", smallest(), path, "-o", tmp_path / "out.csv")
    written = next(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text(encoding="utf-8-sig"))))
    assert (written["text"], written["kind"]) == (cell, cell)


def test_numbers_that_pass_through_stay_numbers_and_headings_are_texts(ken, smallest, tmp_path):
    path = tmp_path / "data.parquet"
    own = {"-2": [-3.5], "+1": [-2], "@x": [-1e-7], "=1+1": [Decimal("-1.50")]}
    pl.DataFrame({"agency": ["u"], "a": [60.0], "b": [60.0], **own}).write_parquet(path)
    ken("evaluate", smallest(), path, "-o", tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("agency,'-2,'+1,'@x,'=1+1,")
    assert lines[1].startswith("u,-3.5,-2,-1e-7,-1.50,")


def test_json_lines_have_a_unit_a_line(nation, ken, tmp_path):
    piped = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "--format", "jsonl").stdout
    ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", tmp_path / "out.jsonl")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == piped
    whole = json.loads(ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "--format", "json").stdout)
    assert [json.loads(line) for line in piped.splitlines()] == whole["units"]


def test_a_dash_is_the_standard_output(nation, ken, tmp_path):
    ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", tmp_path / "out.csv")
    piped = ken("evaluate", "ita/2566", nation / "a" / "dataset.yaml", "-o", "-").stdout
    assert (tmp_path / "out.csv").read_text(encoding="utf-8-sig") == piped
