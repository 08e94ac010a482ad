"""Values so near to a tie that a program's arithmetic may have moved them."""

from __future__ import annotations

import polars as pl
import pytest

from ..conftest import HI_LO

QUESTION = HI_LO + "questions: [a]"
RAW = HI_LO + "questions: {a: {score: value / 10, range: {min: 0, max: 1000}}}"


def told(ken, rules, write, kind, value):
    if kind == "parquet":
        pl.DataFrame({"agency": ["x"], "a": [float(value)]}).write_parquet(data := write("d.parquet", ""))
    else:
        data = write("d.csv", f"agency,a\nx,{value}\n")
    result = ken("evaluate", rules, data, "--format", "csv")
    assert result.exit_code == 0
    return "[near-tie]" in result.stderr


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        ("84.99499999999999", True),
        ("84.995", False),
        ("84.99500000000002", False),  # rounded as the tie is
        ("84.9949", False),
        ("50", False),
    ],
)
def test_a_value_below_a_tie_is_told(kind, value, is_told, ken, smallest, write):
    assert told(ken, smallest(QUESTION), write, kind, value) is is_told


def test_raw_values_are_not_rounded_and_not_told(ken, smallest, write):
    assert not told(ken, smallest(RAW), write, "csv", "84.99499999999999")
