"""Each year's rules on each year's data."""

from __future__ import annotations

import json

import pytest


@pytest.mark.slow
def test_years_split_the_change_into_rules_and_scores(write, ken):
    old = write(
        "old.csv",
        "agency,IIT,EIT1,EIT2,OIT\na,96,96,96,96\nb,90,85,100,99\nc,80,80,80,80\nd,50,50,50,50\ngone,90,90,90,90\n",
    )
    new = write(
        "new.csv",
        "agency,IIT,EIT1,EIT2,OIT\na,96,96,96,96\nb,90,85,100,99\nc,88,88,88,88\nd,60,60,60,60\nnew,90,90,90,90\n",
    )
    result = ken(
        "compare",
        "ita/2566-as-printed",
        "ita/2566",
        "--data-old",
        old,
        "--data-new",
        new,
        "--format",
        "json",
        "--no-proofs",
    )
    years = json.loads(result.stdout)["years"]
    causes = {unit["unit"]: unit["cause"] for unit in years["units"]}
    # c rose from ต้องปรับปรุง to ผ่านดีเยี่ยม by its scores, and is ผ่านดี by the rules; d rose, and is rated
    # as before
    assert causes == {"a": "same", "b": "rules", "c": "both", "d": "same", "gone": "gone", "new": "new"}
    assert years["counts"] == {
        "scores": 0,
        "rules": 1,
        "both": 1,
        "untold": 0,
        "lacked": 0,
        "lacks": 0,
        "neither": 0,
        "same": 2,
        "new": 1,
        "gone": 1,
    }
    assert years["mean_change"] == pytest.approx({"scores": 4.5, "rules": 0.0, "all": 4.5})
    across = ken("compare", "ita/2565", "ita/2566", "--data-old", old, "--data-new", new, "--no-proofs")
    assert "rules changed" in across.stdout
    assert across.exit_code == 0
