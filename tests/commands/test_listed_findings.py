"""`ken evaluate … --findings`: all findings about data as a page or a workbook, whatever they do to the run."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from kenrules.engine.data.most_told import IN_FULL, most_told
from kenrules.engine.data.readers import excel_file

WRONG = 'agency,IIT,EIT,OIT\nA,12x,80,=1+1\n\n"B\nb",80,80,80\nC,101,,80\n<b>D</b>,80,80,</script>\n'


@pytest.fixture
def data(write):
    return write("data.csv", WRONG)


def packed(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.S)[1])


@pytest.mark.parametrize("name", ["found.html", "found.xlsx"])
def test_the_file_is_there_though_the_data_have_errors(ken, data, tmp_path, name):
    out = tmp_path / name
    plain = ken("evaluate", "ita/2566", data)
    result = ken("evaluate", "ita/2566", data, "--findings", out)
    assert (plain.exit_code, result.exit_code) == (1, 1)
    assert out.exists()
    assert f"{out}: 4 errors, 0 warnings, 0 notes." in result.stderr
    assert plain.stdout == result.stdout


@pytest.mark.parametrize("name", ["found.html", "found.xlsx"])
def test_the_file_is_there_though_nothing_can_be_rated(ken, write, tmp_path, name):
    out, wrong = tmp_path / name, write("data.csv", "agency,I1,I1\nA,1,2\n")
    result = ken("evaluate", "ita/2566", wrong, "--findings", out, "-o", tmp_path / "r.csv")
    assert result.exit_code == 2
    assert out.exists()
    assert not (tmp_path / "r.csv").exists()
    assert "Nothing else was written." in result.stderr


def test_mistakes_of_use_and_of_rules_write_nothing(ken, data, write, tmp_path):
    out = tmp_path / "found.html"
    wrong = write("rules.yaml", "nonsense: 1\n")
    for arguments in (
        ("no/such", data),
        (wrong, data),
        ("ita/2566", data, "--unit", "nobody"),
        ("ita/2566", data, "--master", "local[1]"),
    ):
        assert ken("evaluate", *arguments, "--findings", out).exit_code == 2
        assert not out.exists()


def test_wrong_names_are_refused_before_any_work(ken, data, tmp_path):
    result = ken("evaluate", "ita/2566", data, "--findings", tmp_path / "found.csv")
    assert result.exit_code == 2
    assert "use one of .html, .xlsx" in result.stderr
    out = tmp_path / "one.html"
    result = ken("evaluate", "ita/2566", data, "--findings", out, "-o", out)
    assert (result.exit_code, out.exists()) == (2, False)
    result = ken("evaluate", "ita/2566", data, "--findings", tmp_path / "none" / "x.html")
    assert result.exit_code == 2
    assert "cannot write the file" in result.stderr


def test_the_data_are_never_written_over(ken, write, tmp_path):
    book = tmp_path / "data.xlsx"
    assert ken("form", "ita/2566", "-o", book).exit_code == 0
    before = book.read_bytes()
    result = ken("evaluate", "ita/2566", book, "--findings", book)
    assert (result.exit_code, book.read_bytes()) == (2, before)


def test_a_page_lists_what_a_terminal_counts(ken, write, tmp_path):
    rows = "".join(f"unit {at},x{at},80,80\n" for at in range(400))
    data, out = write("data.csv", f"agency,IIT,EIT,OIT\n{rows}"), tmp_path / "found.html"
    plain = ken("evaluate", "ita/2566", data).stderr
    assert plain.count("[not-a-number]") == 11
    assert "and 390 more like these in “IIT”" in plain
    assert "--findings findings.html" in plain
    told = ken("evaluate", "ita/2566", data, "--findings", out).stderr
    assert "and 390 more like these in “IIT”" in told
    assert f"hint: see them in {out}" in told
    assert len(packed(out)["rows"]["line"]) == 400
    assert most_told() < 100 < IN_FULL  # the bound holds again


def test_the_same_findings_have_the_same_bytes(ken, data, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for suffix in (".html", ".xlsx"):
        made = []
        for number in (1, 2):
            out = tmp_path / f"{number}{suffix}"
            ken("evaluate", "ita/2566", data, "--findings", out)
            made.append(out.read_bytes())
        assert made[0] == made[1]


def test_a_workbook_marks_the_cells_of_text_files(ken, data, tmp_path):
    out = tmp_path / "found.xlsx"
    ken("evaluate", "ita/2566", data, "--findings", out)
    head, *rows = [cells for _, cells in excel_file.rows_of_sheet(out, "Findings")]
    assert head[:3] == ["severity", "kind", "file"]
    cells = {(row[head.index("cell")], row[head.index("unit")]) for row in rows if row[1]}
    assert cells == {("B2", "A"), ("D2", "A"), ("B5", "C"), ("D6", "<b>D</b>")}
    copy = excel_file.rows_of_sheet(out, "data.csv")
    assert copy[1] == (2, ["A", "12x", "80", "=1+1"])
    assert copy[2] == (4, ["B\nb", "80", "80", "80"])
    with ZipFile(out) as parts:
        texts = [parts.read(name).decode() for name in parts.namelist() if "sheet" in name]
        assert not any("<f>" in text or "<f " in text for text in texts)
        comments = "".join(parts.read(name).decode() for name in parts.namelist() if "comments" in name)
    assert comments.count("<comment ") == 4
    assert 'ref="D6"' in comments


def test_a_workbook_marks_the_cells_of_workbooks_where_they_stand(ken, write, tmp_path):
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path, out = tmp_path / "data.xlsx", tmp_path / "found.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "nothing")
        sheet = book.add_worksheet("Scores: 1"[:6])
        for row, cells in enumerate([["A report"], [], ["agency", "IIT", "EIT", "OIT"], ["A", 80, "8o", 80]]):
            sheet.write_row(row + 1, 1, cells)
    manifest = write("d.yaml", "dataset: d\nfiles:\n  - {path: data.xlsx, sheet: Scores, header_row: 4}\n")
    assert ken("evaluate", "ita/2566", manifest, "--findings", out).exit_code == 1
    assert excel_file.rows_of_sheet(out, "Scores")[-1] == (5, ["A", "80", "8o", "80"])
    with ZipFile(out) as parts:
        comments = "".join(parts.read(name).decode() for name in parts.namelist() if "comments" in name)
    assert re.findall(r'<comment ref="(\w+)"', comments) == ["D5"]


def listed(tab):
    return tab.locator("table[data-table=findings] tbody tr")


def test_the_page_in_a_browser(ken, write, tmp_path, tab_of):
    rows = "".join(f"unit {at},{'x' if at % 2 else ''}{at % 100},{at},80\n" for at in range(300))
    data, out = write("data.csv", WRONG + rows), tmp_path / "found.html"
    ken("evaluate", "ita/2566", data, "--findings", out)
    tab = tab_of(out.read_text(encoding="utf-8"))
    number = len(packed(out)["rows"]["line"])
    assert tab.locator(".tools output").inner_text() == f"{number} of {number} rows"
    assert listed(tab).count() == 100
    tab.locator(".tools input").fill("unit 7")
    assert {row.split("\t")[5] for row in listed(tab).all_inner_texts()} == {
        "unit 7",
        *(f"unit {at}" for at in range(71, 80, 2)),
    }
    tab.locator("[data-language=th]").click()
    assert tab.title() == "ข้อสังเกตจากการตรวจข้อมูล"
    assert tab.locator("html").get_attribute("lang") == "th"
    assert "ข้อผิดพลาด" in listed(tab).first.inner_text()
    again = tab_of(out.read_text(encoding="utf-8"), after="#" + tab.url.partition("#")[2])
    assert again.title() == tab.title()
    assert listed(again).all_inner_texts() == listed(tab).all_inner_texts()
    tab.locator(".reset").click()
    tab.locator("#kinds").locator("..").locator("button.choose", has_text="out-of-range").click()
    assert {row.split("\t")[1] for row in listed(tab).all_inner_texts()} == {"out-of-range"}
    head = tab.locator("table[data-table=findings] thead button").nth(3)
    head.click()
    head.click()
    lines = [int(row.split("\t")[3]) for row in listed(tab).all_inner_texts()]
    assert lines == sorted(lines, reverse=True)
    assert len(lines) > 2
    with tab.expect_download() as download:
        tab.locator(".download").click()
    saved = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    count = int(tab.locator(".tools output").inner_text().split()[0].replace(",", ""))
    assert len(saved) == 1 + count
    assert all(len(row) == len(saved[0]) for row in saved)


@pytest.mark.slow
def test_a_page_of_twenty_thousand_findings_is_small(ken, write, tmp_path):
    rows = "".join(
        f"เทศบาลตำบล {at}," + ",".join(f"x{at}{column}" for column in range(10)) + "\n" for at in range(2_000)
    )
    names = ",".join(f"I{number}" for number in range(1, 11))
    data, out = write("data.csv", f"agency,{names}\n{rows}"), tmp_path / "found.html"
    ken("evaluate", "ita/2566", data, "--findings", out)
    assert len(packed(out)["rows"]["line"]) == 20_000
    assert out.stat().st_size < 1_000_000
