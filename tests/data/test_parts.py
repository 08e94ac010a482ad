"""Files in the long layout, and answers in words."""

from __future__ import annotations

import kenrules
from kenrules.engine.data import prepare, read_table

from ..large_rules import BANDS, HEAD
from .rows import ROWS, TOTALS, totals


def test_long_layout_gives_the_same_as_wide(rated, smallest, write):
    long = "agency,item,score,province\n" + "".join(
        f"{unit},{item},{ROWS[item][at]},ชัยภูมิ\n"
        for at, unit in enumerate(ROWS["agency"])
        for item in ("a", "b")
    )
    assert totals(rated(smallest(), write("long.csv", long))) == TOTALS
    thai = long.replace("agency,item,score", "agency,ข้อ,คะแนน")
    assert totals(rated(smallest(), write("thai.csv", thai), "--layout", "long")) == TOTALS


def test_an_item_in_several_digits_is_one_item(rated, smallest, write):
    rules = smallest("parts: {a: null, b: null, q1: {}, q2: {}}")
    long = "agency,item,score\none,q1,90\none,q๒,80\ntwo,q๑,70\ntwo,q2,60\n"
    assert totals(rated(rules, write("long.csv", long))) == {"one": 85, "two": 65}


def test_faults_in_long_layout_are_placed_in_its_own_rows(rated, smallest, write):
    found = rated(
        smallest(), write("long.csv", "agency,item,score\none,a,90\ntwo,a,80\none,b,x\ntwo,b,999\n")
    )
    assert [(finding["line"], finding["column"], finding["code"]) for finding in found["diagnostics"]] == [
        (4, 7, "not-a-number"),
        (5, 7, "out-of-range"),
    ]


def test_answers_in_words(rated, write, ken):
    found = rated("ita/2566", write("oit.csv", "agency,o19,o20,o21,o22\none,มี,ไม่มี,มี,100\n"))
    assert found["units"][0]["scores"]["S9_3"] == 75


def test_the_long_layout_has_a_column_an_item_and_gaps_where_nothing_is_told(write):
    rules = kenrules.load(write("rules.yaml", HEAD + "parts: {a: {}, b: {}, c: {}}\n" + BANDS))
    table = read_table(write("long.csv", "agency,item,score\nx,b,2\ny,a,3\nx,a,1\nz,c,4\n"))
    dataset = prepare(rules, table)
    columns = [dataset.claims.key, *(made.column for made in dataset.claims.nodes)]
    assert [made.name for made in dataset.claims.nodes] == ["b", "a", "c"]
    assert dataset.frame.select(columns).rows() == [
        ("x", 2.0, 1.0, None),
        ("y", None, 3.0, None),
        ("z", None, None, 4.0),
    ]
