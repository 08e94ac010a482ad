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
        (["0.31,84", "88,86", "93,85"], []),
    ],
)
def test_scores_of_another_scale(found, rows, told):
    places = [(code, severity, line) for code, severity, line, _ in found(rows)]
    assert places == [(code, severity, line) for code, severity, line, _ in told]
    assert found(rows, "--meant", "small-scores", "--meant", "fractions") == []
