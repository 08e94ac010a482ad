"""Units whose names are written in several ways."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.data.alike_columns import compared_cells, compared_column
from kenrules.engine.words.alike import compared

from .rows import totals

AM, TWO = "ก\u0e23มน\u0e49\u0e33", "ก\u0e23มน\u0e4d\u0e49\u0e32"
ONE_UNIT = """
ruleset: test/one
title: {en: One}
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {said: {options: {"caf\u00e9 a": 100, "no": 0}}}
instruments:
  S: {weight: 50%, indicators: {A: {weight: 100%, questions: [q1], answers: said}}}
  T: {weight: 50%, indicators: {B: {weight: 100%, questions: [q2], answers: said}}}
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""


def codes(found):
    return [finding["code"] for finding in found["diagnostics"]]


def test_respondents_of_both_ways_of_writing_are_one_unit(rated, write):
    rules = write("r.yaml", ONE_UNIT)
    data = write("d.csv", f"agency,q1,q2\n{AM},no,no\n{TWO},cafe\u0301  a,no\u200b\n{AM},no,no\n")
    found = rated(rules, data, "--layout", "responses")
    assert [unit["unit"] for unit in found["units"]] == [AM]
    assert found["units"][0]["scores"]["S"] == 33.33
    (note,) = found["diagnostics"]
    assert (note["code"], note["severity"], note["line"]) == ("odd-characters", "note", 3)
    assert "U+0E4D THAI CHARACTER NIKHAHIT" in note["message"]


def test_a_score_of_each_way_of_writing_is_the_same_unit_twice(ken, smallest, write):
    result = ken("evaluate", smallest(), write("d.csv", f"agency,a,b\n{AM},1,2\n{TWO},3,4\n"))
    assert result.exit_code == 1
    assert f"“{AM}” is there twice" in result.stderr
    assert "U+0E4D THAI CHARACTER NIKHAHIT" in result.stderr


def test_files_that_write_a_name_otherwise_are_put_together(rated, write):
    rules = write("r.yaml", ONE_UNIT)
    one = write("one.csv", f"agency,q1\n{AM},caf\u00e9 a\n")
    write("two.csv", f"agency,q2\n{TWO},no\n")
    files = "[{path: one.csv, layout: responses}, {path: two.csv, layout: responses}]"
    found = rated(rules, write("d.yaml", f"dataset: d\nfiles: {files}\n"))
    assert one.exists()
    assert totals(found) == {AM: 50}


def test_an_instrument_is_told_however_it_is_written(rated, write):
    rules = write("r.yaml", ONE_UNIT.replace("[q2]", "[q1]"))
    write("d.csv", "agency,part,q1\nu,S\u200b,no\nu,\u00a0T,caf\u00e9 a\n")
    told = '{column: "part\u200b", values: {S: S, \uff34: T}}'
    entry = f"{{path: d.csv, layout: responses, instrument: {told}}}"
    scores = rated(rules, write("d.yaml", f"dataset: d\nfiles: [{entry}]\n"))["units"][0]["scores"]
    assert (scores["S"], scores["T"]) == (0, 100)


def test_rows_of_scores_are_put_together(rated, smallest, write):
    data = write("d.csv", f"agency,item\u200b,score\n{AM},a,90\n{TWO},b\u200b,80\n")
    found = rated(smallest(), data)
    assert totals(found) == {AM: 85}
    assert codes(found) == ["odd-characters"]


@pytest.mark.parametrize("name", [AM, TWO, f" {AM}", f"{AM}\u200b"])
def test_a_unit_is_asked_for_in_any_way(rated, smallest, write, name):
    data = write("d.csv", f"agency,a,b\n{TWO},90,80\nother,1,2\n")
    assert totals(rated(smallest(), data, "--unit", name)) == {AM: 85}


def test_many_names_that_are_written_otherwise_are_counted(rated, smallest, write):
    names = [unicodedata.normalize("NFD", f"caf\u00e9 {number}") for number in range(30)]
    data = write("d.csv", "agency,a,b\n" + "".join(f"{name},90,80\n" for name in names))
    (note,) = rated(smallest(), data)["diagnostics"]
    assert note["message"].startswith("30 names are not written as they are read, such as “caf\u00e9 0”")


def test_blanks_in_a_name_that_is_written_in_one_way_are_no_finding(rated, smallest, write):
    found = rated(smallest(), write("d.csv", 'agency,a,b\n"office\nof  a",90,80\n'))
    assert (totals(found), found["diagnostics"]) == ({"office of a": 85}, [])


@pytest.mark.parametrize(
    ("other", "character"),
    [
        ("Office 1", "U+004F LATIN CAPITAL LETTER O"),
        ("\u043effice 1", "U+043E CYRILLIC SMALL LETTER O"),
        ("office \u0e51", "U+0E51 THAI DIGIT ONE"),
    ],
)
def test_units_that_look_alike_are_told_with_the_character(rated, smallest, write, other, character):
    found = rated(smallest(), write("d.csv", f"agency,a,b\noffice 1,90,80\n{other},10,20\n"))
    assert totals(found) == {"office 1": 85, other: 15}
    (warning,) = found["diagnostics"]
    assert (warning["code"], warning["severity"], warning["line"]) == ("alike-units", "warning", 3)
    assert f"is {character}" in warning["message"]


@pytest.mark.parametrize(
    ("one", "other", "is_told"),
    [
        ("อบต.ตะโกทอง", "องค์การบริหารส่วนตำบลตะโกทอง", True),
        ("องค์การบริหารส่วนตำบล ตะโกทอง", "อบต. ตะโกทอง", True),
        ("รพ.สต.บ้านดอน", "โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านดอน", True),
        ("รพ.บ้านดอน", "โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านดอน", False),
        ("ทต.ตะโกทอง", "อบต.ตะโกทอง", False),
        ("อบต.ตะโกทอง", "เทศบาลตำบลตะโกทอง", False),
    ],
)
def test_a_name_in_short_beside_the_same_in_full_is_told(rated, smallest, write, one, other, is_told):
    found = rated(smallest(), write("d.csv", f"agency,a,b\n{one},90,80\n{other},10,20\n"))
    told = [finding["message"] for finding in found["diagnostics"]]
    assert told == ([f"“{other}” and “{one}” seem to be one name, short and in full"] if is_told else [])


def test_two_headings_that_nobody_tells_apart_are_refused(ken, smallest, write):
    result = ken("evaluate", smallest(), write("d.csv", "agency,a,b,note,note\u200b\nu,1,2,x,y\n"))
    assert result.exit_code == 2
    assert "the columns 4 and 5 are both called “note”" in result.stderr


@given(st.lists(st.text(st.sampled_from("ก\u0e33\u0e4d\u0e32\u0e49 ab\u200b\u00a0\u0301\n")) | st.none()))
def test_a_column_is_compared_as_its_texts_are(texts):
    cells = pl.Series("c", texts, pl.String)
    wanted = [None if text is None else compared(text) or None for text in texts]
    assert compared_column(cells).to_list() == wanted
    frame = pl.DataFrame({"c": cells})
    assert frame.lazy().select(compared_cells("c")).collect()["c"].to_list() == wanted
