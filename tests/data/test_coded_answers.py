"""Answers as numbers, several in one cell, and of several instruments: told with what to do about it."""

from __future__ import annotations

import pytest
from kenrules import KenError, load
from kenrules.engine.data.instrument_columns import claimed_by_instrument
from kenrules.engine.data.manifest import read_manifest
from kenrules.engine.data.sources import source_of

RULES = """
answers: {much: {options: {low: 0, some: 50, high: 100}}, had: {options: {yes: 100, no: 0}, answered_by: unit}}
parts: null
instruments:
  S: {answers: much, questions: [s1, s2]}
  W: {answers: had, questions: [w1]}
"""


def test_answers_that_are_numbers_are_told_once(rated, smallest, write):
    rows = "North,3,2\n" * 3 + "North,1,2\n" * 3
    found = rated(smallest(RULES), write("data.csv", f"agency,s1,s2\n{rows}"), "--layout", "responses")
    (fault,) = [each for each in found["diagnostics"] if each["code"] == "not-an-answer"]
    assert (fault["line"], fault["column"]) == (2, 7)
    assert "answers of much are written as numbers (1, 2, 3)" in fault["message"]
    assert "12 cells of s1, s2" in fault["message"]
    assert "(low, some, high)" in fault["hint"]


def test_a_few_numbers_among_answers_are_told_one_by_one(rated, smallest, write):
    rows = "North,high,low\n" * 9 + "North,1,2\n"
    found = rated(smallest(RULES), write("data.csv", f"agency,s1,s2\n{rows}"), "--layout", "responses")
    faults = [each for each in found["diagnostics"] if each["code"] == "not-an-answer"]
    assert [(each["line"], each["column"]) for each in faults] == [(11, 7), (11, 9)]


def test_two_answers_in_one_cell(rated, smallest, write):
    data = write("data.csv", 'agency,s1,s2\nNorth,"high, low",low\n')
    fault = rated(smallest(RULES), data, "--layout", "responses")["diagnostics"][0]
    assert fault["message"] == "“high, low” is several answers of much: high, low"
    assert "keep the one that counts" in fault["hint"]


def test_answers_of_a_unit_that_differ_are_told_in_their_column(rated, smallest, write):
    data = write("data.csv", "agency,s1,w1\nNorth,high,yes\nNorth,low,no\n")
    found = rated(smallest(RULES), data, "--layout", "responses")["diagnostics"]
    (fault,) = [each for each in found if each["code"] == "several-answers"]
    assert (fault["line"], fault["column"]) == (2, 12)
    assert fault["message"] == "“North” answers w1 in several ways: no (0), yes (100)"
    assert "write the same answer in each of its rows" in fault["hint"]


def test_columns_that_tell_their_instrument_themselves(rated, smallest, write):
    path = write("data.csv", "agency,part,s1,s2,w1\nNorth,1,high,low,\nNorth,2,,,yes\n")
    told = "{column: part, values: {1: S, 2: W}}"
    entry = f"{{path: data.csv, layout: responses, instrument: {told}}}"
    manifest = write("dataset.yaml", f"dataset: x\nfiles: [{entry}]\n")
    found = rated(smallest(RULES), manifest)
    assert (found["units"][0]["respondents"], found["diagnostics"]) == ({"S": 1, "W": 1}, [])
    rules = load(smallest(RULES))
    (part,) = read_manifest(rules, manifest)
    with pytest.raises(KenError) as refused:  # a cluster does not take the rows apart
        claimed_by_instrument(rules, source_of(path, part), part)
    (told,) = refused.value.diagnostics
    assert "the columns are of several instruments by their ids" in str(told.message)
    assert (told.position.line, told.position.column) == (1, 19)
    assert "leave instrument: out of this entry of the manifest" in str(told.hint)
