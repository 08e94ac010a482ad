"""What `ken columns` writes of files as they come: what it reads is rated as the plain table is, and else it
says that something is open."""

from __future__ import annotations

import random

import polars as pl
import pytest
import xlsxwriter

from .dressed import written

RULES = """answers: {grade: {yes: 100, so: 50, no: 0}, own: {options: {on: 100, off: 0}, answered_by: unit}}
parts:
  a: null
  b: null
  S: {title: {en: Service, th: บริการ}, answers: grade, questions: {q1: {en: Politeness, th: สุภาพ}, q2: Speed here}}
  W: {title: The web, answers: own, questions: {w1: Address shown, w2: {en: Law shown, th: กฎหมาย}}}
"""
TITLES = {"q1": "Politeness", "q2": "Speed here", "w1": "Address shown", "w2": "กฎหมาย"}
WAYS = ("{id}", "{title}", "{title} [{id}]", "group/{id}", "3. {title}", "{id}. {title}", "Rate: [{title}]")
DECOYS = ("{id} 2565", "[{id}] last year", "2565/{title}", "{title} (old)", "2. {title}", "{other} [{id}]")
META = ("start", "_uuid", "remarks")


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The folder of the run is that of the test."""
    monkeypatch.chdir(tmp_path)


def table(luck, kind):
    """The plain heads and rows of a file."""
    if kind == "responses":
        heads = ["agency", "q1", "q2"]
        rows = [
            [f"unit {at % 3}", luck.choice(["yes", "so", "no"]), luck.choice(["yes", "no"])]
            for at in range(9)
        ]
        return heads, rows
    return ["agency", "w1", "w2"], [[f"unit {at}", *luck.choices(["on", "off"], k=2)] for at in range(5)]


def people(luck, heads, rows, *, decoys):
    """The same as people have it: columns called in their ways, among others, with titles and totals around
    them."""
    called = [heads[0]] + [luck.choice(WAYS).format(id=name, title=TITLES[name]) for name in heads[1:]]
    made = [[*called]] + [[*row] for row in rows]
    for name in luck.sample(META, 2):
        made[0].append(name)
        for number, row in enumerate(made[1:]):
            row.append(f"{name} {number}")
    for _ in range(decoys):
        name = luck.choice(heads[1:])
        other = luck.choice([own for own in heads[1:] if own != name])
        text = luck.choice(DECOYS).format(id=name, title=TITLES[name], other=TITLES[other])
        if text in made[0]:
            continue
        made[0].append(text)
        for row in made[1:]:
            row.append(luck.choice(rows)[heads.index(name)])
    order = luck.sample(range(len(made[0])), len(made[0]))
    made = [[row[at] for at in order] for row in made]
    width = len(order)
    if luck.random() < 0.4:
        made.insert(1, ["" if head == heads[0] else "points" for head in made[0]])
    if luck.random() < 0.4:
        made.append(["Total", *["12"] * (width - 1)])
        made.append(["Note: as told", *[""] * (width - 1)])
    above = [["Report of the agency", *[""] * (width - 1)]] * luck.randint(0, 2)
    return [*above, *made]


@pytest.mark.parametrize("kind", ["responses", "scores"])
@pytest.mark.parametrize("decoys", [0, 2])
def test_what_is_read_is_rated_as_the_plain_table_and_else_something_is_open(
    ken, rated, smallest, write, tmp_path, kind, decoys
):
    luck, rules = random.Random(f"{kind} {decoys}"), smallest(RULES)
    read = 0
    for number in range(9):
        ending = luck.choice(["csv", "csv", "xlsx", "ods"])
        heads, rows = table(luck, kind)
        plain = written(tmp_path / f"plain{number}.csv", [heads, *rows])
        file = written(tmp_path / f"f{number}.{ending}", people(luck, heads, rows, decoys=decoys))
        result = ken("columns", rules, file, "-o", tmp_path / f"d{number}.yaml")
        assert result.exit_code in (0, 1), result.stderr
        text = (tmp_path / f"d{number}.yaml").read_text(encoding="utf-8")
        if result.exit_code == 1:
            assert "not recognised" in text, (text, result.stderr)
            assert decoys
            continue
        wanted = {unit["unit"]: unit for unit in rated(rules, plain, "--layout", kind)["units"]}
        found = {unit["unit"]: unit for unit in rated(rules, tmp_path / f"d{number}.yaml")["units"]}
        for name, unit in wanted.items():
            assert found[name]["scores"] == unit["scores"], text
            assert found[name].get("respondents") == unit.get("respondents")
        assert found.keys() == wanted.keys()
        read += 1
    assert read == 9 or (decoys and 0 < read < 9)


def answered(ken, smallest, write, table, *more, rules=RULES):
    """The manifest of a CSV, what is said beside it, and the exit status."""
    result = ken("columns", smallest(rules), write("t.csv", table), *more)
    return result.stdout, result.stderr, result.exit_code


def test_a_manifest_is_printed_and_five_units_are_shown_beside_it(ken, smallest, write):
    rows = "".join(f"unit {at},on,off\n" for at in range(7))
    text, beside, status = answered(ken, smallest, write, f"agency,w1,Law shown\n{rows}")
    assert status == 0
    assert '"Law shown": w2  # the title' in text
    assert "# known by their ids: w1" in text
    assert "unit 4" in beside
    assert "unit 5" not in beside


def test_two_columns_of_one_node_are_both_open_and_nothing_is_rated(ken, smallest, write):
    text, beside, status = answered(ken, smallest, write, "agency,w1,Address shown,w2\nA,on,off,on\n")
    assert status == 1
    assert '"w1": "?"  # not recognised · several columns may be it · perhaps w1' in text
    assert '"Address shown": "?"' in text
    assert "2 things are left open" in beside
    write("dataset.yaml", text)
    result = ken("evaluate", smallest(RULES), write("dataset.yaml", text))
    assert result.exit_code == 2


def test_heads_that_contradict_the_titles_above_them_are_open(ken, smallest, write):
    table = "name,Law shown,Address shown\nagency,w1,w2\nA,on,off\n"
    text, _, status = answered(ken, smallest, write, table)
    assert status == 1
    assert '"w1": "?"  # not recognised · “Law shown” stands beside it' in text


def test_ids_below_titles_are_the_heads(ken, smallest, write, rated):
    table = "Name,กฎหมาย,Address shown\nagency,w2,w1\nA,on,off\n"
    text, _, status = answered(ken, smallest, write, table)
    assert status == 0
    assert "header_row: 2" in text
    assert rated(smallest(RULES), write("d.yaml", text))["units"][0]["scores"]["W"] == 50


def test_heads_of_two_rows_are_joined_where_one_alone_is_not_clear(ken, smallest, write, rated):
    rules = RULES.replace("w1: Address shown", "q1: Address shown")
    table = "agency,S,,W,\n,q1,q2,q1,w2\nA,100,50,100,100\n"
    text, _, status = answered(ken, smallest, write, table, rules=rules)
    assert status == 0
    assert "header_row: [1, 2]" in text
    assert '"W/q1": W.q1' in text
    scores = rated(smallest(rules), write("d.yaml", text))["units"][0]["scores"]
    assert (scores["S"], scores["W"]) == (75, 100)


def test_rows_that_qualtrics_writes_are_no_answers(ken, smallest, write, rated):
    head = 'agency,q1,q2,Finished\nWhich?,"Was it, all in all, polite?",Fast?,Finished\n'
    ids = ",".join(f'"{{""ImportId"":""QID{at}""}}"' for at in range(4))
    table = f"{head}{ids}\nA,yes,no,True\nA,so,no,True\nB,no,no,True\n"
    text, _, status = answered(ken, smallest, write, table)
    assert status == 0
    assert "skip_rows: [2, 3]  # they have the wording and the import ids that Qualtrics writes" in text
    assert "layout: responses" in text
    assert rated(smallest(RULES), write("d.yaml", text))["units"][0]["scores"]["q1"] == 75


def test_rows_that_may_be_years_are_open(ken, smallest, write):
    text, _, status = answered(ken, smallest, write, "agency,year,q1,q2\nA,2565,yes,no\nA,2566,no,no\n")
    assert status == 1
    assert 'layout: "?"' in text
    assert "year" in text.split('layout: "?"')[1].splitlines()[0]


def test_sheets_with_the_same_nodes_are_open_and_others_are_files_of_their_own(
    ken, rated, smallest, tmp_path, write
):
    own = {
        "About": [["Read me"]],
        "one": [["agency", "w1"], ["A", "on"]],
        "two": [["agency", "w2"], ["A", "off"]],
    }
    for second, status in (("w2", 0), ("w1", 1)):
        own["two"][0][1] = second
        with xlsxwriter.Workbook(tmp_path / "data.xlsx") as made:
            for name, rows in own.items():
                sheet = made.add_worksheet(name)
                for at, row in enumerate(rows):
                    sheet.write_row(at, 0, row)
        result = ken("columns", smallest(RULES), tmp_path / "data.xlsx")
        assert result.exit_code == status
        if status:
            assert 'sheet: "?"  # the sheets one, two have the same nodes' in result.stdout
        else:
            assert rated(smallest(RULES), write("d.yaml", result.stdout))["units"][0]["scores"]["W"] == 50


def test_thai_of_windows_and_columns_of_no_node(ken, smallest, tmp_path):
    (tmp_path / "t.csv").write_bytes("หน่วยงาน,w1,กฎหมาย,ที่อยู่เว็บไซต์\nเทศบาลตำบล,on,off,x\n".encode("cp874"))
    result = ken("columns", smallest(RULES), tmp_path / "t.csv", "--lang", "th")
    assert 'encoding: "cp874"' in result.stdout
    assert '- "ที่อยู่เว็บไซต์"' in result.stdout
    assert result.exit_code == 0


def test_a_question_that_no_column_is_sure_to_be_is_said(ken, smallest, write):
    text, _, status = answered(ken, smallest, write, "agency,w1,Something else\nA,on,off\n")
    assert status == 1
    assert "# without a column: w2" in text
    assert "pass_through:  # not recognised" in text


def test_a_file_without_units_or_nodes_is_open(ken, smallest, write):
    text, beside, status = answered(ken, smallest, write, "ชื่อหน่วยงาน,x\nA,1\n")
    assert status == 1
    assert 'key: "?"  # which column has the names of agency? · perhaps ชื่อหน่วยงาน' in text
    assert "3 things are left open" in beside


@pytest.mark.parametrize("ending", ["parquet", "json"])
def test_typed_files_have_names_and_may_have_rows_that_are_no_data(
    ken, rated, smallest, write, tmp_path, ending
):
    frame = pl.DataFrame({"agency": [None, "A"], "Law shown": ["points", "on"], "g/w1": ["points", "off"]})
    getattr(frame, f"write_{ending}")(tmp_path / f"t.{ending}")
    result = ken("columns", smallest(RULES), tmp_path / f"t.{ending}", "-o", tmp_path / "d.yaml")
    assert result.exit_code == 0, result.stderr
    assert rated(smallest(RULES), tmp_path / "d.yaml")["units"][0]["scores"]["W"] == 50


def test_a_manifest_has_an_ending_of_its_own_and_writes_over_no_data(ken, smallest, write, tmp_path):
    file = write("t.csv", "agency,w1,w2\nA,on,off\n")
    assert ken("columns", smallest(RULES), file, "-o", tmp_path / "x.csv").exit_code == 2
    assert not (tmp_path / "x.csv").exists()
    assert ken("columns", smallest(RULES), tmp_path / "none.csv").exit_code == 2


def test_an_evaluation_that_does_not_fit_names_the_command(ken, smallest, write):
    file = write("t.csv", "agency,Address shown\nA,on\n")
    rules = smallest(RULES)
    result = ken("evaluate", rules, file)
    assert f"or see what ken columns {rules} {file} makes of it" in result.stderr


def test_a_column_of_the_total_has_nothing_above_it(ken, smallest, write):
    text, _, status = answered(ken, smallest, write, "agency,w1,w2,total\nA,on,off,50\n")
    assert (status, "known by their ids: w1, w2, total" in text) == (0, True)


@pytest.mark.parametrize(
    ("below", "until"),
    [
        ("Max,on,on\nMin,off,off\nMedian,on,off\n", "Max"),
        ("Max,on,on\nMin,off,off\n", None),  # they may be units
        ("Average,on,on\nMax,off,off\n", "Average"),
        ("Max,on,on\nC,off,off\nMedian,on,off\n", "Median"),
    ],
)
def test_names_of_statistics_end_a_table_where_totals_stand_beside_them(ken, smallest, write, below, until):
    text, _, _ = answered(ken, smallest, write, f"agency,w1,w2\nA,on,off\nB,on,off\n{below}")
    assert ("until:" in text) == (until is not None)
    if until:
        assert f'until: "{until}"' in text


def test_columns_that_tools_add_are_no_slips_of_a_title(ken, smallest, write):
    rules = "parts: {a: null, b: null, w1: {title: Index}, w2: {title: Device}}"
    heads = "agency,w1,w2,_index,DeviceID"
    text, _, status = answered(ken, smallest, write, f"{heads}\nA,5,6,1,x\n", rules=rules)
    assert (status, '"?"' in text) == (0, False)
    text, _, status = answered(ken, smallest, write, "agency,w1,Devices\nA,5,6\n", rules=rules)
    assert (status, '"Devices": "?"' in text) == (1, True)


def test_rows_without_a_date_of_submission_are_told_as_empty(ken, smallest, write):
    rows = "A,on,off,2026-01-01\nB,on,on,\n"
    text, _, _ = answered(ken, smallest, write, f"agency,w1,w2,submitdate\n{rows}")
    assert 'without: {"submitdate": "?"}  # 1 row is empty there: write "" if it is not to count' in text
