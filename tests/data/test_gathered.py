"""Frames of respondents and frames of units as one table."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import kenrules
import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from kenrules import KenError

from ..surveys import PARTS, SURVEYS


@pytest.mark.parametrize(
    "make",
    [
        pl.DataFrame,
        pl.LazyFrame,
        pd.DataFrame,
        pa.table,
        lambda columns: duckdb.from_arrow(pa.table(columns)),
    ],
)
def test_frames_of_respondents_ask_for_as_many(smallest, make):
    answers = {"agency": ["A"] * 4, "i1": ["yes", None, None, None], "e1": [None, "yes", "no", "no"]}
    result = nw.from_native(kenrules.evaluate(smallest(SURVEYS), kenrules.Responses(make(answers))))
    (row,) = (result.collect() if isinstance(result, nw.LazyFrame) else result).rows(named=True)
    assert (row["status"], row["respondents STAFF"], row["respondents PUBLIC"], row["e1"]) == (
        "incomplete",
        1,
        3,
        33.33,
    )
    assert isinstance(row["respondents STAFF"], int)


@pytest.mark.parametrize("make", [pl.DataFrame, pl.LazyFrame, pd.DataFrame, pa.table])
def test_a_question_that_nobody_answered_is_a_column_without_values(smallest, make):
    answers = {"agency": ["A"] * 3, "i1": ["yes", "yes", "no"], "e1": [None, None, None]}
    result = nw.from_native(kenrules.evaluate(smallest(SURVEYS), kenrules.Responses(make(answers))))
    (row,) = (result.collect() if isinstance(result, nw.LazyFrame) else result).rows(named=True)
    assert (row["STAFF"], row["respondents PUBLIC"], row["status"]) == (66.67, 0, "incomplete")
    if make is pd.DataFrame:  # whose column of no values is one of objects
        return
    scores = nw.from_native(kenrules.evaluate(smallest(), make({"agency": ["A"], "a": [80.0], "b": [None]})))
    (row,) = (scores.collect() if isinstance(scores, nw.LazyFrame) else scores).rows(named=True)
    assert (row["a"], row["status"]) == (80, "incomplete")


def test_units_and_counts_come_in_one_order(smallest, rated, write):
    names = [f"u{number * 7 % 40:02}" for number in range(40)]
    frame = pl.DataFrame({"agency": names * 2, "a": [60.0] * 80, "b": [40.0] * 80})
    rules = smallest(
        "answers: {any: {options: {x: 60, y: 40}}}\nparts: {a: {answers: any}, b: {answers: any}}"
    )
    for made in (frame, frame.lazy()):
        register = pl.DataFrame({"agency": names}).with_columns(total=pl.lit(None, pl.Float64))
        for data in (
            kenrules.Responses(made),
            [register, kenrules.Responses(made)],
            [register.lazy(), kenrules.Responses(made)],
        ):
            result = kenrules.evaluate(rules, data)
            assert (result.collect() if isinstance(result, pl.LazyFrame) else result)[
                "agency"
            ].to_list() == names
    counts = rated(smallest(), write("data.csv", "agency,a,b\nu,0,0\nv,100,100\n"))["counts"]
    assert list(counts) == ["high", "low", "incomplete"]


def test_frames_that_contradict_each_other_are_refused_in_any_order(smallest):
    one, other = (
        pl.DataFrame({"agency": ["u"], "a": [90.0], "b": [90.0]}),
        pl.DataFrame({"agency": ["u"], "a": [10.0]}),
    )
    for frames in ([one, other], [other, one]):
        with pytest.raises(KenError, match="two frames give a of 1 unit otherwise"):
            kenrules.evaluate(smallest(), frames)
    assert kenrules.evaluate(smallest(), [one, other.with_columns(a=90.0)])["rating"].to_list() == ["high"]


def test_answers_to_a_node_and_to_an_alias_of_it_are_not_mixed(smallest):
    rules = smallest(
        PARTS.replace("answers: five, questions", "answers: five, min_respondents: 4, questions")
        + "aliases: {EE: [E1, E2]}"
    )
    own = kenrules.Responses(
        pl.DataFrame({"agency": ["A"] * 2, "q1": ["a"] * 2, "q2": ["a"] * 2}), instrument="E1"
    )
    shared = kenrules.Responses(pl.DataFrame({"agency": ["A"] * 3, "q1": ["e"] * 3, "q2": ["e"] * 3}))
    with pytest.raises(KenError, match="two frames give q1 of 1 unit otherwise"):
        kenrules.evaluate(rules, [own, shared])


def test_frames_of_respondents_are_explained_and_compared(smallest):
    answers = kenrules.Responses(
        pl.DataFrame({"agency": ["A"] * 4, "i1": ["yes"] * 3 + ["no"], "e1": ["yes"] * 4})
    )
    trace = kenrules.explain(smallest(SURVEYS), answers, "A")
    assert (trace.rating, trace.root.printed) == ("high", Fraction(175, 2))
    assert kenrules.compare(smallest(SURVEYS), smallest(SURVEYS, "new.yaml"), answers).units[
        "new_total"
    ].to_list() == [87.5]


def test_only_what_two_frames_say_otherwise_is_told(smallest):
    one, other = (
        pl.DataFrame({"agency": ["u"], "a": [90.0], "b": [90.0]}),
        pl.DataFrame({"agency": ["u"], "a": [90.0], "b": [80.0]}),
    )
    with pytest.raises(KenError) as caught:
        kenrules.evaluate(smallest(), [one, other])
    assert [str(each.message) for each in caught.value.diagnostics] == [
        "two frames give b of 1 unit otherwise"
    ]


def test_answers_to_a_node_and_to_an_alias_of_it_may_be_those_of_other_units(smallest):
    rules = smallest(PARTS.replace("min_respondents: 3, ", "") + "aliases: {EE: [E1, E2]}")
    own = [
        kenrules.Responses(pl.DataFrame({"agency": ["A"], "q1": ["a"], "q2": ["a"]}), instrument=name)
        for name in ("E1", "E2")
    ]
    shared = kenrules.Responses(pl.DataFrame({"agency": ["B"], "q1": ["e"], "q2": ["e"]}))
    assert kenrules.evaluate(rules, [*own, shared]).sort("agency")["status"].to_list() == ["rated", "rated"]


def test_answers_of_too_few_contradict_no_score(smallest):
    scores = pl.DataFrame({"agency": ["A"], "i1": [50.0], "e1": [50.0]})
    few = kenrules.Responses(pl.DataFrame({"agency": ["A"] * 2, "i1": ["yes"] * 2}))
    assert kenrules.evaluate(smallest(SURVEYS), [scores, few])["i1"].to_list() == [50.0]
    with pytest.raises(KenError, match="two frames give i1 of 1 unit otherwise"):
        kenrules.evaluate(
            smallest(SURVEYS),
            [scores, kenrules.Responses(pl.DataFrame({"agency": ["A"] * 3, "i1": ["yes"] * 3}))],
        )


def test_a_list_without_a_frame_is_told(smallest):
    with pytest.raises(KenError) as caught:
        kenrules.evaluate(kenrules.load(smallest()), [])
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.message)) == ("frames", "the list has no frame")
