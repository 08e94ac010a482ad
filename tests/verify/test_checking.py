"""`ken check`: folders, warnings that fail, and checks explained."""

from __future__ import annotations

import kenrules
import pytest

from ..edited_rules import OLD, changed


def test_a_folder_is_checked_with_its_datasets(ken, tmp_path):
    changed(tmp_path, ("to: 64.99", "to: 64.98"))
    (tmp_path / "d.yaml").write_text("dataset: d\nfiles: [{pth: x.csv}]\n", encoding="utf-8")
    result = ken("check", tmp_path)
    assert result.exit_code == 1
    assert "no band takes total 64.99" in result.stdout
    assert "did you mean “path”?" in result.stdout
    assert ken("check", tmp_path / "d.yaml").exit_code == 1


@pytest.mark.slow
def test_strict_makes_warnings_fail(ken):
    assert ken("check", "ita/2566-as-printed").exit_code == 0
    assert ken("check", "ita/2566-as-printed", "--strict").exit_code == 1
    assert ken("check", "ita/2566", "--strict").exit_code == 0


def test_a_check_explains_itself(ken):
    result = ken("check", "--explain", "gap")
    assert result.exit_code == 0
    assert "A unit whose scores no band takes gets no rating" in result.stdout
    assert "fails" in result.stdout
    assert ken("check", "--explain", "gaps").exit_code == 2


@pytest.mark.slow
def test_a_folder_may_hold_what_is_no_rule_set(ken, tmp_path):
    changed(tmp_path)
    (tmp_path / "x.yaml").mkdir()
    (tmp_path / "y.yaml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "ita" / "2565.yaml").write_text("\ufeff" + OLD.read_text(encoding="utf-8"), encoding="utf-8")
    result = ken("check", tmp_path)
    assert result.exit_code == 0
    assert "2565.yaml: no findings" in result.stdout


@pytest.mark.slow
def test_check_takes_a_name_a_path_or_a_rule_set(smallest):
    assert kenrules.check("ita/2566") == kenrules.check(kenrules.load("ita/2566")) == ()
    assert [finding.code for finding in kenrules.check(smallest("nonsense: 1"))] == ["unknown-key"]


def test_a_fault_is_told_in_its_own_file_alone(ken, write, tmp_path):
    base = "ruleset: x/base\ntitle: X\nunit: agency\nsource: s\nscale: {min: 0, max: 100}\nparts: {a: {weigth: 1}}\n"
    write("rules/base.yaml", base)
    for name in ("one", "two"):
        write(f"rules/{name}.yaml", f"ruleset: x/{name}\nextends: ./base.yaml\ntitle: X\n")
    write("rules/a.test.yaml", "tests: ./base.yaml\ncases: [{input: {a: 1}, expect: {total: 1}}]\n")
    run = ken("check", tmp_path / "rules")
    assert run.exit_code == 1
    assert run.stdout.count("has no key “weigth”") == 1
    assert run.stdout.count("lacks the key “decimals”") == 1
    assert run.stdout.count("errors are told there [built-on]") == 3
    alone = ken("check", tmp_path / "rules" / "one.yaml")
    assert "base.yaml:6:13: error: parts › a has no key “weigth”" in alone.stdout


WRONG_TWICE = """
ruleset: twice
title: {en: Wrong twice}
source: made up
unit: unit
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
combine: weighted_mean
instruments:
  a: {weight: 30%}
  b: {weight: 69%}
bands:
  - {rating: high, from: 80}
  - {rating: low, to: 70}
"""


def test_weights_that_do_not_add_up_hide_no_gap(ken, tmp_path):
    path = tmp_path / "twice.yaml"
    path.write_text(WRONG_TWICE, encoding="utf-8")
    result = ken("check", path)
    assert "[weights-sum]" in result.stdout
    assert "[gap]" in result.stdout
    meant = "checks: {monotone: {ignore: [high], because: it is meant}}\n"
    path.write_text(WRONG_TWICE + meant, encoding="utf-8")
    assert "finds nothing" not in ken("check", path).stdout  # which nobody knows yet
