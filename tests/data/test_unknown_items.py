"""Items that are no nodes, and columns in each other's place, in tables with a row a score."""

from __future__ import annotations

import pytest

RULES = """
parts: null
instruments:
  S: {title: {en: Survey}, questions: s1..s4}
  W: {questions: [w1, w2]}
"""


@pytest.mark.parametrize(
    ("item", "message", "hint"),
    [
        ("S Survey", "it begins with S, and goes on", "write S alone"),
        ("s1 Politeness", "it begins with s1, and goes on", "write s1 alone"),
        ("survey", "the item “survey” is no node", "this is the title of S: write S"),
        ("s1-s4", "“s1-s4” is several nodes (s1, s2, s3, s4)", "write S, if it is that of all together"),
        ("s1..3", "“s1..3” is several nodes (s1, s2, s3)", "write a row for each of them"),
        ("s1-w2", "the item “s1-w2” is no node", "items are node ids"),
    ],
)
def test_items_that_are_no_nodes(ken, smallest, write, item, message, hint):
    told = ken("evaluate", smallest(RULES), write("d.csv", f"agency,item,score\nN,{item},9\nN,W,8\n")).stderr
    assert "d.csv:2:3: error: " in told
    assert message in told
    assert hint in told


def test_items_and_scores_in_each_others_place(ken, smallest, write):
    told = ken("evaluate", smallest(RULES), write("d.csv", "agency,item,score\nN,90,S\nN,80,W\n")).stderr
    assert told.count("error:") == 1
    assert "d.csv:1:8: error: the columns “item” and “score” are in each other's place" in told


def test_scores_in_two_columns(ken, rated, smallest, write):
    data = write("d.csv", "agency,item,score,value\nN,a,90,9\nN,b,80,8\n")
    told = ken("evaluate", smallest(), data).stderr
    assert "d.csv:1:19: error: the scores can be in several columns: score, value [ambiguous]" in told
    (unit,) = rated(smallest(), data, "--pass-through", "value")["units"]
    assert unit["scores"]["a"] == 90
    (unit,) = rated(smallest(), data, "--pass-through", "score")["units"]
    assert unit["scores"]["a"] == 9


def test_a_unit_that_is_written_in_the_first_of_its_rows(rated, smallest, write):
    text = "agency,item,score\nNorth,a,90\n,b,80\nSouth,a,70\n,b,60\n"
    found = rated(smallest(), write("data.csv", text))
    hints = [each["hint"] for each in found["diagnostics"]]
    assert ["“North”" in hints[0], "“South”" in hints[1]] == [True, True]
