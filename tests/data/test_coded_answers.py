"""Answers as numbers, several in one cell, and of several instruments: told with what to do about it."""

from __future__ import annotations

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


def test_columns_that_tell_their_instrument_themselves(ken, smallest, write):
    write("data.csv", "agency,part,s1,w1\nNorth,1,high,\nNorth,2,,yes\n")
    told = "{column: part, values: {1: S, 2: W}}"
    entry = f"{{path: data.csv, layout: responses, instrument: {told}}}"
    run = ken("evaluate", smallest(RULES), write("dataset.yaml", f"dataset: x\nfiles: [{entry}]\n"))
    assert "data.csv:1:16: error: the columns are of several instruments by their ids" in run.stderr
    assert "leave instrument: out of this entry of the manifest" in run.stderr
