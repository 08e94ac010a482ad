"""What can hardly be meant is told of a frame as it is of a file."""

from __future__ import annotations

import warnings

import kenrules
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from kenrules.engine.rating.doubted_frames import MOST_UNITS

from ..data.own_files import SCORES

GOOD = {
    "agency": ["A", "B", "C"],
    "P1": [71.5, 64.0, 48.75],
    "P2": [80.0, 55.5, 99.0],
    "P3": [77.25, 90.0, 62.0],
}
DOUBTED = [
    (
        "total-row",
        {"agency": ["A", "B", "Total"], "P1": [70, 60, 65], "P2": [80, 50, 65], "P3": [70, 90, 80]},
    ),
    ("fractions", {"agency": ["A", "B"], "P1": [0.7, 0.6], "P2": [0.8, 0.5], "P3": [0.7, 0.9]}),
    ("small-scores", {"agency": ["A", "B"], "P1": [4.5, 4.0], "P2": [3.0, 4.5], "P3": [3.25, 4.75]}),
    (
        "weighted-scores",
        {
            "agency": ["A", "B", "C"],
            "P1": [45.5, 32.0, 24.0],
            "P2": [24.0, 16.5, 29.5],
            "P3": [15.5, 18.0, 12.5],
        },
    ),
    ("test-unit", {"agency": ["A", "test"], "P1": [70, 60], "P2": [80, 50], "P3": [70, 90]}),
    ("total-row", {"agency": ["A", "B", "Max"], "P1": [70, 60, 65], "P2": [80, 50, 65], "P3": [70, 90, 80]}),
]
LIBRARIES = {"polars": pl.DataFrame, "pandas": pd.DataFrame, "pyarrow": pa.table}


def told(rules, frame, **more):
    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        kenrules.evaluate(rules, frame, **more)
    return [str(own.message) for own in found if issubclass(own.category, kenrules.DoubtfulData)]


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize(("code", "cells"), DOUBTED)
def test_a_frame_is_told_what_its_file_is_told(ken, smallest, tmp_path, code, cells, library):
    rules, file = smallest(SCORES), tmp_path / "d.csv"
    pl.DataFrame(cells).write_csv(file)
    of_file = ken("evaluate", rules, file).stderr
    (of_frame,) = told(rules, LIBRARIES[library](cells))
    assert f"[{code}]" in of_frame
    assert of_frame.split(" [")[0] in of_file
    assert told(rules, LIBRARIES[library](cells), meant=[code]) == []


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_good_frame_is_told_nothing(smallest, library):
    assert told(smallest(SCORES), LIBRARIES[library](GOOD)) == []


def test_missing_cells_of_pandas_are_missing(smallest):
    cells = pd.DataFrame({**GOOD, "P1": pd.array([71, None, 48], dtype="Int64")})
    assert told(smallest(SCORES), cells) == []


def test_frames_of_respondents_are_looked_through_too(smallest):
    rules = smallest(
        "answers: {f: {a: 100, b: 0}}\nparts:\n  a: null\n  b: null\n  S: {answers: f, questions: {q1: {}, q2: {}}}\n"
    )
    frame = pl.DataFrame({"agency": ["A", "A", "Total"], "q1": ["a", "b", "a"], "q2": ["a", "a", "b"]})
    (own,) = told(rules, kenrules.Responses(frame))
    assert "[total-row]" in own


@pytest.mark.parametrize(("units", "looks"), [(MOST_UNITS - 1, True), (MOST_UNITS, False)])
def test_a_frame_of_very_many_units_is_not_looked_through(smallest, units, looks):
    names = [*(f"A{number}" for number in range(units)), "Total"]
    cells = {"agency": names, **dict.fromkeys(("P1", "P2", "P3"), [71.5] * len(names))}
    with pytest.warns(kenrules.DoubtfulData) if looks else warnings.catch_warnings(action="error"):
        kenrules.evaluate(smallest(SCORES), pl.DataFrame(cells))


def test_a_lazy_frame_stays_lazy(smallest):
    cells = {"agency": ["A", "Total"], "P1": [70, 60], "P2": [80, 50], "P3": [70, 90]}
    assert told(smallest(SCORES), pl.LazyFrame(cells)) == []
