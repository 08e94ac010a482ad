"""Which sign parts the decimals of numbers: a point, a comma where somebody says so, and never a guess."""

from __future__ import annotations

import json

import polars as pl
import pytest

MANIFEST = "dataset: x\n{top}files: [{{path: data.csv, layout: {layout}{own}}}]\n"


@pytest.mark.parametrize("layout", ["scores", "responses", "long"])
@pytest.mark.parametrize("way", ["option", "manifest", "file"])
def test_decimals_behind_a_comma(rated, smallest, write, layout, way):
    text = "agency;a;b\nA;12,34;๗๐,5\n" if layout != "long" else "agency;item;score\nA;a;12,34\nA;b;๗๐,5\n"
    data, options = write("data.csv", text), ["--layout", layout, "--decimal", "comma"]
    if way != "option":
        top, own = ("decimal: comma\n", "") if way == "manifest" else ("", ", decimal: comma")
        data, options = write("dataset.yaml", MANIFEST.format(top=top, own=own, layout=layout)), []
    found = rated(smallest(), data, *options)
    (unit,) = found["units"]
    assert (unit["scores"]["a"], unit["scores"]["b"], found["diagnostics"]) == (12.34, 70.5, [])


@pytest.mark.parametrize("separator", [",", "\t", "|"])
def test_a_comma_for_decimals_in_other_files(rated, smallest, write, separator):
    text = separator.join(["agency", "a", "b"]) + "\n" + separator.join(["A", '"12,5"', '"1.000,5"']) + "\n"
    rules = smallest("scale: {max: 2000}")
    (unit,) = rated(rules, write("data.csv", text), "--decimal", "comma")["units"]
    assert (unit["scores"]["a"], unit["scores"]["b"]) == (12.5, 1000.5)


def test_where_nothing_says_it_a_comma_is_read_in_no_way(rated, smallest, write):
    found = rated(smallest("scale: {max: 20000}"), write("data.csv", "agency;a;b\nA;12,345;1\nB;12.5;2\n"))
    (fault,) = found["diagnostics"]
    assert (fault["code"], fault["line"], fault["column"]) == ("not-a-number", 2, 3)
    assert fault["message"] == "“12,345” can be 12345 or 12.345"
    assert fault["hint"] == "say which it is: --decimal comma, or decimal: comma in the manifest"
    assert [unit["status"] for unit in found["units"]] == ["incomplete", "rated"]


@pytest.mark.parametrize(("sign", "score"), [("comma", 12.35), ("point", 12345)])
def test_where_somebody_says_it_there_is_one_way(rated, smallest, write, sign, score):
    data = write("data.csv", "agency;a;b\nA;12,345;1\n")
    rules = smallest("scale: {max: 20000}\nbands: [{rating: hi, from: 50}, {rating: lo}]")
    found = rated(rules, data, "--decimal", sign)
    assert (found["units"][0]["scores"]["a"], found["diagnostics"]) == (score, [])


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_a_point_is_a_sign_for_thousands_where_a_comma_parts_decimals(rated, smallest, write, layout):
    data = write("data.csv", "agency;a;b\nA;12.345;12.5\n")
    rules = smallest("scale: {max: 20000}")
    found = rated(rules, data, "--decimal", "comma", "--layout", layout)
    assert found["units"][0]["scores"]["a"] == 12345
    (fault,) = found["diagnostics"]
    assert (fault["line"], fault["column"]) == (2, 10)


def test_a_comma_for_decimals_where_a_point_is_expected_says_how_to_mend_it(rated, smallest, write):
    (fault,) = rated(smallest(), write("data.csv", 'agency,a,b\nA,"12,5",1\n'))["diagnostics"]
    assert fault["message"] == "“12,5” has a comma for its decimals"
    assert fault["hint"].startswith("write 12.5, or say it for the whole file: --decimal comma")


REVERSED = """
answers: {agree: {options: {"yes": 100, "so": 40, "no": 0}}}
parts: {S: {answers: agree, questions: {q1: {reversed: true}}}}
bands: [{rating: any}]
"""


def test_a_point_where_decimals_have_a_comma_is_refused_whatever_the_layout(ken, smallest, write):
    rules = smallest(
        "answers: {agree: {all: 66.67, none: 0}}\nparts: {S: {answers: agree, questions: [q1]}}\n"
    )
    data = write("data.csv", "agency;q1\na;66,67\nb;66.67\n")
    for layout in ("scores", "responses"):
        told = ken("evaluate", rules, data, "--decimal", "comma", "--layout", layout, "--format", "csv")
        assert told.exit_code == 1
        assert "data.csv:3:3: error: “66.67”" in told.stderr
        assert told.stdout.count(",66.67,") > 0


@pytest.mark.parametrize("kind", ["csv", "parquet", "json"])
def test_a_number_is_an_answer_only_as_a_score_of_the_scale(kind, ken, smallest, write, tmp_path):
    rows = [{"agency": "a", "q1": "so"}, {"agency": "b", "q1": "60"}, {"agency": "c", "q1": "40"}]
    if kind == "csv":
        data = write("data.csv", "agency,q1\n" + "".join(f"{row['agency']},{row['q1']}\n" for row in rows))
    elif kind == "json":
        data = write("data.json", json.dumps(rows))
    else:
        pl.DataFrame(rows).write_parquet(data := tmp_path / "data.parquet")
    told = ken("evaluate", smallest(REVERSED), data, "--layout", "responses", "--format", "json")
    found = json.loads(told.stdout)
    units = {unit["unit"]: unit["scores"].get("q1") for unit in found["units"]}
    assert units == {"a": 60.0, "b": None, "c": 40.0}
    assert [each["message"] for each in found["diagnostics"]] == ["“60” is no answer of agree"]


THOUSANDS = "scale: {max: 20000}\nbands: [{rating: hi, from: 50}, {rating: lo}]"


@pytest.mark.parametrize(
    ("cells", "scores", "message"),
    [
        ("12.345;1\nB;1;2", [None, 1.5], "“12.345” can be 12.345 or 12345"),
        ("๑๒.๓๔๕;1\nB;1;2", [None, 1.5], "“๑๒.๓๔๕” can be 12.345 or 12345"),
        ("12.345;1.5\nB;1;2", [6.92, 1.5], None),  # 1.5 has a point before its decimals
        ("0.345;1\nB;1;2", [0.67, 1.5], None),  # no thousand begins with 0
        ("98.345;1\nB;1;2", [49.67, 1.5], None),  # 98345 is off the scale
    ],
)
def test_a_point_that_may_part_thousands_is_read_in_no_way(rated, smallest, write, cells, scores, message):
    data = write("data.csv", f"agency;a;b\nA;{cells}\n")
    found = rated(smallest(THOUSANDS), data)
    assert [unit["scores"].get("total") for unit in found["units"]] == scores
    assert [fault["message"] for fault in found["diagnostics"]] == [message] * bool(message)
    for fault in found["diagnostics"]:
        assert (fault["code"], fault["line"], fault["column"]) == ("not-a-number", 2, 3)
        hint = "say which it is, 12.345 with --decimal point or 12345 with --decimal comma; or decimal: in the manifest"
        assert fault["hint"] == hint
        for sign, score in (("point", 12.35), ("comma", 12345)):
            assert rated(smallest(THOUSANDS), data, "--decimal", sign)["units"][0]["scores"]["a"] == score


def test_a_point_is_no_doubt_where_no_thousand_is_possible(rated, smallest, write):
    found = rated(smallest(), write("data.csv", "agency;a;b\nA;12.345;1\n"))
    assert (found["units"][0]["scores"]["a"], found["diagnostics"]) == (12.35, [])


@pytest.mark.parametrize("cell", ["12,5", "85%", "12,345", "#N/A", "n/a", "12;5"])
def test_the_same_is_said_of_a_cell_in_every_layout(rated, smallest, write, cell):
    rules, told = smallest("scale: {max: 20000}"), []
    write("data.csv", f'agency,a,b\nA,"{cell}",60\n')
    for layout in ("scores", "responses"):
        manifest = write("dataset.yaml", MANIFEST.format(top="", own="", layout=layout))
        (fault,) = rated(rules, manifest)["diagnostics"]
        told.append((fault["line"], fault["column"], fault["message"], fault["hint"]))
    assert told[0] == told[1]


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_a_comma_that_was_declared_is_not_in_doubt(rated, smallest, write, layout):
    write("data.csv", "agency;a;b\nA;120,5;60\n")
    manifest = write("dataset.yaml", MANIFEST.format(top="decimal: comma\n", own="", layout=layout))
    (fault,) = rated(smallest(), manifest)["diagnostics"]
    assert "comma" not in fault["message"] + fault["hint"]
    assert "120.5" in fault["message"] or "“120,5” is no score from 0 to 100" in fault["message"]
