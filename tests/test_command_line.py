"""The command: what it loads, completes, shows, and how it exits."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from rich.cells import cell_len

from .conftest import EXAMPLE, ROOT


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "kenrules.cli", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=False,
    )


def test_help_is_light():
    code = (
        "import sys\nfrom kenrules.cli import commands\ntry:\n    commands(['--help'], "
        "prog_name='ken')\nexcept SystemExit:\n    "
        "pass\nprint(sorted({'polars', 'z3', 'rich', 'jsonschema', 'narwhals', 'yaml', 'simpleeval'} & "
        "set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "Score and rate" in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_shell_completion_knows_the_rule_sets():
    script = run(_KEN_COMPLETE="bash_source")
    assert "complete" in script.stdout
    found = run(_KEN_COMPLETE="bash_complete", COMP_WORDS="ken evaluate ita/2566", COMP_CWORD="2")
    assert found.stdout.split() == ["plain,ita/2566-as-printed", "plain,ita/2566"]


def test_list_names_titles_and_dates(ken):
    shown = ken("list").stdout
    assert "ita/2566-as-printed" in shown
    assert "Integrity and Transparency Assessment of public agencies (ITA), B.E. 2565" in shown
    assert "2021-10-01 – 2022-09-30" in shown


@pytest.mark.parametrize("language", ["en", "th"])
def test_show_has_nodes_weights_questions_and_bands(ken, language):
    shown = ken("--lang", language, "show", "ita/2566").stdout
    for word in (
        "EIT2",
        "15%",
        "S10_2",
        "o43",
        "ผ่านดีเยี่ยม",
        "95.00",
        "min(instruments) >= pass",
        "EIT → EIT1, EIT2",
    ):
        assert word in shown
    assert ("โครงสร้าง" if language == "th" else "Structure") in shown


def test_check_exits_with_1_on_errors_and_0_on_warnings(ken, smallest):
    assert ken("check", "ita/2565", "ita/2566").exit_code == 0
    assert ken("check", "ita/2566-as-printed").exit_code == 0
    assert ken("check", smallest("scale: {decimals: 9}")).exit_code == 1
    assert ken("check", "ita/2666").exit_code == 2


def test_check_as_json(ken, smallest):
    path = smallest("scale: {decimals: 9}\nnonsense: 1")
    found = json.loads(ken("check", path, "--format", "json").stdout)
    assert [(each["line"], each["column"], each["severity"], each["code"]) for each in found] == [
        (3, 19, "error", "out-of-range"),
        (4, 1, "error", "unknown-key"),
    ]
    assert set(found[0]) == {"file", "line", "column", "cell", "severity", "code", "message", "hint"}


def test_a_name_that_is_not_there_is_answered_with_the_nearest(ken):
    result = ken("check", "ita/2567")
    assert result.exit_code == 2
    assert "did you mean “ita/256" in result.stdout


def test_carets_stand_under_thai_text(ken, smallest):
    shown = ken("check", smallest("title: {th: ที่นี่มีวรรณยุกต์, xx: ผิด}")).stdout.splitlines()
    line, caret = next((shown[at], shown[at + 1]) for at in range(len(shown)) if "ที่นี่" in shown[at])
    before = line[: line.index("xx")]
    assert cell_len(caret.rstrip("^")) == cell_len(before)
    assert len(before) > cell_len(before)  # combining marks take no width


def test_table_columns_line_up_for_thai(ken):
    shown = ken("--lang", "th", "evaluate", "ita/2566", EXAMPLE / "indicators.csv").stdout.splitlines()
    rows = [line for line in shown if line.strip().startswith(("I1 ", "I2 ", "I3 ", "I4 ", "I5 "))]
    assert len(rows) == 5
    ends = {
        cell_len(line[: line.index(score) + len(score)])
        for line, score in zip(rows, ("90.63", "78.75", "86.25", "78.84", "76.09"), strict=True)
    }
    assert len(ends) == 1


def test_one_unit_of_many(ken, smallest, write):
    data = write("data.csv", "agency,a,b\none,90,80\ntwo,50,40\n")
    assert "two" not in ken("evaluate", smallest(), data, "--unit", "one").stdout
    missed = ken("evaluate", smallest(), data, "--unit", "onee")
    assert missed.exit_code == 2
    assert "did you mean “one”?" in missed.stderr


def test_many_units_and_targets(ken, smallest, write):
    rules = smallest("targets: [{id: half, share_of_units: total >= 50, at_least: 80%}]")
    shown = ken("evaluate", rules, write("data.csv", "agency,a,b\none,90,80\ntwo,50,40\nthree,,\n"))
    assert "high 1, low 1, not rated 1" in shown.stdout
    assert "target half: 1 of 2 rated units (50.00 %), at least 80 %: not met" in shown.stdout
    assert shown.exit_code == 1


def test_no_fault_of_ken_shows_a_traceback():
    code = (
        "import kenrules.engine.book.library as library\nimport kenrules.cli as cli, sys\nlibrary.entries = "
        "lambda: 1 / 0\nsys.argv = ['ken', 'list']\ncli.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "ZeroDivisionError" in done.stderr


def test_input_files_are_not_written_over(ken, smallest, write):
    data = write("data.csv", "agency,a,b\none,90,80\n")
    result = ken("evaluate", smallest(), data, "-o", data)
    assert result.exit_code == 2
    assert "it is not written over" in result.stderr
    assert data.read_text(encoding="utf-8") == "agency,a,b\none,90,80\n"


def test_one_unit_is_all_that_is_written_and_counts(ken, smallest, write, tmp_path):
    data = write("data.csv", "agency,a,b\none,90,80\ntwo,,40\n")
    assert ken("evaluate", smallest(), data, "--unit", "one", "-o", tmp_path / "out.csv").exit_code == 0
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 2
    assert ken("evaluate", smallest(), data, "--unit", "two", "--format", "csv").exit_code == 1


@pytest.mark.parametrize("encoding", ["cp874", "cp1252", "ascii"])
def test_a_terminal_that_lacks_letters_stops_nothing(encoding):
    done = subprocess.run(
        [sys.executable, "-m", "kenrules.cli", "show", "ita/2566"],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_pipes_get_utf_8():
    environment = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONIOENCODING", "PYTHONUTF8")
    }
    done = subprocess.run(
        [sys.executable, "-m", "kenrules.cli", "show", "ita/2566"],
        capture_output=True,
        cwd=ROOT,
        env={**environment, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"},
        check=False,
    )
    assert "ผ่านดีเยี่ยม" in done.stdout.decode()


def test_a_node_without_score_keeps_its_place_above_those_with_one(ken, smallest, write):
    rules = smallest("parts: {a: {indicators: {x: {}, y: {}}}, b: {}}")
    shown = ken("evaluate", rules, write("data.csv", "agency,x\none,90\n")).stdout.splitlines()
    at = next(number for number, line in enumerate(shown) if line.strip().startswith("x "))
    assert shown[at - 1].split() == ["a"]
