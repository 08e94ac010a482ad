"""A text that is no answer: what it looks like, or nearly is, is told in every layout."""

from __future__ import annotations

import pytest

RULES = """
answers: {had: {options: {yes: 100, no: 0, มาก: 50}}}
parts: null
instruments: {W: {answers: had, questions: [w1]}}
"""


@pytest.mark.parametrize("layout", ["scores", "responses"])
@pytest.mark.parametrize(
    ("cell", "message", "hint"),
    [
        ("yеs", "“yеs” looks like “yes”, and is no answer of had: its character 2 is U+0435", "write “yes”"),
        ("Yes", "“Yes” looks like “yes”, and is no answer of had: its character 1 is U+0059", "write “yes”"),
        ("ye s", "“ye s” is n", "did you mean “yes”? answers are yes (100), no (0), มาก (50)"),
        ("perhaps", "“perhaps” is n", "answers are yes (100), no (0), มาก (50)"),
    ],
)
def test_what_is_nearly_an_answer(rated, smallest, write, layout, cell, message, hint):
    found = rated(smallest(RULES), write("data.csv", f"agency,w1\nA,{cell}\n"), "--layout", layout)
    (fault,) = found["diagnostics"]
    assert fault["message"].startswith(message)
    assert fault["hint"] == hint


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_signs_that_nobody_sees_make_no_other_answer(rated, smallest, write, layout):
    data = write("data.csv", "agency,w1\nA,มาก\u200b\nB,\u00a0yes\n")
    found = rated(smallest(RULES), data, "--layout", layout)
    assert [unit["scores"]["w1"] for unit in found["units"]] == [50, 100]
    assert found["diagnostics"] == []


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_answers_of_a_reversed_question_are_told_with_what_they_score(rated, smallest, write, layout):
    rules = smallest(RULES.replace("[w1]", "{w1: {title: Turned, reversed: true}}"))
    (fault,) = rated(rules, write("data.csv", "agency,w1\nA,perhaps\n"), "--layout", layout)["diagnostics"]
    assert fault["hint"] == "answers are yes (0), no (100), มาก (50)"
