"""What whole columns and rows of data say that can hardly be meant: told with the figures that gave it away,
and not told where somebody says that it is meant."""

from __future__ import annotations

import polars as pl
import pytest

SURVEY = """
answers: {grades: {options: {good: 100, fair: 50, bad: 0}}, had: {options: {yes: 100, no: 0}}}
parts: null
instruments:
  S: {answers: grades, questions: [s1, s2]}
  W: {answers: had, questions: [w1, w2]}
"""
SMALL = 29
MANIFEST = "dataset: x\n{top}files: [{{path: data.csv, layout: scores{own}}}]\n"


def told(found, *codes):
    return [each for each in found["diagnostics"] if each["code"] in codes]


def rows_of(count, cells):
    return "".join(f"agency {number},{','.join(map(str, cells(number)))}\n" for number in range(count))


@pytest.mark.parametrize(
    "name",
    [
        "Total",
        "TOTAL",
        "Grand total",
        "Average (12)",
        "Avg.",
        "Mean of all units",
        "รวม",
        "รวมทั้งสิ้น 12 หน่วยงาน",
        "ค่าเฉลี่ย",
        "คะแนนเฉลี่ยรวม",
        "เฉลี่ย:",
        "สรุปผลรวม",
    ],
)
def test_a_row_with_the_name_of_totals_is_no_unit(rated, smallest, write, name):
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,90,80\n{name},90,80\n"))
    (fault,) = found["diagnostics"]
    assert (fault["code"], fault["severity"], fault["line"]) == ("total-row", "error", 3)
    assert [unit["unit"] for unit in found["units"]] == ["North"]


@pytest.mark.parametrize("name", ["รวมไทยพัฒนา", "Total Energy", "Meaney", "Allen", "กรมสรุปผล", "Units", "12"])
def test_names_that_only_begin_like_totals_are_names(rated, smallest, write, name):
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,90,80\n{name},70,60\n"))
    assert found["diagnostics"] == []


@pytest.mark.parametrize("way", ["option", "manifest", "file"])
def test_what_is_meant_is_not_told(rated, smallest, write, way):
    data, options = write("data.csv", "agency,a,b\nTotal,0.9,0.8\nNorth,0.7,0.6\n"), []
    codes = ["total-row", "fractions"]
    if way == "option":
        options = [part for code in codes for part in ("--meant", code)]
    else:
        meant = f"meant: [{', '.join(codes)}]"
        top, own = (f"{meant}\n", "") if way == "manifest" else ("", f", {meant}")
        data = write("dataset.yaml", MANIFEST.format(top=top, own=own))
    found = rated(smallest(), data, *options)
    assert found["diagnostics"] == []
    assert [unit["status"] for unit in found["units"]] == ["rated", "rated"]


def test_a_row_whose_figures_are_the_means_of_all_others(rated, smallest, write):
    text = "agency,a,b\nK,10,20\nL,20,90\nM,40,70\nAltogether,23.33,60\n"
    (fault,) = rated(smallest(), write("data.csv", text))["diagnostics"]
    assert (fault["code"], fault["severity"], fault["line"], fault["column"]) == (
        "total-row",
        "warning",
        5,
        12,
    )
    assert (
        "“Altogether” is the mean, rounded as scores are, of those of all others, such as 23.33 in “a”"
        in fault["message"]
    )
    text = text.replace("60\n", "61\n")
    assert rated(smallest(), write("data.csv", text))["diagnostics"] == []


def test_words_are_no_figures(rated, smallest, write):
    text = "agency,kind,a,b\nO,y,35,\nK,x,10,\nL,z,20,\nM,x,40,\nN,z,70,\n"
    found = rated(smallest("inputs: {kind: {one_of: [x, y, z]}}"), write("data.csv", text))["diagnostics"]
    assert "total-row" not in [fault["code"] for fault in found]


def test_words_are_no_small_scores(rated, smallest, write):
    words = "{yes: 100, no: 0, some: 50, none: not_applicable}"
    rules = smallest(f"parts: {{a: {{answers: {words}}}, b: {{answers: {words}}}}}")
    text = "agency,a,b\n" + rows_of(
        SMALL, lambda number: (["yes", "no"][number % 2], ["no", "yes"][number % 2])
    )
    found = rated(rules, write("data.csv", text))["diagnostics"]
    assert [fault["code"] for fault in found if fault["code"] in ("fractions", "small-scores")] == []


def test_a_row_whose_figures_are_the_sums_of_all_others(rated, smallest, write):
    rules = smallest("scale: {max: 1000}")
    text = "agency,a,b\nAltogether,70,180\nK,10,20\nL,20,90\nM,40,70\n"
    (fault,) = told(rated(rules, write("data.csv", text)), "total-row")
    assert (fault["code"], fault["line"]) == ("total-row", 2)
    assert "is the sum of those of all others, such as 70 in “a”" in fault["message"]


def test_units_that_are_all_alike_are_no_means_of_each_other(rated, smallest, write):
    text = "agency,a,b\n" + rows_of(5, lambda _: (80, 70))
    assert rated(smallest(), write("data.csv", text))["diagnostics"] == []
    text = "agency,a,b\n" + rows_of(6, lambda number: ((0, 50, 100)[number % 3], (100, 50, 0)[number % 3]))
    assert rated(smallest(), write("data.csv", text))["diagnostics"] == []


@pytest.mark.parametrize("layout", ["wide", "long"])
def test_scores_that_are_shares_of_one(rated, smallest, write, layout):
    text = "agency,a,b\nK,0.85,1\nL,0,0.5\n"
    if layout == "long":
        text = "agency,item,score\nK,a,0.85\nK,b,1\nL,a,0\nL,b,0.5\n"
    found = told(rated(smallest(), write("data.csv", text)), "fractions")
    assert [each["severity"] for each in found] == ["error"] * len(found)
    assert "lie between 0 and 1 (from 0 to 1); 0 to 100 are possible" in found[0]["message"]


@pytest.mark.parametrize(
    ("scale", "text"),
    [
        ("", "agency,a,b\nK,0.85,1.01\n"),
        ("", "agency,a,b\nK,0,0\n"),
        ("", "agency,a,b\nK,1,1\nL,0,1\n"),
        ("scale: {max: 9}\nbands: [{rating: hi, from: 5}, {rating: lo}]", "agency,a,b\nK,0.85,1\n"),
        (
            "scale: {min: -1, max: 100}\nbands: [{rating: hi, from: 5}, {rating: lo}]",
            "agency,a,b\nK,0.85,-0.1\n",
        ),
    ],
)
def test_scores_that_are_no_shares_of_one(rated, smallest, write, scale, text):
    assert told(rated(smallest(scale), write("data.csv", text)), "fractions") == []


def answers_of(count, cells):
    return "agency,s1,s2,w1,w2\n" + rows_of(count, cells)


@pytest.mark.parametrize("layout", ["scores", "responses"])
@pytest.mark.parametrize(("count", "is_told"), [(SMALL, False), (SMALL + 1, True)])
def test_a_column_of_opinions_that_is_the_same_for_all(rated, smallest, write, layout, count, is_told):
    words = ("good", "fair", "bad")
    data = write(
        "data.csv", answers_of(count, lambda at: ("good", words[at % 3], "yes", ("yes", "no")[at % 2]))
    )
    found = told(rated(smallest(SURVEY), data, "--layout", layout), "constant-answers", "same-answers")
    if not is_told:
        assert found == []
        return
    (fault,) = found
    assert (fault["code"], fault["severity"]) == ("constant-answers", "warning")
    assert fault["message"] == "“s1” is 100 for all 30 units that have a score there"
    assert "--meant constant-answers" in fault["hint"]


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_a_column_of_opinions_that_is_another_one_twice(rated, smallest, write, layout):
    words = ("good", "fair", "bad")

    def cells(at):
        return (words[at % 3], words[at % 3], ("yes", "no")[at % 2], ("yes", "no")[at % 2])

    data = write("data.csv", answers_of(SMALL + 1, cells))
    found = told(rated(smallest(SURVEY), data, "--layout", layout), "constant-answers", "same-answers")
    (fault,) = found  # yes and no may well be the same twice
    assert (fault["code"], fault["severity"]) == ("same-answers", "warning")
    assert fault["message"] == "“s2” has the same score as “s1” for all 30 units that have one"
    changed = answers_of(SMALL + 1, lambda at: (*cells(at)[:1], words[(at + (at == 7)) % 3], *cells(at)[2:]))
    data = write("data.csv", changed)
    assert told(rated(smallest(SURVEY), data, "--layout", layout), "same-answers") == []


@pytest.mark.parametrize(
    ("right", "once", "encoding"),
    [
        ("เทศบาลเมือง", "cp874", "latin-1"),
        ("เทศบาล", "cp874", "cp1252"),
        ("เทศบาลเมือง", "utf-8", "latin-1"),
        ("กกกก", "utf-8", "latin-1"),
        ("สมยศ 7", "utf-8", "cp874"),
        ("Préfecture d'Évry", "utf-8", "latin-1"),
    ],
)
def test_names_that_were_read_in_a_wrong_encoding(rated, smallest, write, right, once, encoding):
    wrong = right.encode(once).decode(encoding)
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,90,80\n{wrong},70,60\n"))
    (fault,) = told(found, "wrong-letters")
    assert (fault["severity"], fault["line"], fault["column"]) == ("warning", 3, 1)
    assert f"“{right}”, read in a wrong encoding (1 name)" in fault["message"]


@pytest.mark.parametrize(
    "name", ["Préfecture", "Ärzte", "Ålesund", "ÉVRY", "São João", "เทศบาล", "Ł", "名古屋"]
)
def test_names_that_are_right(rated, smallest, write, name):
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,90,80\n{name},70,60\n"))
    assert found["diagnostics"] == []


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_columns_that_are_named_further_down(ken, smallest, write, layout):
    data = write("data.csv", "Scores of the year,,\n,,\nagency,a,b\nNorth,90,80\n")
    run = ken("evaluate", smallest(), data, "--layout", layout)
    assert run.exit_code == 2
    assert "the columns seem to be named in a row further down, at" in run.output
    assert "data.csv:3:1: delete the rows above it" in run.output


def test_rows_of_scores_without_their_unit(rated, smallest, write):
    text = "agency,item,score\nNorth,a,90\n,b,80\nSouth,a,70\n,b,60\n"
    found = rated(smallest(), write("data.csv", text))
    assert [(each["code"], each["line"]) for each in found["diagnostics"]] == [("no-unit", 3), ("no-unit", 5)]
    assert [unit["status"] for unit in found["units"]] == ["incomplete", "incomplete"]


def test_a_file_of_respondents_that_is_there_twice(rated, smallest, write):
    text = "agency,s1,s2\n" + "North,good,bad\nNorth,fair,bad\n" * 40
    for name in ("one.csv", "two.csv"):
        write(name, text)
    files = "files: [{path: 'one.csv', layout: responses}, {path: two.csv, layout: responses%s}]\n"
    (fault,) = rated(smallest(SURVEY), write("d.yaml", f"dataset: x\n{files % ''}"))["diagnostics"]
    assert (fault["code"], fault["severity"]) == ("same-contents", "error")
    assert "one.csv: its respondents count twice" in fault["message"]
    meant = ", meant: [same-contents]"
    assert rated(smallest(SURVEY), write("d.yaml", f"dataset: x\n{files % meant}"))["diagnostics"] == []
    write("two.csv", text.replace("fair", "good"))
    assert rated(smallest(SURVEY), write("d.yaml", f"dataset: x\n{files % ''}"))["diagnostics"] == []


@pytest.mark.parametrize(("last", "is_told"), [("9.5", True), ("10.5", False), ("0", False)])
def test_scores_of_a_smaller_scale(rated, smallest, write, last, is_told):
    text = "agency,a,b\n" + rows_of(9, lambda number: (7 + number % 3, 8.5)) + f"last,9,{last}\n"
    found = told(rated(smallest(), write("data.csv", text)), "small-scores")
    assert [each["severity"] for each in found] == ["warning"] * is_told
    if is_told:
        assert "all 20 scores of a, b lie between 0 and 10 (from 7 to 9.5)" in found[0]["message"]


def test_respondents_that_are_taken_for_units(ken, smallest, write):
    data = write("data.csv", "agency,s1,s2\nNorth,good,bad\nNorth,fair,bad\n")
    run = ken("evaluate", smallest(SURVEY), data, "--layout", "scores")
    assert "if each row is a respondent, say --layout responses" in run.stderr
    run = ken("evaluate", smallest(), write("data.csv", "agency,a,b\nNorth,1,2\nNorth,3,4\n"))
    assert "hint: keep one of the rows; until then the unit is not rated" in run.stderr


def test_small_files_of_a_kind_that_is_always_large_may_be_alike_by_chance(rated, smallest, write, tmp_path):
    """A Parquet file of two respondents has more bytes than a text of many."""
    rows = pl.DataFrame({"agency": ["North", "North"], "s1": ["good", "bad"], "s2": ["fair", "good"]})
    for name in ("one.parquet", "two.parquet"):
        rows.write_parquet(tmp_path / name)
    files = "files: [{path: one.parquet, layout: responses}, {path: two.parquet, layout: responses}]\n"
    found = rated(smallest(SURVEY), write("d.yaml", f"dataset: x\n{files}"))
    assert "same-contents" not in [each["code"] for each in found["diagnostics"]]
