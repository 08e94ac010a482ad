"""Ken speaks the language that is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click.testing import CliRunner
from kenrules.cli import commands
from kenrules.engine.words.language import catalogue, from_environment

from ..languages import THAI_LETTERS, VARIABLES

BROKEN = """\
ruleset: test/1
tittle: A slip of the pen
instruments:
  a: {title: A}
bands:
  - {rating: good}
"""


def _in(environment):
    """The environment in which a command runs: nothing of the tester's own language."""
    return dict.fromkeys(VARIABLES, None) | environment


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
    assert bool(THAI_LETTERS.search(result.output)) == (words is THAI)


def test_babel_is_not_needed_to_run():
    code = (
        "import sys; sys.modules['babel'] = None; from kenrules.engine.words.language import catalogue; "
        "sys.exit(catalogue('th')('hint') == 'hint')"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0
