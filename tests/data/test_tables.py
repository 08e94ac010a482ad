"""Files to tables: formats, encodings, separators."""

from __future__ import annotations

import json

import polars as pl
import pytest
import xlsxwriter

from .rows import ROWS, TOTALS, csv_of, totals


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
def test_csv_in_every_usual_encoding_is_recognised(rated, smallest, tmp_path, encoding):
    data = tmp_path / "data.csv"
    data.write_bytes(csv_of().encode(encoding))
    assert totals(rated(smallest(), data)) == TOTALS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_with_every_usual_separator(rated, smallest, write, separator):
    assert totals(rated(smallest(), write("data.csv", csv_of(separator)))) == TOTALS


@pytest.mark.parametrize("layout", ["scores", "responses"])
@pytest.mark.parametrize("kind", ["csv", "parquet", "arrow", "xlsx", "json"])
def test_a_file_whose_name_is_no_utf8_is_read(rated, smallest, tmp_path, kind, layout):
    frame, plain = pl.DataFrame(ROWS), tmp_path / f"plain.{kind}"
    writers = {"parquet": frame.write_parquet, "arrow": frame.write_ipc, "xlsx": frame.write_excel}
    writers.get(kind, frame.write_csv if kind == "csv" else frame.write_json)(plain)
    named = plain.rename(tmp_path / f"\udca1\udca2.{kind}")  # as in an archive of Thai Windows
    wanted = rated(smallest(), named, "--layout", layout)
    assert totals(wanted) == TOTALS


def test_reading_as_cp874_is_said(rated, smallest, tmp_path):
    data = tmp_path / "data.csv"
    data.write_bytes(csv_of().encode("cp874"))
    (finding,) = rated(smallest(), data)["diagnostics"]
    assert (finding["code"], finding["severity"]) == ("encoding", "note")
    assert rated(smallest(), data, "--encoding", "tis-620")["diagnostics"] == []


def test_json(rated, smallest, write):
    records = [dict(zip(ROWS, cells, strict=True)) for cells in zip(*ROWS.values(), strict=True)]
    records[0]["a"] = 90.63
    assert totals(rated(smallest(), write("data.json", json.dumps(records)))) == TOTALS
    assert totals(rated(smallest(), write("units.json", json.dumps({"units": records})))) == TOTALS


def test_parquet_of_numbers_and_of_texts(rated, smallest, tmp_path):
    pl.DataFrame(ROWS).write_parquet(tmp_path / "texts.parquet")
    pl.DataFrame({"agency": ROWS["agency"], "a": [90.63, 100.0], "b": [78.75, 50.0]}).write_parquet(
        tmp_path / "floats.parquet"
    )
    pl.DataFrame({"agency": ROWS["agency"], "a": ["90.63", "100"], "b": ["78.75", "50"]}).with_columns(
        pl.col("a", "b").cast(pl.Decimal(10, 2))
    ).write_parquet(tmp_path / "decimals.parquet")
    for name in ("texts", "floats", "decimals"):
        assert totals(rated(smallest(), tmp_path / f"{name}.parquet")) == TOTALS


def workbook(path, sheets):
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)


def test_excel_numbers_texts_and_empty_rows(rated, smallest, tmp_path):
    data = tmp_path / "data.xlsx"
    workbook(
        data, {"Sheet1": [list(ROWS), ["หน่วยงาน ก", 90.63, "๗๘.๗๕"], ["", "", ""], ["หน่วยงาน ข", 100, 50]]}
    )
    found = rated(smallest(), data)
    assert totals(found) == TOTALS
    assert found["diagnostics"] == []


def test_excel_faults_are_named_by_cell(rated, smallest, tmp_path):
    data = tmp_path / "data.xlsx"
    workbook(data, {"คะแนน": [list(ROWS), ["ก", 90.63, "n.a."], ["", "", ""], ["ข", 850, 50]]})
    assert [(finding["cell"], finding["code"]) for finding in rated(smallest(), data)["diagnostics"]] == [
        ("คะแนน!C2", "not-a-number"),
        ("คะแนน!B4", "out-of-range"),
    ]


def test_excel_sheet_by_name(rated, smallest, tmp_path):
    data = tmp_path / "data.xlsx"
    workbook(
        data,
        {
            "notes": [["about"], ["x"]],
            "scores": [list(ROWS), ["หน่วยงาน ก", 90.63, 78.75], ["หน่วยงาน ข", 100, 50]],
        },
    )
    assert totals(rated(smallest(), data, "--sheet", "scores")) == TOTALS


def test_quoted_cells_with_line_breaks_keep_places_right(rated, smallest, write):
    found = rated(smallest(), write("data.csv", 'agency,a,b\n"หน่วย\nงาน",90,80\n\ntwo,"x,y",80\n'))
    (finding,) = found["diagnostics"]
    assert (finding["line"], finding["column"]) == (5, 5)
