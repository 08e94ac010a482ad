"""The CSV files of reference tables: what is wrong with them, and that they are part of the rules."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine.book import csv_cells, library
from kenrules.engine.book.library import inspect
from kenrules.engine.checks import reference_gap

RULES = """\
ruleset: test/tables
title: Tables
unit: child
source: made up
scale: {decimals: 2, rounding: half_up}
inputs:
  sex: {one_of: [boy, girl]}
  length: {range: 50..60}
tables:
  growth: {file: growth.csv, by: {sex: exactly, length: between}}
score: 2
parts:
  m: {score: growth.m}
bands:
  - {rating: some}
"""
GROWTH = "sex,length,m,remark\nboy,50,1,a\nboy,60,2,b\ngirl,50,3,c\ngirl,60,4,d\n"


@pytest.fixture
def told(write):
    """What is wrong with a rule set and its table: code, place, message."""

    def found(growth: str = GROWTH, rules: str = RULES) -> list[tuple[str, str, str]]:
        write("growth.csv", growth)
        path = write("rules.yaml", rules)
        return [
            (fault.code, str(fault.position).replace(f"{path.parent}/", ""), str(fault.message))
            for fault in inspect(path)[1]
            if fault.severity == "error"
        ]

    return found


@pytest.mark.parametrize(
    ("before", "after", "place", "message"),
    [
        ("boy,60,2", "boy,50.0,2", "growth.csv:3:1", "the row for boy, 50 stands in line 2 already"),
        ("girl,60,4", "girl,49,4", "growth.csv:5:6", "49 stands below 50"),
        ("girl,60,4", "girl,60,four", "growth.csv:5:9", "“four” is no number"),
        ("girl,60,4", "girl,,4", "growth.csv:5:6", "a cell by which its row is found is empty"),
        ("girl,60,4", "girl,sixty,4", "growth.csv:5:6", "“sixty” is no number"),
        ("girl,60,4,d", "girl,60,4", "growth.csv:5:1", "the row has 3 cells, and the header 4"),
        ("girl,60,4", 'girl,"60,4', "growth.csv:5:1", "the quotes in this row do not match"),
        ("sex,length", "sex,height", "growth.csv:1:1", "the table has no column “length”"),
        ("m,remark", "m,m", "growth.csv:1:1", "two columns are called “m”"),
        (GROWTH, GROWTH.replace(",", ";"), "growth.csv:1:1", "the cells are separated by “;”"),
        (GROWTH, "", "growth.csv:1:1", "the table has no rows"),
        (",d", f",{'d' * 201}", "growth.csv:5:1", "a cell of more than 200 characters"),
    ],
)
def test_what_is_wrong_with_a_table_is_told_at_its_cell(told, before, after, place, message):
    assert told(GROWTH.replace(before, after)) == [("reference-table", place, message)]


def test_a_word_that_is_no_option_is_told(told):
    wanted = ("undefined", "growth.csv:4:1", "“gril” is no word of “sex”")
    assert told(GROWTH.replace("girl,50", "gril,50")) == [wanted]


@pytest.mark.parametrize(
    "name", ["../growth.csv", "/etc/passwd", "..\\growth.csv", "C:growth.csv", "link.csv"]
)
def test_a_table_stands_beside_its_rule_set(told, tmp_path, name):
    (tmp_path / "link.csv").symlink_to("/etc/passwd")
    wanted = ("reference-table", "rules.yaml:10:18", f"“{name}” does not stand beside the rule set")
    assert told(rules=RULES.replace("growth.csv", name)) == [wanted]


@pytest.mark.parametrize(
    ("by", "column", "message"),
    [
        (
            "{length: between, sex: exactly}",
            35,
            "“length” is looked up between rows, and is not the last of by",
        ),
        ("{sex: steps, length: between}", 35, "“sex” has words for values, and these have no order"),
    ],
)
def test_what_a_row_is_found_by_is_judged(told, by, column, message):
    rules = RULES.replace("{sex: exactly, length: between}", by)
    assert told(rules=rules) == [("reference-table", f"rules.yaml:10:{column}", message)]


def test_what_is_looked_up_has_to_be_there(told):
    rules = RULES.replace("{sex: exactly", "{sexes: exactly")
    assert told(rules=rules) == [("undefined", "rules.yaml:10:35", "nothing is called “sexes”")]


def test_a_table_that_is_too_large_is_refused(told):
    rows = "".join(f"boy,{number},1,\n" for number in range(csv_cells.MOST_ROWS + 1))
    assert [message for _, _, message in told("sex,length,m,remark\n" + rows)] == ["more than 5,000 rows"]
    assert [code for code, _, _ in told("sex,length,m\n" + "boy,50,1\n" * 200_000)] == ["too-large"]


def test_the_contents_of_tables_are_what_rules_are_known_by(write):
    rules = write("rules.yaml", RULES)

    def print_of(growth: str) -> str:
        write("growth.csv", growth)
        return kenrules.load(rules).fingerprint

    first = print_of(GROWTH)
    assert first == print_of(GROWTH.replace("50,1", "50.0,1.00").replace(",a", ",other remark"))
    assert first == print_of("\ufeff" + GROWTH.replace("\n", "\r\n"))
    assert first != print_of(GROWTH.replace("50,1", "50,1.1"))
    assert first != print_of(GROWTH.replace("boy,60", "boy,61"))


def test_a_table_is_looked_for_beside_the_file_that_names_it(write):
    write("base/rules.yaml", RULES)
    write("base/growth.csv", GROWTH)
    path = write("over.yaml", "ruleset: test/over\nextends: base/rules.yaml\n")
    assert kenrules.load(path).tables["growth"].columns == {"m": (1, 2, 3, 4)}
    outer = RULES.replace("  m: {score: growth.m}", "  w: {like: base/rules.yaml}")
    outer = "\n".join(line for line in outer.split("\n") if "growth" not in line and line != "tables:")
    taken = kenrules.load(write("outer.yaml", outer))
    assert taken.tables["growth"].rows[0] == ("boy", 50)
    assert taken.nodes["w.m"].score is not None


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("girl,50,3,c\ngirl,60,4,d\n", "", "growth: no row for sex girl"),
        ("boy,50", "boy,52", "growth, of boy: length can be 50, and the rows begin at 52"),
        ("girl,60", "girl,59", "growth, of girl: length can be 60, and the rows end at 59"),
        (
            "boy,60,2,b\n",
            "".join(f"boy,{number},2,b\n" for number in range(51, 61) if number != 55),
            "growth, of boy: from length 54 to 56 there is no row; others stand 1 apart",
        ),
    ],
)
def test_gaps_of_a_table_are_pointed_out(write, before, after, message):
    path = write("rules.yaml", RULES)
    write("growth.csv", GROWTH)
    rules, _ = library.inspect(path)
    assert list(reference_gap.check(rules)) == []
    write("growth.csv", GROWTH.replace(before, after))
    rules, _ = library.inspect(path)
    assert [str(finding.message) for finding in reference_gap.check(rules)] == [message]
