"""More files of spreadsheets, of survey tools and of others, each with what is to come of it."""

from __future__ import annotations

import json

from .files_one import HEADS, ROWS, SCORED, average, surveyed
from .own_files import (
    ASKED,
    ENGLISH,
    NAMES,
    TEXTS,
    UNITS,
    WORDS,
    Case,
    counted,
    means,
    text_file,
    weighed,
    workbook,
)
from .test_excel import ods, ods_cell, ods_number, ods_row

CASES = []
CODES = {None: None, **{word: 5 - at for at, word in enumerate(WORDS)}}
IN_THAI = ["หน่วยงาน", *TEXTS.values()]


def case(name, rules, rated=None, **more):
    """Keeps a case; what is decorated makes its files."""

    def keep(make):
        CASES.append(Case(name, rules, lambda folder: [make(folder)], rated, **more))
        return make

    return keep


# ------------------------------------------------------------------ spreadsheets


@case("OpenDocument: a title, units of figures, a mean", "scores", weighed(SCORED))
def _(folder):
    rows = [["รายงาน"], HEADS, ["", "คะแนน", "คะแนน", "คะแนน"], *SCORED, ["ค่าเฉลี่ยรวม", *average(SCORED)]]
    return ods(folder / "a.ods", "".join(ods_row(*map(_cell, row)) for row in rows))


def _cell(cell):
    if isinstance(cell, str):
        return ods_cell(cell, 'office:value-type="string"') if cell else ods_cell()
    return ods_number(cell)


@case("a row of weights below the heads", "scores", weighed(SCORED))
def _(folder):
    rows = [HEADS, ["น้ำหนัก", "ร้อยละ 50", "ร้อยละ 30", "ร้อยละ 20"], *SCORED]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("a row of weights as numbers below the heads", "scores", weighed(SCORED))
def _(folder):
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, ["น้ำหนัก", 50, 30, 20], *SCORED]})


@case("heads that say of how many points", "scores", refused=["it tells of 50 points, and 100 are possible"])
def _(folder):
    heads = ["หน่วยงาน", "การวางแผน (50 คะแนน)", "การเงิน (30 คะแนน)", "บุคลากร (20 คะแนน)"]
    rows = [[UNITS[0], 45, 28, 17.5], [UNITS[1], 30, 20, 11], [UNITS[2], 41, 15, 19]]
    return workbook(folder / "a.xlsx", {"ผล": [heads, *rows]})


@case("heads of several lines, and blanks in names", "scores", weighed(SCORED))
def _(folder):
    heads = ["หน่วยงาน ", "การ\nวางแผน".replace("\n", ""), " การเงิน", "บุคลากร\n"]
    return workbook(folder / "a.xlsx", {"ผล": [heads, *[[f" {row[0]} ", *row[1:]] for row in SCORED]]})


@case("a table on its side", "scores", refused=['key: "?"'])
def _(folder):
    rows = [
        ["", *UNITS],
        *[[name, *own] for name, *own in zip(HEADS[1:], *[row[1:] for row in SCORED], strict=True)],
    ]
    rows[0][0] = "ด้าน"
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("ranks and totals beside the scores", "scores", weighed(SCORED))
def _(folder):
    rows = [["ลำดับ", *HEADS, "คะแนนรวม", "อันดับ", "ระดับ"]]
    rows += [[at, *row, sum(row[1:]), 4 - at, "ดี"] for at, row in enumerate(SCORED, 1)]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case(
    "a summary before the data, with the same heads",
    "scores",
    weighed(SCORED),
    open=['sheet: "?"'],
    mended=[
        ('(?s)  - path: "a.xlsx".    sheet: "."  # this is “สรุป”.*(?=  - path)', ""),
        ('sheet: "."', 'sheet: "ข้อมูล"'),
    ],
)
def _(folder):
    summary = [["ภาพรวม"], HEADS, ["จังหวัด", *average(SCORED)]]
    return workbook(folder / "a.xlsx", {"สรุป": summary, "ข้อมูล": [HEADS, *SCORED]})


@case("headings of regions between the units", "scores", refused=["ภาคเหนือ"])
def _(folder):
    rows = [HEADS, ["ภาคเหนือ"], *SCORED[:2], ["ภาคใต้"], SCORED[2]]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("a fiscal year typed into a cell above the heads, and remarks at the right", "scores", weighed(SCORED))
def _(folder):
    rows = [["ปีงบประมาณ", 2566], ["วันที่พิมพ์", "1 ต.ค. 2566"], [*HEADS, "หมายเหตุ"]]
    rows += [[*row, "ส่งช้า" if at else ""] for at, row in enumerate(SCORED)]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("a unit that is there twice, with other scores", "scores", refused=["a unit stands in several rows"])
def _(folder):
    rows = [HEADS, *SCORED, [UNITS[0], 92, 81, 78]]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("scores with their unit in the cell", "scores", refused=["91.5 คะแนน"])
def _(folder):
    return workbook(
        folder / "a.xlsx", {"ผล": [HEADS, *[[u, *[f"{s} คะแนน" for s in own]] for u, *own in SCORED]]}
    )


@case("scores out of 100, as fractions", "scores", refused=["91.5/100"])
def _(folder):
    return text_file(folder / "a.csv", [HEADS, *[[u, *[f"{s}/100" for s in own]] for u, *own in SCORED]])


@case("means of a scale of five as scores", "scores", warned=["lie between 0 and 10"])
def _(folder):
    rows = [[unit, *[round(score / 20, 2) for score in own]] for unit, *own in SCORED]
    return workbook(folder / "a.xlsx", {"ผล": [HEADS, *rows]})


@case(
    "the names of units in a column of another name",
    "scores",
    weighed(SCORED),
    open=['key: "?"'],
    mended=[('key: "."', 'key: "ชื่อ อปท."'), ('layout: "."', "layout: scores")],
)
def _(folder):
    return text_file(folder / "a.csv", [["ชื่อ อปท.", *HEADS[1:]], *SCORED])


@case("two tables beside each other", "scores", refused=["หน่วยงาน"])
def _(folder):
    rows = [[*HEADS, "", *HEADS]] + [[*row, "", row[0], 1, 2, 3] for row in SCORED]
    return workbook(folder / "a.xlsx", {"ผล": rows})


@case("a table of how many answered what", "survey", refused=["?"])
def _(folder):
    rows = [
        ["หน่วยงาน", "ข้อคำถาม", *WORDS],
        [UNITS[0], TEXTS["q1"], 3, 4, 5, 0, 1],
        [UNITS[0], TEXTS["q2"], 1, 4, 5, 2, 1],
    ]
    return workbook(folder / "a.xlsx", {"ผล": rows})


# ------------------------------------------------------------------ survey tools


@case(
    "Google Forms: a linear scale, where the rules have words",
    "survey",
    open=["written as numbers"],
    mended=[("dataset:", "words: {5: มากที่สุด, 4: มาก, 3: ปานกลาง, 2: น้อย, 1: น้อยที่สุด}\ndataset:")],
    **surveyed(),
)
def _(folder):
    rows = [["1/2/2023 9:00", row[0], *[CODES[own] for own in row[1:]]] for row in ROWS]
    return text_file(folder / "a.csv", [["ประทับเวลา", *IN_THAI], *rows])


@case(
    "Google Forms: numbers before the words",
    "survey",
    open=["5 มากที่สุด"],
    mended=[
        (
            "dataset:",
            "words: {" + ", ".join(f'"{CODES[word]} {word}": {word}' for word in WORDS) + "}\ndataset:",
        )
    ],
    **surveyed(),
)
def _(folder):
    rows = [["1/2/2023 9:00", row[0], *[own and f"{CODES[own]} {own}" for own in row[1:]]] for row in ROWS]
    return text_file(folder / "a.csv", [["ประทับเวลา", *IN_THAI], *rows])


@case("Google Forms: two boxes ticked in one cell", "survey", refused=["มาก, ปานกลาง"])
def _(folder):
    rows = [list(row) for row in ROWS]
    rows[0][2] = "มาก, ปานกลาง"
    return text_file(folder / "a.csv", [IN_THAI, *rows])


@case("Google Forms: a question that was deleted and made anew", "survey", refused=[TEXTS["q2"]])
def _(folder):
    rows = [[*row, word] for row, word in zip(ROWS, WORDS * 3, strict=False)]
    return text_file(folder / "a.csv", [[*IN_THAI, TEXTS["q2"]], *rows])


@case("Microsoft Forms: Thai heads, and names of people who answered", "survey", **surveyed())
def _(folder):
    heads = ["ID", "เวลาเริ่มต้น", "เวลาเสร็จสิ้น", "อีเมล", "ชื่อ", "เวลาปรับเปลี่ยนล่าสุด", "หน่วยงานที่ท่านติดต่อ"]
    rows = [[at, 45000.1, 45000.2, "anonymous", "", "", *row] for at, row in enumerate(ROWS, 1)]
    rows = [[*heads[:-1], "หน่วยงาน", *TEXTS.values()], *rows]
    return workbook(folder / "a.xlsx", {"Sheet1": rows})


@case("KoboToolbox: labels, and a choice that is called as a question", "survey", **surveyed())
def _(folder):
    heads = [
        "start",
        "end",
        *IN_THAI,
        "reasons",
        "reasons/ใกล้บ้าน",
        "reasons/เจ้าหน้าที่สุภาพ",
        "_id",
        "_uuid",
        "_tags",
    ]
    rows = [["2023", "2023", *row, "ใกล้บ้าน", 1, 0, at, f"u{at}", ""] for at, row in enumerate(ROWS)]
    return workbook(folder / "a.xlsx", {"แบบสอบถาม": [heads, *rows]})


@case("KoboToolbox: the unit in a group, the form's repeats in another sheet", "survey", **surveyed())
def _(folder):
    heads = ["start", "general/agency", "general/age", *[f"opinions/{own}" for own in ASKED], "_index"]
    rows = [["2023", row[0], 40, *row[1:], at] for at, row in enumerate(ROWS, 1)]
    more = [["visits/when", "_parent_index"], ["2023-01-01", 1], ["2023-01-02", 1]]
    return workbook(folder / "a.xlsx", {"survey": [heads, *rows], "visits": more})


@case("KoboToolbox: names and labels in two rows", "survey", **surveyed())
def _(folder):
    rows = [["agency", *ASKED, "_uuid"], ["หน่วยงาน", *TEXTS.values(), "_uuid"]]
    rows += [[*row, f"u{at}"] for at, row in enumerate(ROWS)]
    return workbook(folder / "a.xlsx", {"export": rows})


@case("KoboToolbox: as JSON of its programs", "survey", **surveyed())
def _(folder):
    rows = [
        {
            "_id": at,
            "general/agency": row[0],
            "agency": row[0],
            **{f"g/{own}": word for own, word in zip(ASKED, row[1:], strict=True) if word},
            "_submission_time": "2023-01-01",
            "_tags": "x",
        }
        for at, row in enumerate(ROWS, 1)
    ]
    (folder / "a.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return folder / "a.json"


@case(
    "ODK: codes of choices",
    "survey",
    open=["very_high"],
    mended=[
        (
            "dataset:",
            "words: {very_high: มากที่สุด, high: มาก, mid: ปานกลาง, low: น้อย, very_low: น้อยที่สุด}\ndataset:",
        )
    ],
    **surveyed(),
)
def _(folder):
    codes = {None: None, **dict(zip(WORDS, ("very_high", "high", "mid", "low", "very_low"), strict=True))}
    heads = [
        "SubmissionDate",
        "agency",
        *[f"opinions-{own}" for own in ASKED],
        "meta-instanceID",
        "KEY",
        "ReviewState",
    ]
    rows = [
        ["2023-01-01", row[0], *[codes[own] for own in row[1:]], f"uuid:{at}", f"uuid:{at}", ""]
        for at, row in enumerate(ROWS)
    ]
    return text_file(folder / "a.csv", [heads, *rows])


@case(
    "Qualtrics: numbers of answers and of states",
    "coded",
    open=['"Status"', '"Finished"'],
    mended=[('"Status": "."', '"Status": [1, 2]'), ('"Finished": "."', '"Finished": 0')],
    rated=means(ROWS),
    respondents=counted(ROWS),
)
def _(folder):
    heads = [
        "StartDate",
        "EndDate",
        "Status",
        "Progress",
        "Finished",
        "DistributionChannel",
        "agency",
        *ASKED,
    ]
    rows = [heads, [*heads[:7], *ENGLISH.values()], [f'{{"ImportId":"{name}"}}' for name in heads]]
    rows += [
        ["2023-01-01", "2023-01-01", 0, 100, 1, "anonymous", row[0], *[CODES[own] for own in row[1:]]]
        for row in ROWS
    ]
    rows.append(["2023-01-01", "2023-01-01", 1, 100, 1, "anonymous", UNITS[0], 1, 1, 1, 1, 1])
    rows.append(["2023-01-01", "2023-01-01", 2, 100, 1, "anonymous", UNITS[0], 1, 1, 1, 1, 1])
    rows.append(["2023-01-01", "2023-01-01", 0, 30, 0, "anonymous", UNITS[2], 1, 1, None, None, None])
    return text_file(folder / "a.csv", rows)


@case("Qualtrics: a matrix whose columns are numbered", "survey", **surveyed())
def _(folder):
    heads = ["StartDate", "Status", "Finished", "agency", *[f"Q5_{at}" for at in range(1, 6)]]
    wording = [
        "Start Date",
        "Response Type",
        "Finished",
        "Which?",
        *[f"How do you find it? - {text}" for text in TEXTS.values()],
    ]
    ids = [f'{{"ImportId": "QID{at}"}}' for at in range(9)]
    rows = [["2023-01-01", "IP Address", "True", *row] for row in ROWS]
    return text_file(folder / "a.csv", [heads, wording, ids, *rows])


@case("LimeSurvey: codes and texts of questions", "survey", **surveyed())
def _(folder):
    heads = ["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "agency"]
    heads += [f"{own}. {text}" for own, text in TEXTS.items()]
    rows = [[at, "2023-01-01 10:00:00", 2, *row] for at, row in enumerate(ROWS, 1)]
    return text_file(folder / "a.csv", [heads, *rows], separator=";")


@case("SurveyMonkey: questions in one row, what was answered in the next", "survey", **surveyed())
def _(folder):
    first = [
        "Respondent ID",
        "Collector ID",
        "Start Date",
        "agency",
        "How do you find our service?",
        "",
        "",
        "",
        "",
    ]
    second = ["", "", "", "Open-Ended Response", *TEXTS.values()]
    rows = [[1000 + at, 7, "2023-01-01", *row] for at, row in enumerate(ROWS)]
    return workbook(folder / "a.xlsx", {"Sheet": [first, second, *rows]})


@case(
    "REDCap: records that are not complete",
    "coded",
    open=['"survey_complete"'],
    mended=[('"survey_complete": "."', '"survey_complete": [0, 1]')],
    rated=means(ROWS),
    respondents=counted(ROWS),
)
def _(folder):
    heads = ["record_id", "redcap_survey_identifier", "agency", *ASKED, "survey_complete"]
    rows = [[at, "", row[0], *[CODES[own] for own in row[1:]], 2] for at, row in enumerate(ROWS, 1)]
    rows += [[90, "", UNITS[0], 1, 1, None, None, None, 0], [91, "", UNITS[1], 1, 1, 1, 1, 1, 1]]
    return text_file(folder / "a.csv", [heads, *rows])


@case("rows of tests under a unit that is none", "survey", warned=["“ทดสอบ” looks like a test"])
def _(folder):
    rows = [*ROWS, ["ทดสอบ", *WORDS], ["ทดสอบ", *WORDS]]
    return text_file(folder / "a.csv", [IN_THAI, *rows])


@case("a total below the answers of respondents", "coded", rated=means(ROWS), respondents=counted(ROWS))
def _(folder):
    rows = [[row[0], *[CODES[own] for own in row[1:]]] for row in ROWS]
    return workbook(
        folder / "a.xlsx", {"ตอบ": [["หน่วยงาน", *ASKED], *rows, ["ค่าเฉลี่ย", 3.2, 3.1, 2.9, 3, 3.3]]}
    )


@case(
    "a mean as a whole number below the answers of respondents",
    "coded",
    rated=means(ROWS),
    respondents=counted(ROWS),
)
def _(folder):
    rows = [[at, row[0], *[CODES[own] for own in row[1:]]] for at, row in enumerate(ROWS, 1)]
    return workbook(folder / "a.xlsx", {"ตอบ": [["ที่", "หน่วยงาน", *ASKED], *rows, ["", "รวม", 3, 3, 3, 3, 3]]})


@case("a row an answer", "survey", refused=["layout"])
def _(folder):
    rows = [["agency", "respondent", "item", "value"]]
    rows += [
        [row[0], at, own, word]
        for at, row in enumerate(ROWS)
        for own, word in zip(ASKED, row[1:], strict=True)
        if word
    ]
    return text_file(folder / "a.csv", rows)


# ------------------------------------------------------------------ texts and no answers


@case("UTF-8 that was read as Western and saved again", "survey", refused=["wrong encoding"])
def _(folder):
    rows = [[own and own.encode().decode("latin-1") for own in row] for row in [IN_THAI, *ROWS]]
    return text_file(folder / "a.csv", rows)


@case(
    "a line that names the separator, and Thai digits with commas",
    "scores",
    weighed(SCORED),
    direct=True,
    options=["--decimal", "comma"],
)
def _(folder):
    digits = str.maketrans("0123456789.", "๐๑๒๓๔๕๖๗๘๙,")
    rows = [["agency", "P1", "P2", "P3"]] + [
        [u, *[str(s).translate(digits) for s in own]] for u, *own in SCORED
    ]
    path = text_file(folder / "a.csv", rows, separator=";", encoding="utf-8-sig")
    path.write_bytes(b"\xef\xbb\xbfsep=;\r\n" + path.read_bytes()[3:])
    return path


@case("UTF-16 without a mark", "scores", weighed(SCORED))
def _(folder):
    return text_file(folder / "a.csv", [HEADS, *SCORED], encoding="utf-16-le")


@case(
    "percentages in a text file",
    "scores",
    weighed(SCORED),
    open=["--percent"],
    mended=[("dataset:", "percent: as_shown\ndataset:")],
)
def _(folder):
    return text_file(folder / "a.csv", [HEADS, *[[u, *[f"{s}%" for s in own]] for u, *own in SCORED]])


@case(
    "units in several years",
    "scores",
    {
        f"{unit} · {year}": {"P1": row[1] - at}
        for at, year in enumerate((2566, 2565))
        for unit, row in zip(UNITS, SCORED, strict=True)
    },
    open=["several columns"],
    mended=[("    layout: .*", "    layout: scores\n    key: [หน่วยงาน, ปี พ.ศ.]")],
)
def _(folder):
    rows = [[u, year, *[s - at for s in own]] for u, *own in SCORED for at, year in enumerate((2566, 2565))]
    return workbook(folder / "a.xlsx", {"ผล": [[HEADS[0], "ปี พ.ศ.", *HEADS[1:]], *rows]})


@case(
    "-9 for no answer among codes",
    "coded",
    open=["-9"],
    mended=[("dataset:", 'words: {"-9": missing}\ndataset:')],
    rated=means(ROWS),
    respondents=counted(ROWS),
)
def _(folder):
    rows = [[row[0], *[-9 if own is None else CODES[own] for own in row[1:]]] for row in ROWS]
    return workbook(folder / "a.xlsx", {"ตอบ": [["หน่วยงาน", *ASKED], *rows]})


@case(
    "99 among points from 1 to 10 of respondents",
    "groups",
    warned=["99"],
    direct=True,
    options=["--layout", "responses"],
)
def _(folder):
    rows = [
        ["agency", "G1.q1", "G1.q2", "G2.q1", "G2.q2"],
        ["A", 5, 7, 8, 6],
        ["A", 99, 4, 3, 9],
        ["B", 10, 99, 1, 2],
        ["B", 2, 3, 5, 99],
    ]
    return text_file(folder / "a.csv", rows)


@case(
    "99 that is a score",
    "scores",
    weighed([["A", 99, 98, 88], ["B", 99, 70, 60], ["C", 40, 99, 99], ["D", 0, 5, 99]]),
    direct=True,
)
def _(folder):
    rows = [
        ["agency", "P1", "P2", "P3"],
        ["A", 99, 98, 88],
        ["B", 99, 70, 60],
        ["C", 40, 99, 99],
        ["D", 0, 5, 99],
    ]
    return text_file(folder / "a.csv", rows)


# ------------------------------------------------------------------ the assessment of 2566

PERCEIVED = ("มากที่สุด", "มาก", "น้อย", "น้อยที่สุดหรือไม่มีเลย")
IIT = (
    "ทำงานตามขั้นตอนและเวลาที่กำหนด",
    "ให้บริการทุกคนอย่างเท่าเทียม",
    "มุ่งผลงานและรับผิดชอบต่อหน้าที่",
    "เรียกรับผลประโยชน์แลกกับงานหรือบริการ",
    "รับของขวัญหรือประโยชน์ตามโอกาสต่าง ๆ",
    "ให้ประโยชน์คนนอกเพื่อหวังผลตอบแทน",
)


def _perceived():
    return [[UNITS[at % 2], *[PERCEIVED[(at * ask + ask) % 4] for ask in range(1, 7)]] for at in range(8)]


@case(
    "IIT of 2566 as Google Forms writes it, of one indicator",
    "ita/2566",
    refused=["questions of IIT without a column: i7, i8"],
)
def _(folder):
    heads = ["ประทับเวลา", "หน่วยงาน", *[f"i{at} {text}" for at, text in enumerate(IIT, 1)]]
    rows = [[f"{at}/2/2023", *row] for at, row in enumerate(_perceived(), 1)]
    return text_file(folder / "IIT.csv", [heads, *rows])


@case(
    "OIT of 2566: what is published, with numbers before the titles",
    "ita/2566",
    {NAMES[0]: {"o1": 100, "o2": 0}, NAMES[1]: {"o1": 0, "o2": 100, "total": None}},
    said=["without a column: o3, o4"],
)
def _(folder):
    rows = [["หน่วยงาน", "o1", "o2"], [NAMES[0], "มี", "ไม่มี"], [NAMES[1], "ไม่มี", "มี"]]
    return text_file(folder / "OIT.csv", rows)


__all__ = ["CASES"]
