"""The reports of all units, and what comes of a run that is broken off."""

from __future__ import annotations

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

from ..conftest import FIGURES, ROOT
from .readers import text_of


@pytest.fixture
def agencies(write):
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


@pytest.mark.slow
def test_every_unit_has_its_report_and_the_index_names_all(ken, agencies, tmp_path):
    result = run_all(ken, agencies, tmp_path / "out")
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


@pytest.mark.slow
def test_only_what_has_changed_is_written_again(ken, agencies, tmp_path):
    folder = tmp_path / "out"
    run_all(ken, agencies, folder)
    assert "0 reports written, 8 were up to date" in run_all(ken, agencies, folder).stderr
    agencies.write_text(
        agencies.read_text(encoding="utf-8").replace("อบต. 3,ก,63", "อบต. 3,ก,64"), encoding="utf-8"
    )
    assert "1 report written, 7 were up to date" in run_all(ken, agencies, folder).stderr
    (folder / "อบต. 5.md").unlink()
    assert "1 report written, 7 were up to date" in run_all(ken, agencies, folder).stderr
    assert "8 reports written" in run_all(ken, agencies, folder, "--digits", "thai").stderr
    with (folder / "reports.jsonl").open("a", encoding="utf-8") as state:
        state.write('{"file": "อบต. 1.md", "dig')  # what a run that was killed may leave
    with (folder / "reports.jsonl").open("ab") as state:
        state.write(b"\xff\xfe garbage")
    assert "8 reports written" in run_all(ken, agencies, folder).stderr
    assert "0 reports written, 8 were up to date" in run_all(ken, agencies, folder).stderr


@pytest.mark.slow
def test_a_report_that_somebody_has_edited_is_left_as_it_is(ken, agencies, tmp_path):
    folder = tmp_path / "out"
    run_all(ken, agencies, folder)
    edited = folder / "อบต. 3.md"
    edited.write_text("by hand", encoding="utf-8")
    agencies.write_text(
        agencies.read_text(encoding="utf-8").replace("อบต. 3,ก,63", "อบต. 3,ก,64"), encoding="utf-8"
    )
    result = run_all(ken, agencies, folder)
    assert "0 reports written, 7 were up to date, 0 are not written" in result.stderr
    assert "1 report was edited since" in result.stderr
    assert edited.read_text(encoding="utf-8") == "by hand"
    edited.unlink()
    assert "1 report written, 7 were up to date" in run_all(ken, agencies, folder).stderr


@pytest.mark.slow
def test_a_report_that_was_written_and_not_noted_is_no_edit(ken, agencies, tmp_path):
    folder = tmp_path / "out"
    run_all(ken, agencies, folder)
    state = folder / "reports.jsonl"
    lines = state.read_text(encoding="utf-8").splitlines(keepends=True)
    # killed after the file was written, before that was noted
    state.write_text("".join(lines[:-1]), encoding="utf-8")
    (folder / json.loads(lines[-1])["file"]).write_text("of the newer run", encoding="utf-8")
    result = run_all(ken, agencies, folder)
    assert "1 report written, 7 were up to date" in result.stderr
    assert "edited" not in result.stderr


@pytest.mark.slow
def test_a_row_that_moves_in_the_file_changes_no_report(ken, agencies, tmp_path):
    run_all(ken, agencies, tmp_path / "out")
    lines = agencies.read_text(encoding="utf-8").splitlines(keepends=True)
    agencies.write_text("".join([lines[0], *lines[2:]]), encoding="utf-8")
    assert "0 reports written, 7 were up to date" in run_all(ken, agencies, tmp_path / "out").stderr


@pytest.mark.slow
def test_what_cannot_be_made_is_not_in_the_index(ken, agencies, write, tmp_path):
    run_all(ken, agencies, tmp_path / "out")
    result = run_all(ken, agencies, tmp_path / "out", "--template", write("bad.md", "{{ nosuch }}"))
    assert result.exit_code == 1
    assert {
        each["file"]
        for each in json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))["reports"]
    } == {None}


def test_without_bands_the_index_tells_scores_and_who_lacks_one(ken, write, tmp_path):
    rules = "ruleset: x/1\ntitle: t\nsource: s\nunit: area\n"
    rules += "scale: {min: 0, max: 100, decimals: 1, rounding: half_up}\nparts: {a: {}, b: {}}\n"
    data, folder = write("d.csv", "area,a,b\nx,50,60\ny,70,\n"), tmp_path / "out"
    ken(
        "report",
        write("x.yaml", rules),
        data,
        "--all",
        "-o",
        folder,
        "--template",
        write("t.md", "{{ unit }}"),
    )
    index = (folder / "index.html").read_text(encoding="utf-8")
    rows = [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr.*?</tr>", index, re.DOTALL)]
    assert ["x", "55.0"] in rows
    assert ["y", "not", "scored"] in rows
    assert ["status", "units", "share"] in rows


@pytest.mark.slow
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


@pytest.mark.slow
def test_last_year_s_data_without_a_unit_are_told(ken, write, tmp_path):
    before = write("2565.csv", "agency,IIT,EIT,OIT\nsomebody else,80,80,80\n")
    result = ken("report", "ita/2566", FIGURES, "-o", tmp_path / "r.md", "--previous", before)
    assert result.exit_code == 0
    assert "last year's data do not have 1 of the units" in result.stderr


@pytest.mark.slow
def test_a_run_that_is_killed_is_finished_by_the_next_one(write, tmp_path):
    rows = "".join(
        f"u{number},{60 + number % 40},{70 + number % 30},80,{number % 100}\n" for number in range(24)
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
        while time.monotonic() < deadline and len(list(folder.glob("*.docx"))) < 3:
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGKILL)
    done = list(folder.glob("*.docx"))
    assert 3 <= len(done) < 24
    assert all(text_of(path) for path in done)  # each is whole
    assert not [path for path in folder.iterdir() if path.suffix not in (".docx", ".jsonl")]
    ended = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert ended.returncode == 0
    written, skipped = map(
        int, re.search(r"(\d+) reports? written, (\d+) w(?:as|ere) up to date", ended.stderr).groups()
    )
    assert written + skipped == 24
    assert skipped >= len(done) - 2  # of the last ones it was not yet noted that they are done
    assert len(list(folder.glob("*.docx"))) == 24


@pytest.mark.slow
def test_a_unit_without_a_rating_has_a_report_that_says_so(ken, write, tmp_path):
    data = write("d.csv", "agency,IIT,EIT1,EIT2,OIT\na,90,90,90,90\nb,90,90,,90\n")
    result = run_all(ken, data, tmp_path / "out")
    assert result.exit_code == 1
    index = json.loads((tmp_path / "out" / "index.json").read_text(encoding="utf-8"))
    assert [(each["rating"], each["file"]) for each in index["reports"]] == [("ผ่านดี", "a.md"), (None, "b.md")]
