"""Units that are likely one under two names, in a table and in several files."""

from __future__ import annotations

import polars as pl
import pytest

MANIFEST = "dataset: x\nfiles: [{path: a.csv, layout: scores}, {path: b.csv, layout: scores}]\n"


@pytest.fixture
def told(rated, smallest, write):
    """What is found in two files, each given by the names of its units."""

    def run(first, second):
        for column, names in (("a", first), ("b", second)):
            rows = "".join(f"{name},50\n" for name in names)
            write(f"{column}.csv", f"agency,{column}\n{rows}")
        found = rated(smallest(), write("dataset.yaml", MANIFEST))["diagnostics"]
        return [(each["code"], each["severity"], each["line"], each["message"]) for each in found]

    return run


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [("อบต. ก", "อบต.ก", True), ("a b", "ab", True), ("Moo 1 2", "Moo 12", False), ("Moo 1", "Moo1", True)],
)
def test_units_that_differ_in_blanks(rated, smallest, write, one, other, is_told):
    found = rated(smallest(), write("data.csv", f"agency,a,b\n{one},50,60\n{other},50,60\n"))["diagnostics"]
    assert [each["code"] for each in found] == ["alike-units"] * is_told
    assert all("differ in blanks alone" in each["message"] for each in found)


def test_numbers_that_lost_their_zeros(told):
    assert told(["00123", "7"], ["123", "7"]) == [
        ("alike-units", "warning", 2, "“123” and “00123” differ in the zeros before them alone")
    ]


def test_names_with_their_number_in_the_list(told):
    ((code, severity, line, message),) = told(["North", "South"], ["North", "2. South"])
    assert (code, severity, line) == ("lone-units", "warning", 3)
    assert "“2. South” is not in " in message
    assert "which has “South”, and that is not here" in message


def test_names_that_each_file_has_alone(told):
    ((code, severity, line, message),) = told(["North", "S. of Nadi"], ["North", "Subdistrict Na Di"])
    assert (code, severity, line) == ("lone-units", "note", 3)
    assert message.endswith("has units that are not here: S. of Nadi")


@pytest.mark.parametrize("second", [["North"], ["North", "South", "East"], ["West", "East"]])
def test_files_of_other_units(told, second):
    assert told(["North", "South"], second) == []


def test_respondents_of_a_unit_under_another_name(rated, smallest, write):
    write("a.csv", "agency,a\n1. North,50\n2. South,60\n")
    write("b.csv", "agency,b\nNorth,50\n")
    files = "[{path: a.csv, layout: scores}, {path: b.csv, layout: responses}]"
    found = rated(smallest(), write("dataset.yaml", f"dataset: x\nfiles: {files}\n"))["diagnostics"]
    (fault,) = [each for each in found if each["code"] == "unknown-unit"]
    assert fault["hint"].startswith("did you mean “1. North”? Write one name in both")


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_long_numbers_that_a_spreadsheet_shortened(rated, smallest, write, layout):
    data = write("data.csv", "agency,a,b\n3.40E+12,50,60\n1.20E+12,70,80\n")
    (finding,) = rated(smallest(), data, "--layout", layout)["diagnostics"]
    assert (finding["code"], finding["severity"], finding["column"]) == ("shortened-names", "warning", 1)
    assert "its last digits are lost (2 rows)" in finding["message"]
    assert rated(smallest(), data, "--layout", layout, "--meant", "shortened-names")["diagnostics"] == []


def test_files_of_one_table_have_units_of_their_own(rated, smallest, write, tmp_path):
    """Also where a column is of another type in one of them."""
    for name, units, type_ in (("a", "NSW", pl.Int64), ("b", "NSE", pl.String)):
        scores = pl.Series([50] * 3).cast(type_)
        pl.DataFrame({"agency": list(units), "item": "a", "score": scores}).write_parquet(
            tmp_path / f"{name}.parquet"
        )
    files = "[{path: a.parquet, layout: long}, {path: b.parquet, layout: long}]"
    found = rated(smallest(), write("dataset.yaml", f"dataset: x\nfiles: {files}\n"))["diagnostics"]
    assert [each["code"] for each in found if each["code"] == "lone-units"] == []
