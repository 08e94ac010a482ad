"""Help in both languages, and what it does not load."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from kenrules.cli import commands

from ..conftest import KEN
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
        "คำสั่ง:",
        "แสดงข้อความนี้แล้วจบ",
        "ให้คะแนนและจัดระดับ ตามเกณฑ์ที่เขียนด้วย YAML",
        "แสดงรายชื่อชุดเกณฑ์ที่เรียกใช้ได้",
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
