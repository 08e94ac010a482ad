"""Names of units in callers' frames are compared as those in files."""

from __future__ import annotations

import kenrules
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ..conftest import HI_LO

WRITTEN = ["กํา", " b ", "c"]
FRAMES = [pl.DataFrame, pl.LazyFrame, pd.DataFrame, pa.table]


def rows(frame):
    frame = frame.collect() if isinstance(frame, pl.LazyFrame) else frame
    return pl.from_pandas(frame) if isinstance(frame, pd.DataFrame) else pl.DataFrame(frame)


@pytest.mark.parametrize("make", FRAMES)
def test_names_of_units_are_compared_in_frames_too(make, smallest):
    rules = kenrules.load(smallest(HI_LO + "questions: [a]"))
    found = rows(kenrules.evaluate(rules, make({"agency": WRITTEN, "a": [60.0, 40.0, 50.0]})))
    assert found["agency"].to_list() == ["กำ", "b", "c"]
    assert found["rating"].to_list() == ["hi", "lo", "hi"]


@pytest.mark.parametrize("make", FRAMES)
def test_one_name_written_in_two_ways_is_one_unit(make, smallest):
    rules = kenrules.load(smallest(HI_LO + "questions: [a]"))
    with pytest.raises(kenrules.KenError, match="there before"):
        kenrules.evaluate(rules, make({"agency": ["กํา", "กำ"], "a": [60.0, 40.0]}))
    answers = kenrules.Responses(make({"agency": ["กํา", "กำ"], "a": [60.0, 40.0]}))
    found = rows(kenrules.evaluate(rules, [answers]))
    assert found.select("agency", "total").rows() == [("กำ", 50.0)]


def test_names_of_an_index_stay_with_their_rows(smallest):
    rules = kenrules.load(smallest(HI_LO + "questions: [a]"))
    frame = pd.DataFrame({"agency": WRITTEN, "a": [60.0, 40.0, 50.0]}, index=[7, 3, 5])
    found = rows(kenrules.evaluate(rules, frame))
    assert found.select("agency", "total").rows() == [("กำ", 60.0), ("b", 40.0), ("c", 50.0)]
