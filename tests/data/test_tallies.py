"""Tables of how many chose each answer, and tables on their side: what they are is said, and what mends them."""

from __future__ import annotations

import pytest

RULES = """
answers: {agree: {Agree: 100, Neither: 50, Disagree: 0}, own: {options: {on: 100, off: 0}, answered_by: unit}}
parts:
  a: null
  b: null
  S: {title: Service, answers: agree, questions: {q1: Politeness, q2: Speed}}
  W: {title: Web, answers: own, questions: {w1: Address}}
"""
TOLD = "the table has how many chose each answer of agree"


@pytest.mark.parametrize(
    ("table", "place", "mean"),
    [
        ("agency,q1 Agree,q1 Neither,q1 Disagree,q2 Agree\nA,3,1,0,9\n", "1:8", "87.5"),
        ("agency,q1_agree,q1_disagree\nA,๓,1\n", "1:8", "75"),
        ("agency,item,Agree,Neither,Disagree\nA,q1,1,0,3\nA,q2,0,0,1\n", "1:13", "25"),
        ("place,item,Agree,Disagree\nA,q1,1,3\nA,q2,0,1\n", "1:12", "25"),
        ("agency,Politeness [Agree],Politeness [Disagree]\nA,0,0\n", "1:8", None),
        ("agency,question,answer,count\nA,q1,Agree,3\nA,q1,Neither,1\nA,q2,Agree,4\n", "1:17", None),
    ],
)
def test_counts_of_answers_are_no_scores(ken, smallest, write, table, place, mean):
    rules, data = smallest(RULES), write("data.csv", table)
    result = ken("evaluate", rules, data)
    assert result.exit_code == 2
    assert f"{data}:{place}: error: {TOLD}" in result.stderr
    assert "the counts times the scores of their answers, added up, divided by all of them" in result.stderr
    assert ("; in the first row that is" in result.stderr) == (mean is not None)
    assert mean is None or f"in the first row that is {mean};" in result.stderr
    drafted = ken("columns", rules, data)
    assert drafted.exit_code == 1
    assert 'layout: "?"  # it has how many chose each answer' in drafted.stdout


@pytest.mark.parametrize(
    "table",
    [
        "agency,Agree,Disagree\nA,yes,no\n",  # no counts
        "agency,Agree,remark\nA,3,1\n",  # one answer alone
        "agency,question,answer,count\nA,q1,Agree,many\n",
    ],
)
def test_other_columns_called_so_are_no_counts(ken, smallest, write, table):
    assert TOLD not in ken("evaluate", smallest(RULES), write("data.csv", table)).stderr


@pytest.mark.parametrize("first", ["q1", "Politeness"])
@pytest.mark.parametrize("heading", ["item", "", "Indicator"])
def test_a_table_on_its_side_without_a_name_of_units(ken, rated, smallest, write, first, heading):
    rules = smallest(RULES)
    data = write("data.csv", f"{heading},North,South\n{first},50,60\nq2,70,80\nw1,0,100\n")
    result = ken("evaluate", rules, data)
    assert result.exit_code == 2
    assert f"{data}:2:1: error: the table lies on its side: the nodes {first}, q2, w1" in result.stderr
    assert "paste it transposed; then call its first column “agency”" in result.stderr
    drafted = ken("columns", rules, data)
    assert 'layout: "?"  # it lies on its side: turn it, so that each agency has a row' in drafted.stdout
    assert "header_row" not in drafted.stdout
    turned = write("turned.csv", "agency,q1,q2,w1\nNorth,50,70,0\nSouth,60,80,100\n")
    assert [unit["scores"]["S"] for unit in rated(rules, turned)["units"]] == [60, 70]
