"""The Thai catalogue is whole, and Ken speaks the language that is asked for."""

import ast
import importlib.util
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from kenrules.cli import commands
from kenrules.engine.words.language import LANGUAGES, catalogue, from_environment

_RENEW = Path(__file__).resolve().parent.parent / "tools" / "renew_catalogue.py"
_VARIABLES = ("KEN_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
_THAI = re.compile("[ก-ฮ]")

BROKEN = """\
ruleset: test/1
tittle: A slip of the pen
instruments:
  a: {title: A}
bands:
  - {rating: good}
"""


def _loaded():
    spec = importlib.util.spec_from_file_location("renew", _RENEW)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


renew = _loaded()
EVERY = pytest.mark.parametrize("language", renew.languages())


def _in(environment):
    """The environment in which a command runs: nothing of the tester's own language."""
    return dict.fromkeys(_VARIABLES, None) | environment


def test_every_template_has_a_thai_translation():
    known = renew.translations("th")
    lacking = sorted(template for template in renew.templates() if not _THAI.search(known.get(template, "")))
    assert not lacking, "run python tools/renew_catalogue.py, and translate what it names"


def test_extraction_finds_every_kind_of_template():
    found = renew.templates()
    assert {
        "rule set",
        "hint",
        "error",
        "note",
        "subindicator",
        "total",
        "Show the version and exit.",
        "Nothing was written.",
    } <= found
    assert "{parts}" not in found
    assert any(template.startswith("Check rule sets") and "\n\nWithout" in template for template in found)


@EVERY
def test_no_entry_is_unused(language):
    known = renew.translations(language).keys()
    assert known - renew.templates() <= set(renew.CLICK)
    assert "#~" not in renew.po(language).read_text(encoding="utf-8")


def test_clicks_messages_are_translated():
    known = renew.translations("th")
    assert [identifier for identifier in renew.CLICK if not _THAI.search(known.get(identifier, ""))] == []


@EVERY
def test_placeholders_agree(language):
    own = renew.templates()
    for identifier, text in renew.translations(language).items():
        if not text:  # stays English
            continue
        if identifier in own:
            assert renew.placeholders(text) == renew.placeholders(identifier), identifier
        else:  # click fills both forms of a plural with the same names; Thai has one form
            forms = (identifier,) if isinstance(identifier, str) else identifier
            assert renew.placeholders(text) <= set().union(*map(renew.placeholders, forms)), identifier


@EVERY
def test_files_are_what_renewing_makes_of_them(language):
    wanted = renew.catalogue(language, renew.translations(language))
    path = renew.po(language)
    assert path.read_bytes() == renew.po_bytes(wanted)
    assert path.with_suffix(".mo").read_bytes() == renew.mo_bytes(wanted)


@pytest.mark.parametrize("path", renew.SCHEMAS, ids=lambda path: path.name)
def test_titles_can_be_in_every_language(path):
    text = path.read_text(encoding="utf-8")
    assert renew.schema_text(text) == text
    kinds = json.loads(text)["$defs"]
    titles = kinds.get("title") or kinds["text"]
    assert set(titles["then"]["properties"]) == set(LANGUAGES)


def test_templates_are_plain_strings():
    calls = [(place, call) for place, call in renew.calls("say")]
    assert len(calls) > 100
    faulty = [
        place
        for place, call in calls
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert faulty == []


def test_catalogue_of_the_language():
    assert catalogue("en")("rule set") == "rule set"
    assert catalogue("th")("rule set") == "ชุดเกณฑ์"
    assert catalogue("th")("no such template") == "no such template"
    assert catalogue("th")("") == ""


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "th_TH.UTF-8"}, "th"),
        ({"LANG": "th"}, "th"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "th_TH.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, "en"),
        ({"LC_MESSAGES": "en_US.UTF-8", "LC_ALL": "th_TH.UTF-8"}, "th"),
        ({"LC_ALL": "C", "LANG": "th_TH.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "th_TH.UTF-8"}, "th"),
        ({"LC_ALL": "en_US.UTF-8", "LANGUAGE": "th"}, "th"),
        ({"LANGUAGE": "de:th:en"}, "th"),
        ({"LANGUAGE": "th", "KEN_LANG": "en"}, "en"),
        ({"KEN_LANG": "th", "LANGUAGE": "en", "LC_ALL": "en_US.UTF-8", "LANG": "C"}, "th"),
        ({"KEN_LANG": "xx", "LANG": "th_TH.UTF-8"}, "th"),
    ],
)
def test_language_of_the_environment(environment, language):
    assert from_environment(environment) == language


@pytest.fixture
def broken(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_text(BROKEN, encoding="utf-8")
    return str(path)


THAI = ("ข้อผิดพลาด", "คำแนะนำ", "ไม่มีคีย์ชื่อ “tittle”", "หมายถึง “title” หรือไม่")
ENGLISH = ("error", "hint", "has no key “tittle”", "did you mean “title”?")


@pytest.mark.parametrize(
    ("arguments", "environment", "words"),
    [
        (["--lang", "th", "check"], {}, THAI),
        (["--lang", "th", "check"], {"LANG": "en_US.UTF-8"}, THAI),
        (["check", "--lang", "th"], {}, THAI),
        (["check"], {"LANG": "th_TH.UTF-8"}, THAI),
        (["--lang", "en", "check"], {}, ENGLISH),
        (["--lang", "en", "check"], {"LANG": "th_TH.UTF-8"}, ENGLISH),
        (["check", "--lang", "en"], {"KEN_LANG": "th"}, ENGLISH),
        (["check"], {}, ENGLISH),
    ],
)
def test_findings_are_in_the_language_asked_for(broken, arguments, environment, words):
    result = CliRunner().invoke(commands, [*arguments, broken], env=_in(environment))
    assert result.exit_code == 1
    assert [word for word in words if word not in result.output] == []
    assert bool(_THAI.search(result.output)) == (words is THAI)


def _ken(*arguments, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    run = subprocess.run(
        [sys.executable, "-m", "kenrules.cli", *arguments],
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


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_help_of_every_command_in_thai(command):
    code, text = _ken("--lang", "th", command, "--help")
    assert code == 0
    prose = [
        line for line in text.splitlines()[1:] if line.startswith("  ") and not line.lstrip().startswith("-")
    ]
    assert _THAI.search(prose[0])


def test_help_in_english():
    code, text = _ken("--help", "--lang", "en", LANG="th_TH.UTF-8")
    assert code == 0
    assert "Usage: ken" in text
    assert not _THAI.search(text)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("evaluate",), "ขาดอาร์กิวเมนต์"),
        (("evaluat",), "หมายถึง 'evaluate' หรือไม่"),
        (("check", "--fomat"), "ไม่มีตัวเลือก"),
        (("check", "--format"), "ต้องมี 1 ค่า"),
        (("check", "--format", "x", "y"), "ให้เลือกจาก 'text', 'json'"),
        (("show", "a", "b"), "มีอาร์กิวเมนต์เกินมา (b)"),
        (("evaluate", "a", "b", "-o", "."), "เป็นโฟลเดอร์"),
    ],
)
def test_wrong_use_is_told_in_thai(arguments, words):
    code, text = _ken("--lang", "th", *arguments)
    assert code == 2
    assert "ข้อผิดพลาด: " in text
    assert words in text


def test_babel_is_not_needed_to_run():
    code = (
        "import sys; sys.modules['babel'] = None; from kenrules.engine.words.language import catalogue; "
        "sys.exit(catalogue('th')('hint') == 'hint')"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
