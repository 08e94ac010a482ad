"""Units that several columns name together."""

from __future__ import annotations

import polars as pl
import pytest

RULES = """answers: {yes_no: {yes: 100, no: 0}}
parts: {a: null, b: null, x: {answers: yes_no, questions: [q1, q2]}, y: {}}
"""
ROWS = [("A ก", 2565), ("A ก", 2566), ("B", 2566)]


def manifest(*files):
    return f"dataset: x\nkey: [agency, year]\nfiles: [{', '.join(f'{{{file}}}' for file in files)}]\n"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_files_are_joined_by_all_columns_of_the_key_in_every_layout(rated, smallest, write, tmp_path, ending):
    answers = [{"agency": a, "year": y, "q1": "yes", "q2": w} for a, y in ROWS for w in ("yes", "no")]
    scores = [{"year": y, "agency": f"{a} ", "y": 10 * at, "years": "x"} for at, (a, y) in enumerate(ROWS)]
    long = [{"agency": a, "item": "y", "score": 10 * at, "year": y} for at, (a, y) in enumerate(ROWS)]
    for name, rows in (("answers", answers), ("scores", scores), ("long", long)):
        path, frame = tmp_path / f"{name}.{ending}", pl.DataFrame(rows)
        getattr(frame, "write_excel" if ending == "xlsx" else f"write_{ending}")(path)
    for other in ("scores", "long"):
        text = manifest(
            f"path: answers.{ending}, layout: responses", f"path: {other}.{ending}, layout: {other}"
        )
        units = rated(smallest(RULES), write("d.yaml", text))["units"]
        found = {unit["unit"]: (unit["scores"]["x"], unit["scores"]["y"]) for unit in units}
        assert found == {f"{a} · {y}": (75, 10 * at) for at, (a, y) in enumerate(ROWS)}


def test_the_columns_of_the_key_stand_beside_the_name_in_the_result(ken, smallest, write, tmp_path):
    write("s.csv", "agency,year,a,b\nA,2565,1,2\nA,2566,3,4\n")
    text = manifest("path: s.csv, layout: scores")
    ken("evaluate", smallest(), write("d.yaml", text), "-o", tmp_path / "out.csv")
    out = pl.read_csv(tmp_path / "out.csv")
    assert out["year"].to_list() == [2565, 2566]
    assert out.columns[0] == "agency"
    assert out["agency"].to_list() == ["A · 2565", "A · 2566"]
    assert out["agency (data)"].to_list() == ["A", "A"]


def test_a_unit_without_a_part_of_its_name_is_told_where_that_lacks(ken, smallest, write):
    write("s.csv", "agency,year,a,b\nA,2565,1,2\nA,,3,4\n")
    result = ken("evaluate", smallest(), write("d.yaml", manifest("path: s.csv")))
    assert result.exit_code == 1
    assert "s.csv:3:3: error: the row has no agency" in result.stderr


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("agency,yeer,a,b\nA,1,1,2\n", "d.yaml:2:6: error: there is no column “year”"),
        ("agency,year,a,b\nA · x,1,1,2\n", "s.csv:2:1: error: “A · x” has the sign that joins the names"),
    ],
)
def test_a_key_that_is_not_there_or_not_clear_is_refused(ken, smallest, write, table, told):
    write("s.csv", table)
    result = ken("evaluate", smallest(), write("d.yaml", manifest("path: s.csv")))
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_key_of_one_column_in_a_list_is_that_column(rated, smallest, write):
    write("s.csv", "ward,a,b\nA,1,2\n")
    text = "dataset: x\nfiles: [{path: s.csv, key: [ward]}]\n"
    assert rated(smallest(), write("d.yaml", text))["units"][0]["unit"] == "A"
