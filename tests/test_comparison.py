"""An old and a new rule set on the same data: as if each had been run by itself, and every move put down to
its cause."""

from __future__ import annotations

import json
import random
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from kenrules.engine.compare.changes import differences
from kenrules.engine.compare.correspondence import Definitions, canonical, values_of
from kenrules.engine.compare.hybrids import _Mixture, between
from kenrules.engine.words.diagnostics import KenError

from .strategies import random_data, revisions

LAW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.function_scoped_fixture,
        HealthCheck.filter_too_much,
    ],
)
UNITS = 40
MIRRORED = {"up": "down", "down": "up", "lost": "gained", "gained": "lost"}


def loaded(pair: tuple[dict[str, Any], dict[str, Any]]) -> list[Any]:
    """Both rule sets; a revision that the checks refuse is no example."""
    with tempfile.TemporaryDirectory() as folder:
        made = []
        for number, data in enumerate(pair):
            path = Path(folder) / f"{number}.yaml"
            path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
            try:
                made.append(kenrules.load(path))
            except KenError:
                assume(False)
        return made


def data_for(old: Any, new: Any, seed: int) -> pl.DataFrame:
    """Data that has every question of both: columns are ids, which are unique."""
    frames = [random_data(rules, UNITS, seed) for rules in (old, new)]
    named = [frame.rename({name: name.rpartition(".")[2] for name in frame.columns}) for frame in frames]
    more = [name for name in named[1].columns if name not in named[0].columns]
    return pl.concat([named[0], named[1].select(more)], how="horizontal")


def alone(rules: Any, data: pl.DataFrame) -> pl.DataFrame:
    """The data as one rule set rates them by itself."""
    strange = [name for name in data.columns if name != "unit" and name not in rules.names]
    return kenrules.evaluate(rules, data, pass_through=strange)


@settings(LAW, max_examples=50)
@given(pair=revisions(), seed=st.integers(0, 2**32))
def test_both_sides_are_what_each_rule_set_makes_by_itself(pair, seed):
    old, new = loaded(pair)
    data = data_for(old, new, seed)
    found = kenrules.compare(old, new, data)
    for side, rules in (("old", old), ("new", new)):
        by_itself = alone(rules, data)
        assert found.units[f"{side}_rating"].to_list() == by_itself["rating"].to_list()
        assert found.units[f"{side}_total"].to_list() == by_itself["total"].to_list()


@settings(LAW, max_examples=50)
@given(pair=revisions(), seed=st.integers(0, 2**32))
def test_every_move_has_a_cause_that_makes_it_and_undoes_it(pair, seed):
    old, new = loaded(pair)
    data = data_for(old, new, seed)
    found = kenrules.compare(old, new, data)
    differ = found.units["old_rating"].ne_missing(found.units["new_rating"])
    assert sum(count for _, count, _ in found.causes()) == found.moved.height == differ.sum()
    assert sum(found.matrix.values()) == sum(found.directions.values()) == UNITS
    every = frozenset(range(len(found.differences.rating)))
    for number, numbers in enumerate(found.attribution.causes):
        rows = (found.units["cause"] == number).fill_null(value=False)
        made, undone = between(found.differences, numbers), between(found.differences, every - numbers)
        assert made is not None
        assert undone is not None
        assert (
            alone(made, data).filter(rows)["rating"].to_list()
            == found.units.filter(rows)["new_rating"].to_list()
        )
        assert (
            alone(undone, data).filter(rows)["rating"].to_list()
            == found.units.filter(rows)["old_rating"].to_list()
        )


@settings(LAW, max_examples=50)
@given(pair=revisions(), seed=st.integers(0, 2**32))
def test_exchanged_rule_sets_mirror_every_table(pair, seed):
    old, new = loaded(pair)
    data = data_for(old, new, seed).with_columns(
        group=pl.Series([f"g{number % 3}" for number in range(UNITS)])
    )
    there, back = kenrules.compare(old, new, data), kenrules.compare(new, old, data)
    assert {(one, other): count for (other, one), count in back.matrix.items()} == dict(there.matrix)
    assert {MIRRORED.get(way, way): count for way, count in back.directions.items()} == dict(there.directions)
    named, alone_of = [], []
    for found in (there, back):
        ids = [change.id for change in found.differences.rating]
        counts = [count for _, count, _ in found.causes()]
        named.append(
            sorted(
                (sorted(ids[number] for number in numbers), count)
                for numbers, count in zip(found.attribution.causes, counts, strict=True)
            )
        )
        alone_of.append(dict(zip(ids, found.attribution.alone, strict=True)))
    assert named[0] == named[1]
    assert alone_of[0] == {id_: made_and_back[::-1] for id_, made_and_back in alone_of[1].items()}
    assert there.targets == {id_: pair[::-1] for id_, pair in back.targets.items()}
    turned = {
        (each.path, each.units, each.changed, -each.mean, -each.highest, -each.lowest)
        for each in back.scores
        if each.path == "total"
    }
    assert {
        (each.path, each.units, each.changed, each.mean, each.lowest, each.highest)
        for each in there.scores
        if each.path == "total"
    } == turned
    near = back.near().with_columns(pl.col("side").replace({"old": "new", "new": "old"})).sort("side", "unit")
    assert there.near().sort("side", "unit").rows() == near.rows()
    groups = there.breakdown("group")
    mirrored = back.breakdown("group").rename(
        {
            "up": "down",
            "down": "up",
            "lost": "gained",
            "gained": "lost",
            "old_total": "new_total",
            "new_total": "old_total",
        }
    )
    assert groups.rows() == mirrored.select(groups.columns).rows()


@settings(LAW, max_examples=25)
@given(pair=revisions(), seed=st.integers(0, 2**32))
def test_a_rule_set_against_itself_changes_nothing(pair, seed):
    rules, _ = loaded(pair)
    found = kenrules.compare(rules, rules, random_data(rules, UNITS, seed))
    assert found.differences.changes == ()
    assert found.moved.height == 0
    assert found.attribution.causes == ()
    assert {way for way, count in found.directions.items() if count} <= {"same", "unrated"}


@settings(LAW, max_examples=200)
@given(pair=revisions())
def test_all_changes_made_are_the_new_rules(pair):
    """No difference that matters escapes the list: the old rules with every facet taken mean what the new
    ones mean."""
    old, new = loaded(pair)
    found = differences(old, new)
    mixed = _Mixture(found, frozenset(facet for change in found.rating for facet in change.facets)).rule_set()
    assert Definitions(mixed).of("total") == Definitions(new).of("total")
    assert mixed.scale == new.scale
    assert mixed.hit_policy == new.hit_policy

    def bands(rules: Any) -> list[Any]:
        values = values_of(rules)
        return [
            (b.rating, b.minimum, b.maximum, None if b.when is None else canonical(b.when, values))
            for b in rules.bands
        ]

    assert bands(mixed) == bands(new)


@settings(LAW, max_examples=25)
@given(pair=revisions(rational=True), seed=st.integers(0, 2**32))
def test_what_was_proved_impossible_does_not_happen(pair, seed):
    old, new = loaded(pair)
    proved = kenrules.prove(old, new, seconds=5)
    data = data_for(old, new, seed).drop_nulls()
    assume(proved.beyond is None and data.height)
    found = kenrules.compare(old, new, data)
    impossible = {(each.old, each.new) for each in proved.transitions if each.possible is False}
    assert not impossible & found.matrix.keys()
    for each in proved.transitions:
        if each.example is not None:
            assert (each.example.old.result.rating, each.example.new.result.rating) == (each.old, each.new)


NATION = pl.DataFrame(
    {
        "agency": ["a", "b", "c", "d", "e"],
        "IIT": [96.0, 90, 80, None, 94.99],
        "EIT1": [96.0, 85, 80, 90, 95],
        "EIT2": [96.0, 100, 80, 90, 95],
        "OIT": [96.0, 99, 80, 90, 95],
        "province": ["x", "x", "y", "y", "y"],
    }
)


def test_a_unit_without_a_rating_is_shown_as_such(write):
    new = write("new.yaml", "ruleset: new\nextends: ita/2565\nmissing: skip\n")
    whole = NATION.select("agency", "IIT", EIT="EIT1", OIT="OIT")
    found = kenrules.compare("ita/2565", new, whole)
    assert found.matrix[None, "A"] == 1
    assert found.directions["gained"] == 1
    assert found.units.filter(agency_is("d"))["new_rating"].to_list() == ["A"]
    assert [str(cause) for cause, _, _ in found.causes()] == [
        "what is done about missing scores of total and 20 more: error → skip"
    ]


def agency_is(name: str) -> pl.Expr:
    return pl.col("unit") == name


def test_one_instrument_in_two_parts_is_their_mean():
    found = kenrules.compare("ita/2565", "ita/2566", NATION)
    assert found.units.filter(agency_is("b"))["old_total"].to_list() == [94.35]
    assert [str(each) for each in found.assumptions] == [
        "EIT of ita/2565 is the mean of EIT1, EIT2 of ita/2566"
    ]
    whole = NATION.select("agency", "IIT", EIT=(pl.col("EIT1") + pl.col("EIT2")) / 2, OIT="OIT")
    assert kenrules.evaluate("ita/2565", whole)["rating"].to_list() == found.units["old_rating"].to_list()


@pytest.mark.parametrize("kind", [pl.DataFrame.to_pandas, pl.DataFrame.to_arrow, pl.DataFrame.lazy])
def test_any_dataframe_can_be_compared(kind):
    units = kenrules.compare("ita/2565", "ita/2566", kind(NATION)).units.drop("cause")
    assert (
        units.sort("unit").rows()
        == kenrules.compare("ita/2565", "ita/2566", NATION).units.drop("cause").sort("unit").rows()
    )


def test_an_answer_that_scores_otherwise_is_read_by_each_rule_set_in_its_own_way(write, ken):
    base = """
ruleset: one
title: one
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {a: {none: 0, some: 50, all: 100}}
instruments: {A: {answers: a, questions: [q1, q2]}}
bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]
"""
    old, new = (
        write("one.yaml", base),
        write("two.yaml", base.replace("some: 50", "some: 40").replace("ruleset: one", "ruleset: two")),
    )
    data = write("answers.csv", "agency,q1,q2\nx,some,some\nx,some,all\ny,all,all\nz,some,some\n")
    result = ken("compare", old, new, data, "--layout", "responses", "--format", "json", "--no-proofs")
    (found,) = json.loads(result.stdout)["comparisons"]
    assert [(unit["unit"], unit["old_rating"], unit["new_rating"]) for unit in found["units"]] == [
        ("x", "high", "high"),
        ("y", "high", "high"),
        ("z", "high", "low"),
    ]
    assert found["units"][0]["new_total"] == 55.0
    assert [each["cause"] for each in found["causes"]] == ["answer scale a: “some”: 50 → 40"]


def test_combinations_of_many_changes_are_found_with_an_instrument_in_parts(write):
    """Seven changes at once, one of them a split: every cause makes its moves and undoes them."""
    draft = write(
        "draft.yaml",
        """
thresholds: {pass: {value: 88}}
scale: {decimals: 1, rounding: down}
instruments: {IIT: {weight: 40%, missing: skip}, OIT: {weight: 30%}}
bands:
  - {rating: AA, from: 95, to: 100, when: min(instruments) >= 90}
  - {rating: A, from: 85, to: 94.9}
  - {rating: B, from: 72, to: 84.9}
  - {rating: C, from: 65, to: 71.9}
  - {rating: D, from: 55, to: 64.9}
  - {rating: E, from: 50, to: 54.9}
  - {rating: F, from: 0, to: 49.9}
""",
    )
    old, new = kenrules.load("ita/2565"), kenrules.load(f"ita/2566+{draft}")
    chance = random.Random(2566)
    columns = {
        name: [round(chance.uniform(low, 100), 2) for _ in range(400)]
        for name, low in (("IIT", 40), ("EIT1", 40), ("EIT2", 60), ("OIT", 50))
    }
    data = pl.DataFrame({"agency": [str(number) for number in range(400)], **columns})
    found = kenrules.compare(old, new, data)
    assert len(found.differences.rating) >= 6
    assert sum(count for _, count, _ in found.causes()) == found.moved.height > 50
    assert max(map(len, found.attribution.causes)) > 1
    every = frozenset(range(len(found.differences.rating)))
    for number, numbers in enumerate(found.attribution.causes):
        rows = (found.units["cause"] == number).fill_null(value=False)
        for changes, side in ((numbers, "new_rating"), (every - numbers, "old_rating")):
            made = kenrules.compare(between(found.differences, changes), new, data).units
            assert made.filter(rows)["old_rating"].to_list() == found.units.filter(rows)[side].to_list()


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
        "neither": 0,
        "same": 2,
        "new": 1,
        "gone": 1,
    }
    assert years["mean_change"] == pytest.approx({"scores": 4.5, "rules": 0.0, "all": 4.5})
    across = ken("compare", "ita/2565", "ita/2566", "--data-old", old, "--data-new", new, "--no-proofs")
    assert "rules changed" in across.stdout
    assert across.exit_code == 0


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ita/2565", "DATA"], "1 rule set is given"),
        (["ita/2565", "ita/2566", "--data-old", "DATA"], "--data-new is lacking"),
        (["ita/2565", "ita/2566", "DATA", "--by", "prov"], "“prov” is no column of the data, or is a score"),
        (["ita/2565", "ita/2566", "nowhere.csv"], "there is no such file"),
        (["ita/2565", "ita/2567", "DATA"], "there is no rule set “ita/2567”"),
        (["ita/2565", "ita/2566", "DATA", "-o", "DATA"], "it is not written over"),
        (["ita/2565", "ita/2566", "DATA", "-o", "out.pdf"], "no kind of file that can be written"),
        (["ita/2565", "ita/2566", "DATA", "--claim", "old.rating == X"], "has no rating “X”"),
    ],
)
def test_what_cannot_be_compared_is_answered(write, ken, arguments, message):
    data = write("data.csv", NATION.write_csv())
    result = ken("compare", *(data if each == "DATA" else each for each in arguments))
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_files_of_a_comparison(write, ken, tmp_path):
    hostile = NATION.with_columns(agency=pl.Series(["=1+1", "<b>b</b>", "c|d", "d", "e"]))
    data = write("data.csv", hostile.write_csv())
    for name in ("out.md", "out.json", "out.xlsx"):
        path = tmp_path / name
        result = ken("compare", "ita/2565", "ita/2566", data, "-o", path)
        assert f"{path} is written" in result.stderr
    markdown = (tmp_path / "out.md").read_text(encoding="utf-8")
    assert "\\<b\\>b" in markdown
    assert "c\\|d" in markdown
    found = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["comparisons"][0]
    assert {unit["unit"] for unit in found["units"]} == {"=1+1", "<b>b</b>", "c|d", "d", "e"}
    assert sum(cell["units"] for cell in found["matrix"]) == 5
    assert len([each for each in found["transitions"] if each["possible"]]) == 11
    sheets = pl.read_excel(tmp_path / "out.xlsx", sheet_id=0)
    assert {"Summary", "Transitions", "Units that move", "By province"} <= set(sheets)
    assert sheets["Units that move"].height == 4
    assert sheets["Units that move"]["agency"].to_list()[0] == "=1+1"


def test_the_nearest_misses_are_one_step_from_another_rating():
    near = kenrules.compare("ita/2565", "ita/2566", NATION).near(2)
    rows = {
        (row["side"], row["unit"]): (row["score"], row["from"], row["to"], row["other"])
        for row in near.rows(named=True)
    }
    assert rows["new", "e"] == ("IIT", 94.99, 95.0, "ผ่านดีเยี่ยม")
    assert rows["new", "b"] == ("EIT1", 85.0, 84.99, "ผ่าน")
    assert rows["old", "b"] == ("total", 94.35, 95.0, "AA")
    assert ("new", "c") not in rows
    assert all(abs(row["apart"]) <= 2 for row in near.rows(named=True))
    assert near["apart"].abs().is_sorted()


@pytest.mark.parametrize("side", ["old", "new"])
def test_ranks_put_ratings_in_order_where_the_rules_give_them(write, side):
    ranked = write(
        "a.yaml",
        "ruleset: a\nextends: ita/2565\nbands: [{rating: top, from: 50, rank: 1}, "
        "{rating: bottom, to: 49.99, rank: 2}]\n",
    )
    other = write(
        "b.yaml",
        "ruleset: b\nextends: ita/2565\nbands: [{rating: bad, to: 49.99, rank: 2}, "
        "{rating: good, from: 50, rank: 1}]\n",
    )
    data = pl.DataFrame({"agency": ["x", "y"], "IIT": [60.0, 10], "EIT": [60.0, 10], "OIT": [60.0, 10]})
    found = kenrules.compare(ranked, other, data) if side == "old" else kenrules.compare(other, ranked, data)
    assert found.by_rank
    assert found.directions["sideways"] == 2


def test_targets_by_both_rule_sets():
    found = kenrules.compare("ita/2565", "ita/2566", NATION)
    old, new = found.targets["national"]
    assert (old.meeting, old.rated, old.met) == (3, 4, False)
    assert (new.meeting, new.rated, new.target.at_least) == (3, 4, 1)


def test_ranks_are_compared_as_the_rules_give_them(write):
    """Of two schemes, one without a rating of rank 2: rank 3 is worse than rank 2, though both stand
    second."""
    old = write(
        "a.yaml",
        "ruleset: a\nextends: ita/2565\nbands: [{rating: A, from: 80, rank: 1}, "
        "{rating: B, from: 50, rank: 2}, {rating: C, to: 49.99, rank: 3}]\n",
    )
    new = write(
        "b.yaml",
        "ruleset: b\nextends: ita/2565\nbands: [{rating: good, from: 80, rank: 1}, "
        "{rating: poor, to: 79.99, rank: 3}]\n",
    )
    data = pl.DataFrame(
        {"agency": ["x", "y", "z"], "IIT": [90.0, 60, 10], "EIT": [90.0, 60, 10], "OIT": [90.0, 60, 10]}
    )
    found = kenrules.compare(old, new, data)
    assert found.units["direction"].to_list() == ["sideways", "down", "sideways"]
    (verdict,) = kenrules.prove(old, new, ["new.rank >= old.rank"], transitions=False).verdicts
    assert verdict.holds is True
    mixed = write(
        "c.yaml",
        "ruleset: c\nextends: ita/2565\nbands: [{rating: good, from: 80}, {rating: poor, to: 79.99}]\n",
    )
    assert kenrules.compare(old, mixed, data).units["direction"].to_list() == ["sideways", "sideways", "up"]
