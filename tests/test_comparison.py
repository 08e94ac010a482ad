"""An old and a new rule set on the same data: as if each had been run by itself, and every move put down to its cause."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import pytest
import yaml
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from kenrules.engine.comparison.changes import differences
from kenrules.engine.comparison.correspondence import Definitions, canonical
from kenrules.engine.comparison.hybrids import _Mixture, between
from kenrules.engine.diagnostics import KenError

from .strategies import random_data, revisions

LAW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.filter_too_much],
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
        assert alone(made, data).filter(rows)["rating"].to_list() == found.units.filter(rows)["new_rating"].to_list()
        assert alone(undone, data).filter(rows)["rating"].to_list() == found.units.filter(rows)["old_rating"].to_list()


@settings(LAW, max_examples=50)
@given(pair=revisions(), seed=st.integers(0, 2**32))
def test_exchanged_rule_sets_mirror_every_table(pair, seed):
    old, new = loaded(pair)
    data = data_for(old, new, seed).with_columns(group=pl.Series([f"g{number % 3}" for number in range(UNITS)]))
    there, back = kenrules.compare(old, new, data), kenrules.compare(new, old, data)
    assert {(one, other): count for (other, one), count in back.matrix.items()} == dict(there.matrix)
    assert {MIRRORED.get(way, way): count for way, count in back.directions.items()} == dict(there.directions)
    named, alone_of = [], []
    for found in (there, back):
        ids = [change.id for change in found.differences.rating]
        counts = [count for _, count, _ in found.causes()]
        named.append(sorted((sorted(ids[number] for number in numbers), count) for numbers, count in zip(found.attribution.causes, counts, strict=True)))
        alone_of.append(dict(zip(ids, found.attribution.alone, strict=True)))
    assert named[0] == named[1]
    assert alone_of[0] == {id_: made_and_back[::-1] for id_, made_and_back in alone_of[1].items()}
    assert there.targets == {id_: pair[::-1] for id_, pair in back.targets.items()}
    turned = {(each.path, each.units, each.changed, -each.mean, -each.highest, -each.lowest) for each in back.scores if each.path == "total"}
    assert {(each.path, each.units, each.changed, each.mean, each.lowest, each.highest) for each in there.scores if each.path == "total"} == turned
    near = back.near().with_columns(pl.col("side").replace({"old": "new", "new": "old"})).sort("side", "unit")
    assert there.near().sort("side", "unit").rows() == near.rows()
    groups = there.breakdown("group")
    mirrored = back.breakdown("group").rename(
        {"up": "down", "down": "up", "lost": "gained", "gained": "lost", "old_total": "new_total", "new_total": "old_total"}
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
    """No difference that matters escapes the list: the old rules with every facet taken mean what the new ones mean."""
    old, new = loaded(pair)
    found = differences(old, new)
    mixed = _Mixture(found, frozenset(facet for change in found.rating for facet in change.facets)).rule_set()
    assert Definitions(mixed).of("total") == Definitions(new).of("total")
    assert mixed.scale == new.scale
    assert mixed.hit_policy == new.hit_policy

    def bands(rules: Any) -> list[Any]:
        values = {name: each.value for name, each in rules.thresholds.items()}
        return [(b.rating, b.minimum, b.maximum, None if b.when is None else canonical(b.when, values)) for b in rules.bands]

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
    assert [str(cause) for cause, _, _ in found.causes()] == CAUSE


def agency_is(name: str) -> pl.Expr:
    return pl.col("unit") == name


def test_one_instrument_in_two_parts_is_their_mean():
    found = kenrules.compare("ita/2565", "ita/2566", NATION)
    assert found.units.filter(agency_is("b"))["old_total"].to_list() == [94.35]
    assert [str(each) for each in found.assumptions] == ["EIT of ita/2565 is the mean of EIT1, EIT2 of ita/2566"]
    whole = NATION.select("agency", "IIT", EIT=(pl.col("EIT1") + pl.col("EIT2")) / 2, OIT="OIT")
    assert kenrules.evaluate("ita/2565", whole)["rating"].to_list() == found.units["old_rating"].to_list()


@pytest.mark.parametrize("kind", [pl.DataFrame.to_pandas, pl.DataFrame.to_arrow, pl.DataFrame.lazy])
def test_any_dataframe_can_be_compared(kind):
    units = kenrules.compare("ita/2565", "ita/2566", kind(NATION)).units.drop("cause")
    assert units.sort("unit").rows() == kenrules.compare("ita/2565", "ita/2566", NATION).units.drop("cause").sort("unit").rows()


def test_an_answer_that_scores_otherwise_is_read_by_each_rule_set_in_its_own_way(write):
    base = """
ruleset: one
title: one
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {a: {none: 0, some: 50, all: 100}}
instruments: {A: {answers: a, questions: [q1, q2]}}
bands: [{rating: high, from: 50}, {rating: low, to: 49.99}]
"""
    old, new = write("one.yaml", base), write("two.yaml", base.replace("some: 50", "some: 40").replace("ruleset: one", "ruleset: two"))
    data = write("answers.csv", "agency,q1,q2\nx,some,some\nx,some,all\ny,all,all\nz,some,some\n")
    from kenrules.cli import commands
    from click.testing import CliRunner

    result = CliRunner().invoke(commands, ["compare", str(old), str(new), str(data), "--layout", "responses", "--format", "json", "--no-proofs"])
    import json

    (found,) = json.loads(result.stdout)["comparisons"]
    assert [(unit["unit"], unit["old_rating"], unit["new_rating"]) for unit in found["units"]] == [
        ("x", "high", "high"),
        ("y", "high", "high"),
        ("z", "high", "low"),
    ]
    assert found["units"][0]["new_total"] == 55.0
    assert [each["cause"] for each in found["causes"]] == ["answer scale a: “some”: 50 → 40"]
