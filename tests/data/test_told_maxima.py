"""Scores of a long table beside a column that says of how many points they are."""

from __future__ import annotations

import pytest

from .own_files import SCORES

HEADS = "agency,item,score"


@pytest.fixture
def run(ken, smallest, write):
    def evaluate(most, *options, head="max", values=(40, 45, 30)):
        rows = "".join(f"A,P{at},{value},{most}\n" for at, value in enumerate(values, 1))
        return ken("evaluate", smallest(SCORES), write("data.csv", f"{HEADS},{head}\n{rows}"), *options)

    return evaluate


@pytest.mark.parametrize(
    "head", ["max", "Max score", "max_points", "out of", "คะแนนเต็ม", "เต็ม", "points possible"]
)
def test_another_number_of_points_is_refused(run, head):
    told = run(50, head=head)
    assert told.exit_code == 2
    assert "it says that scores of P1 are out of 50, and 100 are possible [other-maximum]" in told.stderr
    assert "40 of 50 is 80" in told.stderr


def test_what_the_hint_says_mends_it(run):
    assert run(50, "--pass-through", "max").exit_code == 0
    assert run(100, values=(80, 90, 60)).exit_code == 0


@pytest.mark.parametrize("head", ["maxim", "round", "weight"])
def test_other_columns_are_left_alone(run, head):
    assert run(50, head=head).exit_code == 0


@pytest.mark.parametrize("most", ["", "-", "100.0", "๑๐๐"])
def test_what_says_the_same_or_nothing_is_left_alone(run, most):
    assert run(most).exit_code == 0


def test_the_manifest_of_such_a_file_asks(ken, smallest, write):
    data = write("data.csv", f"{HEADS},max\nA,P1,40,50\nA,P2,45,50\nA,P3,45,50\n")
    found = ken("columns", smallest(SCORES), data)
    assert found.exit_code == 1
    assert '"max": "?"  # not recognised · it says that scores of P1 are out of 50' in found.stdout
