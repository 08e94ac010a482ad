"""Files in which something looks like a score, a unit or an answer, and is none."""

from __future__ import annotations

import polars as pl

from .files_one import HEADS, ROWS, SCORED, average, surveyed
from .own_files import ASKED, TEXTS, UNITS, WORDS, Case, counted, means, text_file, weighed, workbook

CASES = []
IN_THAI = ["หน่วยงาน", *TEXTS.values()]
CODES = {None: None, **{word: 5 - at for at, word in enumerate(WORDS)}}


def case(name, rules, rated=None, **more):
    """Keeps a case; what is decorated makes its files."""

    def keep(make):
        CASES.append(Case(name, rules, lambda folder: [make(folder)], rated, **more))
        return make

    return keep


@case("ranks below the names of nodes", "scores", refused=["?"])
def _(folder):
    rows = [["หน่วยงาน", "อันดับ", "", ""], ["", *HEADS[1:]], [UNITS[0], 1, 2, 3], [UNITS[1], 2, 1, 1]]
    return workbook(folder / "a.xlsx", {"S": rows}, merged=[(0, 1, 0, 3, "อันดับ")])


@case("deviations before the means", "scores", refused=["?"])
def _(folder):
    first, second = ["หน่วยงาน"], [""]
    for name in HEADS[1:]:
        first, second = [*first, name, ""], [*second, "S.D.", "ค่าเฉลี่ย"]
    rows = [[unit, *[cell for score in own for cell in (0.5, score)]] for unit, *own in SCORED]
    merged = [(0, at, 0, at + 1, name) for at, name in zip((1, 3, 5), HEADS[1:], strict=True)]
    return workbook(folder / "a.xlsx", {"S": [first, second, *rows]}, merged=merged)


@case("deviations alone", "scores", refused=["?"])
def _(folder):
    heads = ["หน่วยงาน", *[f"{name} (S.D.)" for name in HEADS[1:]]]
    return text_file(folder / "a.csv", [heads, *[[unit, 0.5, 0.6, 1.2] for unit in UNITS]])


@case(
    "raw points and percentages of each node",
    "scores",
    refused=["the column to its right has no name: the heads may stand in two rows"],
)
def _(folder):
    first, second = ["หน่วยงาน"], [""]
    for name in HEADS[1:]:
        first, second = [*first, name, ""], [*second, "คะแนนดิบ", "ร้อยละ"]
    rows = [[unit, *[cell for score in own for cell in (score / 2, score)]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"S": [first, second, *rows]})


@case("each row stands for several respondents", "survey", refused=["จำนวน"])
def _(folder):
    rows = [[*row, at + 2] for at, row in enumerate(ROWS)]
    return text_file(folder / "a.csv", [[*IN_THAI, "จำนวน (คน)"], *rows])


@case("choices of a question with several answers", "coded", rated=means(ROWS), respondents=counted(ROWS))
def _(folder):
    heads = ["agency", *ASKED, "q6", "q6/1", "q6/2", "reasons/q1", "q1/other"]
    rows = [[row[0], *[CODES[own] for own in row[1:]], "1 2", 1, 1, 0, "x"] for row in ROWS]
    return text_file(folder / "a.csv", [heads, *rows])


@case("one choice of a question alone", "coded", refused=["?"])
def _(folder):
    rows = [[row[0], *[CODES[own] for own in row[2:]], at % 2] for at, row in enumerate(ROWS)]
    return text_file(folder / "a.csv", [["agency", *ASKED[1:], "q1/5"], *rows])


@case("comments beside the answers", "survey", **surveyed())
def _(folder):
    heads = ["agency", *[name for own in ASKED for name in (own, f"{own}[comment]")]]
    rows = [[row[0], *[cell for own in row[1:] for cell in (own, "ดี")]] for row in ROWS]
    return text_file(folder / "a.csv", [heads, *rows])


@case("titles in two languages", "scores", weighed(SCORED))
def _(folder):
    heads = ["Agency / หน่วยงาน", "Planning / การวางแผน", "Money / การเงิน", "People / บุคลากร"]
    return workbook(folder / "a.xlsx", {"S": [heads, *SCORED]})


@case("the nation's mean below the units", "scores", warned=["“ค่าเฉลี่ยระดับประเทศ” begins as"])
def _(folder):
    return workbook(
        folder / "a.xlsx", {"S": [HEADS, *SCORED, ["ค่าเฉลี่ยระดับประเทศ", 81.2, 77.1, 80.3], UNITS_AFTER]}
    )


UNITS_AFTER = ["อบต. ตะวันตก", 80, 70, 60]


@case("the province as a whole as the last row", "scores", warned=["“ภาพรวมจังหวัด (ถ่วงน้ำหนัก)” begins as"])
def _(folder):
    return text_file(folder / "a.csv", [HEADS, *SCORED, ["ภาพรวมจังหวัด (ถ่วงน้ำหนัก)", 81.2, 77.1, 80.3]])


@case("names of units in the first row of each alone", "survey", refused=["the row has no agency"])
def _(folder):
    rows = [[row[0] if at == 0 or ROWS[at - 1][0] != row[0] else "", *row[1:]] for at, row in enumerate(ROWS)]
    return text_file(folder / "a.csv", [IN_THAI, *rows])


@case("totals right below the heads", "scores", weighed(SCORED))
def _(folder):
    return workbook(folder / "a.xlsx", {"S": [HEADS, ["รวมทั้งสิ้น", 204.25, 234.5, 229.25], *SCORED]})


@case("two years below each other, each with heads", "scores", refused=["a unit stands in several rows"])
def _(folder):
    old = [[unit, *[score - 9 for score in own]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"S": [["ปี 2565"], HEADS, *old, ["ปี 2566"], HEADS, *SCORED]})


@case("two years below each other, with other units", "scores", refused=["ปี 2566"])
def _(folder):
    return workbook(folder / "a.xlsx", {"S": [["ปี 2565"], HEADS, *SCORED[:2], ["ปี 2566"], SCORED[2]]})


@case(
    "the year of each column above it",
    "scores",
    weighed(SCORED),
    open=["?"],
    mended=[
        (' +"2565/[^"]*": ".".*\n', ""),
        *[(f'"2566/{name}": ".".*', f'"2566/{name}": P{at}') for at, name in enumerate(HEADS[1:], 1)],
        ("    layout: .*", '    layout: scores\n    pass_through: ["2565/*"]'),
    ],
)
def _(folder):
    first, second = ["หน่วยงาน", 2565, "", "", 2566, "", ""], ["", *HEADS[1:], *HEADS[1:]]
    rows = [[unit, *[score - 9 for score in own], *own] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"S": [first, second, *rows]})


@case("targets beside the scores", "scores", weighed(SCORED))
def _(folder):
    heads = ["หน่วยงาน", *HEADS[1:], *[f"เป้าหมาย [{name}]" for name in HEADS[1:]]]
    return text_file(folder / "a.csv", [heads, *[[*row, 85, 85, 85] for row in SCORED]])


@case("targets alone", "scores", refused=["?"])
def _(folder):
    heads = ["หน่วยงาน", *[f"เป้าหมาย: {name}" for name in HEADS[1:]]]
    return text_file(folder / "a.csv", [heads, *[[unit, 85, 85, 85] for unit in UNITS]])


@case("codes of units beside their names", "scores", weighed(SCORED))
def _(folder):
    heads = ["รหัสหน่วยงาน", *HEADS]
    return workbook(
        folder / "a.xlsx", {"S": [heads, *[[at, *row] for at, row in enumerate(SCORED, 6100201)]]}
    )


@case("99 in Parquet", "scores", warned=["99"], direct=True)
def _(folder):
    pl.DataFrame(
        {"agency": list("ABCDE"), "P1": [5, 3, 99, 4, 2], "P2": [1, 2, 3, 4, 5], "P3": [4, 4, 99, 5, 1]}
    ).write_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@case("0 for no answer among codes from 1 to 5", "coded", warned=["says 0, which is no answer of five"])
def _(folder):
    rows = [[row[0], *[CODES[own] or 0 for own in row[1:]]] for row in ROWS]
    return text_file(folder / "a.csv", [["agency", *ASKED], *rows])


@case(
    "answers that nobody gave, in words",
    "survey",
    open=["ไม่ตอบ"],
    mended=[("dataset:", "words: {ไม่ตอบ: missing}\ndataset:")],
    **surveyed(),
)
def _(folder):
    return text_file(folder / "a.csv", [IN_THAI, *[[own or "ไม่ตอบ" for own in row] for row in ROWS]])


@case("answers with numbers and words, in one column each", "survey", refused=["3 ปานกลาง"])
def _(folder):
    rows = [list(row) for row in ROWS]
    rows[0][1], rows[3][2] = "3 ปานกลาง", "3"
    return text_file(folder / "a.csv", [IN_THAI, *rows])


@case("a mean of several answers in a cell", "coded", refused=["3.5"])
def _(folder):
    rows = [[row[0], *[CODES[own] for own in row[1:]]] for row in ROWS]
    rows[0][1] = 3.5
    return workbook(folder / "a.xlsx", {"S": [["agency", *ASKED], *rows]})


@case("subtotals above their units", "scores", refused=["รวมภาค"])
def _(folder):
    rows = [HEADS, ["รวมภาคเหนือ", *average(SCORED[:2])], *SCORED[:2], UNITS_AFTER]
    return text_file(folder / "a.csv", rows)


@case("rows of units of a kind, called as the kind", "scores", weighed(SCORED))
def _(folder):
    rows = [["ประเภท", *HEADS]] + [["เทศบาล" if at < 2 else "อบต.", *row] for at, row in enumerate(SCORED)]
    return workbook(folder / "a.xlsx", {"S": rows})


@case(
    "a sheet for each part of a province",
    "survey",
    open=["or *, if all are parts of one table"],
    mended=[('sheet: "."', 'sheet: "ข้อมูล*"')],
    **surveyed(),
)
def _(folder):
    heads = [["รายงาน"], IN_THAI]
    parts = {f"ข้อมูล{name}": [*heads, *own] for name, own in (("เหนือ", ROWS[:7]), ("ใต้", ROWS[7:]))}
    return workbook(folder / "a.xlsx", {"อ่านก่อน": [["คำอธิบาย"]], **parts})


@case(
    "a sheet for each part, with rows of its own above the heads",
    "survey",
    refused=["delete the whole entry"],
)
def _(folder):
    return workbook(
        folder / "a.xlsx",
        {"เหนือ": [["รายงาน"], IN_THAI, *ROWS[:7]], "ใต้": [["รายงาน"], ["ภาคใต้"], IN_THAI, *ROWS[7:]]},
    )


@case(
    "the most points of each in a row below the heads", "scores", refused=["it tells of 50 points, and 100"]
)
def _(folder):
    rows = [HEADS, ["คะแนนเต็ม", 50, 30, 20], [UNITS[0], 45, 28, 17], [UNITS[1], 40, 20, 11]]
    return workbook(folder / "a.xlsx", {"S": rows})


@case("the most points of each above the heads", "scores", refused=["it tells of 30 points, and 100"])
def _(folder):
    rows = [["", "50 คะแนน", "30 คะแนน", "20 คะแนน"], HEADS, [UNITS[0], 45, 28, 17]]
    return workbook(folder / "a.xlsx", {"S": rows})


@case("full marks that are those of the rules", "scores", weighed(SCORED))
def _(folder):
    rows = [["", "100 คะแนน", "", ""], HEADS, ["คะแนนเต็ม", 100, 100, 100], *SCORED]
    return workbook(folder / "a.xlsx", {"S": rows})


@case("ranks above heads that name all", "scores", refused=["it may be something else than the score"])
def _(folder):
    return workbook(folder / "a.xlsx", {"S": [["", "อันดับ", "", ""], HEADS, [UNITS[0], 1, 2, 3]]})


@case("what scores are measured in, in the column for units", "survey", refused=['key: "?"'])
def _(folder):
    heads = ["ชื่อ อปท.", "หน่วย", *TEXTS.values()]
    return text_file(folder / "a.csv", [heads, *[[row[0], "คะแนน", *row[1:]] for row in ROWS]])


@case(
    "how many there are and how many passed, below the units",
    "scores",
    warned=["“จำนวนหน่วยงาน” begins as", "“ผ่านเกณฑ์” begins as"],
)
def _(folder):
    rows = [HEADS, *SCORED, ["จำนวนหน่วยงาน", 3, 3, 3], ["ผ่านเกณฑ์", 2, 1, 3]]
    return workbook(folder / "a.xlsx", {"S": rows})


__all__ = ["CASES"]
