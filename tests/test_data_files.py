"""Data as it comes: formats, encodings, digits, layouts."""

from __future__ import annotations

import json

import polars as pl
import pytest
import xlsxwriter

ROWS = {"agency": ["หน่วยงาน ก", "หน่วยงาน ข"], "a": ["90.63", "๑๐๐"], "b": ["๗๘.๗๕", " 50 "]}
TOTALS = {"หน่วยงาน ก": 84.69, "หน่วยงาน ข": 75}


def totals(found):
    return {unit["unit"]: unit["scores"]["total"] for unit in found["units"]}


def csv_of(separator=","):
    lines = [separator.join(ROWS)] + [separator.join(cells) for cells in zip(*ROWS.values(), strict=True)]
    return "\r\n".join(lines) + "\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
def test_csv_in_every_usual_encoding_is_recognised(rated, smallest, tmp_path, encoding):
    data = tmp_path / "data.csv"
    data.write_bytes(csv_of().encode(encoding))
    assert totals(rated(smallest(), data)) == TOTALS


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_with_every_usual_separator(rated, smallest, write, separator):
    assert totals(rated(smallest(), write("data.csv", csv_of(separator)))) == TOTALS


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


def test_thousands_separators(rated, smallest, write):
    rules = smallest("scale: {max: 10000}\nbands: [{rating: any}]")
    assert totals(rated(rules, write("data.csv", 'agency,a,b\none,"1,234.50","๒,๐๐๐"\n'))) == {"one": 1617.25}


def test_long_layout_gives_the_same_as_wide(rated, smallest, write):
    long = "agency,item,score,province\n" + "".join(
        f"{unit},{item},{ROWS[item][at]},ชัยภูมิ\n"
        for at, unit in enumerate(ROWS["agency"])
        for item in ("a", "b")
    )
    assert totals(rated(smallest(), write("long.csv", long))) == TOTALS
    thai = long.replace("agency,item,score", "agency,ข้อ,คะแนน")
    assert totals(rated(smallest(), write("thai.csv", thai), "--layout", "long")) == TOTALS


def test_faults_in_long_layout_are_placed_in_its_own_rows(rated, smallest, write):
    found = rated(
        smallest(), write("long.csv", "agency,item,score\none,a,90\ntwo,a,80\none,b,x\ntwo,b,999\n")
    )
    assert [(finding["line"], finding["column"], finding["code"]) for finding in found["diagnostics"]] == [
        (4, 7, "not-a-number"),
        (5, 7, "out-of-range"),
    ]


def test_answers_in_words(rated, write, ken):
    found = rated("ita/2566", write("oit.csv", "agency,o19,o20,o21,o22\none,มี,ไม่มี,มี,100\n"))
    assert found["units"][0]["scores"]["S9_3"] == 75


def test_columns_that_are_no_scores_are_passed_through(ken, smallest, write):
    data = write("data.csv", "agency,province,a,b,2566,rating\none,ชัยภูมิ,90,80,x,B\n")
    shown = ken("evaluate", smallest(), data, "--format", "csv")
    assert (
        shown.stdout.splitlines()[0]
        == "agency,province,2566,rating (data),total,a,b,rating,status,lacks,notes"
    )


def test_a_column_that_looks_like_a_node_is_an_error_unless_named(ken, write):
    data = write("data.csv", "agency,IIT,EIT,OIT,I11\none,90,80,70,1\n")
    refused = ken("evaluate", "ita/2565", data)
    assert refused.exit_code == 2
    assert "data.csv:1:20: error: the column “I11” is no node of ita/2565" in refused.stderr
    assert ken("evaluate", "ita/2565", data, "--pass-through", "I11").exit_code == 0


def test_another_key_column(rated, smallest, write):
    data = write("data.csv", "ชื่อหน่วยงาน,a,b\none,90,80\n")
    assert totals(rated(smallest(), data, "--key", "ชื่อหน่วยงาน")) == {"one": 85}


def test_paths_tell_apart_what_has_one_id(rated, write):
    cells = {
        f"{part}.{name}": score for part, score in (("EIT1", 90), ("EIT2", 80)) for name in ("I6", "I7", "I8")
    }
    data = write(
        "data.csv", f"agency,IIT,OIT,{','.join(cells)}\none,90,90,{','.join(map(str, cells.values()))}\n"
    )
    scores = rated("ita/2566", data)["units"][0]["scores"]
    assert (scores["EIT1"], scores["EIT2"], scores["total"]) == (90, 80, 88.5)
    assert (scores["EIT1.I6"], scores["EIT2.I6"]) == (90, 80)


def test_a_path_may_leave_steps_out(rated, write):
    unit = rated("ita/2566", write("d.csv", "agency,EIT1.e3,EIT2.e3,OIT.o1\na,90,80,100\n"))["units"][0]
    assert (unit["scores"]["EIT1.I6.e3"], unit["scores"]["EIT2.I6.e3"], unit["scores"]["o1"]) == (90, 80, 100)


@pytest.mark.parametrize(
    ("column", "meant"),
    [("EIT1.e99", "EIT1.e9"), ("IIT.e1", "EIT1.I6.e1"), ("EIT1.xyz", "EIT1"), ("EIT.e99", "EIT.e9")],
)
def test_a_path_to_nothing_is_not_passed_through(ken, write, column, meant):
    result = ken("evaluate", "ita/2566", write("d.csv", f"agency,IIT,{column}\na,90,80\n"))
    assert result.exit_code == 2
    assert f"did you mean “{meant}”" in result.stderr


def test_a_unit_that_is_there_twice_is_reported_and_not_rated(rated, smallest, write):
    found = rated(smallest(), write("data.csv", "agency,a,b\none,90,80\ntwo,1,1\none,10,20\n"))
    assert [(unit["unit"], unit["status"]) for unit in found["units"]] == [
        ("one", "incomplete"),
        ("two", "rated"),
    ]
    (finding,) = found["diagnostics"]
    assert (finding["code"], finding["line"]) == ("duplicate-unit", 4)
    assert "data.csv:2:1" in finding["message"]


def test_quoted_cells_with_line_breaks_keep_places_right(rated, smallest, write):
    found = rated(smallest(), write("data.csv", 'agency,a,b\n"หน่วย\nงาน",90,80\n\ntwo,"x,y",80\n'))
    (finding,) = found["diagnostics"]
    assert (finding["line"], finding["column"]) == (5, 5)


@pytest.mark.parametrize("policy", ["skip", "zero"])
@pytest.mark.parametrize("cell", ["abc", "850", "-1"])
def test_a_refused_value_is_not_taken_for_a_missing_one(rated, smallest, write, policy, cell):
    found = rated(smallest(f"missing: {policy}"), write("data.csv", f"agency,a,b\none,{cell},80\ntwo,,80\n"))
    assert [unit["status"] for unit in found["units"]] == ["incomplete", "rated"]
    assert found["units"][0]["lacks"] == ["a"]
    assert "total" not in found["units"][0]["scores"]


def test_a_column_to_pass_through_must_be_there(rated, smallest, write):
    (finding,) = rated(smallest(), write("data.csv", "agency,a,b\none,90,80\n"), "--pass-through", "ไม่มี")[
        "diagnostics"
    ]
    assert finding["code"] == "no-column"


def test_an_unknown_item_is_an_error_and_every_one_is_told(ken, smallest, write):
    data = write("long.csv", "agency,item,score\none,a,90\none,zz,1\ntwo,zz,1\ntwo,xyz,5\none,b,5\n")
    result = ken("evaluate", smallest(), data)
    assert result.exit_code == 2
    assert "long.csv:3:5: error: the item “zz” is no node of test/changed [unknown-item]" in result.stderr
    assert "long.csv:5:5: error: the item “xyz” is no node of test/changed [unknown-item]" in result.stderr
