"""Names that are formulas, escapes, markup, paths or patterns: through every command and every format they come
back as they were, and nothing of them is taken for a command by a terminal, a spreadsheet or a page."""

from __future__ import annotations

import csv
import io
import json
import re

import fastexcel
import polars as pl
import pytest
import yaml
from kenrules.engine.words.alike import compared

FORMULAS = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    "\t=1+1",
    "＝1+1",
]
ESCAPES = [
    "\x1b[31mred",
    "\x1b]0;owned\x07",
    "\x07bell",
    "\x9b31mred",
    "a\x08b",
    "a\x7fb",
    "\x1b]8;;http://x\x1b\\link",
]
MARKUP = [
    "<script>alert(1)</script>",
    "<b>x",
    "&amp;",
    "&#x3c;",
    "]]>",
    "<!--",
    "-->",
    "[bold]x[/]",
    "[/]",
    "[link=http://x]y",
]
MARKDOWN = [
    "| a | b |",
    "# head",
    "* item",
    "[x](javascript:alert(1))",
    "`code`",
    "**x**",
    "---",
    "<http://x>",
    "\\",
    "~~x~~",
]
PATHS = [
    "../../etc/passwd",
    "/etc/passwd",
    "C:\\x",
    "..",
    ".",
    "a/b",
    "con",
    "nul.txt",
    "x" * 300,
    "~",
    "$HOME",
    "`id`",
]
PATTERNS = [
    "^.*$",
    "*",
    "a*",
    "^grp$",
    "(?i)x",
    "[a-z]",
    "{x}",
    "{0}",
    "%s",
    "%(x)s",
    "$1",
    "${x}",
    "{{x}}",
    "{% x %}",
]
TURNED = ["\u202eright to left", "a\u202eb", "\u2066x\u2069", "\u200fx", "שלום", "مرحبا", "\u061cx"]
OWN = [
    "unit",
    "rating",
    "total",
    "ken:row",
    "(row)",
    "item",
    "null",
    "None",
    "nan",
    "true",
    "1",
    "1.0",
    "007",
    "1e5",
    "2024-01-31",
]
OTHERS = [
    "'",
    '"',
    '""',
    "a,b",
    "a;b",
    "a\tb",
    "  a  b ",
    "\u00a0",
    "é",
    "e\u0301x",
    "น้ำ",
    "กำ",
    "😀",
    "a\u0000b",
]
NAMES = [*FORMULAS, *ESCAPES, *MARKUP, *MARKDOWN, *PATHS, *PATTERNS, *TURNED, *OWN, *OTHERS, "long" * 2500]
READ = sorted({compared(name) for name in NAMES} - {""})
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
BACK = {
    "csv": lambda raw: [
        row["agency"].removeprefix("'") if re.match("'[=+\\-@\t\r＝＋－＠]", row["agency"]) else row["agency"]
        for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig")))
    ],
    "json": lambda raw: [unit["unit"] for unit in json.loads(raw)["units"]],
    "jsonl": lambda raw: [json.loads(line)["unit"] for line in raw.decode().splitlines()],
    "yaml": lambda raw: [unit["unit"] for unit in yaml.safe_load(raw)["units"]],
    "parquet": lambda raw: pl.read_parquet(io.BytesIO(raw))["agency"].to_list(),
    "xlsx": lambda raw: fastexcel.read_excel(raw).load_sheet(0).to_polars()["agency"].to_list(),
}


def test_there_are_a_hundred_of_them():
    assert len(READ) >= 90


@pytest.fixture
def data(write):
    rows = [
        {"agency": name, "=1+1": name, "a": 60 + number % 30, "b": 70} for number, name in enumerate(NAMES)
    ]
    return write("data.json", json.dumps(rows))


def only_once(names):
    return sorted(dict.fromkeys(name for name in names if name))


@pytest.mark.parametrize("suffix", sorted(BACK))
def test_names_come_back_as_they_are_compared(ken, smallest, data, tmp_path, suffix):
    out = tmp_path / f"out.{suffix}"
    run = ken("evaluate", smallest(), data, "-o", out)
    assert run.exit_code in (0, 1), run.output
    back = only_once(BACK[suffix](out.read_bytes()))
    assert back == READ


@pytest.mark.parametrize(
    "command",
    [
        ("evaluate", "{rules}", "{data}"),
        ("evaluate", "{rules}", "{data}", "--format", "csv"),
        ("audit", "{rules}", "{data}"),
        ("audit", "{rules}", "{data}", "--format", "markdown"),
        ("compare", "{rules}", "{other}", "{data}"),
        ("compare", "{rules}", "{other}", "{data}", "--format", "markdown"),
        ("evaluate", "{rules}", "{data}", "--key", "nothing"),
    ],
)
def test_a_terminal_gets_no_commands(ken, smallest, data, command):
    other = smallest("bands: [{rating: hi, from: 70}, {rating: lo}]", "other.yaml")
    names = {"rules": smallest(), "other": other, "data": data}
    run = ken(*(part.format(**names) for part in command))
    assert run.exit_code in (0, 1, 2)
    if "csv" not in command:
        assert CONTROL.search(run.stdout) is None
    assert CONTROL.search(run.stderr) is None


@pytest.mark.parametrize("name", NAMES)
def test_one_unit_of_that_name(ken, smallest, data, name, tmp_path):
    out = tmp_path / "explained.html"
    run = ken("explain", smallest(), data, "--unit", name, "-o", out)
    assert run.exit_code in (0, 1, 2), run.output
    assert CONTROL.search(run.stderr) is None
    if run.exit_code != 2:
        text = out.read_text(encoding="utf-8")
        assert "<script>alert(1)" not in text
        assert "\x1b" not in text
