"""Files as tools write them: what a manifest says of their columns and cells."""

from __future__ import annotations

import random
import re

import polars as pl
import pytest
from kenrules.engine.data.name_patterns import NamePatterns, star

from ..surveys import YES_NO

RULES = f"""{YES_NO}missing: skip
parts: {{a: null, b: null, x: {{answers: yes_no, questions: [q1, q2]}}, y: {{}}}}
"""
CODES = "words: {99: missing, N/A: missing, 1: 'yes', 2: 'no'}"


def manifest(path, *keys):
    return f"dataset: x\nfiles: [{{{', '.join((f'path: {path}', *keys))}}}]\n"


def test_a_pattern_of_names_is_matched_as_the_shell_does():
    luck = random.Random(4)
    for _ in range(3000):
        pattern = "".join(luck.choices("ab*", k=luck.randint(1, 5)))
        text = "".join(luck.choices("ab", k=luck.randint(0, 6)))
        assert (star(pattern, text) is not None) == ("*" in pattern and _like(pattern, text))
    assert (star("g/*", "g/q1"), star("*_x", "q1_x"), star("a*b*", "a1b2")) == ("q1", "q1", "1")
    assert [NamePatterns(["a", "b*"]).match(name) for name in ("a", "aa", "bx", "cb")] == [1, 0, 1, 0]


def _like(pattern, text):
    if not pattern:
        return not text
    if pattern[0] == "*":
        return any(_like(pattern[1:], text[at:]) for at in range(len(text) + 1))
    return bool(text) and text[0] == pattern[0] and _like(pattern[1:], text[1:])


def test_a_column_with_a_group_before_its_question_is_not_left_out_in_silence(ken, smallest, write):
    data = write("q.csv", "agency,service/q2,q1\nA,no,yes\n")
    result = ken("evaluate", smallest(RULES), data, "--layout", "responses")
    assert result.exit_code == 2
    assert (
        "q.csv:1:8: error: the column “service/q2” is no node of test/changed: it ends in q2" in result.stderr
    )
    assert 'columns: {"service/*": "*"}' in result.stderr


def test_columns_are_called_as_the_manifest_says(rated, smallest, write):
    write("q.csv", "ward,service/q1,service:q2,note/q1\nA,yes,no,x\nA,yes,no,y\n")
    keys = ('columns: {ward: agency, "service/*": "*", "service:q2": x.q2}', 'pass_through: ["note*"]')
    found = rated(smallest(RULES), write("d.yaml", manifest("q.csv", "layout: responses", *keys)))
    assert found["units"][0]["unit"] == "A"
    scores = found["units"][0]["scores"]
    assert (scores["q1"], scores["q2"], scores["x"]) == (100, 0, 50)


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ("nobody: a", "there is no column “nobody”"),
        ("s: qqqq", "“s” is to be “qqqq”, which is neither a node nor the unit"),
        ("s: a, t: a", "the columns s, t both stand for a"),
    ],
)
def test_columns_that_are_not_there_or_no_nodes_are_told(ken, smallest, write, columns, told):
    write("q.csv", "agency,s,t\nA,1,2\n")
    result = ken("evaluate", smallest(), write("d.yaml", manifest("q.csv", f"columns: {{{columns}}}")))
    assert result.exit_code == 2
    assert told in result.stderr


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json", "typed.parquet"])
def test_words_say_the_same_in_every_file(rated, smallest, write, tmp_path, ending):
    luck = random.Random(7)
    codes = ["1", "2", "99"] if "typed" in ending else ["1", "2", "99", "N/A", "๙๙", " yes"]
    rows = [{"agency": luck.choice("ab"), "q1": luck.choice(codes), "q2": "1"} for _ in range(40)]
    said = {"1": "yes", "2": "no", "99": None, "N/A": None, "๙๙": None, " yes": "yes"}
    plain = pl.DataFrame([{**row, "q1": said[row["q1"]], "q2": "yes"} for row in rows])
    plain.write_csv(tmp_path / "plain.csv")
    frame, path = pl.DataFrame(rows), tmp_path / f"coded.{ending}"
    frame = frame.with_columns(pl.col("q1", "q2").cast(pl.Int64)) if "typed" in ending else frame
    if ending == "xlsx":
        frame.write_excel(path)
    else:
        getattr(frame, f"write_{path.suffix[1:]}")(path)
    wanted = rated(smallest(RULES), write("p.yaml", manifest("plain.csv", "layout: responses")))
    found = rated(smallest(RULES), write("d.yaml", manifest(path.name, "layout: responses", CODES)))
    assert found["units"] == wanted["units"]
    gone = sum(said[row["q1"]] is None for row in rows)
    assert any(
        f"{gone} cells say that there is no answer" in each["message"] for each in found["diagnostics"]
    )


@pytest.mark.parametrize("layout", ["scores", "long"])
def test_a_code_for_no_answer_is_no_score(rated, smallest, write, layout):
    write("scores.csv", "agency,a,b,year\nA,99,40,99\nB,99.0,70,1\n")
    write("long.csv", "agency,item,score\nA,a,99\nA,b,40\nB,a,99.0\nB,b,70\n")
    found = rated(
        smallest("missing: skip"), write("d.yaml", manifest(f"{layout}.csv", f"layout: {layout}", CODES))
    )
    assert [unit["scores"] for unit in found["units"]] == [{"total": 40, "b": 40}, {"total": 70, "b": 70}]


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_a_word_for_no_answer_is_refused_with_what_to_write(ken, rated, smallest, write, layout):
    head = "agency,q1,q2,x,a" if layout == "scores" else "agency,q1,q2"
    more = ",50,50" if layout == "scores" else ""
    write("q.csv", f"{head}\nA,ไม่ทราบ,yes{more}\n")
    rules = smallest(RULES)
    refused = ken("evaluate", rules, write("d.yaml", manifest("q.csv", f"layout: {layout}")))
    assert refused.exit_code == 1
    (entry,) = re.findall(r'in a manifest: (words: {"ไม่ทราบ": missing})', refused.stderr)
    found = rated(rules, write("d.yaml", manifest("q.csv", f"layout: {layout}", entry)))
    assert {each["severity"] for each in found["diagnostics"]} == {"note"}


LEAVING = """missing: {policy}
parts: null
questions: {{q1: {{answers: {{yes: 100, no: 0, off: not_applicable}}}}, q2: {{answers: {{yes: 100, no: 0}}}}{more}}}
"""


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_word_for_what_does_not_apply_is_that_of_the_rules(rated, smallest, write, tmp_path, ending):
    rules = smallest(
        LEAVING.format(policy="error", more=", q3: {value: {range: 0..9}, missing: not_applicable}")
    )
    rows = [{"agency": "A", "q1": 8, "q2": 1, "q3": 8}, {"agency": "B", "q1": 1, "q2": 1, "q3": 9}]
    frame = pl.DataFrame(rows)
    if ending == "csv":
        frame.write_csv(tmp_path / "d.csv")
    else:
        frame.write_excel(tmp_path / "d.xlsx")
    write("plain.csv", "agency,q1,q2,q3\nA,off,yes,\nB,yes,yes,9\n")
    wanted = rated(rules, write("p.yaml", manifest("plain.csv", "layout: scores")))
    words = "words: {8: not_applicable, 1: 'yes'}"
    found = rated(rules, write("d.yaml", manifest(f"d.{ending}", "layout: scores", words)))
    assert found["units"] == wanted["units"]
    assert "q1" not in found["units"][0]["scores"]


@pytest.mark.parametrize("layout", ["scores", "long"])
def test_a_word_for_what_always_applies_is_refused(ken, smallest, write, layout):
    rules = smallest(LEAVING.format(policy="skip", more=""))
    write("scores.csv", "agency,q1,q2\nA,off,ไม่เกี่ยวข้อง\n")
    write("long.csv", "agency,item,score\nA,q1,off\nA,q2,ไม่เกี่ยวข้อง\n")
    words = "words: {ไม่เกี่ยวข้อง: not_applicable}"
    result = ken("evaluate", rules, write("d.yaml", manifest(f"{layout}.csv", f"layout: {layout}", words)))
    assert result.exit_code == 2
    place = {"scores": "scores.csv:2:7", "long": "long.csv:3:6"}[layout]
    assert f"{place}: error: “ไม่เกี่ยวข้อง” is to say that" in result.stderr
