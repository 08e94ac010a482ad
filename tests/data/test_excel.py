"""Workbooks: what a cell has is read as it is, and what makes a value doubtful is told at its cell."""

from __future__ import annotations

import csv
import datetime
import io
import re
import resource
import subprocess
import sys
import time
import zipfile

import polars as pl
import pytest
import xlsxwriter
from kenrules import KenError
from kenrules.engine.data.readers.excel_file import cells_of

from ..conftest import KEN
from .binary_workbooks import XLS, write_xlsb

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"


@pytest.fixture
def book(tmp_path):
    """Writes a workbook of one sheet “S”: rows from a cell on, and whatever else is done to it."""

    def write(rows=(), more=None, *, at=(0, 0), name="data.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as made:
            sheet = made.add_worksheet("S")
            for down, row in enumerate(rows):
                sheet.write_row(at[0] + down, at[1], row)
            if more:
                more(made, sheet)
        return tmp_path / name

    return write


def patched(path, part, *changes):
    """The workbook with other texts in one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts[part].decode()
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def ods(path, rows, *, styles="", columns="", more=""):
    """An OpenDocument file of one sheet “S” with rows in XML, and what is to stand before and after them."""
    content = (
        '<?xml version="1.0"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{more}"
        f'<table:table table:name="S">{columns}{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path


def ods_row(*cells, attributes=""):
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def ods_cell(text="", attributes=""):
    inner = f"<text:p>{text}</text:p>" if text else ""
    return f"<table:table-cell {attributes}>{inner}</table:table-cell>"


def ods_number(value, attributes=""):
    return ods_cell(f"{float(value):.1f}", f'office:value-type="float" office:value="{value}" {attributes}')


def body(cells):
    return [list(row) for row in cells.frame.rows()]


def findings(cells):
    return [(note.code, note.severity, note.position.cell) for note in cells.notes]


def places(cells):
    return [cells.at(row, 0).cell for row in (None, *range(cells.frame.height))]


@pytest.fixture
def rows(ken):
    """The rows of `ken evaluate --format csv`, by agency, and the result of the command."""

    def run(*arguments):
        result = ken("evaluate", *arguments, "--format", "csv")
        return {row["agency"]: row for row in csv.DictReader(io.StringIO(result.stdout))}, result

    return run


def test_plain_numbers_and_texts_are_what_the_file_has(book):
    cells = cells_of(book([["agency ", "a", "code"], [" x ", 90, "0012"], ["", None, ""], ["y", 0.1, "12"]]))
    assert cells.names == ["agency ", "a", "code"]
    assert cells.frame.schema == {"c0": pl.String, "c1": pl.Float64, "c2": pl.String}
    assert body(cells) == [[" x ", 90.0, "0012"], ["y", 0.1, "12"]]
    assert (places(cells), cells.at(1, 2).cell, cells.notes) == (["S!A1", "S!A2", "S!A4"], "S!C4", ())


def test_a_number_is_the_double_that_is_stored(book):
    table = [
        ["agency", "a", "mixed"],
        ["x", 1, 1],
        ["y", 1.23e-10, 1.23e-10],
        ["z", 5, "n.a."],
        ["w", 90, 90],
    ]
    stored = ("<v>1</v></c></row>", "<v>84.99499999999999</v></c></row>")
    data = patched(book(table), SHEET, ('<c r="B2"><v>1</v>', '<c r="B2"><v>84.99499999999999</v>'), stored)
    cells = cells_of(data)
    assert cells.frame["c1"].to_list() == [84.99499999999999, 1.23e-10, 5.0, 90.0]
    assert cells.frame["c2"].to_list() == ["84.99499999999999", "0.000000000123", "n.a.", "90"]


def test_a_number_just_below_a_tie_is_rounded_down(book, rows, smallest):
    data = book([["agency", "a", "b"], ["x", 1, 1]])
    for cell in ("B2", "C2"):
        patched(data, SHEET, (f'<c r="{cell}"><v>1</v>', f'<c r="{cell}"><v>84.99499999999999</v>'))
    found, _ = rows(smallest(), data)
    assert found["x"]["total"] == "84.99"


@pytest.mark.parametrize("error", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_errors_are_texts_that_are_no_numbers(book, rows, smallest, error):
    def more(made, sheet):
        sheet.write_formula("B3", "=1/0", None, error)

    data = book([["agency", "a", "b"], ["x", 90, 70], ["y", None, 85]], more)
    assert body(cells_of(data)) == [["x", "90", 70.0], ["y", error, 85.0]]
    found, result = rows(smallest("missing: skip"), data)
    assert (found["x"]["rating"], found["y"]["rating"], result.exit_code) == ("high", "", 1)
    assert f"data.xlsx:S!B3: error: “{error}” is an error of the spreadsheet, and no number" in result.stderr


def test_truths_and_dates_are_texts(book):
    day = datetime.datetime(2026, 1, 31)

    def more(made, sheet):
        shown = {
            code: made.add_format({"num_format": code})
            for code in ("yyyy-mm-dd", "d/m/yy hh:mm", "hh:mm", "[h]:mm")
        }
        sheet.write_row(0, 0, ["truth", "day", "moment", "time", "hours", "red"])
        sheet.write(1, 0, True)
        sheet.write(2, 0, False)
        sheet.write_datetime(1, 1, day, shown["yyyy-mm-dd"])
        sheet.write_datetime(1, 2, day.replace(hour=13, minute=5), shown["d/m/yy hh:mm"])
        sheet.write(1, 3, 0.25, shown["hh:mm"])
        sheet.write(1, 4, 1.5, shown["[h]:mm"])
        sheet.write(1, 5, 90, made.add_format({"num_format": '[Red]0.00" days"'}))
        sheet.write(2, 1, -5, shown["yyyy-mm-dd"])
        sheet.write(2, 2, 7)

    assert body(cells_of(book(more=more))) == [
        ["TRUE", "2026-01-31", "2026-01-31 13:05:00", "06:00:00", "36:00:00", 90.0],
        ["FALSE", "(no date: -5)", "7", None, None, None],
    ]


def test_dates_that_count_from_1904(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "data.xlsx", {"date_1904": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["agency"])
        sheet.write_datetime(1, 0, datetime.datetime(2026, 1, 31), made.add_format({"num_format": 14}))
    assert body(cells_of(tmp_path / "data.xlsx")) == [["2026-01-31"]]


def test_texts_with_escapes_runs_and_blanks_read_alike_either_way(book):
    def more(made, sheet):
        sheet.write_rich_string("A3", "no", made.add_format({"bold": True}), "rth")

    def odd(made, sheet):
        more(made, sheet)
        sheet.write("Z9", True)

    table = [["agency", "note"], ["x", "a\rb _x0041_"], [None, " c  d\ne "]]
    wanted = [["x", "a\rb _x0041_"], ["north", " c  d\ne "]]
    assert body(cells_of(book(table, more))) == wanted
    assert [row[:2] for row in body(cells_of(book(table, odd)))[:2]] == wanted


@pytest.mark.parametrize("result", ["", "<v></v>", "<v/>", "<v>0</v>"])
def test_a_formula_without_a_result_is_no_value(book, rows, smallest, result):
    def more(made, sheet):
        sheet.write_formula("B2", "=90*1")
        sheet.write_formula("B3", "=80*1", None, 80)

    data = patched(
        book([["agency", "a", "b"], ["x", None, 60], ["y", None, 60]], more),
        SHEET,
        ("<f>90*1</f><v>0</v>", f"<f>90*1</f>{result}"),
    )
    assert body(cells_of(data)) == [["x", "=90*1", 60.0], ["y", "80", 60.0]]
    found, told = rows(smallest("missing: zero"), data)
    assert (found["x"]["rating"], found["y"]["rating"], told.exit_code) == ("", "high", 1)
    assert "data.xlsx:S!B2: error: the formula in B2 has not been computed" in told.stderr


def test_a_formula_whose_result_is_nought_or_an_empty_text_counts(book):
    def more(made, sheet):
        sheet.write_formula("B2", "=1-1")
        sheet.write_formula("B3", '=""', None, "none")

    data = patched(book([["agency", "a"], ["x"], ["y"]], more), BOOK, (' fullCalcOnLoad="1"', ""))
    patched(data, SHEET, ("<v>none</v>", "<v></v>"))
    cells = cells_of(data)
    assert (body(cells), cells.notes) == ([["x", 0.0], ["y", None]], ())


def test_many_formulas_without_results_are_one_finding(book):
    def more(made, sheet):
        for row in range(1, 40):
            sheet.write_formula(row, 1, "=1")

    (note,) = cells_of(book([["agency", "a"]], more)).notes
    assert str(note.message) == (
        "the formulas in B2, B3, B4, B5, B6, B7, B8, B9, B10, B11, B12, B13 and 27 more have not been computed: "
        "the file has no results, or a 0 in their place"
    )


def test_what_is_hidden_is_read_and_told(book):
    def more(made, sheet):
        for row in (2, 3, 4, 6, 90):  # rows without a cell are not told of
            sheet.set_row(row, None, None, {"hidden": True})
        sheet.set_column("B:B", None, None, {"hidden": True})
        sheet.set_column("F:XFD", None, None, {"hidden": True})

    table = [["agency", "a", "b"], *([f"x{row}", row, row] for row in range(2, 9))]
    cells = cells_of(book(table, more))
    assert cells.frame.height == 7
    assert findings(cells) == [("hidden", "warning", "S!A3"), ("hidden", "warning", "S!B1")]
    assert [str(note.message) for note in cells.notes] == [
        "rows 3–5, 7 of the sheet “S” are hidden or filtered out, and are read all the same",
        "column B of the sheet “S” is hidden, and is read all the same",
    ]


def test_the_first_sheet_that_is_shown_is_read(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as made:
        for name in ("old", "older", "now", "notes"):
            made.add_worksheet(name).write_column(0, 0, ["agency", name])
        made.get_worksheet_by_name("old").hide()
        made.get_worksheet_by_name("older").very_hidden()
        made.get_worksheet_by_name("now").activate()
    cells = cells_of(tmp_path / "data.xlsx")
    assert body(cells) == [["now"]]
    (note,) = cells.notes
    assert (
        str(note.message)
        == "the sheet “now” is read; the others (old (hidden), older (hidden), notes) are not"
    )
    cells = cells_of(tmp_path / "data.xlsx", "older")
    assert (body(cells), cells.notes) == ([["older"]], ())
    with pytest.raises(
        KenError, match=r"there is no sheet “new”; the sheets are old \(hidden\), older \(hidden\), now"
    ):
        cells_of(tmp_path / "data.xlsx", "new")


def test_a_merged_score_counts_for_nobody_else(book, rows, smallest):
    def more(made, sheet):
        sheet.merge_range("B2:B3", 90)

    data = book([["agency", "a", "b"], ["x", None, 50], ["y", None, 90]], more)
    assert body(cells_of(data)) == [["x", "90", 50.0], ["y", "(B2:B3)", 90.0]]
    found, result = rows(smallest("missing: skip"), data)
    assert (found["x"]["rating"], found["y"]["rating"], result.exit_code) == ("high", "", 1)
    assert (
        "data.xlsx:S!B2: error: the cells B2:B3 are merged: only the first of them has a value"
        in result.stderr
    )


def test_merged_names_and_headings(book):
    def more(made, sheet):
        sheet.merge_range("A2:A4", "x")
        sheet.merge_range("A5:B5", "source: made up")
        sheet.merge_range("C1:D1", "a heading is none of the body's")

    cells = cells_of(book([["agency", "a"], [None, 1], [None, 2], [None, 3]], more))
    assert (
        body(cells) == [["x", 1.0], [None, 2.0], [None, 3.0], ["source: made up", None]]
        or cells.frame.width == 3
    )
    assert findings(cells) == [("merged", "error", "S!A2")]
    assert "A2:A4, A5:B5 are merged" in str(cells.notes[0].message)


def test_a_table_that_begins_elsewhere_has_its_own_places(book, rated, smallest):
    data = book([["agency", "a", "b"], ["x", 1, 2], [], ["y", "maybe", 3]], at=(2, 2))
    cells = cells_of(data)
    assert places(cells) == ["S!C3", "S!C4", "S!C6"]
    (finding,) = rated(smallest(), data)["diagnostics"]
    assert (finding["code"], finding["cell"]) == ("not-a-number", "S!D6")


def test_a_code_that_is_a_number_stays_whole(book, rows, smallest):
    found, _ = rows(smallest(), book([["agency", "a", "b", "year"], [7, 60, 70, 2566], [8, 1e-7, 100, 2566]]))
    assert set(found) == {"7", "8"}
    assert found["7"]["year"] == "2566"


def test_a_sheet_in_other_words_of_xml_reads_the_same(book):
    table = [["agency", "a"], ["x", 90.5], ["y", 80]]
    data = book(table)
    plain = body(cells_of(data))
    with zipfile.ZipFile(data) as archive:
        sheet = archive.read(SHEET).decode()
    prefixed = re.sub(r"<(/?)(?=[a-z])", r"<\1x:", sheet).replace("xmlns=", "xmlns:x=")
    quoted = re.sub(r' (r|t)="([A-Za-z0-9]+)"', r" \1 = '\2'", sheet)
    placeless = re.sub(r' r="[A-Z]*[0-9]+"', "", sheet)
    for other in (prefixed, quoted, placeless):
        assert other != sheet
        assert body(cells_of(patched(book(table), SHEET, (sheet, other)))) == plain


def test_open_document(tmp_path):
    attributes = 'office:value-type="{}" office:{}="{}"'
    data = ods(
        tmp_path / "data.ods",
        ods_row(attributes='table:number-rows-repeated="2"')
        + ods_row(
            ods_cell(attributes='table:number-columns-repeated="2"'),
            *map(ods_cell, ["agency", "a", "b", "c", "d", "e"]),
        )
        + ods_row(
            ods_cell(attributes='table:number-columns-repeated="2"'),
            ods_cell("x<office:annotation><text:p>a note</text:p></office:annotation>"),
            ods_number("84.99499999999999"),
            ods_cell("0012", 'office:value-type="string"'),
            ods_cell("TRUE", attributes.format("boolean", "boolean-value", "true")),
            ods_cell("31/01/26", attributes.format("date", "date-value", "2026-01-31T00:00:00")),
            ods_cell("50%", attributes.format("percentage", "value", "0.5")),
        )
        + ods_row(attributes='table:number-rows-repeated="3"')
        + ods_row(
            ods_cell(attributes='table:number-columns-repeated="2"'),
            ods_cell("y<text:s text:c='2'/>z</text:p><text:p>w"),
            ods_number("1.23E-10"),
            ods_number("90", 'table:number-columns-repeated="2"'),
            ods_cell("06:00", attributes.format("time", "time-value", "PT06H00M00S")),
        )
        + ods_row(
            ods_cell(attributes='table:number-columns-repeated="16384"'),
            attributes='table:number-rows-repeated="1048000"',
        ),
    )
    cells = cells_of(data)
    assert cells.names == ["agency", "a", "b", "c", "d", "e"]
    assert body(cells) == [
        ["x", 84.99499999999999, "0012", "TRUE", "2026-01-31", "50%"],
        ["y  z\nw", 1.23e-10, "90", "90", "06:00:00", None],
    ]
    assert (places(cells), cells.notes) == (["S!C3", "S!C4", "S!C8"], ())


def test_open_document_tells_what_is_doubtful(tmp_path):
    error = (
        'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'
    )
    older = 'table:formula="of:=1/0" office:value-type="float" office:value="0"'
    data = ods(
        tmp_path / "data.ods",
        ods_row(*map(ods_cell, ["agency", "a", "b"]))
        + ods_row(ods_cell("x"), ods_cell("#DIV/0!", error), ods_cell("Err:502", older))
        + ods_row(ods_cell("y"), ods_cell(attributes='table:formula="of:=90*1"'), ods_number(5))
        + ods_row(ods_cell("z"), ods_number(7), ods_number(8), attributes='table:visibility="filter"')
        + ods_row(ods_cell("v"), ods_number(9, 'table:number-rows-spanned="2"'), ods_number(9))
        + ods_row(ods_cell("w"), "<table:covered-table-cell/>", ods_number(9)),
        columns='<table:table-column/><table:table-column table:visibility="collapse"/>',
        styles='<style:style style:name="h"><style:table-properties table:display="false"/></style:style>',
        more='<table:table table:name="Old" table:style-name="h">'
        + ods_row(ods_cell("?"))
        + "</table:table>",
    )
    cells = cells_of(data)
    assert body(cells) == [
        ["x", "#DIV/0!", "Err:502"],
        ["y", "=90*1", "5"],
        ["z", "7", "8"],
        ["v", "9", "9"],
        ["w", "(B5:B6)", "9"],
    ]
    assert findings(cells) == [
        ("sheet", "note", ""),
        ("merged", "error", "S!B5"),
        ("not-computed", "error", "S!B3"),
        ("hidden", "warning", "S!A4"),
        ("hidden", "warning", "S!B1"),
    ]


@pytest.fixture(params=["xls", "xlsb"])
def binary(request, tmp_path):
    """The same workbook in both binary forms."""
    path = tmp_path / f"data.{request.param}"
    if request.param == "xls":
        path.write_bytes(XLS)
    else:
        table = {
            2: {2: "agency", 3: "a", 4: "b"},
            3: {2: "one", 3: 84.99499999999999, 4: "0012"},
            4: {2: "two", 3: (7,), 4: True},
            6: {2: "three", 3: 1.23e-10, 4: 90.0},
            7: {2: "four"},
        }
        write_xlsb(path, table, merged=[(6, 7, 3, 3)], hidden=[4])
    return path


def test_binary_workbooks(binary):
    cells = cells_of(binary)
    assert cells.names == ["agency", "a", "b"]
    assert body(cells) == [
        ["one", "84.99499999999999", "0012"],
        ["two", "#DIV/0!", "TRUE"],
        ["three", "0.000000000123", "90"],
        ["four", "(D7:D8)", None],
    ]
    assert places(cells) == ["S!C3", "S!C4", "S!C5", "S!C7", "S!C8"]
    assert findings(cells) == [
        ("sheet", "note", ""),
        ("merged", "error", "S!D7"),
        ("hidden", "warning", "S!C5"),
    ]


def test_binary_workbooks_that_are_cut_off_are_damaged(binary):
    whole = binary.read_bytes()
    for size in (10, 600, len(whole) // 2, len(whole) - 700):
        binary.write_bytes(whole[:size])
        with pytest.raises(KenError, match="damaged"):
            cells_of(binary)


def inline(*cells):
    """A sheet's rows in XML, of cells by name."""
    return "".join(
        f'<row r="{re.sub("[A-Z]", "", name)}"><c r="{name}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for name, text in cells
    )


@pytest.mark.slow
def test_far_cells_cost_nothing(book, tmp_path):
    table = [["agency", "a"], ["x", 90]]
    for far in ("XFD1048576", "C1048576", "XFD3"):
        row = inline((far, "far"))
        data = patched(book(table), SHEET, ("</sheetData>", f"{row}</sheetData>"))
        script = f"from kenrules.engine.data.readers.excel_file import cells_of; from pathlib import Path; print(cells_of(Path({str(data)!r})).frame.rows()[-1][-1])"
        begin = time.monotonic()
        found = in_little_memory([sys.executable, "-c", script])
        assert (found.stdout, found.stderr, time.monotonic() - begin < 10) == ("far\n", "", True)


def in_little_memory(command):
    """The result of a command that may take 3 GB."""

    def limited():
        resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    return subprocess.run(command, capture_output=True, text=True, timeout=60, preexec_fn=limited)


def test_cells_too_far_apart_are_too_large(book, tmp_path, smallest):
    scattered = inline(*((f"{column}{row}", "x") for row, column in enumerate(COLUMNS, 3)))
    data = patched(book([["agency"], ["x"]]), SHEET, ("</sheetData>", f"{scattered}</sheetData>"))
    with pytest.raises(
        KenError, match=r"a table of 8,\d+ rows and 8,\d+ columns, most of it empty"
    ) as caught:
        cells_of(data)
    assert caught.value.diagnostics[0].code == "too-large"
    write_xlsb(tmp_path / "far.xlsb", {0: {0: "agency"}, 1_048_575: {16_383: 1.0}})
    found = in_little_memory([*KEN, "evaluate", str(smallest()), str(tmp_path / "far.xlsb")])
    assert found.returncode == 2
    assert "its last cell is XFD1048576, more than is read [too-large]" in found.stderr


COLUMNS = [
    first + second + third
    for first in ("", "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L")
    for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for third in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
]


@pytest.mark.slow
def test_a_sheet_that_unpacks_without_end_is_too_large(book):
    data = book([["agency"], ["x"]])
    with zipfile.ZipFile(data) as archive:
        sheet = archive.read(SHEET).decode()
    before, after = sheet.split("</sheetData>")
    with (
        zipfile.ZipFile(data, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/bomb.xml", "w", force_zip64=True) as part,
    ):
        part.write(before.encode())
        for _ in range(255):
            part.write(b" " * 4_000_000)
        part.write(f"</sheetData>{after}".encode())
    patched_rels = ("worksheets/sheet1.xml", "bomb.xml")
    with zipfile.ZipFile(data) as archive:
        relations = archive.read("xl/_rels/workbook.xml.rels").decode().replace(*patched_rels)
    with zipfile.ZipFile(data, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/_rels/workbook.xml.rels", relations)
    with pytest.raises(KenError, match="more than 1,000,000,000 bytes when unpacked"):
        cells_of(data)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<worksheet", "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><worksheet"),
        ('encoding="UTF-8"', 'encoding="UTF-99"'),
        ('<c r="A1"', '<c r="AAAAA1"'),
        ('<c r="A2"', '<c r="A9999999"'),
        ('<c r="A2" t="s"><v>2</v>', '<c r="A2" t="s"><v>9999</v>'),
        ('<c r="A2" t="s"><v>2</v>', '<c r="A2" t="s"><v>-1</v>'),
        ('<c r="A2" t="s"><v>2</v>', '<c r="A2" t="s"><v>one</v>'),
        ("</row>", ""),
        ("</worksheet>", ""),
        ("</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:?"/></mergeCells>'),
        (
            "</sheetData>",
            "</sheetData><mergeCells>" + '<mergeCell ref="B1:XFD1048576"/>' * 4000 + "</mergeCells>",
        ),
    ],
)
def test_damaged_sheets(book, before, after):
    data = book([["agency", "a"], ["x", 90], *([f"y{row}", row] for row in range(2000))])
    with pytest.raises(KenError, match="the file is damaged"):
        cells_of(patched(data, SHEET, (before, after)))


def test_a_sheet_with_nothing_below_its_header(book, ken, smallest):
    result = ken("evaluate", smallest(), book([[], ["agency", "a"]]))
    assert result.exit_code == 2
    assert "data.xlsx:S!A2: error: the file has no rows of data [empty-file]" in result.stderr


def test_why_a_cell_has_no_value_is_told_once(rated, smallest, book):
    def more(made, sheet):
        sheet.write_formula("B2", "=90*1", None, "")
        sheet.merge_range("B3:B4", 80)

    found = rated(
        smallest(), book([["agency", "a", "b"], ["x", None, 1], ["y", None, 2], ["z", None, 3]], more)
    )
    assert [each["code"] for each in found["diagnostics"]] == ["not-computed", "merged"]
    assert [unit["status"] for unit in found["units"]] == ["incomplete", "rated", "incomplete"]
