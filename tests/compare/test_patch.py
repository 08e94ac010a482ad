"""A patch of a rule set, compared with it."""

from __future__ import annotations

import json

import pytest


def test_a_patch_is_laid_over_a_rule_set(ken, write):
    draft = write("draft.yaml", "thresholds: {pass: {value: 80}}\n")
    more = write("more.yaml", "instruments: {OIT: {weight: 35%}, IIT: {weight: 35%}}\n")
    result = ken("diff", "ita/2566", f"ita/2566+{draft}+{more}", "--format", "json", "--no-proofs")
    found = json.loads(result.stdout)
    assert found["new"]["ruleset"] == "ita/2566+draft+more"
    assert found["new"]["fingerprint"] != found["old"]["fingerprint"]
    assert [change["title"] for change in found["rating"]] == [
        "weights below total: IIT 30% → 35%, OIT 40% → 35%",
        "threshold pass: 85 → 80",
    ]
    assert found["rating"][1]["differences"][0]["new_position"].startswith("draft.yaml:1:")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ruleset: x\n", "a file of differences has no “ruleset”"),
        ("extends: ita/2565\n", "a file of differences has no “extends”"),
        ("", "the file is empty"),
        ("instruments: {OIT: {weight: 50%}}\n", "110"),
    ],
)
def test_a_patch_that_cannot_be_is_answered_at_its_place(ken, write, text, message):
    result = ken("diff", "ita/2566", f"ita/2566+{write('draft.yaml', text)}")
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_patch_that_is_not_there(ken):
    assert "nowhere.yaml" in ken("diff", "ita/2566", "ita/2566+nowhere.yaml").stderr
    assert "ends in .yaml" in ken("diff", "ita/2566", "ita/2566+nowhere").stderr
