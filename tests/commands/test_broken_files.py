"""Every mistake is answered by file, place, numbers and a hint: a corpus of broken files, each with the very
text that answers it.

`broken/rules/NAME.yaml` is given to `ken check`, and `NAME.expected.txt` beside it is what is printed.
`broken/data/NAME.csv` (.json, .xlsx, …) is given to `ken evaluate` with the rule set ita/2566, or with what
`ARGUMENTS` says, and `NAME.csv.expected.txt` is what goes to stderr, then `exit` and the exit status. Folders
called `parts` hold what these files need.

After a change of words, KEN_RENEW=1 pytest tests/test_broken_input.py writes the expected texts anew, and
those of new files; then read the diff as somebody would who has made the mistake."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from kenrules.cli import commands

BROKEN = Path(__file__).resolve().parent.parent / "broken"
RULES = sorted((BROKEN / "rules").glob("*.yaml"))
DATA = sorted(
    path for path in (BROKEN / "data").iterdir() if path.is_file() and not path.name.endswith(".expected.txt")
)

# the rule set and the options of data files that need others than ita/2566 and none
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "column_ambiguous.csv": ("parts/twice.yaml",),
    "column_of_unit_named_wrongly.csv": ("ita/2566", "--key", "Agency"),
    "encoding_named_wrongly.csv": ("ita/2566", "--encoding", "utf-8"),
    "encoding_that_does_not_exist.csv": ("ita/2566", "--encoding", "utf-88"),
    "encoding_that_is_no_encoding_of_text.csv": ("ita/2566", "--encoding", "hex"),
    "long_asked_for_but_wide.csv": ("ita/2566", "--layout", "long"),
    "long_without_item.csv": ("ita/2566", "--layout", "long"),
    "raw_value_out_of_range.csv": ("parts/raw.yaml",),
    "spreadsheet_sheet_unknown.xlsx": ("ita/2566", "--sheet", "Score"),
}

FINDING = re.compile(r": (?:error|warning|note): .* \[[a-z-]+\]$", re.MULTILINE)
HINT = re.compile(r"^  hint: \S", re.MULTILINE)


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.name)
def test_a_broken_rule_set_is_answered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = wanted(path.with_suffix(".expected.txt"))
    result = ken(["check", "--lang", "en", path.name], path.parent, monkeypatch)
    printed = result.output
    is_as_expected(printed, expected)
    assert (result.exit_code == 0) == (": errors 0, " in printed)
    every_finding_has_a_hint(printed)
    assert len(re.findall(r"^[\w/.]+\.yaml:[1-9]\d*:[1-9]\d*: \w+: ", printed, re.MULTILINE)) == len(
        FINDING.findall(printed)
    ), "a finding has no line"


@pytest.mark.slow
@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
def test_a_broken_data_file_is_answered(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = wanted(path.with_name(f"{path.name}.expected.txt"))
    rules, *options = ARGUMENTS.get(path.name, ("ita/2566",))
    result = ken(["evaluate", "--lang", "en", rules, path.name, *options], path.parent, monkeypatch)
    is_as_expected(f"{result.stderr}exit {result.exit_code}\n", expected)
    every_finding_has_a_hint(result.stderr)


def ken(arguments: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.chdir(folder)
    for variable in ("KEN_RULES", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    result = CliRunner().invoke(commands, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def wanted(expected: Path) -> Path:
    if not expected.exists() and not os.environ.get("KEN_RENEW"):
        pytest.fail(f"there is no {expected.name} yet; KEN_RENEW=1 writes it")
    return expected


def is_as_expected(printed: str, expected: Path) -> None:
    if os.environ.get("KEN_RENEW"):
        expected.write_text(printed, encoding="utf-8", newline="")
    assert printed == expected.read_bytes().decode()


def every_finding_has_a_hint(printed: str) -> None:
    assert FINDING.search(printed), "nothing is said about the file"
    assert len(HINT.findall(printed)) == len(FINDING.findall(printed))
