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
    with pytest.raises(kenrules.KenError, match="name of one before it"):
        kenrules.evaluate(rules, make({"agency": ["กํา", "กำ"], "a": [60.0, 40.0]}))
    answers = kenrules.Responses(make({"agency": ["กํา", "กำ"], "a": [60.0, 40.0]}))
    found = rows(kenrules.evaluate(rules, [answers]))
    assert found.select("agency", "total").rows() == [("กำ", 50.0)]


def test_names_of_an_index_stay_with_their_rows(smallest):
    rules = kenrules.load(smallest(HI_LO + "questions: [a]"))
    frame = pd.DataFrame({"agency": WRITTEN, "a": [60.0, 40.0, 50.0]}, index=[7, 3, 5])
    found = rows(kenrules.evaluate(rules, frame))
    assert found.select("agency", "total").rows() == [("กำ", 60.0), ("b", 40.0), ("c", 50.0)]


@pytest.mark.parametrize("make", FRAMES)
def test_nan_and_an_empty_cell_name_no_unit(make, smallest, rated, write):
    rules = smallest(HI_LO + "questions: [a]")
    for names in ([1.0, float("nan")], ["x", None]):
        frame = make({"agency": names, "a": [60.0, 40.0]})
        with pytest.raises(kenrules.KenError, match="1 row has no agency") as found:
            kenrules.evaluate(kenrules.load(rules), frame)
        assert [each.code for each in found.value.diagnostics] == ["no-unit"]
        path = write("data.parquet", "")
        pl.DataFrame({"agency": names, "a": [60.0, 40.0]}).write_parquet(path)
        found = rated(rules, path)
        assert [each["code"] for each in found["diagnostics"]] == ["no-unit"]
        assert [unit["unit"] for unit in found["units"]] == [str(names[0]).removesuffix(".0")]


@pytest.mark.parametrize("make", FRAMES)
@pytest.mark.parametrize("value", [[1], {"x": 1}, b"1"])
def test_columns_of_what_is_neither_text_nor_number_are_refused(make, value, smallest):
    rules = kenrules.load(smallest(HI_LO + "questions: [a]"))
    with pytest.raises(kenrules.KenError, match=r"“a” has type .*, and is to have numbers"):
        kenrules.evaluate(rules, make({"agency": ["x", "y"], "a": [value, value]}))
    if make is not pd.DataFrame:  # which knows no more of it than that it is something
        with pytest.raises(kenrules.KenError, match=r"“agency” has type .*, and is to name the units"):
            kenrules.evaluate(rules, make({"agency": [value, value], "a": [1.0, 2.0]}))


def joined(rules, *names):
    """What comes of two frames whose columns of units are these."""
    first, second = ({"agency": list(own)} for own in names)
    frames = [{**first, "a": [60.0, 40.0]}, {**second, "b": [80.0, 20.0]}]
    return frames, kenrules.load(rules)


@pytest.mark.parametrize("make", FRAMES)
@pytest.mark.parametrize("names", [([1, 2], ["1", "2"]), ([1.0, 2.0], ["1", "2"]), ([1, 2], [1.0, 2.0])])
def test_frames_that_name_their_units_by_texts_and_numbers_are_refused(make, names, smallest):
    frames, rules = joined(smallest(HI_LO + "questions: [a, b]"), *names)
    with pytest.raises(kenrules.KenError, match="the frames name their units by several types"):
        kenrules.evaluate(rules, list(map(make, frames)))
    frames = [
        {**own, "agency": [str(int(name)) for name in own["agency"]]} for own in frames
    ]  # as the hint says
    assert rows(kenrules.evaluate(rules, list(map(make, frames))))["total"].to_list() == [70.0, 30.0]


@pytest.mark.parametrize(
    "alike",
    [
        lambda data: pl.DataFrame(data, schema_overrides={"agency": pl.Categorical}),
        lambda data: pd.DataFrame(data).astype({"agency": "category"}),
        lambda data: pa.table({**data, "agency": pa.array(data["agency"]).dictionary_encode()}),
        lambda data: pa.table({**data, "agency": pa.array(data["agency"], pa.large_string())}),
    ],
)
def test_names_of_any_type_of_text_are_compared_and_joined(alike, smallest):
    frames, rules = joined(smallest(HI_LO + "questions: [a, b]"), [" x", "y"], ["x", "y"])
    plain = {pl: pl.DataFrame, pd: pd.DataFrame, pa: pa.table}
    make = next(own for module, own in plain.items() if type(alike(frames[0])) is type(own({})))
    for each in ([alike, make], [make, alike], [alike, alike]):
        made = [turn(own) for turn, own in zip(each, frames, strict=True)]
        assert rows(kenrules.evaluate(rules, made))["total"].to_list() == [70.0, 30.0]
