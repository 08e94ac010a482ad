"""What stands in the report of a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import kenrules
import pytest
import yaml

from ..conftest import EXAMPLE, FIGURES
from .readers import text_of

PARTS = [
    "บันทึกข้อความ",
    "หลักการของการประเมิน",
    "เครื่องมือการประเมิน",
    "วิธีการคำนวณคะแนน",
    "คะแนนและระดับผลการประเมิน",
    "ผลการประเมิน: องค์การบริหารส่วนตำบลตะโกทอง",
    "ผลการประเมินรายตัวชี้วัด",
    "ข้อบกพร่องหรือจุดอ่อนที่ต้องแก้ไขโดยเร่งด่วน",
    "ประเด็นที่ควรรักษาระดับและพัฒนาต่อเนื่อง",
    "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
]


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """The real agency's report in Thai, as Word and Markdown, and the checklist of its figures."""
    folder = tmp_path_factory.mktemp("report")
    from click.testing import CliRunner
    from kenrules.cli import commands

    for name in ("r.docx", "r.md", "audit.docx"):
        options = [
            *(["--part", "audit"] if name == "audit.docx" else []),
            "--audit",
            str(EXAMPLE / "printed.csv"),
            "--audit",
            str(EXAMPLE / "oit-questions.csv"),
        ]
        result = CliRunner().invoke(
            commands, ["--lang", "th", "report", "ita/2566", str(FIGURES), "-o", str(folder / name), *options]
        )
        assert result.exit_code == 0, result.output
    return folder


def test_the_parts_stand_in_the_order_of_such_reports(reported):
    for text in (text_of(reported / "r.docx"), (reported / "r.md").read_text(encoding="utf-8")):
        lines = [line.strip("# ").replace("**", "") for line in text.split("\n")]
        at = 0
        for part in PARTS:
            at = next(number for number, line in enumerate(lines[at:], at) if line.startswith(part)) + 1


def test_scores_ratings_and_bands_come_from_the_rules_and_the_data(reported):
    text = text_of(reported / "r.docx")
    for words in (
        "๗๕.๔๗",
        "ต้องปรับปรุง",
        "๙๕.๐๐–๑๐๐.๐๐",
        "ทุกแบบวัด ๘๕ ขึ้นไป",
        "๗๕.๐๐–๘๔.๙๙",
        "สำนักปลัด",
        "ธันวาคม ๒๕๖๖",
        "ปีงบประมาณ พ.ศ. ๒๕๖๗",
    ):
        assert words in text
    faults = "เป็นได้ไม่เกิน ๗๖.๙๖", "76.962"  # indicator 7 cannot be; an equation stands as it is reckoned
    checklist = text_of(reported / "audit.docx")
    assert [(each in checklist, each in text) for each in faults] == [(True, False)] * 2


def _is_of_the_annex(line: str) -> bool:
    """Whether a line is an equation, or names a rule set or a file."""
    return any(sign in line for sign in ("ita/2566", ".csv", " = ", " ≤ ", " > ", " < ", " ≥ ", " ≠ "))


def _texts_of_the_rules() -> Iterator[str]:
    """What authors have written with digits of their own: titles, and guidance."""
    rules = kenrules.load("ita/2566")
    named = (*rules.nodes.values(), *rules.targets)
    titled = [rules.title, *(own.title for own in named)]
    yield from (text for title in titled for text in title.values() if re.search("[0-9]", text))
    guidance = Path(kenrules.__file__).parent / "rules/ita/2566.guidance.yaml"
    waiting = [yaml.safe_load(guidance.read_text("utf-8"))]
    while waiting:
        own = waiting.pop()
        if isinstance(own, str) and re.search("[0-9]", own):
            yield own
        waiting += own.values() if isinstance(own, dict) else own if isinstance(own, list) else []


@pytest.mark.slow
def test_thai_reports_have_thai_digits_unless_others_are_asked_for(ken, reported, tmp_path):
    prose = [line for line in text_of(reported / "r.docx").split("\n") if not _is_of_the_annex(line)]
    written = sorted({*_texts_of_the_rules()}, key=len, reverse=True)
    for line in prose:
        rest = line
        for text in written:
            rest = rest.replace(text, "")
        # ids and addresses stay as they are
        assert not re.search(r"(?<![A-Za-z0-9./])[0-9]", rest), line
    assert (
        ken(
            "--lang", "th", "report", "ita/2566", FIGURES, "-o", tmp_path / "a.md", "--digits", "arabic"
        ).exit_code
        == 0
    )
    assert not re.search("[๐-๙]", (tmp_path / "a.md").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_last_year_stands_beside_this_year(ken, write, tmp_path):
    before = write(
        "2565.csv", "agency,IIT,I6,I7,I8,I9,I10\nองค์การบริหารส่วนตำบลตะโกทอง,80.11,70.5,71,72,60,50\n"
    )
    result = ken("report", "ita/2566", FIGURES, "-o", tmp_path / "r.md", "--previous", before)
    assert result.exit_code == 0
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "B.E. 2565" in text
    assert "+10.47" in text  # I6, 70.50 last year
    assert re.search(r"IIT.*82\.11.*80\.11|IIT.*80\.11.*82\.11", text)


@pytest.mark.slow
def test_an_agency_s_own_guidance_and_template(ken, write, tmp_path):
    own = write("own.yaml", "guidance: ita/2566\nitems: {i7: {improve: {en: Read the budget aloud}}}\n")
    template = write(
        "own.md",
        "# {{ unit }}\n{% for each in failing %}{% for question in each.questions %}{{ question.id }}: {{ "
        "question.guidance }}\n{% endfor %}{% endfor %}",
    )
    assert (
        ken(
            "report", "ita/2566", FIGURES, "-o", tmp_path / "r.md", "--guidance", own, "--template", template
        ).exit_code
        == 0
    )
    assert "i7: Read the budget aloud" in (tmp_path / "r.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_two_instruments_with_the_same_indicators_are_told_apart(ken, write, tmp_path):
    scores = {"I1": 90, "I2": 90, "I3": 90, "I4": 90, "I5": 90, "I9": 90, "I10": 90}
    for name, low in (("this", 70), ("last", 50)):
        both = {f"EIT{part}.I{at}": 90 if part == 1 else low for part in (1, 2) for at in (6, 7, 8)}
        every = {**scores, **both}
        write(f"{name}.csv", f"agency,{','.join(every)}\na,{','.join(map(str, every.values()))}\n")
    here = tmp_path
    result = ken(
        "report",
        "ita/2566",
        here / "this.csv",
        "--previous",
        here / "last.csv",
        "--previous-rules",
        "ita/2566",
        "-o",
        here / "r.md",
    )
    assert result.exit_code == 0
    text = (here / "r.md").read_text(encoding="utf-8")
    assert text.count("+20.00") >= 3
    assert "Quality of service (EIT1)" in text
    assert "Quality of service (EIT2)" in text


@pytest.mark.slow
def test_nothing_is_proposed_for_what_nobody_measured(ken, write, tmp_path):
    data = write("d.csv", "agency,IIT,EIT1,EIT2,OIT\na,90,86,70,99\n")
    assert ken("report", "ita/2566", data, "-o", tmp_path / "r.md").exit_code == 0
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert "by December" not in text
    assert "No indicator fails" not in text


def test_what_stands_under_no_indicator_is_reported_too(ken, write, smallest, tmp_path):
    judged = "[{result: good, when: score >= pass}, {result: bad, when: score < pass}]"
    rules = smallest(
        "thresholds: {pass: 85}\nparts: null\ninstruments: "
        "{A: {indicators: {S1: {title: Inside, questions: q1..q2}}}, WEB: {title: Site, questions: w1..w2}}\n"
        f"judgements: {{indicator: {judged}, instrument: {judged}}}"
    )
    assert (
        ken("report", rules, write("d.csv", "agency,S1,w1,w2\na,90,0,0\n"), "-o", tmp_path / "r.md").exit_code
        == 0
    )
    assert re.search(r"Site.*0\.00.*bad", (tmp_path / "r.md").read_text(encoding="utf-8"))


def test_an_indicator_is_what_the_rules_call_one(ken, of_levels, tmp_path):
    rules, data = of_levels
    assert ken("report", rules, data, "--unit", "A", "-o", tmp_path / "r.md").exit_code == 0
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    table = text.partition("## Results of all indicators")[2]
    rows = [line.split(" | ")[1:] for line in table.splitlines() if re.match(r"\| \d", line)]
    assert [[cell.strip(" |") for cell in row] for row in rows] == [
        ["First plan", "90.00", "good"],
        ["Second plan", "50.00", "bad"],
        ["Third plan", "80.00", "good"],
        ["First answer", "90.00", "good"],
        ["Second answer", "70.00", "bad"],
    ]
    mended = text.partition("## What is to be mended")[2].partition("## What is to be kept up")[0]
    assert re.findall(r"Indicator no. \d ([\w ]+?) –", mended) == ["Second plan", "Second answer"]
    assert "**Indicator no. 2 Second plan – Score 50.00 – bad**" in text
    assert "**Indicators:** First plan, Second plan, Third plan" in text
    assert "**Indicators:** First answer, Second answer" in text
    assert "Write it anew." in text
    assert "In a file" in text  # the measure that the guidance proposes for the indicator itself
    counted = ken("evaluate", rules, data, "--unit", "A").stdout
    assert "indicator: good 3, bad 2" in counted
