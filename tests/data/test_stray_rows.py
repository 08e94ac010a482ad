"""Rows that are no units and no answers: subtotals, averages of others, tests, unfinished answers."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from .own_files import ASKED, CODED, SCORES, SURVEY, answered, text_file

HEADS = "agency,P1,P2,P3\n"


def codes(found, code="total-row"):
    return [(own["severity"], own["line"]) for own in found["diagnostics"] if own["code"] == code]


@pytest.mark.parametrize("way", ["above", "below"])
def test_subtotals_by_their_figures_and_a_word_in_their_name(rated, smallest, write, way):
    luck, rules = random.Random(way), smallest(SCORES)
    for number in range(8):
        rows = [[f"unit {at}", *[luck.randint(0, 10000) / 100 for _ in range(3)]] for at in range(9)]
        count, at = luck.randint(2, 4), luck.randint(4, 5)
        summed = rows[at - count : at] if way == "above" else rows[at : at + count]
        means = [
            float(round(sum(Fraction(str(row[column])) for row in summed) / count, 2)) for column in (1, 2, 3)
        ]
        name = luck.choice(["รวมอำเภอเมือง", "Subtotal North", "North (average)", "อำเภอเมือง (เฉลี่ย)"])
        is_one = number % 2 == 0
        own = means if is_one else [luck.randint(0, 10000) / 100 for _ in range(3)]
        rows.insert(at, [name, *own])
        text = HEADS + "".join(",".join(map(str, row)) + "\n" for row in rows)
        found = codes(rated(rules, write("d.csv", text)))
        assert (("error", at + 2) in found) is is_one, (text, found)


@pytest.mark.parametrize(
    "name",
    ["ค่าเฉลี่ยระดับประเทศ", "ภาพรวมจังหวัด", "คะแนนเฉลี่ยของอำเภอ", "Average of all districts", "Mean: North"],
)
def test_names_that_begin_as_averages_do_are_warned_of(rated, smallest, write, name):
    found = rated(smallest(SCORES), write("d.csv", f"{HEADS}A,10,20,30\n{name},40,50,60\n"))
    assert codes(found) == [("warning", 3)]


@pytest.mark.parametrize(
    "name", ["รวมใจพัฒนา", "Mean Street", "Total Energies", "Average Joe", "ผลไม้ไทย", "Ofsum"]
)
def test_names_of_units_are_not(rated, smallest, write, name):
    found = rated(smallest(SCORES), write("d.csv", f"{HEADS}A,10,20,30\n{name},40,50,60\nB,70,80,9\n"))
    assert codes(found) == []
    assert len(found["units"]) == 3


def test_a_unit_that_is_as_all_next_to_it_is_no_subtotal(rated, smallest, write):
    rows = "A,80,80,80\nB,80,80,80\nศูนย์รวมใจ,80,80,80\nC,10,20,30\nD,40,50,60\n"
    assert ("error", 4) not in codes(rated(smallest(SCORES), write("d.csv", f"{HEADS}{rows}")))


def test_where_all_rows_are_unfinished_there_is_nothing_to_decide(ken, smallest, tmp_path):
    rows = [[*row, "False"] for row in answered()]
    file = text_file(tmp_path / "d.csv", [["agency", *ASKED, "Finished"], *rows])
    assert "without" not in ken("columns", smallest(SURVEY), file).stdout


def test_a_row_of_weights_is_no_unit(rated, smallest, write):
    found = rated(
        smallest(SCORES), write("d.csv", f"{HEADS}น้ำหนัก,50,30,20\nA,10,20,30\nFull score,100,100,100\n")
    )
    assert codes(found) == [("error", 2), ("error", 4)]
    assert [unit["unit"] for unit in found["units"]] == ["A"]


def test_totals_among_answers_count_for_nobody(rated, smallest, tmp_path):
    rows = [["A", 5, 4, 3, 2, 1], ["B", 4, 4, 4, 4, 4], ["รวม", 5, 4, 4, 3, 3]]
    file = text_file(tmp_path / "d.csv", [["agency", *ASKED], *rows])
    found = rated(smallest(CODED), file, "--layout", "responses")
    assert [unit["unit"] for unit in found["units"]] == ["A", "B"]
    assert codes(found) == [("error", 4)]
    meant = rated(smallest(CODED), file, "--layout", "responses", "--meant", "total-row")
    assert [unit["unit"] for unit in meant["units"]] == ["A", "B", "รวม"]


@pytest.mark.parametrize(
    ("name", "is_told"), [("test", True), ("TEST 2", True), ("ทดสอบ", True), ("Testing Ltd", False)]
)
def test_units_of_tests_are_warned_of(rated, smallest, write, tmp_path, name, is_told):
    found = rated(smallest(SCORES), write("d.csv", f"{HEADS}A,10,20,30\n{name},40,50,60\n"))
    assert bool(codes(found, "test-unit")) is is_told
    file = text_file(tmp_path / "r.csv", [["agency", *ASKED], *answered(), [name, *["มาก"] * 5]])
    found = rated(smallest(SURVEY), file, "--layout", "responses")
    assert bool(codes(found, "test-unit")) is is_told


EXPORTS = [
    ("Status", "IP Address", "Survey Preview"),
    ("finished", "True", "False"),
    ("_validation_status", "Approved", "On Hold"),
    ("ReviewState", "", "hasIssues"),
    ("submitdate", "2023-01-01", ""),
    ("ward_complete", "2", "0"),
    ("สถานะ", "ส่งแล้ว", "ร่าง"),
    ("test", "0", "1"),
]


@pytest.mark.parametrize(("column", "good", "bad"), EXPORTS)
def test_rows_that_may_not_count_are_left_open_and_nothing_is_rated_until_it_is_said(
    ken, rated, smallest, tmp_path, column, good, bad
):
    rows = [[*row, good] for row in answered()]
    strays = [["อบต. ใต้", *["น้อยที่สุด"] * 5, bad]] * 2
    clean = text_file(tmp_path / "clean.csv", [["agency", *ASKED, column], *rows])
    assert "without" not in ken("columns", smallest(SURVEY), clean).stdout
    text_file(tmp_path / "d.csv", [["agency", *ASKED, column], *rows, *strays])
    drafted = ken("columns", smallest(SURVEY), tmp_path / "d.csv", "-o", tmp_path / "d.yaml")
    text = (tmp_path / "d.yaml").read_text(encoding="utf-8")
    assert drafted.exit_code == 1
    assert f'without: {{"{column}": "?"}}  # 2 rows {f"say {bad}" if bad else "are empty"}' in text
    refused = ken("evaluate", smallest(SURVEY), tmp_path / "d.yaml")
    assert refused.exit_code == 2
    assert f"which rows count by “{column}” is left open" in refused.stderr
    (tmp_path / "d.yaml").write_text(text.replace('"?"}', f'"{bad}"}}'), encoding="utf-8")
    found = rated(smallest(SURVEY), tmp_path / "d.yaml")["units"]
    wanted = rated(smallest(SURVEY), clean, "--layout", "responses")["units"]
    assert [(own["unit"], own["scores"]) for own in found] == [(own["unit"], own["scores"]) for own in wanted]


PARTED = (
    "A district,70,68\nNorth,80,75\nSouth,60,61\nB district,75.33,76\nEast,70,71\nWest,80,81\nHill,76,76\n"
)


def test_rows_that_part_the_table_and_are_the_means_of_what_they_part(rated, smallest, write):
    own = [row for row in PARTED.split("\n") if row]
    below = [own[1], own[2], own[0], *own[4:], own[3]]
    for rows in (own, below):
        found = rated(smallest(), write("data.csv", "\n".join(["agency,a,b", *rows])))
        assert codes(found) == [("warning", 2 + rows.index(own[0])), ("warning", 2 + rows.index(own[3]))]
        assert "each figure of “A district” is the mean or the sum of those of the 2 rows" in str(found)
    for rows in (
        [own[0], own[1], own[2], *own[4:]],  # one part, which may be by chance
        [own[1], *own],  # a row of no part
        [*own[:3], "B district,75.34,76", *own[4:]],
        [row.rsplit(",", 1)[0] + "," for row in own],  # one column
    ):
        assert not codes(rated(smallest(), write("data.csv", "\n".join(["agency,a,b", *rows]))))


@pytest.mark.parametrize(
    "name",
    [
        "Max",
        "min.",
        "SD",
        "Std. deviation",
        "All agencies",
        "ทั้งประเทศ",
        "Target",
        "เกณฑ์",
        "ฐานนิยม",
        "Max (n = 3)",
    ],
)
def test_a_name_of_statistics_that_a_unit_may_have_is_told(rated, smallest, write, name):
    data = write("data.csv", f"agency,a,b\nNorth,80,75\nSouth,60,61\n{name},80,75\n")
    found = rated(smallest(), data)
    assert codes(found) == [("warning", 4)]
    assert f"“{name}” is the name of a row of statistics as well" in str(found)
    assert not codes(rated(smallest(), write("d.csv", f"agency,a,b\n{name}well,80,75\nSouth,60,61\n")))


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("Complete?", "Incomplete"),
        ("Complete?", "Unverified"),
        ("Survey Timestamp", "[not completed]"),
        ("iit_timestamp", "[not completed]"),
    ],
)
def test_records_of_redcap_that_are_not_complete_are_asked_about(ken, smallest, write, head, said):
    rows = "".join(f"{at},2023-06-01,A,{','.join('มาก' for _ in ASKED)}\n" for at in range(3)).replace(
        "2023-06-01", said, 1
    )
    found = ken(
        "columns", smallest(SURVEY), write("d.csv", f"record_id,{head},agency,{','.join(ASKED)}\n{rows}")
    )
    assert f'without: {{"{head}": "?"}}  # 1 row says {said}' in found.stdout


@pytest.mark.parametrize("layout", ["scores", "long"])
def test_units_whose_scores_are_a_draft_are_told_and_rated(rated, smallest, write, layout):
    rules = smallest(SCORES)
    if layout == "scores":
        text = "agency,P1,P2,P3,Status\nA,10,20,30,final\nB,40,50,60,Draft\n"
    else:
        rows = [
            (unit, item, score, status)
            for unit, status in (("A", "final"), ("B", "Draft"))
            for item, score in (("P1", 10), ("P2", 20), ("P3", 30))
        ]
        text = "agency,item,score,Status\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)
    found = rated(rules, write("d.csv", text))
    (told,) = [own for own in found["diagnostics"] if own["code"] == "stray-answers"]
    assert "1 unit may not be meant to count, for its “Status” is Draft, and it counts" in told["message"]
    assert 'without: {"Status": "Draft"}' in told["hint"]
    every = rated(rules, write("e.csv", text.replace("final", "Draft")))
    assert [own for own in every["diagnostics"] if own["code"] == "stray-answers"] == []
