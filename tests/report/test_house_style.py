"""Reports by the words and templates of a rule set's own house, and with nothing of any house without one."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from kenrules.engine.book import house_style, library
from kenrules.engine.report.look import look
from kenrules.engine.words.language import LANGUAGES

from ..conftest import EXAMPLE, ROOT

INDEX = """
ruleset: test/bridges
title: {th: ดัชนีสะพาน, en: Bridge index}
unit: bridge
effective: {from: 2024-07-01, to: 2025-06-30}
scale: {min: 0, max: 10, decimals: 1, rounding: half_up}
thresholds: {pass: 5}
parts:
  deck: {title: {th: พื้น, en: Deck}, weight: 60%, questions: {d1: {th: รอยแตก, en: Cracks}, d2: {th: สนิม, en: Rust}}}
  piers: {title: {th: เสา, en: Piers}, weight: 40%}
judgements:
  part:
    - {result: sound, title: {th: มั่นคง, en: sound}, when: score >= pass}
    - {result: weak, title: {th: อ่อนแอ, en: weak}, when: score < pass}
bands:
  - {rating: open, title: {th: เปิด, en: Open}, from: 5, to: 10}
  - {rating: closed, title: {th: ปิด, en: Closed}, from: 0, to: 4.9}
"""
GUIDANCE = """
guidance: test/bridges
units: {crew: {th: ช่าง, en: The crew}}
items:
  d1:
    improve: {th: ซ่อม, en: Mend it}
    measure: {units: [crew], steps: [{th: ปิดสะพาน, en: Close it}], report: {th: สมุด, en: The book}, by: 2}
  piers:
    keep: {th: ดูแล, en: Keep it}
    measure: {units: [crew], steps: [{th: ตรวจ, en: Look at it}], report: {th: สมุด, en: The book}, by: year}
"""

WORDS = (
    *("ITA", "IIT", "EIT", "EIT1", "EIT2", "OIT", "B.E.", "Ref. no."),
    *("emorandum", "fiscal", "ntegrity", "ransparency"),
    *("chief administrator", "board resolution", "head of the agency", "Opinion"),
    *("เรียน", "นายก", "มติ", "ปลัด", "พ.ศ.", "ปีงบประมาณ", "บันทึกข้อความ", "ส่วนราชการ", "หน่วยงาน"),
    *("คุณธรรม", "ความโปร่งใส", "เรื่องเดิม"),
)


def told_of_a_house(text: str) -> list[str]:
    return [word for word in WORDS if re.search(rf"(?<![A-Z]){re.escape(word)}(?![A-Za-z])", text)]


def texts_of(path: Path) -> str:
    if path.suffix != ".docx":
        return re.sub(r"base64,[^\"]*", "", path.read_text(encoding="utf-8"))
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as parts:
        return "\n".join(
            re.sub(r"<[^>]*>", "", parts.read(name).decode("utf-8"))
            for name in parts.namelist()
            if name.endswith(".xml")
        )


@pytest.fixture
def index(write):
    write("bridges.guidance.yaml", GUIDANCE)
    return write("bridges.yaml", INDEX)


@pytest.fixture
def data(write):
    return write("scores.csv", "bridge,d1,d2,piers\nA,3,4,9\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["html", "md", "docx"])
def test_a_report_of_another_index_has_nothing_of_any_house(ken, index, data, tmp_path, language, kind):
    path = tmp_path / f"r.{kind}"
    assert ken("report", index, data, "-o", path, "--lang", language).exit_code == 0
    text = texts_of(path)
    assert {"th": "ดัชนีสะพาน", "en": "Bridge index"}.get(language, "A") in text
    assert told_of_a_house(text) == []


def test_the_year_is_that_of_the_language(ken, index, data, tmp_path):
    for language, by, year in (("en", "by August 2025", "within 2026"), ("th", "สิงหาคม 2568", "ภายในปี 2569")):
        path = tmp_path / f"{language}.md"
        ken("report", index, data, "-o", path, "--lang", language, "--digits", "arabic")
        text = path.read_text(encoding="utf-8")
        assert by in text
        assert year in text


@pytest.mark.parametrize(
    ("effective", "year"),
    [
        ("", "year 2010"),
        ("effective: {from: 2009-07-01, to: 2011-06-30}\n", "year 2011"),
        ("effective: {from: 2009-07-01}\n", None),
    ],
)
def test_rules_that_hold_until_further_notice_have_no_year(ken, write, data, tmp_path, effective, year):
    rules = re.sub("effective: .*\n", effective, INDEX).replace("test/bridges", "test/2010")
    path = tmp_path / "r.md"
    ken("report", write("open-ended.yaml", rules), data, "-o", path, "--lang", "en")
    told = re.findall("year [0-9]{4}", path.read_text(encoding="utf-8"))
    assert set(told) == ({year} if year else set())


@pytest.mark.parametrize(
    "path",
    [
        *sorted((ROOT / "engine").rglob("*.py")),
        *(path for path in sorted((ROOT / "engine/report/templates").iterdir()) if path.is_file()),
    ],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_engine_knows_no_house(path):
    # names of columns: a unit, before and after a course, kinds of years; and of units: a school
    allowed = {
        "language.py": {"หน่วยงาน"},
        "heading_guesses.py": {"เรียน"},
        "row_columns.py": {"fiscal", "เรียน"},
        "unit_names.py": {"เรียน"},
    }
    assert set(told_of_a_house(texts_of(path))) <= allowed.get(path.name, set())


def test_a_house_style_is_found_beside_the_rules_and_those_they_extend(write):
    own = write("own.yaml", "ruleset: test/own\nextends: ita/2566\nsource: x\n")
    for name in ("ita/2565", "ita/2566", own):
        style = house_style.load(library.load(name))
        assert style.folder.resolve() == ROOT / "rules/ita/report"
        assert look("en", style).words["memorandum"] == "Memorandum"
    assert house_style.load(library.load(write("bridges.yaml", INDEX))) == house_style.HouseStyle()


def test_one_s_own_house_style(ken, write, index, data, tmp_path):
    write(
        "report/style.yaml", "house_style: bridges\ncalendar: th\nwords: {report: Look, extra: {en: More}}\n"
    )
    write("report/report.md.j2", "{{ words.report }} {{ words.extra }} {{ words.rating }} {{ year }}")
    assert ken("report", index, data, "-o", tmp_path / "r.md").exit_code == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == "Look More Rating 2568"
    assert ken("report", index, data, "-o", tmp_path / "r.html").exit_code == 0  # by the template of Ken
    template = write("own.md", "{{ words.extra }}")
    assert ken("report", index, data, "-o", tmp_path / "r.md", "--template", template).exit_code == 0
    assert (tmp_path / "r.md").read_text(encoding="utf-8") == "More"


def test_reports_are_made_anew_when_the_house_style_changes(ken, write, index, data, tmp_path):
    calls = ("report", index, data, "--all", "-o", tmp_path / "out", "--kind", "md")
    assert "1 report written" in ken(*calls).stderr
    write("report/style.yaml", "house_style: bridges\nwords: {report: Look}\n")
    assert "1 report written" in ken(*calls).stderr
    assert "0 reports written" in ken(*calls).stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("house_style: x\nwords: {a: {de: Bericht}}\n", "de"),
        ("house_style: x\ncalendar: de\n", "calendar"),
        ("house_style: x\nword: {}\n", "“words”"),
        ("", "empty"),
        ("- a\n", "no house style"),
    ],
)
def test_faults_of_a_house_style_are_told(ken, write, index, data, tmp_path, text, words):
    path = write("report/style.yaml", text)
    result = ken("report", index, data, "-o", tmp_path / "r.md")
    assert result.exit_code == 2
    assert str(path) in result.stderr
    assert words in result.stderr


def test_a_house_style_is_checked_with_the_rules(ken, tmp_path):
    shutil.copytree(ROOT / "rules/ita", tmp_path / "ita")
    path = tmp_path / "ita/report/style.yaml"
    assert "no findings" in ken("check", path).stdout
    path.write_text(path.read_text(encoding="utf-8").replace("words:", "wordz:"), encoding="utf-8")
    assert "“words”" in ken("check", tmp_path / "ita/report").stdout


@pytest.mark.slow
def test_the_report_of_the_example_keeps_its_memo(ken, tmp_path):
    path = tmp_path / "r.md"
    assert ken("report", "ita/2566", EXAMPLE / "figures.csv", "-o", path, "--lang", "th").exit_code == 0
    text = path.read_text(encoding="utf-8")
    assert "## บันทึกข้อความ" in text
    assert "ความเห็นหรือคำสั่งของนายก" in text
