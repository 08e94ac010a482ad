"""Golden tests, and the commands that begin a rule set: init, new, schema, check --watch."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import kenrules
import pytest
import yaml

from .conftest import ROOT

CASES = """
tests: test/changed
cases:
  - {name: fine, input: {a: 50, b: 50}, expect: {total: 50, rating: high}}
  - name: wrong
    input: {a: 49.99, b: 49.98}
    expect: {total: 49.98, rating: high}
    because: somebody thought that halves go down
"""


@pytest.fixture
def cases(write, smallest):
    """A file of cases beside a rule set."""

    def made(text: str, rules: str = "") -> Path:
        smallest(rules, "changed.yaml")
        return write("changed.test.yaml", text)

    return made


def test_what_comes_out_otherwise_is_shown_with_the_way_there(ken, cases):
    result = ken("test", cases(CASES))
    assert result.exit_code == 1
    assert "changed.test.yaml:5:5: fails: wrong" in result.stdout
    assert [
        line.split() for line in result.stdout.splitlines() if line.strip().startswith(("total ", "rating "))
    ] == [
        ["total", "49.98", "49.99", "49.99"],
        ["rating", "high", "low", "low"],
    ] or "49.985 → 49.99" in result.stdout
    assert "total = 49.985 → 49.99" in result.stdout
    assert "mean: a 49.99, b 49.98" in result.stdout
    assert "because: somebody thought that halves go down" in result.stdout
    assert "cases 2, failed 1" in result.stdout


def test_the_golden_tests_that_come_with_ken_pass_and_leave_out_nothing(ken):
    result = ken("test", ROOT / "rules", "--format", "json")
    assert result.exit_code == 0
    found = {entry["ruleset"]: entry for entry in json.loads(result.stdout)}
    assert found["ita/2565"]["unexercised"] == []
    assert found["ita/2566"]["unexercised"] == []
    assert "no case gets ผ่านดี" in found["ita/2566-as-printed"]["unexercised"]


def test_what_no_case_looks_at_is_told(ken, cases):
    rules = (
        "parts: {a: {}, b: {}}\nthresholds: {pass: 60}\nbands: [{rating: high, when: total >= pass}, "
        "{rating: low}]\njudgements: "
        "{part: [{result: ok, when: score >= pass}, {result: no, when: score < pass}]}\n"
    )
    result = ken(
        "test",
        cases("tests: test/changed\ncases: [{input: {a: 90, b: 90}, expect: {rating: high}}]\n", rules),
    )
    assert result.exit_code == 0
    for line in (
        "no case gets low",
        "no part is judged no",
        "no cases lie on both sides of pass in high",
        "no case lacks a score (missing: error)",
    ):
        assert line in result.stdout


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "tests: test/changed\ncases: [{input: {a: 1}, expect: {rating: hihg}}]\n",
            "2:42",
            "no band gives the rating “hihg”",
            "did you mean “high”?",
        ),
        (
            "tests: test/changed\ncases: [{input: {aa: 1}, expect: {rating: low}}]\n",
            "2:17",
            "no column is a node of test/changed",
            "ken show",
        ),
        (
            "tests: test/changed\ncases: [{input: {a: 1}, expect: {totl: 1}}]\n",
            "2:34",
            "nothing is called “totl”",
            "did you mean “total”?",
        ),
        (
            "tests: test/changed\ncases: [{input: {a: 101, b: 2}, expect: {total: 1}}]\n",
            "2:21",
            "101 is outside the possible values, 0 to 100",
            "check the decimal point",
        ),
        (
            "tests: test/chnged\ncases: [{input: {a: 1}, expekt: {total: 1}}]\n",
            "2:25",
            "cases 1 has no key “expekt”",
            "did you mean “expect”?",
        ),
    ],
)
def test_slips_in_golden_tests_are_placed(ken, cases, text, place, message, hint):
    path = cases(text)
    for command in ("test", "check"):
        result = ken(command, path)
        shown = result.stdout + result.stderr
        assert result.exit_code in (1, 2)
        assert f"changed.test.yaml:{place}: error: {message}" in shown
        assert hint in shown


def test_junit_counts_cases_and_failures(ken, cases):
    root = ElementTree.fromstring(ken("test", cases(CASES), "--format", "junit").stdout)
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [case.get("name") for case in suite if case.find("failure") is not None] == ["wrong"]


def test_sarif_and_github_carry_place_and_hint(ken, smallest):
    path = smallest("bands: [{rating: high, from: 50}, {rating: low, to: 49.98}]\n")
    log = json.loads(ken("check", path, "--format", "sarif").stdout)
    (result,) = log["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("gap", "error")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 3
    assert "hint: let low end at 49.99" in result["message"]["text"]
    line = ken("check", path, "--format", "github").stdout
    assert line.startswith("::error file=")
    assert "title=gap::no band takes total 49.99%0Ahint: let low end at 49.99" in line


def test_schemas_are_printed_and_fit_what_comes_with_ken(ken):
    for kind, folder, pattern in (
        ("ruleset", ROOT / "rules", "*/[0-9][0-9][0-9][0-9].yaml"),
        ("tests", ROOT / "rules", "**/*.test.yaml"),
    ):
        schema = json.loads(ken("schema", kind).stdout)
        for path in folder.glob(pattern):
            jsonschema.validate(yaml.load(path.read_text(encoding="utf-8"), _Texts), schema)


class _Texts(yaml.SafeLoader):
    """Dates stay texts, as in the rule language."""


_Texts.yaml_implicit_resolvers = {
    key: [(tag, test) for tag, test in found if "timestamp" not in tag]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def test_a_new_folder_is_ready_to_work_in(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ken("init", "work").exit_code == 0
    assert ken("check", "work", "--strict").exit_code == 0
    assert ken("test", "work").exit_code == 0
    assert "not tested" not in ken("test", "work").stdout
    bound = json.loads((tmp_path / "work/.vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert all((tmp_path / "work" / path).is_file() for path in bound)
    hooks = yaml.safe_load((tmp_path / "work/.pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][
        0
    ]["hooks"]
    assert [hook["entry"] for hook in hooks] == ["ken check rules", "ken test rules"]
    again = ken("init", "work")
    assert again.exit_code == 2
    assert "this file is there already; nothing was written" in again.stderr


def test_next_year_begins_as_this_year(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ken("new", "ita/2567", "--from", "ita/2566").exit_code == 0
    rules = kenrules.load("ita/2567")
    assert rules.effective == ("2023-10-01", "2024-09-30")
    assert "2567" in rules.title["th"]
    assert [(node.path, node.weight) for node in rules.nodes.values()] == [
        (node.path, node.weight) for node in kenrules.load("ita/2566").nodes.values()
    ]
    assert ken("check", "rules").exit_code == 0
    assert ken("test", "rules").exit_code == 0
    assert ken("new", "ita/2567", "--from", "ita/2566").exit_code == 2
    assert ken("new", "2567", "--from", "ita/2566").exit_code == 2


def test_watching_checks_again_when_a_file_is_saved(tmp_path):
    path = tmp_path / "rules.yaml"
    text = (
        "ruleset: t/1\ntitle: t\nunit: agency\nsource: x\nscale: "
        "{min: 0, max: 100, decimals: 2, rounding: half_up}\nparts: {a: {}}\nbands: "
        "[{rating: high, from: 50}, {rating: low, to: %s}]\n"
    )
    path.write_text(text % "49.98", encoding="utf-8")
    command = [sys.executable, "-m", "kenrules.cli", "check", str(path), "--watch", "--lang", "en"]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        cwd=tmp_path,
    )
    assert process.stdout is not None
    try:
        for wanted, then in (("errors 1", "49.99"), ("no findings", None)):
            while wanted not in (line := process.stdout.readline()):
                assert line
            if then:
                time.sleep(0.5)
                path.write_text(text % then, encoding="utf-8")
    finally:
        process.kill()
        process.wait()


def test_the_hooks_of_the_package_are_its_commands():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [(hook["id"], hook["entry"]) for hook in hooks] == [
        ("ken-check", "ken check"),
        ("ken-test", "ken test rules"),
    ]


def test_a_rule_set_is_tested_by_its_name_or_file_too(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ita/2566", ROOT / "rules/ita/2566.yaml"):
        assert "ita/2566, cases 26, failed 0" in ken("test", name).stdout
    assert ken("test", "ita/2567").exit_code == 2


def test_a_case_that_lacks_a_score_says_which(ken, cases):
    result = ken(
        "test", cases("tests: test/changed\ncases: [{input: {a: 50}, expect: {total: 50, rating: high}}]\n")
    )
    assert "lacks: b" in result.stdout


def test_a_misspelt_input_is_answered_as_in_a_case(ken, cases):
    result = ken(
        "test",
        cases(
            "tests: test/changed\ncases: [{input: {part1: 1}, expect: {total: 50}}]\n",
            "parts: {part1: null, parts1: {}, b: {}}",
        ),
    )
    assert "--pass-through" not in result.stderr


def test_next_years_source_has_to_be_written(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    ken("new", "ita/2567", "--from", "ita/2566")
    text = Path("rules/ita/2567.yaml").read_text(encoding="utf-8")
    assert "#   - {rating: ผ่านดีเยี่ยม, from: 95, to: 100, when: " in text
    assert text.startswith("# yaml-language-server: $schema=../../schemas/ruleset.schema.json\n")
    assert "does not say where it comes from" in ken("check", "ita/2567").stdout
    Path("rules/ita/2567.yaml").write_text(
        re.sub("(?m)^source: .*$", "source: order 1/2567", text), encoding="utf-8"
    )
    assert ken("check", "ita/2567", "--strict").exit_code == 0


def test_a_forgotten_weight_says_what_is_left(smallest):
    (finding,) = kenrules.check(smallest("parts: {a: {weight: 60%}, b: {}}"))
    assert finding.code == "weights-missing"
    assert "give it the 40% that are left" in str(finding.hint)


def test_a_numbered_id_is_likelier_another_number_than_another_case(ken, tmp_path):
    (tmp_path / "r.yaml").write_text(
        "ruleset: x/r\nextends: ita/2566\nthresholds: {pass: 85}\nbands: [{rating: a, when: I12 > 90}, "
        "{rating: b}]\n",
        encoding="utf-8",
    )
    assert "did you mean “i12”" not in ken("check", tmp_path / "r.yaml").stdout


def test_inputs_that_nothing_reads_are_refused(ken, cases):
    for name in ("agency", "remark"):
        result = ken(
            "test",
            cases(
                f"tests: test/changed\ncases: [{{input: {{a: 1, b: 1, {name}: x}}, expect: {{total: 1}}}}]\n"
            ),
        )
        assert result.exit_code == 2
        assert f"nothing is called “{name}”" in result.stderr


def test_tests_of_another_rule_set_of_the_same_file_name_are_not_run(ken, cases):
    result = ken("test", cases("tests: other/changed\ncases: [{input: {a: 1}, expect: {total: 1}}]\n"))
    assert result.exit_code == 2
    assert "there is no rule set “other/changed”" in result.stderr


def test_a_new_rule_set_stays_in_its_folder_and_begins_on_a_day_that_is(
    ken, tmp_path, monkeypatch, write, smallest
):
    monkeypatch.chdir(tmp_path)
    for name in ("../../evil/2570", "demo/..", "demo/-x", "demo/2571.yaml"):
        assert ken("new", name, "--from", "ita/2566").exit_code == 2
    leap = smallest("effective: {from: 2023-03-01, to: 2024-02-28}\n", "leap.yaml")
    assert ken("new", "demo/2570", "--from", leap).exit_code == 0
    assert kenrules.load("demo/2570").effective == ("2024-02-29", "2025-02-27")
    assert str(tmp_path) not in Path("rules/demo/2570.yaml").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_made_whole_is_not_made_in_part(ken, tmp_path):
    (tmp_path / "schemas").write_text("a file", encoding="utf-8")
    result = ken("init", tmp_path)
    assert result.exit_code == 2
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["schemas"]
