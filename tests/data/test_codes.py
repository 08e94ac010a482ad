"""Words of an answer scale that are numbers: one cell has one meaning, in every file, layout and frame."""

from __future__ import annotations

import json

import kenrules
import polars as pl
import pytest
from kenrules import KenError

from ..libraries import LIBRARIES

FIVE = """
scale: {min: 1, max: 5}
answers: {coded: {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}}
parts: null
instruments: {S: {answers: coded, questions: {s1: First, s2: {reversed: true}}}}
bands: [{rating: hi, from: 3.5}, {rating: lo}]
"""
HUNDRED = """
answers: {coded: {1: 100, 2: 50, 3: 0}, had: {options: {1: 100, 2: 0}, answered_by: unit}}
parts: null
instruments: {S: {answers: coded, questions: [s1]}, W: {answers: had, questions: [w1]}}
"""
UNITS = ["A", "A", "A", "B"]
S1, S2 = [1, 1, 2, 5], [1, 2, None, 3]
SCORES = {"A": {"s1": 4.67, "s2": 1.5}, "B": {"s1": 1, "s2": 3}}
TYPES = {
    "integers": pl.Int64,
    "small integers": pl.UInt8,
    "floats": pl.Float64,
    "singles": pl.Float32,
    "texts": pl.String,
}


def frame_of(dtype=pl.Int64) -> pl.DataFrame:
    codes = {name: pl.Series(cells, dtype=pl.Int64).cast(dtype) for name, cells in (("s1", S1), ("s2", S2))}
    return pl.DataFrame({"agency": UNITS, **codes})


def scores(found):
    return {
        unit["unit"]: {name: unit["scores"][name] for name in ("s1", "s2")}
        for unit in found["units"]
        if unit["unit"] in SCORES
    }


def write(frame: pl.DataFrame, path) -> None:
    {
        "csv": frame.write_csv,
        "json": frame.write_json,
        "jsonl": frame.write_ndjson,
        "xlsx": frame.write_excel,
        "parquet": frame.write_parquet,
        "arrow": frame.write_ipc,
    }[path.suffix[1:]](path)


@pytest.mark.parametrize("kind", ["csv", "json", "jsonl", "xlsx", "parquet", "arrow"])
@pytest.mark.parametrize("dtype", TYPES)
def test_a_code_is_the_option_in_every_file(rated, smallest, tmp_path, kind, dtype):
    write(frame_of(TYPES[dtype]), tmp_path / f"data.{kind}")
    found = rated(smallest(FIVE), tmp_path / f"data.{kind}", "--layout", "responses")
    assert (scores(found), found["diagnostics"]) == (SCORES, [])
    alone = frame_of(TYPES[dtype]).tail(2).with_columns(agency=pl.Series(["A", "B"]))
    write(alone, tmp_path / f"units.{kind}")
    found = rated(smallest(FIVE), tmp_path / f"units.{kind}")
    assert [unit["scores"]["s1"] for unit in found["units"]] == [4, 1]
    assert {each["code"] for each in found["diagnostics"]} == {"answer-or-score"}  # it could be a mean


@pytest.mark.parametrize("bad", ["?", "6", "1.5", "x" * 200])
@pytest.mark.parametrize("layout", ["responses", "long", "scores"])
def test_a_bad_cell_of_another_unit_changes_nothing(rated, smallest, tmp_path, bad, layout):
    if layout == "responses":
        lines = [
            f"{unit},{s1},{'' if s2 is None else s2}" for unit, s1, s2 in zip(UNITS, S1, S2, strict=True)
        ]
        head, wanted, own = "agency,s1,s2", SCORES, [*lines, f"C,{bad},1", f"C,1,{bad}"]
    else:
        bad = "6" if bad == "1.5" else bad  # which may be a mean
        wanted = {"A": {"s1": 5, "s2": 2}, "B": {"s1": 1, "s2": 3}}
        head, own = "agency,s1,s2", ["A,1,2", "B,5,3", f"C,{bad},{bad}"]
        if layout == "long":
            head, own = "agency,item,score", ["A,s1,1", "A,s2,2", "B,s1,5", "B,s2,3", f"C,s1,{bad}"]
    (tmp_path / "data.csv").write_text("\n".join([head, *own]) + "\n", encoding="utf-8")
    found = rated(smallest(FIVE), tmp_path / "data.csv", "--layout", layout)
    assert scores(found) == wanted
    assert [unit["status"] for unit in found["units"]] == ["rated", "rated", "incomplete"]


@pytest.mark.parametrize("cell", ["1", " 1 ", "๑", "1.0", "+1", "01"])
@pytest.mark.parametrize("layout", ["responses", "scores"])
def test_a_code_in_other_digits_is_the_option(rated, smallest, tmp_path, cell, layout):
    (tmp_path / "data.csv").write_text(f"agency,s1,s2\nA,{cell},{cell}\n", encoding="utf-8")
    found = rated(smallest(FIVE), tmp_path / "data.csv", "--layout", layout)
    assert scores(found) == {"A": {"s1": 5, "s2": 1}}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("dtype", ["integers", "floats", "texts"])
def test_a_code_is_the_option_in_every_frame(smallest, library, dtype):
    to, back = LIBRARIES[library]
    result = back(kenrules.evaluate(smallest(FIVE), kenrules.Responses(to(frame_of(TYPES[dtype])), "S")))
    found = {row["agency"]: {"s1": row["s1"], "s2": row["s2"]} for row in result.rows(named=True)}
    assert found == SCORES
    wrong = frame_of(TYPES[dtype]).with_columns(s1=pl.Series([1, 1, 6, 5]).cast(TYPES[dtype]))
    with pytest.raises(KenError, match="“s1” has 1 answer that is none"):
        kenrules.evaluate(smallest(FIVE), kenrules.Responses(to(wrong)))


@pytest.mark.parametrize("kind", ["csv", "json", "parquet", "xlsx"])
def test_a_code_that_no_score_is(rated, smallest, tmp_path, kind):
    write(pl.DataFrame({"agency": ["A", "B"], "w1": [1, 2], "S": [100, 100]}), tmp_path / f"web.{kind}")
    write(pl.DataFrame({"agency": ["A", "A", "A", "B"], "s1": [1, 1, 2, 100]}), tmp_path / f"survey.{kind}")
    found = rated(smallest(HUNDRED), tmp_path / f"web.{kind}")
    assert [(unit["scores"]["w1"], unit["scores"]["total"]) for unit in found["units"]] == [
        (100, 100),
        (0, 50),
    ]
    write(pl.DataFrame({"agency": ["A", "B"], "w1": [1, 2]}), tmp_path / f"web.{kind}")
    survey = f"S={tmp_path / 'survey'}.{kind}"
    found = rated(smallest(HUNDRED), tmp_path / f"web.{kind}", "--responses", survey)
    assert [unit["scores"]["total"] for unit in found["units"]] == [91.67, 50]
    assert [own["code"] for own in found["diagnostics"]] == ["no-answer-scores"]  # 100 among 1 and 2


@pytest.mark.parametrize("word", ["true", "TRUE", "True", " true "])
def test_truths_are_words_in_every_spelling(rated, smallest, tmp_path, word):
    rules = smallest(
        "answers: {truth: {true: 100, false: 0}}\nparts: {a: {answers: truth}, b: {answers: truth}}"
    )
    false = word.replace("true", "false").replace("TRUE", "FALSE").replace("True", "False")
    rows = [{"agency": "A", "a": word, "b": false}]
    (tmp_path / "data.csv").write_text(f"agency,a,b\nA,{word},{false}\n", encoding="utf-8")
    (tmp_path / "texts.json").write_text(json.dumps(rows), encoding="utf-8")
    (tmp_path / "data.json").write_text('[{"agency": "A", "a": true, "b": false}]', encoding="utf-8")
    write(pl.DataFrame({"agency": ["A"], "a": [True], "b": [False]}), tmp_path / "data.parquet")
    write(pl.DataFrame({"agency": ["A"], "a": [True], "b": [False]}), tmp_path / "data.xlsx")
    for name in ("data.csv", "texts.json", "data.json", "data.parquet", "data.xlsx"):
        for layout in ("responses", "scores"):
            (unit,) = rated(rules, tmp_path / name, "--layout", layout)["units"]
            assert (unit["scores"].get("a"), unit["scores"].get("b")) == (100, 0), (name, layout)


NUMBERED = """
ruleset: numbered
title: {en: Words that are numbers}
source: made up
unit: unit
scale: {decimals: 0, rounding: half_up, better: lower}
combine: sum
inputs: {device: {one_of: [1, 2]}}
parts:
  x: {value: {range: 0..9, decimals: 0}, cases: [{when: device == 1, points: {..4: 1, 5..: 2}}, {points: {..4: 3, 5..: 4}}]}
bands: [{rating: few, to: 2}, {rating: many}]
"""


@pytest.mark.parametrize("library", ["polars", "polars, lazily", "pandas", "pyarrow", "duckdb"])
def test_words_that_are_numbers_are_read_from_frames_of_every_library(library, tmp_path):
    (tmp_path / "rules.yaml").write_text(NUMBERED, encoding="utf-8")
    rules = kenrules.load(tmp_path / "rules.yaml")
    frame = pl.DataFrame({"unit": [1, 2, 3, 4], "device": [1, 2, 1, 2], "x": [3, 3, 7, 7]})
    if library == "duckdb":
        import duckdb

        connection = duckdb.connect()
        rows = kenrules.evaluate(rules, connection.from_arrow(frame.to_arrow())).fetchall()
        assert sorted(row[1] for row in rows) == [1, 2, 3, 4]
        return
    given = {"polars, lazily": frame.lazy, "pandas": frame.to_pandas, "pyarrow": frame.to_arrow}
    found = kenrules.evaluate(rules, given.get(library, lambda: frame)())
    totals = found.collect()["total"] if library == "polars, lazily" else found["total"]
    assert [float(str(total)) for total in totals] == [1, 3, 2, 4]
