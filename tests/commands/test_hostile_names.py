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
    "xlsx": lambda raw: fastexcel.read_excel(raw).load_sheet("ratings").to_polars()["agency"].to_list(),
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
    run = ken("evaluate", smallest(), data, "-o", out, "--meant", "total-row")  # “total” is a name
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


class Quoted(yaml.SafeDumper):
    """All texts between quotation marks: what is a number to Ken need not be one to PyYAML."""


Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, '"'))


@pytest.fixture
def hostile_rules(write):
    """Rules whose titles, sources and ratings are those names, one node and one band for each that YAML reads."""
    names = [name for name in NAMES if len(name) < 500]
    nodes = {f"n{at}": {"title": {"th": name, "en": name}, "source": name} for at, name in enumerate(names)}
    ratings = [
        name
        for name in {compared(name): name for name in names if compared(name)}.values()
        if name == compared(name)
    ]
    step = 100 / len(ratings)
    bands = [{"rating": name, "from": round(100 - step * at, 2)} for at, name in enumerate(ratings, 1)]
    rules = {
        "ruleset": "test/hostile",
        "title": {"th": "\n".join(names), "en": " ".join(names)},
        "note": " ".join(names),
        "unit": "<b>agency",
        "source": " ".join(names),
        "scale": {"min": 0, "max": 100, "decimals": 2, "rounding": "half_up"},
        "combine": "mean",
        "parts": nodes,
        "bands": [*bands[:-1], {**bands[-1], "from": 0}],
    }
    return write("hostile.yaml", yaml.dump(rules, Dumper=Quoted, allow_unicode=True, sort_keys=False))


@pytest.mark.parametrize("lang", ["en", "th"])
@pytest.mark.parametrize(
    "command",
    [
        ("show", "{rules}"),
        ("check", "{rules}", "--seconds", "0.1"),
        ("check", "{rules}", "--seconds", "0.1", "--format", "github"),
        ("check", "{rules}", "--seconds", "0.1", "--format", "junit"),
        ("diff", "{rules}", "{other}", "--no-proofs"),
        ("new", "demo/2570", "--from", "{rules}", "--folder", "{folder}"),
    ],
)
def test_names_in_rules_are_no_commands(ken, smallest, hostile_rules, tmp_path, command, lang):
    names = {"rules": hostile_rules, "other": smallest(), "folder": tmp_path / "new"}
    run = ken(*(part.format(**names) for part in command), "--lang", lang)
    assert run.exit_code in (0, 1), run.output
    assert CONTROL.search(run.stdout) is None
    assert CONTROL.search(run.stderr) is None


NAMES_OF_FILES = [
    name for name in NAMES if not set(name) & {"/", "\0"} and len(name) < 200 and name not in ("..", ".")
]


@pytest.mark.parametrize("name", NAMES_OF_FILES[::6])
def test_folders_of_that_name(ken, tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    run = ken("init", "--", name)
    assert run.exit_code == 0, run.output
    assert CONTROL.search(run.output) is None
    assert [path.name for path in tmp_path.iterdir()] == [name]
    rules = tmp_path / name / "rules/demo/2569.yaml"
    made = ken("new", "demo/2570", f"--from={rules}", f"--folder={name}/new")
    assert made.exit_code == 0, made.output
    checked = ken("check", f"./{name}/new", "--seconds", "0.5")
    assert checked.exit_code == 0, checked.output
    assert CONTROL.search(checked.output) is None
