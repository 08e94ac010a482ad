"""Which units `ken evaluate` shows, in which order, and in which groups: each held against the same question
asked of its JSON."""

from __future__ import annotations

import csv
import io
import json
import random
import statistics
from functools import partial

import fastexcel
import pytest

RULES = """
better: {better}
parts: {{a: {{}}, b: {{}}}}
targets: [{{id: enough, title: Enough, share_of_units: total >= 50, at_least: 40%}}]
"""
PROVINCES = ("ลำปาง", "เชียงใหม่", "นคร ราชสีมา", "Lampang", "10", "")


@pytest.fixture(params=["higher", "lower"])
def units(request, smallest, write):
    """A rule set, and data of 70 units, some without a score or a province."""
    text = (
        RULES.format(better=request.param)
        .replace("better: ", "scale: {better: ")
        .replace("\nparts", "}\nparts")
    )
    if request.param == "lower":
        text += "bands: [{rating: low, from: 0, to: 49.99}, {rating: high, from: 50, to: 100}]\n"
    draw = random.Random(request.param)
    lines = ["agency,a,b,province,size"]
    for number in range(70):
        a, b = (draw.choice(["", f"{draw.randrange(0, 10001) / 100:.2f}"] + ["50.01"] * 2) for _ in "ab")
        lines.append(f"unit {number},{a},{b},{draw.choice(PROVINCES)},{draw.randrange(5)}")
    return smallest(text), write("units.csv", "\n".join(lines))


@pytest.fixture
def told(ken, units):
    """The JSON of `ken evaluate`, with some options."""

    def result(*options: str) -> dict:
        run = ken("evaluate", *units, *options, "--format", "json")
        assert run.exit_code == 1, run.stderr  # some units lack a score
        found: dict = json.loads(run.stdout)
        return found

    return result


def _value(unit, column):
    if column in ("rating", "status"):
        return unit[column]
    if column == "size":
        return int(unit["data"][column])
    if column == "province":
        return unit["data"][column]
    return unit["unit"] if column == "agency" else unit["scores"][column]


CONDITIONS = [
    ("total < 50", lambda get: get("total") is not None and get("total") < 50),
    ("50 <= total <= 75.5", lambda get: get("total") is not None and 50 <= get("total") <= 75.5),
    ("a >= b", lambda get: None not in (get("a"), get("b")) and get("a") >= get("b")),
    ("a in (50.01, 3)", lambda get: get("a") == 50.01),
    ("a not in (50.01, 3)", lambda get: get("a") not in (None, 50.01)),
    ("not (a == 50.01)", lambda get: get("a") not in (None, 50.01)),
    (
        "rating == high or province == ลำปาง",
        lambda get: get("rating") == "high" or get("province") == "ลำปาง",
    ),
    ("province in ('นคร ราชสีมา', Lampang)", lambda get: get("province") in ("นคร ราชสีมา", "Lampang")),
    ("province == 10", lambda get: get("province") == "10"),
    ("province != ลำปาง", lambda get: get("province") not in (None, "", "ลำปาง")),
    ("status == incomplete and size > 2", lambda get: get("status") == "incomplete" and get("size") > 2),
    ("total < 1" + "0" * 40, lambda get: get("total") is not None),
    ("'total' > -1 and 2 < size", lambda get: get("total") is not None and get("size") > 2),
    ("agency == 'unit 7'", lambda get: get("agency") == "unit 7"),
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS, ids=[text[:40] for text, _ in CONDITIONS])
def test_units_are_shown_of_which_the_condition_holds(told, condition, holds):
    every, some = told(), told("--where", condition)
    meeting = [unit for unit in every["units"] if holds(partial(_value, unit))]
    assert some["units"] == meeting
    assert 0 < len(meeting) < 70
    assert some["shown"] == {"where": condition, "meeting": len(meeting), "units": 70}
    for key in ("counts", "targets"):
        assert some[key] == every[key]


@pytest.mark.parametrize("column", ["total", "a", "rating", "province", "size"])
@pytest.mark.parametrize("turned", ["", "-"])
def test_units_stand_in_the_order_of_a_column(told, units, column, turned):
    every, shown = told()["units"], told("--sort", turned + column)["units"]
    assert sorted(map(json.dumps, every)) == sorted(map(json.dumps, shown))
    values = [_value(unit, column) or None for unit in shown]
    if column in ("total", "a", "size"):
        values = [_value(unit, column) for unit in shown]
    known = [value for value in values if value is not None]
    assert values == [*known, *[None] * (len(values) - len(known))]
    best_first = {"rating": ["low", "high"], "province": ["10", "Lampang", "เชียงใหม่", "นคร ราชสีมา", "ลำปาง"]}
    is_lower = "better: lower" in units[0].read_text()
    if column == "rating":
        order = best_first["rating"] if is_lower else ["high", "low"]
        places = [order.index(value) for value in known]
    elif column == "province":
        places = [best_first["province"].index(value) for value in known]
    else:
        falls = column != "size" and not is_lower
        places = [-value if falls else value for value in known]
    assert places == sorted(places, reverse=bool(turned))
    same = {value: [unit["unit"] for unit in shown if _value(unit, column) == value] for value in set(known)}
    order = [unit["unit"] for unit in every]
    assert all(names == sorted(names, key=order.index) for names in same.values())


def test_the_first_are_shown_and_everything_is_counted(ken, told, units):
    every, best = told("--sort", "total")["units"], told("--sort", "total", "--top", "3")
    assert best["units"] == every[:3]
    assert best["counts"] == told()["counts"]
    rows = list(csv.DictReader(io.StringIO(ken("evaluate", *units, "--top", "3", "--format", "csv").stdout)))
    assert [row["agency"] for row in rows] == ["unit 0", "unit 1", "unit 2"]
    lines = ken("evaluate", *units, "--where", "rating == high", "--top", "2").stdout
    high = told()["counts"]["high"]
    assert f"{high} of 70 units meet rating == high" in lines
    assert f"high {high}" in lines
    assert "70 units in all" in lines


@pytest.mark.parametrize("by", ["province", "rating", "size"])
def test_groups_have_what_their_units_have(ken, told, units, by):
    groups, every = told("--by", by), told()["units"]
    assert sum(group["units"] for group in groups["groups"]) == 70
    for group in groups["groups"]:
        own = [
            unit
            for unit in every
            if str(_value(unit, by) or ("0" if by == "size" else "")) == (group["group"] or "")
        ]
        assert group["units"] == len(own) > 0
        for rating in ("high", "low"):
            assert group["counts"][rating] == sum(unit["rating"] == rating for unit in own)
        assert group["counts"].get("incomplete", 0) == sum(unit["rating"] is None for unit in own)
        totals = [unit["scores"]["total"] for unit in own if unit["scores"]["total"] is not None]
        if not totals:
            assert group["total"]["mean"] is None
            assert group["targets"]["enough"] is None
            continue
        assert group["total"]["lowest"] == min(totals)
        assert group["total"]["highest"] == max(totals)
        assert group["total"]["mean"] == pytest.approx(statistics.mean(totals), abs=0.00501)
        assert group["total"]["median"] == pytest.approx(statistics.median(totals), abs=0.00501)
        share = 100 * sum(total >= 50 for total in totals) / len(totals)
        assert group["targets"]["enough"] == pytest.approx(share, abs=0.00501)
    rows = list(csv.DictReader(io.StringIO(ken("evaluate", *units, "--by", by, "--format", "csv").stdout)))
    assert [(row[by], int(row["units"]), int(row["high"])) for row in rows] == [
        (group["group"] or "", group["units"], group["counts"]["high"]) for group in groups["groups"]
    ]


def test_groups_of_some_units_in_an_order_of_their_own(told):
    groups = told("--where", "total >= 30", "--by", "province", "--sort", "mean", "--top", "2")
    every = told("--where", "total >= 30", "--by", "province")["groups"]
    means = sorted((group["total"]["mean"] for group in every), reverse=True)
    assert [group["total"]["mean"] for group in groups["groups"]] == means[:2]
    assert groups["shown"]["meeting"] == sum(group["units"] for group in every)
    turned = told("--where", "total >= 30", "--by", "province", "--sort", "-mean")["groups"]
    assert [group["total"]["mean"] for group in turned] == means[::-1]


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (["--where", "totl < 5"], "--where: error: the result has no column “totl”", "did you mean “total”?"),
        (["--where", "rating == hgh"], "no cell of rating is “hgh”", "did you mean “high”?"),
        (["--where", "rating == a"], "“a” can mean a word and a column", "quotation marks"),
        (["--where", "rating < high"], "the cells of rating are words", "write ==, !=, in"),
        (["--where", "a == high"], "the cells of a are numbers", "compare them with a number"),
        (["--where", "a + b > 5"], "on the left of a comparison stands a column", "total < 70"),
        (["--where", "a in ()"], "nothing stands between the brackets", "province in (Lampang, Phrae)"),
        (["--where", "rating not in ()"], "nothing stands between the brackets", "(Lampang, Phrae)"),
        (["--where", "total"], "a condition on rows compares columns", "total < 70"),
        (["--where", "total > 5 and"], "is no complete expression", "check brackets"),
        (["--sort", "-prvince"], "--sort: error: the result has no column “prvince”", "“province”"),
        (["--by", "provinces"], "--by: error: the result has no column", "did you mean “province”?"),
        (["--by", "province", "--sort", "total"], "the table of groups has no column “total”", "mean"),
    ],
)
def test_what_is_no_condition_or_column_is_told_with_a_hint(ken, units, options, message, hint):
    run = ken("evaluate", *units, *options)
    assert run.exit_code == 2
    assert message in run.stderr
    assert hint in run.stderr


def test_several_mistakes_are_told_at_once(ken, units):
    run = ken("evaluate", *units, "--where", "totl < 5 or rating == hgh", "--sort", "nothing")
    assert run.stderr.count("error:") == 3


def test_the_same_words_mean_the_same_however_their_letters_are_put_together(told):
    """Python's parser takes ำ apart into two letters."""
    assert told("--where", "province == ลำปาง")["units"] == told("--where", "province == 'ลำปาง'")["units"]


def test_a_workbook_counts_all_units_and_lists_those_that_are_shown(ken, units, tmp_path):
    file = tmp_path / "results.xlsx"
    ken("evaluate", *units, "--where", "rating == high", "--top", "2", "-o", file)
    book = fastexcel.read_excel(file)
    summary = book.load_sheet("Summary", header_row=None, dtypes="string").to_polars()
    cells = [cell for row in summary.iter_rows() for cell in row if cell]
    assert any("of 70 units meet rating == high" in cell for cell in cells)
    counts = json.loads(ken("evaluate", *units, "--format", "json").stdout)["counts"]
    assert str(counts["low"]) in cells
    assert book.load_sheet("Results", header_row=None, dtypes="string").to_polars().height == 4  # two heads
