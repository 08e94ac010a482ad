"""Scores that are of another scale than those beside them are told; low scores are not."""

from __future__ import annotations

import pytest


@pytest.fixture
def found(rated, smallest, write):
    """The findings about a table, with their places."""

    def run(rows, *options):
        text = "agency,a,b\n" + "".join(f"unit {number},{row}\n" for number, row in enumerate(rows))
        told = rated(smallest(), write("data.csv", text), *options)["diagnostics"]
        return [(each["code"], each["severity"], each["line"], each["column"]) for each in told]

    return run


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["4.5,4.2", "4.1,4.7", "3.5,3.2"], [("small-scores", "warning", 1, 8)]),
        (["4.5,4.2", "4.1,4.7"], []),
        (["90.5,8.5", "85,9", "70,7.2", "88,10"], [("small-scores", "warning", 1, 10)]),
        (["90.5,8.5", "85,9", "25,7.2", "88,10"], []),
        (["90.5,8.5", "85,0", "70,7.2", "88,10"], []),
        (["0.91,84", "88,86", "93,85"], [("fractions", "warning", 2, 8)]),
        (["0.91,84", "88,86", "9,85"], []),
        (["91,8.5", "85,9", "77,7.2", "88,10", "20,3"], [("small-scores", "warning", 1, 10)]),
        (["0.91,84", "0.88,86", "0.3,12"], [("fractions", "warning", 1, 8)]),
        (["1,84", "0,86", "1,12"], []),
        (["0.31,84", "88,86", "93,85"], []),
    ],
)
def test_scores_of_another_scale(found, rows, told):
    places = [(code, severity, line) for code, severity, line, _ in found(rows)]
    assert places == [(code, severity, line) for code, severity, line, _ in told]
    assert found(rows, "--meant", "small-scores", "--meant", "fractions") == []


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (["8,9,7", "81,92,70", "64,20,88"], [2]),
        (["81,92,70", "64,70,88", "4,4.5,3", "3,3,5", "77,66,55"], [4]),
        (["8,9,7", "8,9,6", "64,70,88", "77,66,55"], []),  # as many as the others
        (["8,9,", "81,92,70", "64,20,88"], []),
        (["8,9,0", "81,92,70", "64,20,88"], []),
        (["8,9,7", "81,22,20", "64,20,88"], []),
    ],
)
def test_units_of_another_scale(rated, smallest, write, rows, lines):
    rules = smallest("parts: {a: {}, b: {}, c: {}}")
    text = "agency,a,b,c\n" + "".join(f"unit {number},{row}\n" for number, row in enumerate(rows))
    told = rated(rules, write("data.csv", text))["diagnostics"]
    own = [each for each in told if each["code"] == "small-scores"]
    assert [each["line"] for each in own] == lines
    if len(rows) > 4 and lines:
        assert own[0]["message"] == (
            "3 scores of “unit 2” lie between 0 and 10 (from 3 to 4.5), and three quarters of those of others "
            "are 66 or more (2 such units)"
        )
