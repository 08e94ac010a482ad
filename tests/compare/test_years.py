"""Each year's rules on each year's data."""

from __future__ import annotations

import io
import json
import random

import polars as pl
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


@pytest.mark.parametrize("seed", range(4))
def test_two_years_compared_are_two_years_evaluated_and_joined(seed, write, ken, tmp_path):
    """Ratings and totals of both sides are those that each year's rules give each year's data, in every kind
    of file; units of one year only are named."""
    chance = random.Random(seed)
    years = []
    for units in (range(40), range(5, 45)):
        rows = [[f"u{unit}", *(chance.choice(["", *range(40, 101, 5)]) for _ in range(3))] for unit in units]
        years.append(["agency,IIT,EIT,OIT", *(",".join(map(str, row)) for row in rows)])
    old, new = (write(f"{name}.csv", "\n".join(year)) for name, year in zip("ab", years, strict=True))
    rated = []
    for rules, data in (("ita/2565", old), ("ita/2566", new)):
        result = ken("evaluate", rules, data, "--format", "csv")
        frame = pl.read_csv(io.StringIO(result.stdout), infer_schema=False)
        rated.append({row["agency"]: (row["rating"], row["total"]) for row in frame.iter_rows(named=True)})
    shared = [unit for unit in rated[1] if unit in rated[0]]
    compare = ["compare", "ita/2565", "ita/2566", "--data-old", old, "--data-new", new, "--no-proofs"]
    for kind in ("json", "md", "xlsx"):
        ken(*compare, "-o", str(tmp_path / f"out.{kind}"))
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    told = {row["unit"]: row for row in found["comparisons"][0]["units"]}
    assert list(told) == shared
    for unit in shared:
        for side, own in zip(("old", "new"), rated, strict=True):
            rating, total = own[unit]
            assert told[unit][f"{side}_rating"] == rating
            assert told[unit][f"{side}_total"] == (None if total is None else float(total))
    moved = {unit for unit in shared if rated[0][unit][0] != rated[1][unit][0]}
    sheets = pl.read_excel(tmp_path / "out.xlsx", sheet_id=0)
    assert moved == set(
        next(own for name, own in sheets.items() if name.startswith("Units that move"))["agency"]
    )
    text = (tmp_path / "out.md").read_text(encoding="utf-8")
    listed = text.split("## Units that move")[1].split("\n## ")[0]
    assert moved == {unit for unit in shared if f"| {unit} |" in listed}
    alone = set(rated[0]) ^ set(rated[1])
    assert alone == {row["unit"] for row in found["years"]["units"] if row["cause"] in ("new", "gone")}
    counts = found["years"]["counts"]
    assert sum(counts.values()) == len(shared) + len(alone)
