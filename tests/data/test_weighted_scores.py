"""Scores that are weighted already are told; those that are low for other reasons are not."""

from __future__ import annotations

import random

import pytest

from .own_files import SCORES

POINTS = [(45.5, 24, 15.45), (32, 16.65, 18), (24.38, 29.7, 12.4)]
CHANGED = [(45.5, 24, 15.45), (32, 16.65, 18), (24.38, 29.7, 20.5)]
FEW = [(45.5, 24, 15.45)]
LOW = [(12, 9, 7), (11, 8, 5), (20, 3, 9)]


@pytest.fixture
def found(rated, smallest, write):
    def run(rows, *options, heads="P1,P2,P3", rules=SCORES):
        text = f"agency,{heads}\n" + "".join(
            f"unit {at}," + ",".join(map(str, row)) + "\n" for at, row in enumerate(rows)
        )
        told = rated(smallest(rules), write("data.csv", text), *options)["diagnostics"]
        return [own for own in told if own["code"] == "weighted-scores"]

    return run


def test_points_of_each_weight_are_told_with_their_figures(found):
    (told,) = found(POINTS)
    assert told["severity"] == "error"
    assert "(50, 30, 20; the most are 45.5, 29.7, 18)" in told["message"]
    assert "45.5 of 50 is 91" in told["hint"]
    assert found(POINTS, "--meant", "weighted-scores") == []


@pytest.mark.parametrize("rows", [CHANGED, FEW, LOW])
def test_what_may_be_scores_is_not(found, rows):
    assert found(rows) == []


def test_two_of_three_columns_tell_nothing(found):
    assert found([row[:2] for row in POINTS], heads="P1,P2") == []


def test_parts_without_weights_tell_nothing(found):
    assert found(POINTS, heads="c,d,e", rules="parts: {a: null, b: null, c: {}, d: {}, e: {}}") == []


def test_scores_by_chance_are_hardly_ever_told(found):
    luck = random.Random(5)
    for _ in range(20):
        rows = [tuple(luck.randint(0, 100) for _ in range(3)) for _ in range(luck.randint(2, 4))]
        assert found(rows) == [] or all(row[0] <= 50 and row[1] <= 30 and row[2] <= 20 for row in rows)
