"""Help in both languages, and what it does not load."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys

import pytest
from kenrules.cli import commands
from kenrules.commands.shared.help_pages import GROUPS

from ..conftest import EXAMPLE, KEN
from ..languages import THAI_LETTERS, VARIABLES


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


def _ken(*arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    run = subprocess.run(
        [*KEN, *arguments],
        env=clean | {"PYTHONUTF8": "1"} | environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return run.returncode, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("--lang", "th"), {}), (("--lang=th",), {"LANG": "en_US.UTF-8"}), ((), {"LANG": "th_TH.UTF-8"})],
)
def test_help_in_thai(arguments, environment):
    code, text = _ken(*arguments, "--help", **environment)
    assert code == 0
    for words in (
        "วิธีใช้: ken",
        "ตัวเลือก:",
        "เขียนเกณฑ์:",
        "แสดงข้อความนี้แล้วจบ",
        "ให้คะแนนและจัดระดับ ตามเกณฑ์ที่เขียนด้วย YAML",
        "แสดงรายชื่อชุดเกณฑ์ที่เรียกใช้ได้",
        "ดูตัวอย่างและตัวเลือกทั้งหมดของคำสั่งได้ด้วย ken COMMAND --help",
    ):
        assert words in text
    assert "Usage" not in text
    assert "Show" not in text


@pytest.mark.slow
@pytest.mark.parametrize("command", commands.list_commands(None))
def test_help_of_every_command_in_thai(command):
    code, text = _ken("--lang", "th", command, "--help")
    assert code == 0
    _usage, *rest = text.split("\n\n")
    prose = [
        line
        for line in "\n".join(rest).splitlines()
        if line.startswith("  ") and not line.lstrip().startswith("-")
    ]
    assert THAI_LETTERS.search(prose[0])


def test_help_in_english():
    code, text = _ken("--help", "--lang", "en", LANG="th_TH.UTF-8")
    assert code == 0
    assert "Usage: ken" in text
    assert not THAI_LETTERS.search(text)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("evaluate",), "ขาดอาร์กิวเมนต์"),
        (("evaluat",), "หมายถึง 'evaluate' หรือไม่"),
        (("check", "--fomat"), "ไม่มีตัวเลือก"),
        (("check", "--format"), "ต้องมี 1 ค่า"),
        (("check", "--format", "x", "y"), "ให้เลือกจาก 'text', 'github', 'json'"),
        (("show", "a", "b"), "มีอาร์กิวเมนต์เกินมา (b)"),
        (("evaluate", "a", "b", "-o", "."), "เป็นโฟลเดอร์"),
    ],
)
def test_wrong_use_is_told_in_thai(arguments, words):
    code, text = _ken("--lang", "th", *arguments)
    assert code == 2
    assert "ข้อผิดพลาด: " in text
    assert words in text


VERBS = {name: commands.get_command(None, name) for name in commands.list_commands(None)}
EXAMPLES = [(name, line) for name, command in VERBS.items() for line, _ in command.about.examples]
SLOW = ("report", "diff", "test", "compare", "explain", "columns")
AGENCIES = """agency,province,IIT,EIT1,EIT2,OIT
Ban Na,Nakhon Nayok,82.11,79.12,79.12,67.75
Ban Pong,Ratchaburi,90,88,91,95
"""
FOUND = {"ken audit ita/2566 figures.csv", "ken audit ita/2566 figures.csv agencies.csv -o slips.html"}
"""Examples of which it is the point that something is found."""


def test_every_command_stands_in_a_group_and_has_examples():
    for name, command in VERBS.items():
        assert command.about.group in GROUPS, name
        assert command.about.examples, name
        assert len(command.about.brief) <= 62, name
        assert all(line.startswith(f"ken {name}") and len(line) <= 77 for line, _ in command.about.examples)


@pytest.mark.parametrize(
    ("name", "line"),
    [pytest.param(*each, marks=pytest.mark.slow if each[0] in SLOW else ()) for each in EXAMPLES],
)
def test_the_examples_of_the_help_run(ken, write, tmp_path, monkeypatch, name, line):
    monkeypatch.chdir(tmp_path)
    write("agencies.csv", AGENCIES)
    write("export.csv", "\n".join(["agency,IIT,EIT1,EIT2,OIT", "Ban Na,82.11,79.12,79.12,67.75"]))
    shutil.copy(EXAMPLE / "printed.csv", tmp_path / "figures.csv")
    ken("init", ".", "--like", "ita/2566")
    write("rules/mine.yaml", "ruleset: mine\nextends: ita/2566\n")
    done = ken(*shlex.split(line)[1:])
    assert done.exit_code == (1 if line in FOUND else 0), done.output
    arguments = shlex.split(line)
    if "-o" in arguments:
        assert (tmp_path / arguments[arguments.index("-o") + 1]).exists()


@pytest.mark.parametrize("language", ["en", "th"])
def test_help_ends_with_the_examples(ken, language):
    shown = ken("--lang", language, "evaluate", "--help").output
    last = shown.rstrip().split("\n\n")[-1]
    assert last.startswith(("Examples:", "ตัวอย่าง:"))
    assert all(line in last for line, _ in VERBS["evaluate"].about.examples)
    assert bool(THAI_LETTERS.search(last)) == (language == "th")
