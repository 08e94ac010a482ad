"""Rows of a file that are its table: what a manifest says of heads, of rows to be left out and of the end."""

from __future__ import annotations

import random

import polars as pl
import pytest
from kenrules.engine.data.row_bounds import joined_heads

from .dressed import dressed, written

HEADS = ["agency", "a", "b"]


def manifest(name, *keys):
    return f"dataset: x\nfiles:\n  - {{path: {name}, {', '.join(keys)}}}\n"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
@pytest.mark.parametrize("layout", ["scores", "long"])
def test_a_table_is_rated_as_it_is_without_what_people_put_around_it(
    rated, smallest, write, tmp_path, ending, layout
):
    luck, rules = random.Random(f"{ending} {layout}"), smallest()
    for number in range(12):
        body = [[f"unit {at}", luck.randint(0, 100), luck.randint(0, 1000) / 10] for at in range(4)]
        heads = HEADS
        if layout == "long":
            heads = ["agency", "item", "score"]
            body = [[row[0], name, row[at]] for row in body for at, name in ((1, "a"), (2, "b"))]
        plain = written(tmp_path / f"plain{number}.csv", [heads, *body])
        made = dressed(luck, heads, body)
        if layout == "long":  # its columns are no nodes, so that they keep their names
            made.keys = [key.replace("columns", "x") for key in made.keys]
            if any(key.startswith("x:") for key in made.keys):
                continue
        file = written(tmp_path / f"made{number}.{ending}", made.rows, luck.choice(",;|\t"))
        keys = [f"layout: {layout}", "decimal: point", *made.keys]
        wanted = rated(rules, plain, "--layout", layout)
        found = rated(rules, write(f"d{number}.yaml", manifest(file.name, *keys)))
        assert found["units"] == wanted["units"], (made, ending)
        told = [each["code"] for each in found["diagnostics"] if each["code"] == "rows-left-out"]
        assert bool(told) == any(key.startswith("until") for key in made.keys)


def test_rows_of_respondents_are_counted_without_the_two_below_their_heads(rated, smallest, write):
    rules = smallest(
        "answers: {yes_no: {yes: 100, no: 0}}\nparts: null\nquestions: {q1: {answers: yes_no}}\n"
    )
    head = 'agency,q1\n"Which\nagency?","Was it, all in all, good?"\n"{""id"":1}","{""id"":2}"\n'
    write("q.csv", f"{head}A,yes\nA,no\nB,yes\n")
    found = rated(rules, write("d.yaml", manifest("q.csv", "layout: responses", "skip_rows: [2, 3]")))
    assert [(unit["unit"], unit["scores"]["q1"]) for unit in found["units"]] == [("A", 50), ("B", 100)]
    assert found["diagnostics"] == []


@pytest.mark.parametrize(
    ("keys", "place", "told"),
    [
        ("header_row: 40", "4:40", "row 40 is to name the columns, and {file} has 5 rows"),
        ("header_row: [2]", "4:40", "row 2 of {file} is to name the columns, and is empty"),
        ("skip_rows: [4..9]", "4:39", "row 9 is to be left out, and {file} has 5 rows"),
        ("skip_rows: [4..3]", "4:39", "a range from 4 to 3 has no rows"),
        ("skip_rows: [1..5]", "4:39", "every row of {file} is to be left out"),
        ("header_row: 1, skip_rows: [1]", "4:54", "row 1 is to name the columns, and to be left out"),
        ("until: nothing", "4:35", "no row of {file} begins with “nothing”"),
        ("until: u*", "4:35", "rows [3, 4, 5] of {file} begin with “u*”"),
    ],
)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_does_not_fit_the_file_is_told_at_its_place(
    ken, smallest, write, tmp_path, keys, place, told, ending
):
    rows = [HEADS, ["", "", ""], ["u1", 1, 2], ["u2", 3, 4], ["u3", 5, 6]]
    file = written(tmp_path / f"data.{ending}", rows)
    text = f"# one\ndataset: x\nfiles:\n  - {{path: {file.name}, {keys}}}\n"
    result = ken("evaluate", smallest(), write("d.yaml", text))
    assert result.exit_code == 2
    told = told.replace("[3, 4, 5]", "3, 4, 5").replace("{file}", str(file))
    assert f"error: {told}" in result.stderr.replace("\n", " ").replace("  ", " "), result.stderr
    assert f"d.yaml:{place.split(':')[0]}:" in result.stderr


@pytest.mark.parametrize("keys", ["skip_rows: 2", "skip_rows: [0]", "header_row: 3-4", "header_row: [a]"])
def test_what_names_no_rows_is_refused(ken, smallest, write, keys):
    write("data.csv", "agency,a,b\nu,1,2\n")
    result = ken("evaluate", smallest(), write("d.yaml", manifest("data.csv", keys)))
    assert result.exit_code == 2
    assert "d.yaml:3:" in result.stderr
    assert "hint: write" in result.stderr


@pytest.mark.parametrize("ending", ["parquet", "json"])
def test_columns_with_names_of_their_own_have_no_head_and_rows_of_data(
    ken, rated, smallest, write, tmp_path, ending
):
    frame = pl.DataFrame({"agency": ["Which?", "u", "v", "Total"], "a": ["x", "1", "2", "3"], "b": "4"})
    getattr(frame, f"write_{ending}")(tmp_path / f"data.{ending}")
    text = manifest(f"data.{ending}", "skip_rows: [1]", "until: Total")
    found = rated(smallest(), write("d.yaml", text))
    assert [(unit["unit"], unit["scores"]["a"]) for unit in found["units"]] == [("u", 1), ("v", 2)]
    result = ken("evaluate", smallest(), write("e.yaml", manifest(f"data.{ending}", "header_row: 1")))
    assert result.exit_code == 2
    assert "have names of their own, and no row has them" in result.stderr


def test_formulas_and_merged_cells_that_are_no_part_of_the_table_are_not_told(
    rated, smallest, write, tmp_path
):
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "data.xlsx") as made:
        sheet = made.add_worksheet("S")
        sheet.merge_range("A1:C1", "Scores of the year")
        sheet.merge_range("A2:A3", "agency")
        sheet.merge_range("B2:C2", "parts")
        sheet.write_row("B3", ["a", "b"])
        sheet.write_row("A4", ["u", 10, 20])
        sheet.write_row("A5", ["Total"])
        sheet.write_formula("B5", "=SUM(B4:B4)", None, "")
        sheet.merge_range("A6:C6", "a note")
    keys = ("header_row: 2..3", "until: Total", 'columns: {"parts/*": "*"}')
    found = rated(smallest(), write("d.yaml", manifest("data.xlsx", *keys)))
    assert [each["code"] for each in found["diagnostics"]] == ["rows-left-out"]
    assert found["units"][0]["scores"] == {"total": 15, "a": 10, "b": 20}


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (
            [["agency", "IIT", "", "OIT", ""], ["", "i1", "i2", "o1", "o2"]],
            "agency IIT/i1 IIT/i2 OIT/o1 OIT/o2",
        ),
        ([["agency", "", "IIT"], ["", "year", "i1"]], "agency year IIT/i1"),
        ([["x", "", "y", ""], ["p", "", "", "q"], ["1", "2", "3", "4"]], "x/p/1 x/p/2 y/3 y/q/4"),
        ([["agency", "a"], ["agency", "b"]], "agency a/b"),
        ([["A  B", "c"], ["d"]], "A_B/d c"),
    ],
)
def test_a_head_goes_on_over_empty_cells_up_to_the_next(rows, names):
    assert [name.replace(" ", "_") for name in joined_heads(rows)] == names.split()
