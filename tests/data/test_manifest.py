"""Several files as one dataset: what a manifest says of them."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest
from kenrules import KenError
from kenrules.engine.words.diagnostics import MAY_BE_MEANT

from ..conftest import ROOT
from ..surveys import PARTS, TOLD, TOP


def test_two_tables_that_contradict_each_other_leave_the_unit_without_a_rating(rated, smallest, write):
    write("one.csv", "agency,a,b\nu,90,90\nv,90,90\n")
    write("two.csv", "agency,a\nu,40\nv,90\n")
    for files in ("{path: one.csv}, {path: two.csv}", "{path: two.csv}, {path: one.csv}"):
        found = rated(smallest(), write("dataset.yaml", f"dataset: x\nfiles: [{files}]\n"))
        assert [(unit["unit"], unit["rating"]) for unit in found["units"]] == [("u", None), ("v", "high")]
        assert [each["code"] for each in found["diagnostics"]] == ["item-twice"]


def test_respondents_of_one_node_under_several_values_of_a_column_are_added_up(rated, smallest, write):
    write("q.csv", "agency,part,q1,q2\nA,1,a,a\nA,1,a,a\nA,9,a,e\nA,2,a,a\nB,1,a,e\nB,9,a,e\nB,2,a,a\n")
    found = {unit["unit"]: unit for unit in rated(smallest(PARTS), write("dataset.yaml", TOLD))["units"]}
    assert (found["A"]["respondents"], found["A"]["coverage"], found["A"]["scores"]["E1"]) == (
        {"E1": 3, "E2": 1},
        {"E1": 1, "E2": 1},
        83.33,
    )
    assert (found["B"]["respondents"], found["B"]["status"]) == ({"E1": 2, "E2": 1}, "incomplete")
    frame = pl.read_csv(write("q.csv", "agency,part,q1,q2\nA,1,a,a\nA,1,a,a\nA,9,a,e\nA,2,a,a\n"))
    result = kenrules.evaluate(
        smallest(PARTS), kenrules.Responses(frame, column="part", values={1: "E1", 9: "E1", 2: "E2"})
    )
    assert result.select("respondents E1", "respondents E2", "E1").rows() == [(3, 1, 83.33)]


def test_a_wrong_answer_is_that_of_the_instrument_that_its_row_tells(rated, smallest, write):
    write("q.csv", "agency,part,q1,q2\nA,1,a,a\nA,1,a,a\nA,9,a,a\nA,2,zz,a\n")
    found = rated(smallest(PARTS), write("dataset.yaml", TOLD))
    assert (found["units"][0]["scores"]["E1"], found["units"][0]["lacks"]) == (100, ["E2.q1"])
    frame = pl.DataFrame({"agency": ["A", "A"], "part": [1, 7], "q1": ["a", "a"], "q2": ["a", "a"]})
    with pytest.raises(KenError, match="1 row of “part” tells no instrument"):
        kenrules.evaluate(
            smallest(PARTS), kenrules.Responses(frame, column="part", values={1: "E1", 2: "E2"})
        )


def test_units_of_files_of_respondents_come_as_they_first_stand_there(rated, smallest, write):
    write("one.csv", "agency,i1,e1\nzz,yes,yes\nb,yes,yes\nzz,no,no\n")
    write("two.csv", "agency,i1,e1\na,yes,yes\nb,yes,yes\n")
    manifest = write(
        "dataset.yaml",
        "dataset: x\nfiles: [{path: one.csv, layout: responses}, {path: two.csv, layout: responses}]\n",
    )
    assert [unit["unit"] for unit in rated(smallest(TOP), manifest)["units"]] == ["zz", "b", "a"]


def test_a_manifest_may_say_all_that_the_command_line_may_say_is_meant():
    schema = json.loads((ROOT / "schemas" / "dataset.schema.json").read_text(encoding="utf-8"))
    per_file = schema["properties"]["files"]["items"]["properties"]["meant"]
    for meant in (schema["properties"]["meant"], per_file):
        assert tuple(meant["items"]["enum"]) == MAY_BE_MEANT


@pytest.mark.parametrize(
    ("command", "options", "named"),
    [
        ("evaluate", ("--decimal", "comma"), "--decimal is not heard here"),
        ("explain", ("--key", "b", "--percent", "as_shown"), "--key, --percent are not heard here"),
        ("audit", ("--pass-through", "b"), "--pass-through is not heard here"),
        ("evaluate", ("--layout", "long"), "--layout is not heard here"),
    ],
)
def test_options_of_one_table_are_not_passed_over_in_silence(ken, smallest, write, command, options, named):
    write("data.csv", "agency,a,b\nu,90,90\n")
    manifest = write("dataset.yaml", "dataset: x\nfiles: [{path: data.csv}]\n")
    told = ken(command, smallest(), manifest, *options)
    assert f"dataset.yaml: warning: {named}: the file says itself how its data are read" in told.stderr
    keys = ", ".join(f"{name.removeprefix('--').replace('-', '_')}:" for name in options[::2])
    assert f"hint: write {keys} in the manifest" in told.stderr
    assert told.exit_code == 0
    assert "not heard" not in ken(command, smallest(), manifest).stderr


def test_a_finding_that_is_meant_is_not_told_of_a_manifest_either(ken, smallest, write):
    write("data.csv", "agency,a,b\n" + "".join(f"u{row},0.{row},0.5\n" for row in range(1, 40)))
    manifest = write("dataset.yaml", "dataset: x\nfiles: [{path: data.csv}]\n")
    assert "[fractions]" in ken("evaluate", smallest(), manifest).stderr
    assert "[fractions]" not in ken("evaluate", smallest(), manifest, "--meant", "fractions").stderr
