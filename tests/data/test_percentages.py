"""Cells such as 85%: two numbers can be meant, and somebody says which."""

from __future__ import annotations

import pytest
import xlsxwriter

TEXT = "agency;a;b\nNorth;85.5%;60\nSouth; 7 ％;20\n"
TOLD = {"as_shown": [], "as_stored": ["fractions"]}  # 0.86 and 0.07 stand beside 60 and 20


def workbook(path):
    book = xlsxwriter.Workbook(path)
    sheet, percent = book.add_worksheet(), book.add_format({"num_format": "0.00%"})
    whole = book.add_format({"num_format": 9})
    for row, cells in enumerate([("agency", "a", "b"), ("North", 0.855, 60), ("South", 0.07, 20)]):
        for column, cell in enumerate(cells):
            own = percent if (row, column) == (1, 1) else whole if (row, column) == (2, 1) else None
            sheet.write(row, column, cell, own)
    book.close()
    return path


@pytest.fixture(params=["csv", "xlsx", "ods"])
def data(request, write, tmp_path):
    if request.param == "csv":
        return write("data.csv", TEXT)
    if request.param == "xlsx":
        return workbook(tmp_path / "data.xlsx")
    odf = pytest.importorskip("odf.opendocument")
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    document = odf.OpenDocumentSpreadsheet()
    table = Table(name="S")
    for cells in (("agency", "a", "b"), ("North", 0.855, 60), ("South", 0.07, 20)):
        row = TableRow()
        for cell in cells:
            kind = "string" if isinstance(cell, str) else "percentage" if cell < 1 else "float"
            own = TableCell(valuetype=kind, **({} if kind == "string" else {"value": cell}))
            own.addElement(P(text=str(cell)))
            row.addElement(own)
        table.addElement(row)
    document.spreadsheet.addElement(table)
    path = tmp_path / "data.ods"
    document.save(path)
    return path


def test_nothing_says_what_a_percentage_means(rated, smallest, data):
    found = rated(smallest(), data)
    first, second = found["diagnostics"]
    assert [first["code"], second["code"]] == ["not-a-number"] * 2
    assert first["message"] == "“85.5%” can be 85.5 or 0.855"
    assert first["hint"].startswith("say which it is: --percent as_shown (85.5) or as_stored (0.855)")
    assert [unit["status"] for unit in found["units"]] == ["incomplete"] * 2


@pytest.mark.parametrize(("meaning", "scores"), [("as_shown", [85.5, 7]), ("as_stored", [0.86, 0.07])])
@pytest.mark.parametrize("way", ["option", "manifest"])
def test_somebody_says_it(rated, smallest, write, data, meaning, scores, way):
    options = ["--percent", meaning]
    if way == "manifest":
        text = f"dataset: x\npercent: {meaning}\nfiles: [{{path: {data.name}, layout: scores}}]\n"
        data, options = write("dataset.yaml", text), []
    found = rated(smallest(), data, *options)
    assert [unit["scores"]["a"] for unit in found["units"]] == scores
    assert [each["code"] for each in found["diagnostics"]] == TOLD[meaning]


def test_percentages_with_a_comma_for_decimals(rated, smallest, write):
    data = write("data.csv", TEXT.replace("85.5", "85,5"))
    for meaning, score in (("as_shown", 85.5), ("as_stored", 0.86)):
        found = rated(smallest(), data, "--decimal", "comma", "--percent", meaning)
        assert found["units"][0]["scores"]["a"] == score
        assert [each["code"] for each in found["diagnostics"]] == TOLD[meaning]


def test_other_columns_keep_their_sign(ken, smallest, write, tmp_path):
    data = write("data.csv", "agency,growth,a,b\nNorth,5%,85%,60\nSouth,2%,7%,20\n")
    run = ken("evaluate", smallest(), data, "--percent", "as_shown", "--format", "csv")
    assert "North,5%," in run.output


def test_the_audit_reads_them_likewise(ken, smallest, write):
    data = write("data.csv", "agency,a,b\nNorth,85%,60%\n")
    assert ken("audit", smallest(), data).exit_code == 1
    assert ken("audit", smallest(), data, "--percent", "as_shown").exit_code == 0
