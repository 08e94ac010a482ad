"""Columns that look like a node: misspelt, written with letters of another script, or none at all."""

from __future__ import annotations

import pytest

from .rows import totals

YEARS = """
ruleset: test/years
title: {en: Years}
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
parts: {le_2021: {}, eys_2021: {}}
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
SERIES = YEARS.replace("{le_2021: {}, eys_2021: {}}", "{i1: {}, i2: {}, i3: {}, i4: {}}").replace(
    "years", "series"
)
SURVEYS = """
ruleset: test/surveys
title: {en: Surveys}
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {yes_no: {options: {"yes": 100, "no": 0}}}
instruments:
  IN: {weight: 50%, indicators: {A: {weight: 100%, questions: [q1, q2], answers: yes_no}}}
  OUT: {weight: 50%, indicators: {B: {weight: 100%, questions: [s1, s2], answers: yes_no}}}
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


@pytest.fixture
def years(write):
    return write("years.yaml", YEARS)


def test_other_years_of_a_node_that_is_there_are_passed_through(rated, years, write):
    columns = [f"{name}_{year}" for name in ("le", "eys", "mf", "gni") for year in range(1990, 2022)]
    data = write("d.csv", f"agency,{','.join(columns)}\nu,{','.join(['50'] * len(columns))}\n")
    found = rated(years, data)
    assert totals(found) == {"u": 50}
    assert found["diagnostics"] == []


def test_another_year_in_place_of_a_node_is_told(ken, years, write):
    result = ken("evaluate", years, write("d.csv", "agency,le_2012,eys_2021\nu,1,2\n"))
    assert result.exit_code == 2
    assert "did you mean “le_2021”?" in result.stderr


def test_a_number_that_a_series_does_not_have_is_told_without_a_node_that_is_there(ken, write):
    rules = write("series.yaml", SERIES)
    result = ken("evaluate", rules, write("d.csv", "agency,i1,i2,i3,i4,i5\nu,1,2,3,4,5\n"))
    assert result.exit_code == 2
    assert "d.csv:1:20: error: the column “i5” is no node of test/series" in result.stderr
    assert "did you mean" not in result.stderr
    assert (
        ken("evaluate", rules, write("d.csv", "agency,i1,i2,i3,i5\nu,1,2,3,5\n")).stderr.count("“i4”?") == 1
    )


def test_a_hint_never_offers_a_column_that_is_there(ken, write):
    rules = write("rules.yaml", YEARS.replace("le_2021", "alpha").replace("eys_2021", "beta"))
    passed = ken("evaluate", rules, write("d.csv", "agency,alpha,beta,alpah,ALPHA\nu,1,2,3,4\n"))
    assert passed.exit_code == 0, passed.stderr
    told = ken("evaluate", rules, write("d.csv", "agency,beta,alpah\nu,2,3\n"))
    assert "did you mean “alpha”?" in told.stderr


def test_a_path_below_a_misspelt_instrument_is_told(ken, write):
    told = ken("evaluate", "ita/2566", write("d.csv", "agency,EIT1.e1,EIT2.e1,EIT3.e1\nu,1,2,3\n"))
    assert told.exit_code == 2
    assert "the column “EIT3.e1” is no node of ita/2566" in told.stderr
    assert "did you mean" not in told.stderr
    near = ken("evaluate", "ita/2566", write("d.csv", "agency,EIT1.e1,EIT3.e1\nu,1,3\n"))
    assert "did you mean “EIT2.e1”?" in near.stderr


def test_a_node_of_another_instrument_is_said_to_be_one(ken, write):
    rules = write("surveys.yaml", SURVEYS)
    answers = write("in.csv", "agency,q1,q2,s3\nu,yes,no,yes\n")
    write("d.yaml", "dataset: d\nfiles: [{path: in.csv, layout: responses, instrument: IN}]\n")
    result = ken("evaluate", rules, answers.parent / "d.yaml")
    assert result.exit_code == 2
    assert "It is a node of OUT, and this file is read as IN" in result.stderr


@pytest.mark.parametrize(
    ("heading", "node", "character"),
    [
        ("\u0406IT", "IIT", "U+0406 CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I"),
        ("\u0395IT1.e1", "EIT1.e1", "U+0395 GREEK CAPITAL LETTER EPSILON"),
    ],
)
def test_a_letter_of_another_script_is_named(ken, write, heading, node, character):
    result = ken("evaluate", "ita/2566", write("d.csv", f"agency,{heading},OIT\nu,90,80\n"))
    assert result.exit_code == 2
    assert f"looks like “{node}”, and is another: its character 1 is {character}" in result.stderr
    assert f"--pass-through {heading}" in result.stderr


@pytest.mark.parametrize("heading", ["a\u200b", "\ufeffa", "\u00a0a", "\uff41", "\u202aa\u202c", "a\ufe0f"])
def test_a_heading_with_what_nobody_sees_is_the_node(rated, smallest, write, heading):
    assert totals(rated(smallest(), write("d.csv", f"agency,b,{heading}\nu,80,90\n"))) == {"u": 85}


def test_options_name_columns_as_they_are_compared(rated, smallest, write):
    data = write("d.csv", "the\u00a0 unit,a,b,a1\u200b\nu,80,90,1\n")
    assert totals(rated(smallest(), data, "--key", "the unit", "--pass-through", "a1")) == {"u": 85}


def test_a_name_with_a_year_behind_it_is_that_of_its_node(ken, smallest, write):
    rules = smallest("parts: {a: null, b: null, P1: {}, P2: {}, P3: {}}")
    data = write("data.csv", "agency,P1_2565,P1_2566,P2_2566,P3\nA,1,2,3,4\n")
    said = ken("evaluate", rules, data).stderr
    assert said.count("did you mean “P1”?") == 2
    assert said.count("did you mean “P2”?") == 1
    drafted = ken("columns", rules, data).stdout
    for year, node in ((2565, "P1"), (2566, "P1"), (2566, "P2")):
        assert (
            f'"{node}_{year}": "?"  # not recognised · it may be of another year · perhaps {node}' in drafted
        )
