"""Cells become numbers, or are refused with their place."""

from __future__ import annotations

from decimal import Decimal

import kenrules
import polars as pl
import pytest

from ..conftest import HI_LO
from .rows import totals


def test_a_decimal_just_outside_the_scale_is_outside(smallest, rated, write):
    rules = smallest(HI_LO + "questions: [a, b]")
    frame = pl.DataFrame(
        {
            "agency": ["a"],
            "a": pl.Series([Decimal("100.000000000000000001")], dtype=pl.Decimal(38, 24)),
            "b": [80.0],
        }
    )
    with pytest.raises(kenrules.KenError, match="possible are 0 to 100"):
        kenrules.evaluate(kenrules.load(rules), frame)
    found = rated(rules, write("data.csv", "agency,a,b\nu,100.00000000000000001,80\n"))
    assert [each["code"] for each in found["diagnostics"]] == ["out-of-range"]
    assert found["units"][0]["status"] == "incomplete"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agency,a\nx,12345678901234567\n", "out-of-range"),
        ("agency,a\nx,99999999999999999999999999999999999999\n", "out-of-range"),
        ("agency,a,ken:row\nx,101,2\n", "out-of-range"),
        ("agency,item,score,(row)\nx,a,101,1\n", "out-of-range"),
        ("agency,item,score\nx,a,1\nx,agency,3\n", "unknown-item"),
        ("agency,a\nx,-0.00\n", None),
    ],
)
def test_odd_tables_get_a_diagnostic(ken, smallest, write, text, code):
    shown = ken("evaluate", smallest(HI_LO + "questions: [a]"), write("data.csv", text), "--format", "csv")
    assert (f"[{code}]" in shown.stderr) if code else (",0.00,0.00," in shown.stdout)


def test_thousands_separators(rated, smallest, write):
    rules = smallest("scale: {max: 10000}\nbands: [{rating: any}]")
    assert totals(rated(rules, write("data.csv", 'agency,a,b\none,"1,234.50","๒,๐๐๐"\n'))) == {"one": 1617.25}


def test_a_unit_that_is_there_twice_is_reported_and_not_rated(rated, smallest, write):
    found = rated(smallest(), write("data.csv", "agency,a,b\none,90,80\ntwo,1,1\none,10,20\n"))
    assert [(unit["unit"], unit["status"]) for unit in found["units"]] == [
        ("one", "incomplete"),
        ("two", "rated"),
    ]
    (finding,) = found["diagnostics"]
    assert (finding["code"], finding["line"]) == ("duplicate-unit", 4)
    assert "data.csv:2:1" in finding["message"]


@pytest.mark.parametrize("policy", ["skip", "zero"])
@pytest.mark.parametrize("cell", ["abc", "850", "-1"])
def test_a_refused_value_is_not_taken_for_a_missing_one(rated, smallest, write, policy, cell):
    found = rated(smallest(f"missing: {policy}"), write("data.csv", f"agency,a,b\none,{cell},80\ntwo,,80\n"))
    assert [unit["status"] for unit in found["units"]] == ["incomplete", "rated"]
    assert found["units"][0]["lacks"] == ["a"]
    assert "total" not in found["units"][0]["scores"]
