"""Rows that a manifest counts or leaves out by what their cells say."""

from __future__ import annotations

import random

import polars as pl
import pytest

RULES = """answers: {yes_no: {yes: 100, no: 0}}
missing: skip
parts: {a: null, b: null, x: {answers: yes_no, questions: [q1, q2]}}
"""


def manifest(path, *keys):
    return f"dataset: x\nfiles:\n  - {{{', '.join((f'path: {path}', *keys))}}}\n"


@pytest.mark.parametrize("ending", ["csv", "parquet", "xlsx", "json"])
def test_rows_are_counted_as_if_the_others_were_not_there(rated, smallest, write, tmp_path, ending):
    luck, rules = random.Random(ending), smallest(RULES)
    rows = [
        {
            "agency": luck.choice("uvw"),
            "q1": luck.choice(["yes", "no", None]),
            "q2": luck.choice(["yes", "no"]),
            "state": luck.choice(["Approved", "approved", "waiting", None]),
            "done": luck.choice([True, False]),
            "code": luck.choice([1, 2, 3]),
        }
        for _ in range(60)
    ]
    kept = [row for row in rows if str(row["state"]).casefold() == "approved" and row["code"] in (1, 3)]
    kept = [row for row in kept if row["done"]]
    pl.DataFrame(kept).write_csv(tmp_path / "plain.csv")
    frame, path = pl.DataFrame(rows), tmp_path / f"data.{ending}"
    getattr(frame, "write_excel" if ending == "xlsx" else f"write_{ending}")(path)
    keys = ("only: {state: approved, code: [1, 3.0]}", "without: {done: False}")
    wanted = rated(rules, write("p.yaml", manifest("plain.csv", "layout: responses")))
    found = rated(rules, write("d.yaml", manifest(path.name, "layout: responses", *keys)))
    by_name = {unit["unit"]: unit for unit in wanted["units"]}
    assert {unit["unit"]: unit for unit in found["units"]} == by_name
    notes = [each["message"] for each in found["diagnostics"] if each["code"] == "rows-left-out"]
    assert sum(int(note.split(" row")[0]) for note in notes) == len(rows) - len(kept)


def test_the_places_of_cells_are_those_of_the_file(ken, smallest, write):
    write("q.csv", "agency,q1,q2,state\nA,zz,no,test\nA,yes,no,ok\nA,zz,no,ok\n")
    text = manifest("q.csv", "layout: responses", "only: {state: ok}")
    result = ken("evaluate", smallest(RULES), write("d.yaml", text))
    assert "q.csv:4:3: error" in result.stderr
    assert "1 row of 3 is left out: its “state” is not ok" in result.stderr
    assert "q.csv:2:9: note" in result.stderr


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ("only: {staet: ok}", "error: there is no column “staet”"),
        ("without: {staet: ok}", "error: there is no column “staet”"),
        ("only: {state: never}", "error: no row is left: only: and without: leave out all 2"),
        ("without: {state: never}", "warning: no cell of “state” says “never”; it says ok"),
    ],
)
def test_what_the_cells_do_not_say_is_told_in_the_manifest(ken, smallest, write, keys, told):
    write("q.csv", "agency,q1,q2,state\nA,yes,no,ok\nA,no,no,ok\n")
    result = ken("evaluate", smallest(RULES), write("d.yaml", manifest("q.csv", "layout: responses", keys)))
    assert told in result.stderr
    assert "d.yaml:3:" in result.stderr
    assert result.exit_code == (2 if "error" in told else 0)


@pytest.mark.parametrize(
    ("column", "counts", "strays", "said"),
    [
        ("Status", ["IP Address"] * 2, ["Survey Preview"], '"Survey Preview"'),
        ("Finished", ["TRUE", "True"], ["False", "0"], '["False", "0"]'),
        ("submitdate", ["2024-01-01 10:00:00"] * 2, [""], '""'),
        ("_validation_status", ["Approved", ""], ["Not Approved"], '"Not Approved"'),
        ("Status", ["IP Address", "Survey Preview"], [], None),
    ],
)
def test_rows_that_may_be_no_answers_are_told_where_they_count(
    rated, smallest, write, column, counts, strays, said
):
    rules = smallest(
        "answers: {had: {options: {yes: 100, no: 0}}}\nparts: null\n"
        "instruments: {S: {answers: had, questions: [q]}}"
    )
    rows = [*(f"N,yes,{text}\n" for text in counts), *(f"N,no,{text}\n" for text in strays)]
    if said is None:  # all are so: there is nothing to decide
        rows = [f"N,yes,{counts[1]}\n"] * 2
    write("data.csv", f"agency,q,{column}\n" + "".join(rows))
    files = "dataset: x\nfiles: [{path: data.csv, layout: responses%s}]\n"
    found = rated(rules, write("plain.yaml", files % ""))
    own = [each for each in found["diagnostics"] if each["code"] == "stray-answers"]
    if said is None:
        assert own == []
        return
    (warning,) = own
    entry = f'without: {{"{column}": {said}}}'
    assert (warning["severity"], warning["line"]) == ("warning", 2 + len(counts))
    assert entry in warning["hint"]
    assert rated(rules, write("meant.yaml", files % ", meant: [stray-answers]"))["diagnostics"] == []
    mended = rated(rules, write("mended.yaml", files % f", {entry}"))
    assert [each["code"] for each in mended["diagnostics"]] == ["rows-left-out"]
    assert [unit["scores"]["q"] for unit in mended["units"]] == [100]
