"""Sheets that a manifest names by a pattern are read as files of their own, and messages name each."""

from __future__ import annotations

import random

import pytest
import xlsxwriter

from .own_files import ASKED, SCORES, SURVEY, answered, means, workbook
from .test_excel import ods, ods_cell, ods_row

HEADS = ["agency", "P1", "P2", "P3"]


@pytest.fixture
def manifest(write, tmp_path):
    """Writes a manifest of one workbook, d.xlsx, with further entries."""

    def made(pattern, *more, layout="scores", name="d.xlsx"):
        entries = [f'  - {{path: {name}, sheet: "{pattern}", layout: {layout}}}', *more]
        return write("d.yaml", "dataset: d\nfiles:\n" + "\n".join(entries) + "\n")

    return made


def test_respondents_in_several_sheets_are_those_of_one_table(rated, smallest, tmp_path, manifest):
    luck = random.Random(4)
    for number in range(4):
        rows = answered(seed=number, each=4)
        luck.shuffle(rows)
        parts, sheets = [[], [], []], {"About": [["read me"]]}
        for row in rows:
            luck.choice(parts).append(row)
        for at, part in enumerate(parts):
            order = luck.sample(range(1, 6), 5)  # each sheet has its columns in an order of its own
            table = [[row[0], *[row[own] for own in order]] for row in [["agency", *ASKED], *part]]
            sheets[f"ข้อมูล {at}"] = [*table] if part else [["agency", *ASKED], [rows[0][0]]]
        workbook(tmp_path / "d.xlsx", sheets)
        found = rated(smallest(SURVEY), manifest("ข้อมูล*", layout="responses"))["units"]
        wanted = means(rows)
        assert {unit["unit"] for unit in found} == wanted.keys()
        for unit in found:
            for node, score in wanted[unit["unit"]].items():
                assert unit["scores"][node] == pytest.approx(float(score), abs=0.0051)


def test_a_message_names_the_sheet_of_its_cell(ken, smallest, tmp_path, manifest):
    sheets = {"N 1": [HEADS, ["A", 1, 2, 3]], "N 2": [HEADS, ["B", 50, 200, 3], ["A", 1, 2, 4]], "x": [["y"]]}
    workbook(tmp_path / "d.xlsx", sheets)
    said = ken("evaluate", smallest(SCORES), manifest("N*")).stderr
    assert "d.xlsx:N 2!C2: error: 200 is outside" in said
    assert "d.xlsx:N 2!D3: error: “A” has another P3 here than in" in said
    assert "d.xlsx:N 1!D2" in said
    assert "x!" not in said


def test_hidden_sheets_are_left_out_and_told(ken, rated, smallest, tmp_path, manifest):
    with xlsxwriter.Workbook(tmp_path / "d.xlsx") as made:
        for name, unit in (("N1", "A"), ("N2", "B"), ("N3", "C")):
            sheet = made.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            sheet.write_row(1, 0, [unit, 50, 60, 70])
            if name == "N2":
                sheet.hide()
    found = rated(smallest(SCORES), manifest("N*"))
    assert [unit["unit"] for unit in found["units"]] == ["A", "C"]
    assert "the sheets N2 match “N*”, are hidden, and are not read" in str(found["diagnostics"])
    assert [unit["unit"] for unit in rated(smallest(SCORES), manifest("N2"))["units"]] == ["B"]
    result = ken("evaluate", smallest(SCORES), manifest("*2"))
    assert result.exit_code == 2
    assert "no sheet of" in result.stderr
    assert "matches “*2”; the sheets are N1, N2, N3" in result.stderr


def test_a_sheet_that_two_entries_name_is_refused_where_its_respondents_would_count_twice(
    ken, smallest, tmp_path, manifest
):
    workbook(
        tmp_path / "d.xlsx",
        {"N1": [["agency", *ASKED], *answered()], "N2": [["agency", *ASKED], *answered()]},
    )
    again = '  - {path: d.xlsx, sheet: "N1", layout: responses}'
    result = ken("evaluate", smallest(SURVEY), manifest("N*", again, layout="responses"))
    assert result.exit_code == 2
    assert "d.yaml:4:" in result.stderr
    assert "the sheet “N1” is named twice: its respondents count twice" in result.stderr


def test_what_is_said_of_rows_holds_for_each_sheet(rated, smallest, tmp_path, write):
    sheets = {
        name: [["Report"], HEADS, ["", "points"], [name, 10, 20, 30], ["Total", 10, 20, 30]] for name in "AB"
    }
    workbook(tmp_path / "d.xlsx", sheets)
    file = '  - {path: d.xlsx, sheet: "*", header_row: 2, skip_rows: [3], until: Total}'
    found = rated(smallest(SCORES), write("d.yaml", f"dataset: d\nfiles:\n{file}\n"))
    assert [(unit["unit"], unit["scores"]["total"]) for unit in found["units"]] == [("A", 17), ("B", 17)]


def test_sheets_of_opendocument_files(rated, smallest, tmp_path, manifest):
    cell = 'office:value-type="string"'
    rows = [[*HEADS], ["A", "10", "20", "30"]]
    ods(tmp_path / "d.ods", "".join(ods_row(*(ods_cell(text, cell) for text in row)) for row in rows))
    found = rated(smallest(SCORES), manifest("S*", name="d.ods"))
    assert [unit["unit"] for unit in found["units"]] == ["A"]
