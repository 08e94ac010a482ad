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


SAME = "“{0}” of another, and not the same cells, such as 1 here and at"


@pytest.mark.parametrize(
    ("heading", "rows", "code", "line"),
    [
        ("response_id", f"{ROWS}1,North,50,70\n", "same-respondent", 5),
        ("ResponseId", f"{ROWS}1,North,50,60\n", "pasted-rows", 5),
        ("_uuid", f"{ROWS}1,North,50,70\n2,North,10,10\n", "same-respondent", 5),
        ("รหัสผู้ตอบ", f"{ROWS}1,North,50,70\n", "same-respondent", 5),
        ("Email Address", f"{ROWS}1,North,50,70\n", "same-respondent", 5),
        ("ที่อยู่อีเมล", f"{ROWS}1,North,50,70\n", "same-respondent", 5),
        ("email", "anonymous,North,50,70\n" * 3 + "anonymous,North,50,60\n", None, 0),
        ("record id", f"{ROWS},North,50,70\n,North,50,70\n", None, 0),  # no number is none
        ("record id", "1,North,5,6\n1,South,5,6\n2,South,5,6\n", None, 0),  # numbered by unit
        ("key", "a,North,5,6\na,North,5,7\na,North,5,6\nb,South,5,6\nb,South,5,9\n", None, 0),
        ("floor", f"{ROWS}1,North,50,70\n", None, 0),
    ],
)
def test_a_respondent_who_is_there_again(rated, smallest, write, heading, rows, code, line):
    data = write("data.csv", f"{heading},agency,a,b\n{rows}")
    found = rated(smallest(), data, "--layout", "responses")["diagnostics"]
    own = [each for each in found if each["code"] in ("pasted-rows", "same-respondent")]
    assert [(each["code"], each["line"], each["severity"]) for each in own] == [
        (code, line, "warning")
    ] * bool(code)
    if code:
        assert f"“{heading}”" in own[0]["message"]
        assert f"such as 1 here and at {data}:2:1" in own[0]["message"]
        assert rated(smallest(), data, "--layout", "responses", "--meant", code)["diagnostics"] == []


def test_rows_of_several_years_or_rounds_are_told(rated, smallest, write):
    rows = "2565,A,5,6\n2566,A,7,8\n2566,B,7,8\n"
    for heading, is_told in (("year", True), ("ปีงบประมาณ", True), ("Round", True), ("born in", False)):
        data = write("data.csv", f"{heading},agency,a,b\n{rows}")
        found = [
            each
            for each in rated(smallest(), data, "--layout", "responses")["diagnostics"]
            if each["code"] == "several-times"
        ]
        assert len(found) == is_told
        for each in found:
            assert each["message"].startswith(f"1 unit has rows of several “{heading}” (2565, 2566 of “A”)")
            assert f'only: {{"{heading}": "2566"}}' in each["hint"]
            assert f'key: ["agency", "{heading}"]' in each["hint"]
            assert (each["severity"], each["line"]) == ("warning", 3)
        entry = f'files: [{{path: data.csv, layout: responses, only: {{"{heading}": "2566"}}}}]'
        mended = rated(smallest(), write("d.yaml", f"dataset: d\n{entry}\n"))
        assert [each["code"] for each in mended["diagnostics"] if each["severity"] != "note"] == []
        assert mended["units"][0]["scores"]["a"] == 7


def test_scores_of_several_years_in_one_unit_are_told(rated, smallest, write):
    rows = "A,2565,a,50\nA,2566,b,60\nB,2566,a,1\nB,2566,b,2\n"
    data = write("data.csv", f"agency,year,item,score\n{rows}")
    (each,) = rated(smallest(), data)["diagnostics"]
    assert (each["code"], each["severity"], each["line"]) == ("several-times", "warning", 3)
    assert "1 unit has rows of several “year” (2565, 2566 of “A”)" in each["message"]
    assert rated(smallest(), data, "--meant", "several-times")["diagnostics"] == []


def test_a_row_that_may_stand_for_several_respondents_is_told(rated, smallest, write):
    for heading, rows, is_told in (
        ("n", "A,5,6,12\nA,7,8,3\n", True),
        ("จำนวนผู้ตอบ", "A,5,6,๑๒\nA,7,8,3\n", True),
        ("wt", "A,5,6,1.2\nA,7,8,0.7\n", True),
        ("_weight_final", "A,5,6,1.2\nA,7,8,0.7\n", True),
        ("weighting_note", "A,5,6,1.2\nA,7,8,0.7\n", False),
        ("weight", "A,5,6,1.0\nA,7,8,1\n", False),
        ("count of floors", "A,5,6,many\nA,7,8,3\n", False),
    ):
        data = write("data.csv", f"agency,a,b,{heading}\n{rows}")
        found = rated(smallest(), data, "--layout", "responses")["diagnostics"]
        assert [each["code"] for each in found if each["code"] == "weighted-rows"] == [
            "weighted-rows"
        ] * is_told
        for each in found * is_told:
            assert each["message"].startswith(f"“{heading}” may say for how many respondents a row stands")
            assert (each["severity"], each["line"], each["column"]) == ("warning", 1, 12)


@pytest.mark.parametrize(
    ("rows", "options", "line"),
    [
        ("A,a,5,7\nA,,,\n", (), 0),
        ("A,a,5,7\nB,a,5,\nB,b,5,\n", (), 0),
        ("A,a,5,7\nB,a,5,7\nB,b,5,8\n", (), 4),
        ("A,a,5,7\nB,a,5,7\nB,b,5,8\n", ("--pass-through", "c"), 0),
    ],
)
def test_a_node_beside_the_items_has_one_value_a_unit(ken, smallest, write, rows, options, line):
    rules = smallest("parts: {c: {}}")
    rows = rows.replace("A,,,\n", "A,b,1,\n")
    data = write("data.csv", f"agency,item,score,c\n{rows}")
    result = ken("evaluate", rules, data, *options)
    assert ("“B” has another c here than in" in result.stderr) == bool(line)
    assert result.exit_code == 2 if line else "item-twice" not in result.stderr
    if line:
        assert f"{data}:{line}:7: error" in result.stderr
        assert "write the same in all its rows" in result.stderr


def test_a_node_beside_the_items_may_stand_in_any_row_of_its_unit(rated, smallest, write):
    data = write("data.csv", "agency,item,score,c\nA,a,10,\nA,b,20,60\n")
    (unit,) = rated(smallest("parts: {c: {}}"), data)["units"]
    assert (unit["scores"]["c"], unit["scores"]["total"]) == (60, 30)


def test_rows_that_a_year_tells_apart_are_kept(rated, smallest, write):
    write("data.csv", "agency,year,a,b\nA,2565,5,6\nA,2566,7,8\nB,2566,7,8\n")
    found = rated(smallest(), write("m.yaml", "dataset: d\nfiles: [{path: data.csv}]\n"))
    (fault,) = found["diagnostics"]
    entry = 'key: ["agency", "year"]'
    assert (fault["code"], fault["line"]) == ("duplicate-unit", 3)
    assert fault["hint"].startswith(
        f"“year” tells the rows apart: say in a manifest that the units are named by both, {entry}"
    )
    mended = rated(smallest(), write("m.yaml", f"dataset: d\n{entry}\nfiles: [{{path: data.csv}}]\n"))
    assert [unit["unit"] for unit in mended["units"]] == ["A · 2565", "A · 2566", "B · 2566"]
    only = 'only: {"year": "2566"}'
    assert only in fault["hint"]
    mended = rated(smallest(), write("m.yaml", f"dataset: d\nfiles: [{{path: data.csv, {only}}}]\n"))
    assert [unit["scores"]["a"] for unit in mended["units"]] == [7, 7]


@pytest.mark.parametrize(
    ("column", "values", "is_told"),
    [("statistic", "mean mean sd sd", True), ("row", "1 2 3 4", False), ("kind", "x x x x", False)],
)
def test_items_that_a_column_tells_apart_are_kept(ken, rated, smallest, write, column, values, is_told):
    rows = zip(values.split(), ("a,50", "b,60", "a,5", "b,6"), strict=True)
    data = write(
        "data.csv", f"{column},agency,item,score\n" + "".join(f"{own},A,{row}\n" for own, row in rows)
    )
    result = ken("evaluate", smallest(), data)
    only = 'only: {"statistic": "mean"}'
    assert (f"“{column}” tells the rows apart" in result.stderr, only in result.stderr) == (is_told, is_told)
    assert ("keep one of the rows" in result.stderr) != is_told
    if is_told:
        found = rated(
            smallest(), write("m.yaml", f"dataset: d\nfiles: [{{path: data.csv, layout: long, {only}}}]\n")
        )
        assert found["units"][0]["scores"]["total"] == 55
