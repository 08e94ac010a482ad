"""Tables that lie otherwise than they are read: how they lie is told, and what to do about it."""

from __future__ import annotations

import pytest
import xlsxwriter

TITLED = """
parts:
  a: {title: {th: บริการ, en: Service}}
  b: {title: {th: ข้อมูล, en: Information}}
"""


@pytest.mark.parametrize("way", ["scores", "manifest"])
@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "agency,Survey,\n,a,b\nNorth,50,60\n",
            "2:2",
            "named in two rows: the first has no node, and that at {file}:2:1 has a, b",
            "leave “agency” there, and delete the second row",
        ),
        (
            "agency,North,South\na,50,60\nb,70,80\n",
            "2:1",
            "the table lies on its side: the nodes a, b stand below each other in the column “agency”",
            "paste it transposed",
        ),
        (
            "agency,indicator,points\nNorth,a,50\nNorth,b,60\n",
            "1:8",
            "the column “indicator” has nodes (a, b)",
            "call the column “indicator” “item”, and that of the scores (points) “score”",
        ),
        (
            "agency,บริการ,information,year\nNorth,50,60,2566\n",
            "1:8",
            "บริการ, information are titles of nodes",
            "rename “บริการ” → a, “information” → b",
        ),
        (
            "agency,1. Is it quick?,2. Is it fair?\nNorth,50,60\n",
            "1:8",
            "1. Is it quick?, 2. Is it fair? have numbers and words of questions",
            "put the id of each question in the place of its words: a, b, …",
        ),
        (
            "agency,a,b,,agency,a,b\nNorth,50,60,,South,70,80\n",
            "1:13",
            "two tables stand side by side: the columns from 5 on have the names of those from 1 on (agency, a, b)",
            "paste them below the first",
        ),
        (
            "agency,a\nNorth,50\n\nagency,b,c\nNorth,60,1\n",
            "4:1",
            "another table begins in this row: it names the columns agency, b, c",
            "move it into a file of its own",
        ),
        (
            "agency,a\nNorth,50\n\nagency,b\nNorth,60\n",
            "4:1",
            "another table begins in this row: it names the columns agency, b",
            "move it into a file of its own",
        ),
    ],
)
def test_how_a_table_lies(ken, smallest, write, way, text, place, message, hint):
    data = write("data.csv", text)
    if way == "manifest":
        data = write("dataset.yaml", "dataset: x\nfiles: [{path: data.csv}]\n")
    told = ken("evaluate", smallest(TITLED), data).stderr
    file = write("data.csv", text)
    assert f"{file}:{place}: error: " in told
    assert message.format(file=file) in told
    assert hint in told


def test_a_header_that_stands_there_again(rated, smallest, write):
    text = "agency,a,b\nNorth,50,60\nagency,a,b\nSouth,70,80\n"
    found = rated(smallest(), write("data.csv", text))
    assert [(each["code"], each["line"]) for each in found["diagnostics"]] == [("header-again", 3)]
    assert [unit["status"] for unit in found["units"]] == ["rated", "rated"]


def test_a_header_again_between_items_and_between_respondents(ken, smallest, write):
    text = "agency,item,score\nNorth,a,50\nagency,item,score\nNorth,b,60\n"
    assert (
        "3:8: error: this row names the columns" in ken("evaluate", smallest(), write("a.csv", text)).stderr
    )
    text = "agency,a,b\nNorth,50,60\nagency,a,b\n"
    told = ken("evaluate", smallest(), write("b.csv", text), "--layout", "responses").stderr
    assert "3:1: error: this row names the columns" in told
    assert "is no number" not in told


def test_a_unit_that_is_called_as_its_column_with_scores_is_one(rated, smallest, write):
    found = rated(smallest(), write("data.csv", "agency,a,b\nunit,50,60\nNorth,70,80\n"))
    assert found["diagnostics"] == []


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("North,50,60\nNorthern region,,\n", ["the row of “Northern region” has nothing"]),
        ("East\u00a0region,,\nNorth,50,60\nWest region, ,\n", ["2 rows have nothing beside the name"]),
        ("North,50,60\nSouth,,x\n", []),
        ("North,,\nSouth,,\n", []),
    ],
)
def test_rows_with_a_name_alone(rated, smallest, write, rows, told):
    found = rated(smallest(), write("data.csv", f"agency,a,b\n{rows}"))
    notes = [each for each in found["diagnostics"] if each["code"] == "bare-rows"]
    assert len(notes) == len(told)
    for note, part in zip(notes, told, strict=True):
        assert (note["severity"], part in note["message"]) == ("note", True)


@pytest.mark.parametrize("note", ["Note: of 30 September", "* as told", "หมายเหตุ ข้อมูลเบื้องต้น", "ที่มา: สำรวจ"])
def test_a_note_below_a_table_is_no_unit(rated, smallest, write, note):
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,50,60\n{note},,\n"))
    assert [unit["unit"] for unit in found["units"]] == ["North"]
    (told,) = found["diagnostics"]
    assert (told["code"], told["severity"], told["line"]) == ("bare-rows", "warning", 3)
    assert "looks like a note" in told["message"]
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,50,60\n{note},70,\n"))
    assert [unit["unit"] for unit in found["units"]] == ["North", note]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("EIT1 (ภายนอก),b", ["begins with EIT1"]),
        ("EIT1. ภายนอก,b", ["looks like one"]),
        ("b Information,EIT1", ["begins with b"]),
        ("b date,EIT1", []),
        ("EIT1 remark,EIT1", []),
        ("EIT1 remark,EIT1 date,b", []),
    ],
)
def test_headings_that_begin_with_an_id(ken, smallest, write, columns, told):
    rules = smallest("parts: {EIT1: {}, b: {title: {en: Information}}}\n")
    row = ",1" * (columns.count(",") + 1)
    run = ken("evaluate", rules, write("data.csv", f"agency,{columns}\nNorth{row}\n"))
    assert run.stderr.count("misspelt-column") == len(told)
    assert all(part in run.stderr for part in told)


def test_a_table_in_another_sheet(ken, smallest, tmp_path):
    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as book:
        book.add_worksheet("Cover").write_column(0, 0, ["Fill in", "all cells"])
        book.add_worksheet("Scores").write_row(0, 0, ["agency", "a", "b"])
    told = ken("evaluate", smallest(), tmp_path / "data.xlsx").stderr
    assert "hint: if the table stands in another sheet (Scores), name that with --sheet; else: " in told


def test_the_key_that_is_told_has_scores(ken, smallest, write):
    told = ken("evaluate", smallest(), write("data.csv", "agency,a,b\nNorth,50,60\n"), "--key", "a").stderr
    assert "“a” is a score, and names no agency" in told
    assert "leave --key out, or say --key agency" in told


def test_columns_that_are_written_in_two_ways(ken, rated, smallest, write):
    text = '[{"agency": "N", "a": 50, "b": 60}, {"Agency": "S", "a": 70, "B": 80}]'
    told = ken("evaluate", smallest(), write("data.json", text)).stderr
    assert "1:38: error: the columns “Agency” and “agency” differ in capitals alone" in told
    assert "hint: write “b” in the place of “B”" in told
    found = rated(smallest(), write("data.csv", "agency,a,b,B\nNorth,50,60,good\n"))
    assert found["diagnostics"] == []
