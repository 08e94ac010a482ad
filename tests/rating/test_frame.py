"""kenrules from Python: any frame in, the same kind out."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import kenrules
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from ..conftest import HI_LO

SCORES = {
    "agency": ["a", "b", "c"],
    "IIT": [90.0, 84.99, None],
    "EIT": [90.0, 100.0, 90.0],
    "OIT": [90.0, 90.0, 90.0],
    "province": ["x", "y", "z"],
}


@pytest.mark.parametrize(
    ("frame", "kind"),
    [
        (pl.DataFrame(SCORES), pl.DataFrame),
        (pl.LazyFrame(SCORES), pl.LazyFrame),
        (pd.DataFrame(SCORES), pd.DataFrame),
        (pd.DataFrame(SCORES, index=[7, 3, 5]), pd.DataFrame),
        (pd.DataFrame(SCORES).convert_dtypes(dtype_backend="pyarrow"), pd.DataFrame),
        (pa.table(SCORES), pa.Table),
        (lambda: duckdb.from_arrow(pa.table(SCORES)), duckdb.DuckDBPyRelation),
    ],
    ids=["polars", "polars-lazy", "pandas", "pandas-index", "pandas-arrow", "pyarrow", "duckdb"],
)
def test_the_same_kind_of_frame_comes_back(frame, kind):
    found = kenrules.evaluate("ita/2566", frame() if callable(frame) else frame)
    assert isinstance(found, kind)
    if kind is pl.LazyFrame:
        found = found.collect()
    elif kind is pd.DataFrame:
        found = pl.from_pandas(found)
    elif kind is pa.Table:
        found = pl.from_arrow(found)
    elif kind is duckdb.DuckDBPyRelation:
        found = found.pl()
    found = found.sort("agency")
    assert found["total"].to_list() == [90.0, 91.5, None]
    assert found["EIT1"].to_list() == [90.0, 100.0, 90.0]
    assert found["rating"].to_list() == ["ผ่านดี", "ผ่าน", None]
    assert found["status"].to_list() == ["rated", "rated", "incomplete"]
    assert found["province"].to_list() == ["x", "y", "z"]
    assert {"I1", "EIT1.I6", "o43"} <= set(found.columns)


def test_whole_numbers_and_nan_are_understood():
    rules = kenrules.load("ita/2565")
    found = kenrules.evaluate(
        rules, pl.DataFrame({"agency": [1, 2], "IIT": [90, 80], "EIT": [90.0, float("nan")], "OIT": [90, 80]})
    )
    assert found["rating"].to_list() == ["A", None]


NOTHING = [None, float("nan"), pd.NA, pd.NaT]


@pytest.mark.parametrize("nothing", NOTHING, ids=["None", "NaN", "NA", "NaT"])
@pytest.mark.parametrize(
    "cells",
    [
        (Decimal("90.00"), Decimal("84.99")),
        (90, 84.99),
        (np.int64(90), np.float64(84.99)),
        (90, Decimal("84.99")),
    ],
    ids=["decimals", "numbers", "numpy", "mixed"],
)
def test_numbers_that_are_objects_are_numbers(cells, nothing):
    given = SCORES | {"IIT": pd.Series([*cells, nothing], dtype=object, index=[7, 3, 5])}
    found = kenrules.evaluate("ita/2566", pd.DataFrame(given, index=[7, 3, 5]))
    assert list(found["total"])[:2] == [90.0, 91.5]
    assert list(found["rating"])[:2] == ["ผ่านดี", "ผ่าน"]
    assert list(found["status"]) == ["rated", "rated", "incomplete"]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (True, "has type Object"),
        (np.bool_(True), "has type Object"),
        ([1], "has type Object"),
        (1j, "has type Object"),
        (Decimal("84.99000000000000000001"), "has type Object"),
        (float("inf"), "has infinite values"),
        (Decimal("184.99"), "values from 90 to 184.99"),
    ],
    ids=str,
)
def test_objects_that_are_no_scores_are_refused(cell, told):
    given = SCORES | {"IIT": pd.Series([Decimal(90), cell, None], dtype=object)}
    with pytest.raises(kenrules.KenError, match=told):
        kenrules.evaluate("ita/2566", pd.DataFrame(given))


def test_answers_that_are_objects_are_answers(smallest):
    asked = (
        "answers: {yn: {options: {'1': 100, '2': 0}}}\ninstruments: {S: {questions: {q1: {answers: yn}}}}\n"
    )
    rules = kenrules.load(smallest(HI_LO + asked))
    answers = pd.DataFrame({"agency": ["a", "a", "b"], "q1": pd.Series([Decimal(1), 1, 2.0], dtype=object)})
    found = kenrules.evaluate(rules, kenrules.Responses(answers, "S"))
    assert dict(zip(found["agency"], found["total"], strict=True)) == {"a": 100.0, "b": 0.0}


def test_values_outside_the_scale_are_refused():
    rules = kenrules.load("ita/2565")
    values = {900.0: "values from 80 to 900", -0.01: "values from -0.01 to 80"}
    for wrong, said in {**values, float("inf"): "infinite values", float("-inf"): "infinite values"}.items():
        with pytest.raises(kenrules.KenError, match=f"“IIT” has {said}; possible are 0 to 100"):
            kenrules.evaluate(
                rules,
                pl.DataFrame({"agency": [1, 2], "IIT": [wrong, 80], "EIT": [90.0, 80], "OIT": [90.0, 80]}),
            )


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"agency": ["a"], "IITT": [1.0]}, "misspelt-column"),
        ({"name": ["a"], "IIT": [1.0]}, "no-key"),
        ({"agency": ["a"], "IIT": ["x"]}, "not-a-number"),
        ({"agency": ["a", "a"], "IIT": [1.0, 2.0]}, "duplicate-unit"),
        ({"agency": ["a"], "province": ["x"]}, "no-scores"),
        ({"agency": ["a"], "e1": [1.0], "EIT.e1": [1.0]}, "column-twice"),
        ({"agency": ["a"], "EIT": [1.0], "e1": [1.0], "EIT1.e1": [2.0]}, None),
    ],
)
def test_frames_that_cannot_be_understood_are_refused(columns, code):
    rules = kenrules.load("ita/2566")
    if code is None:
        kenrules.evaluate(rules, pl.DataFrame(columns))
        return
    with pytest.raises(kenrules.KenError) as caught:
        kenrules.evaluate(rules, pl.DataFrame(columns))
    assert caught.value.diagnostics[0].code == code
    assert caught.value.diagnostics[0].hint is not None


def test_nan_in_pandas_arrow_columns_is_missing(smallest):
    cells = pd.Series(pd.arrays.ArrowExtensionArray(pa.array([float("nan"), 1.0, 50.0])))
    frame = pd.DataFrame({"agency": ["a", "b", "c"], "a": cells})
    found = kenrules.evaluate(kenrules.load(smallest(HI_LO + "questions: [a]")), frame)
    assert found["status"].tolist() == ["incomplete", "rated", "rated"]


def test_nullable_pandas_rows_that_are_settled(smallest):
    frame = pd.DataFrame(
        {
            "agency": ["a", "b"],
            "a": pd.array([None, 2.0], dtype="Float64"),
            "b": pd.array([None, 2.0], dtype="Float64"),
        }
    )
    found = kenrules.evaluate(
        kenrules.load(smallest(HI_LO + "combine: geometric_mean\nmissing: skip\nquestions: [a, b]")), frame
    )
    assert found["status"].tolist() == ["incomplete", "rated"]


def test_whole_numbers_too_large_for_doubles_are_outside(smallest):
    table = pa.table({"agency": ["x", "y"], "a": pa.array([2**53 + 1, 5])})
    with pytest.raises(kenrules.KenError, match="possible are 0 to 100"):
        kenrules.evaluate(kenrules.load(smallest(HI_LO + "questions: [a]")), table)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"total": ["x"], "a": [1.0]}, "reserved"),
        ({"rating": ["x"], "a": [1.0]}, "reserved"),
        ({"agency": ["x", None], "a": [1.0, 2.0]}, "no-unit"),
    ],
)
def test_names_that_are_taken(smallest, columns, code):
    rules = kenrules.load(smallest(HI_LO + "questions: [a]"))
    with pytest.raises(kenrules.KenError) as caught:
        kenrules.evaluate(rules, pl.DataFrame(columns), key=next(iter(columns)))
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_columns_of_the_data_never_displace_results(smallest):
    frame = pl.DataFrame({"agency": ["x"], "a": [60.0], "rating": ["old"], "rating (data)": ["older"]})
    found = kenrules.evaluate(kenrules.load(smallest(HI_LO + "questions: [a]")), frame)
    assert (found["rating"][0], found["rating (data)"][0], found["rating (data) (data)"][0]) == (
        "hi",
        "older",
        "old",
    )


def test_pandas_columns_with_numbers_for_names(smallest):
    with pytest.raises(kenrules.KenError, match="no texts"):
        kenrules.evaluate(
            kenrules.load(smallest(HI_LO + "questions: [a]")),
            pd.DataFrame({"agency": ["x"], "a": [1.0], 2565: [1]}),
        )
