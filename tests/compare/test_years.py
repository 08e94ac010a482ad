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
    assert years["mean_change"] == pytest.approx({"scores": 4.5, "rules": 0.0, "split": 4.5, "all": 4.5})
    assert years["mean_change_units"] == {"split": 4, "all": 4}
    across = ken("compare", "ita/2565", "ita/2566", "--data-old", old, "--data-new", new, "--no-proofs")
    assert "rules changed" in across.stdout
    assert across.exit_code == 0


PART = "parts: {a: null, b: null, c: {title: third}, d: {title: fourth}}\n"


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (2, ["Mean change of the total: +10.00 points, of which scores +5.00 and rules +5.00."]),
        (
            1,
            [
                "Mean change of the total: +10.00 points, of 2 units.",
                "Of the one that the old rules give a total for the new data: +5.00 points, of which scores "
                "+0.00 and rules +5.00.",
            ],
        ),
        (
            0,
            [
                "Mean change of the total: +10.00 points, of 2 units.",
                "How much of it scores make, and how much rules, cannot be told: the old rules give none of these "
                "units a total for the new data.",
            ],
        ),
    ],
)
def test_a_mean_change_is_of_the_units_that_it_is_said_of(kept, told, smallest, write, ken):
    """What the old rules do not score in the new year is no change of 0 points."""
    old, new = smallest(name="old.yaml"), smallest(PART, name="new.yaml")
    before = write("before.csv", "agency,a,b\nx,40,60\ny,60,60\n")
    rows = [("x", "50", "50", "55", "55"), ("y", "70", "70", "75", "75")]
    whole = "".join(
        f"{name},{a if at < kept else ''},{b if at < kept else ''},{c},{d}\n"
        for at, (name, a, b, c, d) in enumerate(rows)
    )
    after = write("after.csv", "agency,a,b,c,d\n" + whole)
    result = ken(
        *("compare", old, new, "--data-old", before, "--data-new", after, "--no-proofs"),
        *("--format", "json"),
    )
    assert result.stdout, result.stderr
    years = json.loads(result.stdout)["years"]
    assert years["mean_change_units"] == {"all": 2, "split": kept}
    shown = ken("compare", old, new, "--data-old", before, "--data-new", after, "--no-proofs").stdout
    text = " ".join(shown.split())
    for sentence in told:
        assert sentence in text, text


@pytest.mark.parametrize("seed", range(2))
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


QUESTIONS = (
    "budget plan",
    "code of ethics",
    "contact details",
    "annual report",
    "risk survey",
    "staff rules",
)
SCALES = ("{weak: 0, fair: 50, good: 100}", "{weak: 10, fair: 20, good: 90}")


def year(chance: random.Random, name: str, unit: str, keys: list[str]) -> tuple[str, list[str]]:
    """A rule set of one year, in which the questions have ids, scores and ends of their own; and the ids."""
    ids = [f"q{number}" for number in chance.sample(range(9), len(keys))]
    questions = "".join(
        f"  {id_}: {{title: {{en: {key}}}, {'reversed: true, ' if chance.random() < 0.4 else ''}answers: {chance.choice(SCALES)}}}\n"
        for id_, key in zip(ids, keys, strict=True)
    )
    head = f"ruleset: {name}\ntitle: {{en: x}}\nunit: {unit}\nscale: {{decimals: 1, rounding: half_up}}\nanswered_by: unit\n"
    bands = f"bands: [{{rating: good, from: {chance.choice([40, 60])}}}, {{rating: poor}}]\n"
    return f"{head}questions:\n{questions}{bands}", ids


@pytest.mark.parametrize("seed", range(12))
def test_renumbered_years_that_score_otherwise_are_two_years_evaluated_and_joined(seed, write, ken, tmp_path):
    """Ids mean something else in every year, answers have other scores, and even units are called otherwise:
    each year is read by its own rules."""
    chance = random.Random(seed)
    files, rated = [], []
    for name, unit, units in (
        ("old", "office", range(30)),
        ("new", chance.choice(["office", "bureau"]), range(4, 34)),
    ):
        text, ids = year(chance, name, unit, chance.sample(QUESTIONS, chance.choice([4, 5])))
        rows = [[f"u{number}", *(chance.choice(["weak", "fair", "good"]) for _ in ids)] for number in units]
        files.append(write(f"{name}.yaml", text))
        files.append(write(f"{name}.csv", "\n".join([",".join([unit, *ids]), *map(",".join, rows)])))
        told = ken("evaluate", *files[-2:], "--format", "csv").stdout
        frame = pl.read_csv(io.StringIO(told), infer_schema=False)
        rated.append({row[0]: row[1:] for row in frame.select(unit, "rating", "total").iter_rows()})
    old, before, new, after = files
    ken(
        "compare",
        old,
        new,
        "--data-old",
        before,
        "--data-new",
        after,
        "--no-proofs",
        "-o",
        str(tmp_path / "out.json"),
    )
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    units = found["comparisons"][0]["units"]
    assert [each["unit"] for each in units] == [unit for unit in rated[1] if unit in rated[0]]
    for each in units:
        for side, own in zip(("old", "new"), rated, strict=True):
            assert (each[f"{side}_rating"], f"{each[f'{side}_total']:.1f}") == own[each["unit"]]
