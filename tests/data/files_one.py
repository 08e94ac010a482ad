"""Files of spreadsheets, of survey tools and of others, each with what is to come of it."""

from __future__ import annotations

from .own_files import (
    ASKED,
    ENGLISH,
    NAMES,
    TEXTS,
    UNITS,
    WORDS,
    Case,
    answered,
    counted,
    means,
    text_file,
    weighed,
    workbook,
)

SCORED = [[UNITS[0], 91.5, 80, 77.25], [UNITS[1], 64, 55.5, 90], [UNITS[2], 48.75, 99, 62]]
SHORT = [[name, *row[1:]] for name, row in zip(NAMES, SCORED, strict=True)]
HEADS = ["หน่วยงาน", "การวางแผน", "การเงิน", "บุคลากร"]
ROWS = answered()
CASES = []


def case(name, rules, rated=None, **more):
    """Keeps a case; what is decorated makes its files."""

    def keep(make):
        CASES.append(Case(name, rules, lambda folder: [make(folder)], rated, **more))
        return make

    return keep


def surveyed(rows=ROWS, **more):
    """What is to come of answers in words."""
    return {"rated": means(rows), "respondents": counted(rows), **more}


def sums(rows, columns=range(1, 4)):
    """The sum of each column."""
    return [sum(row[at] for row in rows) for at in columns]


def average(rows, columns=range(1, 4)):
    """The mean of each column, with two decimals."""
    return [round(total / len(rows), 2) for total in sums(rows, columns)]


# ------------------------------------------------------------------ spreadsheets


@case("title rows, a row of units, a total", "scores", weighed(SCORED))
def _(folder):
    above = [["ผลการประเมินประจำปี"], ["ไตรมาส 4 (ก.ค. - ก.ย.)"], []]
    units = ["", "(คะแนน)", "(คะแนน)", "(คะแนน)"]
    rows = [*above, HEADS, units, *SCORED, ["รวม", *sums(SCORED)], ["หมายเหตุ: ตัวเลขเบื้องต้น"]]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("numbered rows, and a mean whose name stands in the column of numbers", "scores", weighed(SCORED))
def _(folder):
    rows = [["ที่", *HEADS]] + [[at, *row] for at, row in enumerate(SCORED, 1)]
    return workbook(folder / "a.xlsx", {"ผล": [*rows, ["ค่าเฉลี่ย", "", *average(SCORED)]]})


@case(
    "merged group heads over questions of the same names",
    "groups",
    {"North": {"G1": 70, "G2": 40, "total": 55}, "South": {"G1": 55, "G2": 85, "total": 70}},
)
def _(folder):
    heads = [["agency", "Planning", "", "Money", ""], ["", "Aims", "Results", "Order", "Results"]]
    rows = [*heads, ["North", 80, 60, 50, 30], ["South", 10, 100, 90, 80]]
    merged = [(0, 0, 1, 0, "agency"), (0, 1, 0, 2, "Planning"), (0, 3, 0, 4, "Money")]
    return workbook(folder / "a.xlsx", {"S": rows}, merged=merged)


@case("names of units merged over the rows of their respondents", "survey", refused=["merged"])
def _(folder):
    rows, merged, at = [["หน่วยงาน", *ASKED], *ROWS], [], 1
    for unit in UNITS:
        count = sum(row[0] == unit for row in ROWS)
        merged.append((at, 0, at + count - 1, 0, unit))
        at += count
    return workbook(folder / "a.xlsx", {"S": rows}, merged=merged)


@case("subtotals of districts between the units", "scores", refused=["รวมอำเภอเมือง"])
def _(folder):
    rows = [HEADS, *SCORED[:2], ["รวมอำเภอเมือง", *average(SCORED[:2])], SCORED[2]]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("an average below the table without a name", "scores", refused=["the row has no agency"])
def _(folder):
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *SCORED, ["", *average(SCORED)]]})


@case("a signature and a note to the right, far below", "scores", weighed(SCORED))
def _(folder):
    below = [[], ["", "", "ลงชื่อ ........................"], ["", "", "(ผู้รายงาน)"]]
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *SCORED, *below]})


@case(
    "two years in two sheets",
    "scores",
    weighed(SCORED),
    open=['sheet: "?"'],
    mended=[('sheet: "."', 'sheet: "2566"')],
)
def _(folder):
    old = [[unit, *[score - 9 for score in own]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"2565": [HEADS, *old], "2566": [HEADS, *SCORED]})


@case(
    "columns of two years side by side",
    "scores",
    weighed(SCORED),
    open=["it may be of another year"],
    mended=[
        ('"การวางแผน 2566": "."', '"การวางแผน 2566": P1'),
        ('"การเงิน 2566": "."', '"การเงิน 2566": P2'),
        ('"บุคลากร 2566": "."', '"บุคลากร 2566": P3'),
        (' +"[^"]* 2565": ".".*\n', ""),
        ("    layout: scores", '    pass_through: ["*2565"]\n    layout: scores'),
    ],
)
def _(folder):
    heads = ["agency"] + [f"{name} {year}" for name in HEADS[1:] for year in (2565, 2566)]
    rows = [[unit, *[value for score in own for value in (score - 9, score)]] for unit, *own in SCORED]
    return text_file(folder / "a.csv", [heads, *rows])


@case("percentages as Excel shows them", "scores", refused=["“91.5%” can be 91.5 or 0.915"])
def _(folder):
    rows = [[unit, *[score / 100 for score in own]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *rows]}, formats={1: "0.0%", 2: "0.0%", 3: "0.00%"})


@case("scores as Excel counts them, of which a column is shares", "scores", refused=["fractions"])
def _(folder):
    rows = [[unit, *[score / 100 for score in own]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *rows]})


@case("a table of dashes where there is no score", "scores", refused=["“-”", 'words: {"-": missing}'])
def _(folder):
    rows = [[*SCORED[0][:2], "-", SCORED[0][3]], *SCORED[1:]]
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *rows]})


# ------------------------------------------------------------------ survey tools


@case("Google Forms: a grid", "survey", **surveyed())
def _(folder):
    heads = ["ประทับเวลา", "หน่วยงาน"] + [f"ความพึงพอใจต่อบริการ [{TEXTS[own]}]" for own in ASKED]
    rows = [[f"12/3/2023, 10:{at:02}:00", *row] for at, row in enumerate(ROWS)]
    return text_file(folder / "ตอบกลับ.csv", [heads, *rows, ["12/3/2023, 11:00:00", UNITS[0], *[None] * 5]])


@case("Google Forms: full questions with Thai numbers, in Excel", "survey", **surveyed())
def _(folder):
    heads = ["Timestamp", "ที่อยู่อีเมล", "หน่วยงาน"]
    heads += [f"{digit}. {TEXTS[own]}" for digit, own in zip("๑๒๓๔๕", ASKED, strict=True)]
    rows = [[45000 + at / 99, "x@example.org", *row] for at, row in enumerate(ROWS)]
    return workbook(folder / "a.xlsx", {"Form Responses 1": [heads, *rows]}, formats={0: "d/m/yyyy h:mm"})


@case("Google Forms: a quiz with scores of its own", "survey", **surveyed())
def _(folder):
    heads = ["Timestamp", "Score", "agency", *ENGLISH.values()]
    rows = [["2023/03/12 10:00", f"{at % 3} / 5", *row] for at, row in enumerate(ROWS)]
    return text_file(folder / "a.csv", [heads, *rows])


@case("Microsoft Forms: names of questions with hard blanks", "survey", **surveyed())
def _(folder):
    heads = ["ID", "Start time", "Completion time", "Email", "Name", "หน่วยงาน"]
    heads += [text.replace(" ", "\xa0") + "\xa0" for text in ENGLISH.values()]
    rows = [[at, 45000.5, 45000.6, "anonymous", "", *row] for at, row in enumerate(ROWS, 1)]
    return workbook(folder / "a.xlsx", {"Sheet1": [heads, *rows]}, formats={1: "m/d/yy h:mm:ss"})


@case("Microsoft Forms: points of a quiz beside each question", "survey", **surveyed())
def _(folder):
    heads = ["ID", "Start time", "Completion time", "Name", "agency"]
    rows = [[at, "1/2/23 9:00", "1/2/23 9:05", "", row[0]] for at, row in enumerate(ROWS, 1)]
    for ask, text in enumerate(ENGLISH.values(), 1):
        heads += [text, f"Points - {text}", f"Feedback - {text}"]
        for row, own in zip(rows, ROWS, strict=True):
            row += [own[ask], 1, ""]
    return text_file(folder / "a.csv", [heads, *rows])


@case(
    "KoboToolbox: names of groups, codes of the form", "coded", rated=means(ROWS), respondents=counted(ROWS)
)
def _(folder):
    heads = ["start", "end", "agency", "service/q1", "service/q2", "service/q3", "place/q4", "place/q5"]
    heads += [
        "reasons",
        "reasons/near",
        "reasons/fast",
        "_id",
        "_uuid",
        "_submission_time",
        "_validation_status",
        "_index",
    ]
    codes = {word: 5 - at for at, word in enumerate(WORDS)}
    rows = [
        [
            "2023-01-01T09",
            "2023-01-01T10",
            row[0],
            *[codes.get(word) for word in row[1:]],
            "near fast",
            1,
            1,
            100 + at,
            f"u{at}",
            "2023-01-01T10",
            "",
            at,
        ]
        for at, row in enumerate(ROWS, 1)
    ]
    return workbook(folder / "a.xlsx", {"export": [heads, *rows]})


@case(
    "KoboToolbox: rows that were not approved",
    "survey",
    open=['"_validation_status"'],
    mended=[('"_validation_status": "."', '"_validation_status": "Not Approved"')],
    **surveyed(),
)
def _(folder):
    heads = ["start", "agency", *[f"group_a/{own}" for own in ASKED], "_uuid", "_validation_status"]
    rows = [["2023-01-01", *row, f"u{at}", "Approved"] for at, row in enumerate(ROWS)]
    rows.insert(2, ["2023-01-01", UNITS[0], *["น้อยที่สุด"] * 5, "u99", "Not Approved"])
    return text_file(folder / "a.csv", [heads, *rows])


@case(
    "ODK Central: hyphens between groups, rejected rows",
    "survey",
    open=['"ReviewState"'],
    mended=[('"ReviewState": "."', '"ReviewState": rejected')],
    **surveyed(),
)
def _(folder):
    heads = ["SubmissionDate", "agency", *[f"group_a-{own}" for own in ASKED], "meta-instanceID", "KEY"]
    heads += ["SubmitterName", "ReviewState"]
    rows = [
        ["2023-01-01", *row, f"uuid:{at}", f"uuid:{at}", "web", "approved"] for at, row in enumerate(ROWS)
    ]
    rows.append(["2023-01-02", UNITS[1], *["มากที่สุด"] * 5, "uuid:z", "uuid:z", "web", "rejected"])
    return text_file(folder / "a.csv", [heads, *rows])


def _of_qualtrics(rows, previews=1, unfinished=1):
    heads = ["StartDate", "Status", "Progress", "Finished", "ResponseId", "agency", *ASKED]
    wording = [
        "Start Date",
        "Response Type",
        "Progress",
        "Finished",
        "Response ID",
        "Which agency?",
        *[f"About the service - {text}" for text in ENGLISH.values()],
    ]
    ids = [f'{{"ImportId":"QID{at}"}}' for at in range(len(heads))]
    body = [["2023-01-01 09:00", "IP Address", 100, "True", f"R_{at}", *row] for at, row in enumerate(rows)]
    body += [["2023-01-01", "Survey Preview", 100, "True", "R_p", UNITS[0], *["น้อยที่สุด"] * 5]] * previews
    body += [["2023-01-01", "IP Address", 40, "False", "R_u", UNITS[1], "น้อยที่สุด", *[None] * 4]] * unfinished
    return [heads, wording, ids, *body]


@case(
    "Qualtrics: three heads, previews and unfinished rows",
    "survey",
    open=['"Status"', '"Finished"'],
    mended=[('"Status": "."', '"Status": "Survey Preview"'), ('"Finished": "."', '"Finished": false')],
    **surveyed(),
)
def _(folder):
    return text_file(folder / "a.csv", _of_qualtrics(ROWS))


@case("Qualtrics: all rows are finished", "survey", **surveyed())
def _(folder):
    return text_file(folder / "a.csv", _of_qualtrics(ROWS, 0, 0))


@case(
    "LimeSurvey: codes of answers, heads of an array",
    "survey",
    open=["A1"],
    mended=[("dataset:", "words: {A1: มากที่สุด, A2: มาก, A3: ปานกลาง, A4: น้อย, A5: น้อยที่สุด}\ndataset:")],
    **surveyed(),
)
def _(folder):
    heads = [
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "agency",
        *[f"{'S' if own < 'q4' else 'T'}[{own}]" for own in ASKED],
    ]
    codes = {word: f"A{at}" for at, word in enumerate(WORDS, 1)}
    rows = [
        [at, "2023-01-01 10:00", 3, "th", 17, row[0], *[codes.get(own) for own in row[1:]]]
        for at, row in enumerate(ROWS, 1)
    ]
    return text_file(folder / "a.csv", [heads, *rows])


@case(
    "LimeSurvey: rows that were not submitted",
    "survey",
    open=['"submitdate"'],
    mended=[('"submitdate": "."', '"submitdate": ""')],
    **surveyed(),
)
def _(folder):
    heads = ["id", "submitdate", "lastpage", "startlanguage", "agency", *ASKED]
    rows = [[at, "2023-01-01 10:00", 3, "th", *row] for at, row in enumerate(ROWS, 1)]
    rows.append([99, None, 1, "th", UNITS[2], "น้อยที่สุด", "น้อยที่สุด", *[None] * 3])
    return text_file(folder / "a.csv", [heads, *rows])


# ------------------------------------------------------------------ texts


@case("CP874", "survey", **surveyed())
def _(folder):
    return text_file(folder / "a.csv", [["หน่วยงาน", *TEXTS.values()], *ROWS], encoding="cp874")


@case("CP874 that was read as Western and saved as UTF-8", "survey", refused=["wrong"])
def _(folder):
    rows = [["หน่วยงาน", *TEXTS.values()], *ROWS]
    rows = [[None if own is None else own.encode("cp874").decode("latin-1") for own in row] for row in rows]
    return text_file(folder / "a.csv", rows)


@case("UTF-16 with tabs, as Excel writes Unicode text", "survey", **surveyed())
def _(folder):
    rows = [["หน่วยงาน", *TEXTS.values()], *ROWS]
    return text_file(folder / "a.txt", rows, separator="\t", encoding="utf-16")


@case("Thai digits", "scores", weighed(SCORED))
def _(folder):
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
    rows = [[unit, *[str(score).translate(digits) for score in own]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *rows]})


@case(
    "semicolons, and a comma before the decimals",
    "scores",
    weighed(SCORED),
    open=["decimal"],
    mended=[("dataset:", "decimal: comma\ndataset:")],
)
def _(folder):
    rows = [[unit, *[str(score).replace(".", ",") for score in own]] for unit, *own in SCORED]
    return text_file(folder / "a.csv", [HEADS, *rows], separator=";")


@case(
    "a row a score, in two years",
    "scores",
    weighed(SCORED),
    open=["ปี"],
    mended=[('layout: "."', "layout: long\n    only: {ปี: 2566}")],
)
def _(folder):
    rows = [["หน่วยงาน", "ปี", "ข้อ", "คะแนน"]]
    for unit, *own in SCORED:
        for name, score in zip(("P1", "P2", "P3"), own, strict=True):
            rows += [[unit, 2565, name, score - 5], [unit, 2566, name, score]]
    return text_file(folder / "a.csv", rows)


# ------------------------------------------------------------------ no answer


@case(
    "99 and -99 for no answer among codes",
    "coded",
    open=["99"],
    mended=[("dataset:", 'words: {99: missing, "-99": missing}\ndataset:')],
    rated=means(ROWS),
    respondents=counted(ROWS),
)
def _(folder):
    codes = {None: 99, **{word: 5 - at for at, word in enumerate(WORDS)}}
    rows = [[row[0], *[codes[word] for word in row[1:]]] for row in ROWS]
    rows[1] = [-99 if cell == 99 else cell for cell in rows[1]]
    return text_file(folder / "a.csv", [["agency", *ASKED], *rows])


@case(
    "99 for no score among scores up to 10",
    "scores",
    direct=True,
    warned=["3 cells of P1, P2, P3 say 99, and all others lie between 1 and 9", 'words: {"99": missing}'],
)
def _(folder):
    rows = [
        ["agency", "P1", "P2", "P3"],
        ["A", 5, 7, 8],
        ["B", 99, 4, 3],
        ["C", 6, 99, 9],
        ["D", 4, 2, 6],
        ["E", 3, 2, 1],
        ["F", 4, 5, 99],
    ]
    return text_file(folder / "a.csv", rows)


@case(
    "ไม่เกี่ยวข้อง and N/A",
    "checks",
    {"North": {"w1": 100, "w2": None, "W": 50}, "South": {"w1": 0, "W": 0}},
    open=["N/A"],
    mended=[("dataset:", "words: {N/A: not_applicable, ไม่เกี่ยวข้อง: not_applicable}\ndataset:")],
)
def _(folder):
    rows = [
        ["agency", "Address", "กฎหมาย", "3. News"],
        ["North", "มี", "ไม่เกี่ยวข้อง", "ไม่มี"],
        ["South", "ไม่มี", "N/A", "ไม่มี"],
    ]
    return text_file(folder / "a.csv", rows)


@case(
    "the assessment of 2566: one row a unit, groups above indicators",
    "ita/2566",
    {
        UNITS[0]: {"IIT": 85, "EIT1": 90, "EIT2": 80, "OIT": 75, "total": 81},
        UNITS[1]: {"IIT": 70, "EIT1": 88, "EIT2": 86, "OIT": 60, "total": "71.1"},
    },
)
def _(folder):
    groups = ["หน่วยงาน", "IIT", "", "", "", "", "EIT1", "", "", "EIT2", "", "", "OIT", ""]
    heads = ["", "I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8", "I6", "I7", "I8", "I9", "I10"]
    rows = [
        [UNITS[0], 80, 90, 85, 85, 85, 90, 80, 100, 70, 80, 90, 50, 100],
        [UNITS[1], 70, 60, 80, 70, 70, 88, 86, 90, 86, 85, 87, 20, 100],
    ]
    return workbook(folder / "a.xlsx", {"ผล ITA": [["ผลการประเมิน ITA"], groups, heads, *rows]})


__all__ = ["CASES"]
