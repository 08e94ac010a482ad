"""Which column stands for which node, and which are passed through."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

from ..conftest import HI_LO
from .rows import totals


def test_an_alias_does_not_stand_in_for_a_refused_value(rated, smallest, write):
    text = (
        HI_LO.replace("parts: null", "parts: {a: null, b: null, x: {questions: [a]}, y: {questions: [a]}}")
        + "aliases: {E: [x, y]}"
    )
    found = rated(smallest(text), write("data.csv", "agency,x,E\nu,140,60\n"))
    assert found["units"][0]["status"] == "incomplete"


def test_a_column_below_what_is_no_node_is_passed_through(smallest):
    found = kenrules.evaluate(
        smallest(), pl.DataFrame({"agency": ["u"], "a": [80.0], "b": [80.0], "remark.a": ["fine"]})
    )
    assert (found["remark.a"].to_list(), found["rating"].to_list()) == (["fine"], ["high"])


def test_columns_that_are_no_scores_are_passed_through(ken, smallest, write):
    data = write("data.csv", "agency,province,a,b,2566,rating\none,ชัยภูมิ,90,80,x,B\n")
    shown = ken("evaluate", smallest(), data, "--format", "csv")
    assert (
        shown.stdout.splitlines()[0]
        == "agency,province,2566,rating (data),total,a,b,rating,status,lacks,notes"
    )


def test_a_column_that_looks_like_a_node_is_an_error_unless_named(ken, write):
    data = write("data.csv", "agency,IIT,EIT,OIT,I11\none,90,80,70,1\n")
    refused = ken("evaluate", "ita/2565", data)
    assert refused.exit_code == 2
    assert "data.csv:1:20: error: the column “I11” is no node of ita/2565" in refused.stderr
    assert ken("evaluate", "ita/2565", data, "--pass-through", "I11").exit_code == 0


def test_another_key_column(rated, smallest, write):
    data = write("data.csv", "ชื่อหน่วยงาน,a,b\none,90,80\n")
    assert totals(rated(smallest(), data, "--key", "ชื่อหน่วยงาน")) == {"one": 85}


def test_paths_tell_apart_what_has_one_id(rated, write):
    cells = {
        f"{part}.{name}": score for part, score in (("EIT1", 90), ("EIT2", 80)) for name in ("I6", "I7", "I8")
    }
    data = write(
        "data.csv", f"agency,IIT,OIT,{','.join(cells)}\none,90,90,{','.join(map(str, cells.values()))}\n"
    )
    scores = rated("ita/2566", data)["units"][0]["scores"]
    assert (scores["EIT1"], scores["EIT2"], scores["total"]) == (90, 80, 88.5)
    assert (scores["EIT1.I6"], scores["EIT2.I6"]) == (90, 80)


def test_a_path_may_leave_steps_out(rated, write):
    unit = rated("ita/2566", write("d.csv", "agency,EIT1.e3,EIT2.e3,OIT.o1\na,90,80,100\n"))["units"][0]
    assert (unit["scores"]["EIT1.I6.e3"], unit["scores"]["EIT2.I6.e3"], unit["scores"]["o1"]) == (90, 80, 100)


@pytest.mark.parametrize(
    ("column", "meant"),
    [("EIT1.e99", "EIT1.e9"), ("IIT.e1", "EIT1.I6.e1"), ("EIT1.xyz", "EIT1"), ("EIT.e99", "EIT.e9")],
)
def test_a_path_to_nothing_is_not_passed_through(ken, write, column, meant):
    result = ken("evaluate", "ita/2566", write("d.csv", f"agency,IIT,{column}\na,90,80\n"))
    assert result.exit_code == 2
    assert f"did you mean “{meant}”" in result.stderr


def test_a_column_to_pass_through_must_be_there(rated, smallest, write):
    (finding,) = rated(smallest(), write("data.csv", "agency,a,b\none,90,80\n"), "--pass-through", "ไม่มี")[
        "diagnostics"
    ]
    assert finding["code"] == "no-column"


def test_an_unknown_item_is_an_error_and_every_one_is_told(ken, smallest, write):
    data = write("long.csv", "agency,item,score\none,a,90\none,zz,1\ntwo,zz,1\ntwo,xyz,5\none,b,5\n")
    result = ken("evaluate", smallest(), data)
    assert result.exit_code == 2
    assert "long.csv:3:5: error: the item “zz” is no node of test/changed [unknown-item]" in result.stderr
    assert "long.csv:5:5: error: the item “xyz” is no node of test/changed [unknown-item]" in result.stderr
