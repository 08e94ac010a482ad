"""ken report: one unit, all of them, and what comes of a run that is broken off."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from .conftest import EXAMPLE, ROOT

FIGURES = EXAMPLE / "figures.csv"
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


def text_of(path: Path) -> str:
    """All text of a Word file, tables in their places."""
    body = Document(io.BytesIO(path.read_bytes())).element.body
    return "\n".join(
        "".join(node.text or "" for node in paragraph.iter() if node.tag.endswith("}t"))
        for paragraph in body.iter()
        if paragraph.tag.endswith("}p")
    )


@pytest.fixture(scope="module")
def reported(tmp_path_factory):
    """The real agency's report in Thai, as Word and Markdown."""
    folder = tmp_path_factory.mktemp("report")
    from click.testing import CliRunner
    from kenrules.cli import commands

    for name in ("r.docx", "r.md"):
        options = ["--audit", str(EXAMPLE / "printed.csv"), "--audit", str(EXAMPLE / "oit-questions.csv")]
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
    assert "๗๖.๙๖๒" in text  # the annex: indicator 7 cannot be


def test_thai_reports_have_thai_digits_unless_others_are_asked_for(ken, reported, tmp_path):
    prose = [
        line
        for line in text_of(reported / "r.docx").split("\n")
        if "ita/2566" not in line and ".csv" not in line
    ]
    assert not [line for line in prose if re.search("[0-9]", line)]
    assert (
        ken(
            "--lang", "th", "report", "ita/2566", FIGURES, "-o", tmp_path / "a.md", "--digits", "arabic"
        ).exit_code
        == 0
    )
    assert not re.search("[๐-๙]", (tmp_path / "a.md").read_text(encoding="utf-8"))


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


def test_the_template_that_comes_with_ken_can_be_had(ken, tmp_path):
    for name in ("t.docx", "t.html", "t.md"):
        assert (
            ken("report", "ita/2566", FIGURES, "-o", "x.docx", "--write-template", tmp_path / name).exit_code
            == 0
        )
    assert "{{ unit }}" in text_of(tmp_path / "t.docx")
    assert (
        ken(
            "report", "ita/2566", FIGURES, "-o", tmp_path / "r.docx", "--template", tmp_path / "t.docx"
        ).exit_code
        == 0
    )
    assert "องค์การบริหารส่วนตำบลตะโกทอง" in text_of(tmp_path / "r.docx")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--unit", "อบต. อื่น"], "no unit"),
        (["--template", "WRONG"], "unti"),
        (["--template", "absent.docx"], "cannot be read"),
        (["--guidance", "GUIDANCE"], "guidance for “i99”"),
        (
            ["--previous-rules", "ita/2564", "--previous", str(EXAMPLE / "indicators.csv")],
            "no rule set “ita/2564”",
        ),
        (["--keep", "IIX"], "IIX"),
    ],
)
def test_what_is_wrong_is_told_with_place_and_hint_and_nothing_is_written(
    ken, write, tmp_path, options, words
):
    template, guidance = (
        write("wrong.md", "{{ unit }}\n{{ unti }}\n"),
        write("g.yaml", "guidance: ita/2566\nitems: {i99: {improve: x}}\n"),
    )
    given = [{"WRONG": str(template), "GUIDANCE": str(guidance)}.get(each, each) for each in options]
    kind = "r.md" if "WRONG" in options else "r.docx"
    result = ken("report", "ita/2566", FIGURES, "-o", tmp_path / kind, *given)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "hint" in result.stderr
    assert not (tmp_path / kind).exists()


def test_a_file_that_is_read_is_not_written_over(ken, write):
    data = write("data.md", "")
    result = ken("report", "ita/2566", FIGURES, "-o", data, "--template", data)
    assert result.exit_code == 2
    assert data.read_text(encoding="utf-8") == ""


# all units


@pytest.fixture
def nation(write):
    rows = "".join(
        f"อบต. {number},{province},{60 + number},{70 + number},{75 + number},{number * 2 + 60}\n"
        for number in range(6)
        for province in "ก"
    )
    return write(
        "nation.csv",
        "agency,province,IIT,EIT1,EIT2,OIT\n" + rows + "a/b:c*?,ข,90,90,90,90\nA/B:C*?,ข,85,80,90,95\n",
    )


def run_all(ken: Any, data: Path, folder: Path, *options: Any) -> Any:
    return ken("report", "ita/2566", data, "--all", "-o", folder, "--kind", "md", "--jobs", "1", *options)


def test_every_unit_has_its_report_and_the_index_names_all(ken, nation, tmp_path):
    result = run_all(ken, nation, tmp_path / "out")
    assert result.exit_code == 0
    assert "8 reports written, 0 were up to date, 0 are not written" in result.stderr
    index = json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))
    assert [each["unit"] for each in index["reports"]] == [
        *(f"อบต. {number}" for number in range(6)),
        "a/b:c*?",
        "A/B:C*?",
    ]
    names = [each["file"] for each in index["reports"]]
    assert len({name.casefold() for name in names}) == 8
    assert all((tmp_path / "out" / name).read_text(encoding="utf-8") for name in names)
    assert {row["rating"]: row["units"] for row in index["summary"]["ratings"]}["ผ่านดี (Good pass)"] == 1
    assert {
        row["group" if "group" in row else next(iter(row))] for row in index["summary"]["by province"]
    } == {"ก", "ข"}
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert all(unit in page for unit in ("อบต. 5", "a/b:c*?"))


def test_only_what_has_changed_is_written_again(ken, nation, tmp_path):
    folder = tmp_path / "out"
    run_all(ken, nation, folder)
    assert "0 reports written, 8 were up to date" in run_all(ken, nation, folder).stderr
    nation.write_text(
        nation.read_text(encoding="utf-8").replace("อบต. 3,ก,63", "อบต. 3,ก,64"), encoding="utf-8"
    )
    assert "1 report written, 7 were up to date" in run_all(ken, nation, folder).stderr
    (folder / "อบต. 5.md").unlink()
    assert "1 report written, 7 were up to date" in run_all(ken, nation, folder).stderr
    assert "8 reports written" in run_all(ken, nation, folder, "--digits", "thai").stderr
    with (folder / "reports.jsonl").open("a", encoding="utf-8") as state:
        state.write('{"file": "อบต. 1.md", "dig')  # what a run that was killed may leave
    with (folder / "reports.jsonl").open("ab") as state:
        state.write(b"\xff\xfe garbage")
    assert "8 reports written" in run_all(ken, nation, folder).stderr
    assert "0 reports written, 8 were up to date" in run_all(ken, nation, folder).stderr


def test_a_report_that_somebody_has_edited_is_left_as_it_is(ken, nation, tmp_path):
    folder = tmp_path / "out"
    run_all(ken, nation, folder)
    edited = folder / "อบต. 3.md"
    edited.write_text("by hand", encoding="utf-8")
    nation.write_text(
        nation.read_text(encoding="utf-8").replace("อบต. 3,ก,63", "อบต. 3,ก,64"), encoding="utf-8"
    )
    result = run_all(ken, nation, folder)
    assert "0 reports written, 7 were up to date, 0 are not written" in result.stderr
    assert "1 report was edited since" in result.stderr
    assert edited.read_text(encoding="utf-8") == "by hand"
    edited.unlink()
    assert "1 report written, 7 were up to date" in run_all(ken, nation, folder).stderr


def test_a_report_that_was_written_and_not_noted_is_no_edit(ken, nation, tmp_path):
    folder = tmp_path / "out"
    run_all(ken, nation, folder)
    state = folder / "reports.jsonl"
    lines = state.read_text(encoding="utf-8").splitlines(keepends=True)
    # killed after the file was written, before that was noted
    state.write_text("".join(lines[:-1]), encoding="utf-8")
    (folder / json.loads(lines[-1])["file"]).write_text("of the newer run", encoding="utf-8")
    result = run_all(ken, nation, folder)
    assert "1 report written, 7 were up to date" in result.stderr
    assert "edited" not in result.stderr


def test_a_row_that_moves_in_the_file_changes_no_report(ken, nation, tmp_path):
    run_all(ken, nation, tmp_path / "out")
    lines = nation.read_text(encoding="utf-8").splitlines(keepends=True)
    nation.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert "0 reports written, 7 were up to date" in run_all(ken, nation, tmp_path / "out").stderr


def test_what_cannot_be_made_is_not_in_the_index(ken, nation, write, tmp_path):
    run_all(ken, nation, tmp_path / "out")
    result = run_all(ken, nation, tmp_path / "out", "--template", write("bad.md", "{{ nosuch }}"))
    assert result.exit_code == 1
    assert {
        each["file"]
        for each in json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))["reports"]
    } == {None}


def test_names_of_units_become_names_of_files_that_every_system_takes(ken, write, tmp_path):
    names = ["index", "CON", "x" * 300, "ก" * 300, "..", "\u202eevil", "-"]
    rows = "".join(f"{name},90,90,90,90\n" for name in names)
    data, folder = write("d.csv", "agency,IIT,EIT1,EIT2,OIT\n" + rows), tmp_path / "out"
    assert (
        ken("report", "ita/2566", data, "--all", "-o", folder, "--kind", "html", "--jobs", "1").exit_code == 0
    )
    files = [
        each["file"] for each in json.loads((folder / "index.json").read_text(encoding="utf-8"))["reports"]
    ]
    assert len(set(files)) == len(names)
    assert files[0] == "index (2).html"
    assert all(len(name.encode()) <= 220 and (folder / name).is_file() for name in files)
    assert "CON.html" not in files


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--all", "-o", "FOLDER", "--unit", "x"], "contradict"),
        (["--all", "-o", "FOLDER/r.docx"], "that of a folder"),
        (["-o", "FOLDER"], "no name of a report"),
        (["-o", "FOLDER/r.docx", "--kind", "pdf"], "--kind is for --all"),
        (["-o", "FOLDER/r.docx", "--previous-rules", "ita/2565"], "--previous is lacking"),
    ],
)
def test_options_that_contradict_each_other_are_refused(ken, tmp_path, options, words):
    result = ken("report", "ita/2566", FIGURES, *(each.replace("FOLDER", str(tmp_path)) for each in options))
    assert result.exit_code == 2
    assert words in result.stderr


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


def test_last_year_s_data_without_a_unit_are_told(ken, write, tmp_path):
    before = write("2565.csv", "agency,IIT,EIT,OIT\nsomebody else,80,80,80\n")
    result = ken("report", "ita/2566", FIGURES, "-o", tmp_path / "r.md", "--previous", before)
    assert result.exit_code == 0
    assert "last year's data do not have 1 of the units" in result.stderr


def test_a_run_that_is_killed_is_finished_by_the_next_one(write, tmp_path):
    rows = "".join(
        f"u{number},{60 + number % 40},{70 + number % 30},80,{number % 100}\n" for number in range(60)
    )
    data, folder = write("many.csv", "agency,IIT,EIT1,EIT2,OIT\n" + rows), tmp_path / "out"
    command = [
        sys.executable,
        "-m",
        "kenrules.cli",
        "report",
        "ita/2566",
        str(data),
        "--all",
        "-o",
        str(folder),
        "--jobs",
        "2",
    ]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT, start_new_session=True
    ) as process:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(list(folder.glob("*.docx"))) < 5:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    done = list(folder.glob("*.docx"))
    assert 5 <= len(done) < 60
    assert all(text_of(path) for path in done)  # each is whole
    assert not [path for path in folder.iterdir() if path.suffix not in (".docx", ".jsonl")]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 0
    written, skipped = map(
        int, re.search(r"(\d+) reports? written, (\d+) w(?:as|ere) up to date", ended.stderr).groups()
    )
    assert written + skipped == 60
    assert skipped >= len(done) - 2  # of the last ones it was not yet noted that they are done
    assert len(list(folder.glob("*.docx"))) == 60


def test_a_unit_without_a_rating_has_a_report_that_says_so(ken, write, tmp_path):
    data = write("d.csv", "agency,IIT,EIT1,EIT2,OIT\na,90,90,90,90\nb,90,90,,90\n")
    result = run_all(ken, data, tmp_path / "out")
    assert result.exit_code == 1
    index = json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))
    assert [(each["rating"], each["file"]) for each in index["reports"]] == [("ผ่านดี", "a.md"), (None, "b.md")]


def test_the_engine_needs_none_of_the_extra(tmp_path):
    """With the packages of the extra out of reach, all else works, and the report says what is lacking."""
    code = (
        "import sys\n"
        "class Gone:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.partition('.')[0] in ('docx', 'docxtpl', 'weasyprint', 'jinja2', 'altair', "
        "'vl_convert', 'lxml', 'markupsafe'):\n"
        "            raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Gone())\n"
        "sys.argv = ['ken', *sys.argv[1:]]\n"
        "from kenrules.cli import main\n"
        "main()\n"
    )
    arguments = {
        "explain": [str(FIGURES)],
        "audit": [str(EXAMPLE / "printed.csv")],
        "evaluate": [str(FIGURES)],
        "report": [str(FIGURES), "-o", str(tmp_path / "r.docx")],
    }
    found = {
        name: subprocess.run(
            [sys.executable, "-c", code, name, "ita/2566", *rest],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            check=False,
        )
        for name, rest in arguments.items()
    }
    assert {name: each.returncode for name, each in found.items()} == {
        "explain": 0,
        "audit": 1,
        "evaluate": 0,
        "report": 2,
    }
    assert "pip install 'kenrules[report]'" in found["report"].stderr


RULES_OF_LEVELS = """
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
thresholds: {pass: 80}
parts: null
instruments:
  PLAIN:
    title: The plain one
    weight: 50%
    indicators: {P1: {title: First plan}, P2: {title: Second plan}, P3: {title: Third plan}}
  ASKED:
    title: The asked one
    weight: 50%
    indicators: {Q1: {title: First answer, questions: [q1, q2]}, Q2: {title: Second answer, subindicators: {s1: {questions: [q3]}, s2: {}}}}
judgements: {indicator: [{result: good, when: score >= pass}, {result: bad, when: score < pass}]}
"""


@pytest.fixture
def of_levels(smallest, write):
    """Rules in which some indicators have no questions, their guidance, and the data of two units."""
    rules = smallest(RULES_OF_LEVELS)
    write("rules.guidance.yaml", "guidance: test/changed\nunits: {u: The office}\nitems:\n  P2:\n    " "improve: Write it anew.\n"
          "    measure: {units: [u], steps: [Write it], report: In a file, by: 3}\n")  # fmt: skip
    return rules, write(
        "d.csv", "agency,P1,P2,P3,q1,q2,q3,s2\nA,90,50,80,90,90,70,70\nB,90,90,90,90,90,90,90\n"
    )


def test_an_indicator_is_what_the_rules_call_one(ken, of_levels, tmp_path):
    rules, data = of_levels
    assert ken("report", rules, data, "--unit", "A", "-o", tmp_path / "r.md").exit_code == 0
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    table = text.partition("## Results of all indicators")[2]
    rows = [line.split(" | ")[1:] for line in table.splitlines() if re.match(r"\| \d", line)]
    assert [[cell.strip(" |") for cell in row] for row in rows] == [
        ["PLAIN", "First plan", "90.00", "good"],
        ["PLAIN", "Second plan", "50.00", "bad"],
        ["PLAIN", "Third plan", "80.00", "good"],
        ["ASKED", "First answer", "90.00", "good"],
        ["ASKED", "Second answer", "70.00", "bad"],
    ]
    mended = text.partition("## What is to be mended")[2].partition("## What is to be kept up")[0]
    assert re.findall(r"Indicator no. \d ([\w ]+?) –", mended) == ["Second plan", "Second answer"]
    assert "### Indicator no. 2 Second plan – Score 50.00 – bad" in text
    assert "**Indicators:** First plan, Second plan, Third plan" in text
    assert "**Indicators:** First answer, Second answer" in text
    assert "Write it anew." in text
    assert "In a file" in text  # the measure that the guidance proposes for the indicator itself
    counted = ken("evaluate", rules, data, "--unit", "A").stdout
    assert "indicator: good 3, bad 2" in counted


def test_the_national_summary_counts_the_same_indicators(ken, of_levels, tmp_path):
    rules, data = of_levels
    assert ken("report", rules, data, "--all", "--kind", "md", "-o", tmp_path / "all").exit_code == 0
    summary = json.loads((tmp_path / "all" / "index.json").read_text(encoding="utf-8"))["summary"]
    failing = [list(row.values()) if isinstance(row, dict) else row for row in summary["failing"]]
    assert sorted(row[:3] for row in failing) == [["P2", "Second plan", 1], ["Q2", "Second answer", 1]]
    assert "Indicators that fail most often" in (tmp_path / "all" / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("50.00 or more", "up to 49.99", "20.00–30.00")),
        ("th", ("50.00 ขึ้นไป", "ไม่เกิน 49.99", "20.00–30.00")),
    ],
)
def test_bands_with_an_open_end_are_told_in_words(ken, smallest, write, tmp_path, language, words):
    rules = smallest(
        "bands: [{rating: high, from: 50}, {rating: mid, from: 20, to: 30}, {rating: low, to: 49.99}, "
        "{rating: rest, when: a > 1}]"
    )
    options = ["--digits", "arabic", "-o", tmp_path / "r.md"]
    assert (
        ken("--lang", language, "report", rules, write("d.csv", "agency,a,b\nA,90,50\n"), *options).exit_code
        == 0
    )
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert not [word for word in words if word not in text]
    assert "––" not in text


def test_one_is_told_in_the_singular(ken, smallest, write, tmp_path):
    rules, data = smallest(), write("d.csv", "agency,a,b\nA,90,50\n")
    assert (
        "all: 1 report written, 0 were up to date, 0 are not written"
        in ken("report", rules, data, "--all", "-o", tmp_path / "all").stderr
    )
    page = (tmp_path / "all" / "index.html").read_text(encoding="utf-8")
    assert "report of 1 unit<" in page
    assert "1 unit, of which 1 is rated" in page
    assert (
        "r.csv: 1 unit, of which 1 is rated" in ken("evaluate", rules, data, "-o", tmp_path / "r.csv").stderr
    )
    assert "ทศนิยม 2 ตำแหน่ง" in ken("--lang", "th", "show", rules).stdout
    assert "The one unit gets no other rating." in ken("compare", rules, rules, data).stdout
    assert "1 decimal," in ken("show", smallest("scale: {decimals: 1}\nbands: [{rating: r}]")).stdout
