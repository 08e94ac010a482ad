"""Several rule sets, each compared with the next."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest

from .revised import NATION


@pytest.mark.slow
def test_several_rule_sets_are_compared_each_with_the_next(write, ken):
    data = write("data.csv", NATION.write_csv())
    draft = write("draft.yaml", "thresholds: {pass: {value: 80}}\n")
    result = ken(
        "compare",
        "ita/2565",
        "ita/2566-as-printed",
        "ita/2566",
        f"ita/2566+{draft}",
        data,
        "--format",
        "json",
        "--no-proofs",
    )
    found = json.loads(result.stdout)["comparisons"]
    assert [(each["old"]["ruleset"], each["new"]["ruleset"]) for each in found] == [
        ("ita/2565", "ita/2566-as-printed"),
        ("ita/2566-as-printed", "ita/2566"),
        ("ita/2566", "ita/2566+draft"),
    ]
    for earlier, later in pairwise(found):
        assert [unit["new_rating"] for unit in earlier["units"]] == [
            unit["old_rating"] for unit in later["units"]
        ]
    assert result.exit_code == 1  # d has no IIT, and is rated by none
    text = ken("compare", "ita/2565", "ita/2566-as-printed", "ita/2566", data, "--no-proofs").stdout
    assert "Ratings by each rule set" in text
