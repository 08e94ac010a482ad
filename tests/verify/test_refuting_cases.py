"""Units that refute claims, as golden cases: `ken test` runs each, and it comes out as it is written."""

from __future__ import annotations

import pytest
import yaml
from kenrules.engine.verify.golden import run_file

BANDS = "bands: [{rating: high, from: 50}, {rating: low}]\n"
DRAFT = "bands: [{rating: high, from: 60}, {rating: low}]\n"
REFUTED = "claims: [{id: one, title: No low part, holds: rating == high implies min(parts) >= 50}]\n"
BOTH = "old: old.yaml\nnew: new.yaml\nclaims:\n  - {id: stays, holds: old.rating == high implies new.rating == high}\n"


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cases_in(path):
    """The cases of a file that all come out as expected."""
    result = run_file(path)
    assert result.cases
    assert result.failed == 0
    assert not result.diagnostics
    return yaml.safe_load(path.read_text(encoding="utf-8"))["cases"]


def test_the_unit_that_refutes_a_claim_of_a_rule_set_becomes_a_case(smallest, ken, here):
    smallest(BANDS + REFUTED)
    result = ken("check", "rules.yaml", "--write-cases", "r.test.yaml")
    assert (result.exit_code, result.stderr) == (1, "r.test.yaml is written\n")
    (case,) = cases_in(here / "r.test.yaml")
    assert case["name"] == "refutes one (No low part)"
    assert case["expect"]["rating"] == "high"
    assert min(case["input"].values()) < 50 <= sum(case["input"].values()) / 2
    assert "rating == high implies min(parts) >= 50" in case["because"]


def test_a_case_about_two_rule_sets_is_tried_with_the_new_one_and_without_it(smallest, ken, here, write):
    smallest(BANDS, "old.yaml")
    smallest(DRAFT, "new.yaml")
    write("x.claims.yaml", BOTH)
    ken(
        "diff",
        "old.yaml",
        "new.yaml",
        "--no-proofs",
        "--write-cases",
        "far.test.yaml",
        "--claim",
        "new.total > 3",
    )
    cases = cases_in(here / "far.test.yaml")
    assert [case["name"] for case in cases] == ["refutes new.total > 3", "refutes stays"]
    case = cases[1]
    assert (case["with"], case["expect"]["rating"], case["without"]["rating"]) == ("new.yaml", "low", "high")
    assert cases[0]["expect"]["total"] <= 3


def test_a_draft_is_named_as_it_is_seen_from_the_cases(smallest, ken, here, write):
    smallest(BANDS + REFUTED, "rules/old.yaml")
    write("rules/smallest.yaml", (here / "smallest.yaml").read_text(encoding="utf-8"))
    write("drafts/d.yaml", "bands: {high: {from: 60}}\n")
    (here / "out").mkdir()
    options = ("--no-proofs", "--claim", "old.rating == new.rating", "--write-cases", "out/d.test.yaml")
    ken("diff", "rules/old.yaml", "rules/old.yaml+drafts/d.yaml", *options)
    (case,) = cases_in(here / "out/d.test.yaml")
    assert (case["with"], case["expect"]["rating"], case["without"]["rating"]) == (
        "+../drafts/d.yaml",
        "low",
        "high",
    )
    ken("check", "rules/old.yaml+drafts/d.yaml", "--write-cases", "out/c.test.yaml")
    (case,) = cases_in(here / "out/c.test.yaml")
    assert (case["with"], "without" in case) == ("+../drafts/d.yaml", False)
    refused = ken("diff", "rules/old.yaml+drafts/d.yaml", "rules/old.yaml", *options[:-1], "out/e.test.yaml")
    assert refused.exit_code == 2
    assert "has drafts laid over it" in refused.stderr
    assert not (here / "out/e.test.yaml").exists()


@pytest.mark.slow
def test_words_inputs_and_variants_are_written_as_data_say_them(ken, here, write):
    write(
        "own.yaml",
        "ruleset: t/own\nextends: nutriscore/2023\nclaims:\n"
        "  - {id: low, holds: rating == A implies total <= 0}\n"
        "  - {id: neg, holds: negative >= 11 implies rating is worse than B}\n",
    )
    ken("check", "own.yaml", "--seconds", "3", "--write-cases", "own.test.yaml")
    low, neg = cases_in(here / "own.test.yaml")
    assert low["input"]["kind"] == "water"
    assert low["expect"]["total"] > 0
    assert low["expect"]["rating"] == "A"
    assert neg["expect"]["negative"] >= 11
    assert neg["expect"]["rating"] in ("A", "B")


def test_one_name_for_two_things_is_no_case(smallest, ken, here):
    """The part `a` of the old rules is the part `b` of the new ones."""
    smallest("parts: {a: {title: One}, b: {title: Two}}\n" + BANDS, "old.yaml")
    smallest("parts: {a: {title: Two, was: b}, b: {title: One, was: a}}\n" + BANDS, "new.yaml")
    options = ("--no-proofs", "--seconds", "0.5", "--claim", "old.a <= new.a", "--write-cases", "x.test.yaml")
    result = ken("diff", "old.yaml", "new.yaml", *options)
    assert result.exit_code == 2
    assert "cannot be written as a case" in result.stderr
    assert not (here / "x.test.yaml").exists()


def test_no_file_is_written_where_nothing_is_refuted_and_none_is_written_over(smallest, ken, here, write):
    smallest(BANDS, "rules.yaml")
    result = ken("check", "rules.yaml", "--write-cases", "x.test.yaml")
    assert (result.exit_code, result.stderr) == (0, "No claim is refuted: no case is written.\n")
    assert not (here / "x.test.yaml").exists()
    smallest(BANDS + REFUTED, "rules.yaml")
    write("x.test.yaml", "mine")
    assert ken("check", "rules.yaml", "--write-cases", "x.test.yaml").exit_code == 2
    assert (here / "x.test.yaml").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("check", "rules.yaml", "--write-cases", "x.yaml"), "ends in .test.yaml"),
        (("check", "rules.yaml", "rules.yaml", "--write-cases", "x.test.yaml"), "takes one rule set"),
        (("check", ".", "--write-cases", "x.test.yaml"), "takes one rule set"),
        (("check", "--write-cases", "x.test.yaml"), "takes one rule set"),
        (("diff", "rules.yaml", "rules.yaml", "--write-cases", "x.yaml"), "ends in .test.yaml"),
    ],
)
def test_wrong_uses_are_told_before_any_work(smallest, ken, here, arguments, told):
    smallest(BANDS)
    result = ken(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
