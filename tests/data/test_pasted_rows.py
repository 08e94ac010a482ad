"""Respondents who are there twice: rows pasted again, files copied or named twice."""

from __future__ import annotations

import pytest

ROWS = "1,North,50,60\n2,North,50,60\n3,South,10,20\n"


@pytest.mark.parametrize(
    ("rows", "is_told"),
    [
        (f"{ROWS}1,North,50,60\n2,North,50,60\n", True),
        (f"{ROWS}1,North,50,60\n", False),
        (f"{ROWS}1,North,50,70\n2,North,50,60\n", False),
        ("M,North,50,60\nF,North,10,20\nM,North,50,60\nF,North,10,20\n", False),
        ("1,North,50,60\n1,South,10,20\n2,North,50,60\n2,South,50,60\n", False),
    ],
)
def test_rows_that_were_pasted_again(rated, smallest, write, rows, is_told):
    data = write("data.csv", f"number,agency,a,b\n{rows}")
    found = rated(smallest(), data, "--layout", "responses")["diagnostics"]
    assert [each["code"] for each in found] == ["pasted-rows"] * is_told
    for finding in found:
        assert (finding["severity"], finding["line"]) == ("warning", 5)
        assert "2 rows are there again, with the same “number” and the same answers" in finding["message"]
        assert f"such as 1 here and at {data}:2:1" in finding["message"]
    assert rated(smallest(), data, "--layout", "responses", "--meant", "pasted-rows")["diagnostics"] == []


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["s*.csv", "s1.csv"], "is found by the pattern at"),
        (["s1.csv", "s1.csv"], "is named twice: its respondents count twice"),
        (["s1*.csv"], "has the same contents as"),
    ],
)
def test_files_that_are_read_twice(rated, smallest, write, files, message):
    write("s1.csv", "agency,a,b\nNorth,50,60\n")
    if "s1*.csv" in files:
        write("s1 - Copy.csv", "agency,a,b\nNorth,50,60\n")
    entries = ", ".join(f"{{path: '{file}', layout: responses}}" for file in files)
    found = rated(smallest(), write("dataset.yaml", f"dataset: x\nfiles: [{entries}]\n"))
    (finding,) = found["diagnostics"]
    assert finding["code"] == "same-contents"
    assert message in finding["message"]
    assert finding["severity"] == ("note" if "pattern" in message else "error")


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("survey-2569.csv", "did you mean “survey-2568.csv”?"),
        ("SURVEY*.csv", "did you mean “survey-2568.csv”? Capitals count"),
        ("zzz.csv", "the files there are survey-2568.csv, web.csv;"),
        ("nowhere/a.csv", "check the spelling; paths are taken from the folder of the manifest"),
    ],
)
def test_a_file_that_is_not_there(ken, smallest, write, path, hint):
    write("survey-2568.csv", "agency,a\nNorth,50\n")
    write("web.csv", "agency,b\nNorth,50\n")
    told = ken("evaluate", smallest(), write("dataset.yaml", f"dataset: x\nfiles: [{{path: '{path}'}}]\n"))
    assert f"hint: {hint}" in told.stderr


def test_respondents_without_their_instrument(ken, smallest, write):
    data = write("web.csv", "agency,b\nNorth,50\n")
    told = ken("evaluate", smallest(), data, "--responses", "s.csv").stderr
    assert "“s.csv” names no instrument" in told
    assert "--responses a=s.csv, --responses b=s.csv" in told
