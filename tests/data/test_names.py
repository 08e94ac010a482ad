"""A name in data is a name, whatever a library reads in it: a pattern, all columns, a column of Ken's own."""

from __future__ import annotations

import csv
import io

import kenrules
import polars as pl
import pytest
from kenrules.engine.data.dataset import refused_column

from ..conftest import HI_LO
from ..libraries import LIBRARIES

NAMES = (
    "^grp$",
    "*",
    "^.*$",
    "ken:at",
    "ken:row",
    "(row)",
    "item",
    "unit",
    "c0",
    "f0c1",
    "grp",
    "rating",
    "status",
)
CELLS = {name: [f"{name} {number}" for number in range(3)] for name in NAMES}
FRAME = pl.DataFrame({"agency": ["A", "B", "C"], **CELLS, "a": [90.0, 80.0, 10.0], "b": [70.0, 20.0, 10.0]})
TAKEN = ("rating", "status")
"""Names of columns that Ken writes, so that those of the data get others."""


@pytest.fixture
def data(tmp_path):
    """The frame as a file of a kind."""

    def written(kind: str):
        path = tmp_path / f"data.{kind}"
        {
            "csv": FRAME.write_csv,
            "json": FRAME.write_json,
            "jsonl": FRAME.write_ndjson,
            "xlsx": FRAME.write_excel,
            "parquet": FRAME.write_parquet,
            "arrow": FRAME.write_ipc,
        }[kind](path)
        return path

    return written


def read_back(path) -> list[dict[str, str]]:
    frame = {
        ".csv": lambda: pl.read_csv(path, infer_schema=False),
        ".xlsx": lambda: pl.read_excel(path, engine="calamine", sheet_name="ratings"),
        ".parquet": lambda: pl.read_parquet(path),
    }[path.suffix]()
    return frame.rows(named=True)


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "xlsx", "parquet", "arrow"])
def test_columns_of_any_name_are_passed_through(ken, smallest, data, kind):
    result = ken("evaluate", smallest(HI_LO_AB), data(kind), "--format", "csv")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [(row["agency"], row["total"], row["rating"]) for row in rows] == TOLD
    for name in set(NAMES) - set(TAKEN):
        assert [row[name] for row in rows] == CELLS[name], name


HI_LO_AB = HI_LO.replace("parts: null\n", "")
TOLD = [("A", "80.00", "hi"), ("B", "50.00", "hi"), ("C", "10.00", "lo")]


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_they_are_written_to_files(ken, smallest, data, tmp_path, kind):
    out = tmp_path / f"out.{kind}"
    result = ken("evaluate", smallest(HI_LO_AB), data("csv"), "-o", out)
    assert result.exit_code == 0, result.stderr
    rows = read_back(out)
    assert [(row["agency"], float(row["total"]), row["rating"]) for row in rows] == [
        (unit, float(total), rating) for unit, total, rating in TOLD
    ]
    for name in set(NAMES) - set(TAKEN):
        assert [row[name] for row in rows] == CELLS[name], name


@pytest.mark.parametrize("library", LIBRARIES)
def test_frames_keep_them(smallest, library):
    to, back = LIBRARIES[library]
    for data in (to(FRAME), [to(FRAME)]):
        result = back(kenrules.evaluate(smallest(HI_LO_AB), data)).sort("agency")
        assert result["rating"].to_list() == ["hi", "hi", "lo"]
        for name in set(NAMES) - set(TAKEN):
            assert result[name].to_list() == CELLS[name], name


@pytest.mark.parametrize("layout", ["scores", "responses", "long"])
@pytest.mark.parametrize("key", ["^k$", "*", "ken:unit"])
def test_a_key_column_of_any_name(rated, smallest, write, key, layout):
    lines = f"{key},k,a,b\nA,x,90,70\nB,x,80,20\n"
    if layout == "long":
        lines = f"{key},k,item,score\nA,x,a,90\nB,x,a,80\nA,x,b,70\nB,x,b,20\n"
    found = rated(smallest(), write("data.csv", lines), "--key", key, "--layout", layout)
    assert [(unit["unit"], unit["scores"]["total"]) for unit in found["units"]] == [("A", 80), ("B", 50)]


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_key_column_of_any_name_in_frames(smallest, library):
    to, back = LIBRARIES[library]
    frame = pl.DataFrame({"k": ["x", "x"], "^k$": ["A", "B"], "a": [90.0, 80.0], "b": [70.0, 20.0]})
    for data in (to(frame), [kenrules.Responses(to(frame), key="^k$")]):
        result = back(kenrules.evaluate(smallest(), data, key="^k$"))
        assert sorted(result["total"].to_list()) == [50, 80]


@pytest.mark.parametrize("name", ["^grp$", "*", "^.*$", "ken:at"])
def test_groups_are_made_by_a_column_of_any_name(ken, smallest, write, tmp_path, name):
    data = write("data.csv", f"agency,grp,{name},a,b\nA,x,north,90,70\nB,y,north,80,20\nC,z,south,10,10\n")
    old, new = smallest(HI_LO_AB), smallest(HI_LO_AB.replace("50", "60"), "new.yaml")
    result = ken("compare", old, new, data, "--no-proofs", "--by", name, "--format", "json")
    assert result.exit_code in (0, 1), result.stderr
    assert "north" in result.stdout
    assert "south" in result.stdout
    result = ken("report", old, data, "--all", "-o", tmp_path / "out", "--kind", "md", "--by", name)
    assert result.exit_code in (0, 1), result.stderr
    assert "north" in (tmp_path / "out" / "index.json").read_text(encoding="utf-8")
    for arguments in (
        ("compare", old, new, data, "--no-proofs"),
        ("report", old, data, "--all", "-o", tmp_path / "o"),
    ):
        result = ken(*arguments, "--by", "^g.*$")
        assert result.exit_code == 2
        assert "is no column of the data" in result.stderr


def test_what_says_that_a_value_was_refused_is_a_column_that_every_library_takes():
    assert "." not in refused_column("N1.q1")  # Spark reads a dot as a step into a structure


@pytest.mark.parametrize(
    ("heads", "key"),
    [
        (["Agency", "a", "b"], "Agency"),
        (["AGENCY", "agency", "a", "b"], "agency"),
        (["AGENCY", "Agency", "a", "b"], None),  # which of them is not said
    ],
)
def test_a_column_called_as_the_unit_is_but_for_capital_letters_names_the_units(units, heads, key):
    row = ",".join("x" if head.casefold() == "agency" else "80" for head in heads)
    if key is None:
        with pytest.raises(AssertionError, match="there is no column"):
            units("", f"{','.join(heads)}\n{row}\n")
        return
    assert units("", f"{','.join(heads)}\n{row}\n")["x"]["scores"]["total"] == 80
