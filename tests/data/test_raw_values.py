"""Cells of raw values: what cannot be is told at its place, whatever else the column has."""

from __future__ import annotations

import polars as pl
import pytest

RULES = """
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
parts:
  a: {value: {range: 0..50, decimals: 1}, score: 2 * value}
  b: {value: {range: 0..10, step: 0.25}, score: 10 * value}
"""


@pytest.mark.parametrize("beside", ["1", "x"])
@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize(
    ("a", "b", "line", "message"),
    [
        ("4.55", "1", 2, "4.55 has more than 1 decimal"),
        ("50.1", "1", 2, "50.1 is outside the possible values, 0 to 50"),
        ("4.5", "0.3", 2, "0.3 lies between the steps of 0.25 from 0"),
    ],
)
def test_a_value_that_cannot_be_is_told(rated, smallest, write, tmp_path, beside, kind, a, b, line, message):
    if kind == "csv":
        data = write("data.csv", f"agency,a,b\nN,{a},{b}\nS,{beside},1\n")
    elif beside == "x":
        pytest.skip("a column of numbers has no texts")
    else:
        data = tmp_path / "data.parquet"
        frame = pl.DataFrame({"agency": ["N", "S"], "a": [float(a), 1.0], "b": [float(b), 1.0]})
        frame.write_parquet(data)
    found = rated(smallest(RULES), data)
    told = [each for each in found["diagnostics"] if each["code"] == "out-of-range"]
    assert [each["message"] for each in told] == [message]
    assert kind == "parquet" or told[0]["line"] == line
    assert found["units"][0]["status"] == "incomplete"
    assert beside == "x" or found["units"][1]["status"] == "rated"
