"""Golden tests: what they find, and slips in them."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ..conftest import ROOT, SMALLEST

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


CASE_OF_TWO = "cases: [{input: {a: 50, b: 50}, expect: {rating: high}}]\n"


def test_junit_counts_cases_and_failures(ken, cases):
    root = ElementTree.fromstring(ken("test", cases(CASES), "--format", "junit").stdout)
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    assert [case.get("name") for case in suite if case.find("failure") is not None] == ["wrong"]


def test_a_rule_set_is_tested_by_its_name_or_file_too(ken, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ita/2566", ROOT / "rules/ita/2566.yaml"):
        assert "ita/2566, cases 27, failed 0" in ken("test", name).stdout
    assert ken("test", "ita/2567").exit_code == 2


def test_every_file_of_cases_beside_a_rule_set_that_names_it_is_run(ken, write, tmp_path, monkeypatch):
    """`ken test --generate` writes a file of its own: it was passed over by the name of its rule set."""
    monkeypatch.chdir(tmp_path)
    for version in ("1", "1-other"):
        text = SMALLEST.replace("test/smallest", f"test/{version}")
        write(f"rules/test/{version}.yaml", text)
        write(f"rules/test/{version}.test.yaml", f"tests: test/{version}\n{CASE_OF_TWO}")
    assert ken("test", "test/1").stdout.count("cases 1") == 1
    write("rules/test/1-more.test.yaml", f"tests: test/1\n{CASE_OF_TWO.replace('high', 'low')}")
    write("rules/test/damaged.test.yaml", "tests: [\n")
    for name in ("test/1", "rules/test/1.yaml"):
        result = ken("test", name)
        assert result.exit_code == 1
        assert "1.test.yaml: test/1, cases 1, failed 0" in result.stdout
        assert "1-more.test.yaml: test/1, cases 1, failed 1" in result.stdout
        assert "1-other" not in result.stdout
    (tmp_path / "rules/test/1.test.yaml").unlink()
    assert ken("test", "test/1").stdout.count("cases 1") == 1


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


def test_a_failing_case_shows_the_condition_that_decided(ken, smallest, write):
    smallest(
        "thresholds: {gate: 60}\n"
        "bands: [{rating: top, from: 50, when: a >= gate and b >= gate}, {rating: high, from: 50}, {rating: low}]"
    )
    tests = write(
        "rules.test.yaml",
        "tests: ./rules.yaml\ncases: [{name: one, input: {a: 70, b: 50}, expect: {rating: top}}]\n",
    )
    lines = [line.strip() for line in ken("test", tests).stdout.splitlines()]
    assert "✗ top: total >= 50; a >= gate and b >= gate (gate = 60, b = 50, a = 70)" in lines
    assert "✓ high: total >= 50" in lines


def test_reversed_questions_that_no_case_looks_at(ken, smallest, write):
    smallest(
        "answers: {had: {options: {yes: 100, no: 0}}}\nparts: null\n"
        "instruments: {W: {answers: had, questions: {w1: First, w2: {title: Second, reversed: true}}}}"
    )
    text = "tests: ./rules.yaml\ncases: [{{name: one, input: {{{given}}}, expect: {{total: 100}}}}]\n"
    tests = write("rules.test.yaml", text.format(given="W: 100"))
    told = "no case gives an answer, in words, to a reversed question: w2"
    assert told in ken("test", tests).stdout
    write("rules.test.yaml", text.format(given="w1: 100, w2: no"))
    assert told not in ken("test", tests).stdout


def test_two_cases_of_one_name_are_told(ken, cases):
    entry = "{name: half, input: {a: 50, b: 50}, expect: {total: 50}}"
    path = cases(f"tests: test/changed\ncases:\n  - {entry}\n  - {entry}\n")
    result = ken("check", path)
    assert "changed.test.yaml:4:12: warning: two cases are called “half”; the other stands in line 3" in (
        result.stdout
    )
    assert ken("test", path).exit_code == 0


def test_a_judgement_of_a_node_that_is_not_judged_is_told(ken, cases):
    path = cases(
        "tests: test/changed\ncases:\n  - {input: {a: 50, b: 50}, expect: {judgements: {total: pass}}}\n",
        "judgements: {part: [{result: pass, when: score >= 50}, {result: fail, when: score < 50}]}",
    )
    result = ken("check", path)
    assert "total has no judgement: the rule set judges no total" in result.stdout
    assert "judged are nodes of the level part" in result.stdout


def test_bands_of_a_variant_are_looked_at_by_variant(ken, write):
    rules = (
        "ruleset: test/changed\ntitle: Test\nunit: agency\nscale: {decimals: 0, rounding: half_up}\n"
        "thresholds: {pass: 5}\ninputs: {kind: {one_of: [small, large]}}\nparts: {a: {value: {range: 0..9}}}\n"
        "bands:\n  - {rating: high, when: a >= pass}\n  - {rating: middle, when: a >= 3}\n  - {rating: low}\n"
        "variants: {kind: {large: {bands: {high: null, middle: {when: a >= pass}}}}}\n"
    )
    write("changed.yaml", rules)
    cases = (
        "tests: test/changed\ncases:\n  - {name: one, input: {kind: large, a: 4}, expect: {rating: low}}\n"
        "  - {name: two, input: {kind: small, a: 9}, expect: {rating: high}}\n"
        "  - {name: three, input: {kind: small, a: 1}, expect: {rating: low}}\n"
    )
    told = ken("test", write("changed.test.yaml", cases)).stdout
    assert "no case gets middle" in told
    assert "no cases lie on both sides of pass in middle" in told
    assert "no cases lie on both sides of pass in high" not in told


REFUSED = """
tests: test/changed
cases:
  - {input: {a: 101, b: 50}, expect: {status: incomplete, total: null, states: {a: refused, b: known}}}
  - {input: {a: 5O, b: 50}, expect: {states: {a: refused}}}
  - {input: {a: 49, b: 50}, expect: {total: 49.5}}
"""


def test_a_case_may_expect_that_a_value_is_refused(ken, cases):
    path = cases(REFUSED)
    result = ken("test", path)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "cases 3, failed 0" in result.stdout
    assert ken("check", path).exit_code == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a: refused, b: known", "a: known"),
        ("a: refused, b: known", "b: refused"),
        ("states: {a: refused}", "total: 1"),
    ],
)
def test_a_value_that_is_refused_and_expected_otherwise_is_an_error(ken, cases, old, new):
    result = ken("test", cases(REFUSED.replace(old, new)))
    assert result.exit_code == 2
    assert "where a case is about that, write expect: {states: {a: refused}}" in result.stderr


def test_a_value_that_can_be_and_is_expected_to_be_refused_is_a_failure(ken, cases):
    result = ken("test", cases(REFUSED.replace("total: 49.5", "states: {b: refused}")))
    assert result.exit_code == 1
    assert "cases 3, failed 1" in result.stdout


DRAFT = """
tests: test/changed
cases:
  - name: raised
    input: {a: 55, b: 55}
    with: +draft.yaml
    expect: {total: 55, rating: low}
    without: {rating: high}
  - {name: as it is, input: {a: 50, b: 50}, expect: {rating: high}}
"""
RAISED = "bands: [{rating: high, from: 60, to: 100}, {rating: low, from: 0, to: 59.99}]\n"


def test_a_case_expects_what_comes_out_with_a_draft_and_without(ken, cases, write):
    write("draft.yaml", RAISED)
    result = ken("test", cases(DRAFT))
    assert (result.exit_code, "cases 2, failed 0" in result.stdout) == (0, True)


@pytest.mark.parametrize(
    ("said", "instead", "told"),
    [
        ("rating: low}", "rating: high}", ["rating", "high", "low", "low"]),
        ("without: {rating: high}", "without: {rating: low}", ["without:", "rating", "low", "high", "high"]),
    ],
)
def test_either_side_of_such_a_case_can_fail(ken, cases, write, said, instead, told):
    write("draft.yaml", RAISED)
    result = ken("test", cases(DRAFT.replace(said, instead, 1)))
    assert result.exit_code == 1
    assert "changed.test.yaml:4:5: fails: raised" in result.stdout
    assert told in [line.split() for line in result.stdout.splitlines()]
    assert "cases 2, failed 1" in result.stdout


def test_what_no_case_looks_at_is_told_of_the_rules_as_they_are(ken, cases, write):
    write("draft.yaml", RAISED)
    assert "no case gets low" in ken("test", cases(DRAFT)).stdout
    both = DRAFT + "  - {name: below, input: {a: 49, b: 50}, expect: {rating: low}}\n"
    assert "no case gets" not in ken("test", cases(both)).stdout


def test_a_case_may_be_held_against_another_rule_set(ken, cases, write, smallest):
    smallest(RAISED.replace("60", "90").replace("59.99", "89.99"), "other.yaml")
    result = ken("test", cases(DRAFT.replace("+draft.yaml", "other.yaml")))
    assert (result.exit_code, "cases 2, failed 0" in result.stdout) == (0, True)


def test_questions_that_only_the_draft_has_are_given_to_it_alone(ken, cases, write):
    write("draft.yaml", "parts: {c: {}}\n" + RAISED)
    text = DRAFT.replace("{a: 55, b: 55}", "{a: 55, b: 55, c: 85}").replace("total: 55, ", "total: 65, ")
    result = ken("test", cases(text.replace("rating: low}\n    without", "rating: high}\n    without")))
    assert (result.exit_code, "cases 2, failed 0" in result.stdout) == (0, True), result.stdout
    result = ken("test", cases(text.replace("c: 85", "c: 85, d: 1")))
    assert (result.exit_code, "nothing is called “d”" in result.stderr) == (2, True)


def test_slips_about_drafts_are_told_where_they_are_written(ken, cases, write):
    write("draft.yaml", RAISED)
    result = ken("check", cases(DRAFT.replace("    with: +draft.yaml\n", "")))
    assert result.exit_code == 1
    assert "changed.test.yaml:7:5: error: “without” says what comes out without the draft" in result.stdout
    result = ken("check", cases(DRAFT.replace("+draft", "+drift")))
    assert result.exit_code == 2
    assert "drift.yaml" in result.stdout
    result = ken("check", cases(DRAFT.replace("without: {rating: high}", "without: {rating: hgh}")))
    assert "changed.test.yaml:8:23: error: no band gives the rating “hgh”" in result.stdout
