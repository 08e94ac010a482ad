"""An old and a new rule set on the same data: as if each had been run by itself."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ..strategies import random_data, revisions
from .revised import LAW, NATION, UNITS, alone, data_for, loaded

MIRRORED = {"up": "down", "down": "up", "lost": "gained", "gained": "lost"}


@pytest.mark.slow
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


@pytest.mark.slow
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


@pytest.mark.slow
@settings(LAW, max_examples=25)
@given(pair=revisions(), seed=st.integers(0, 2**32))
def test_a_rule_set_against_itself_changes_nothing(pair, seed):
    rules, _ = loaded(pair)
    found = kenrules.compare(rules, rules, random_data(rules, UNITS, seed))
    assert found.differences.changes == ()
    assert found.moved.height == 0
    assert found.attribution.causes == ()
    assert {way for way, count in found.directions.items() if count} <= {"same", "unrated"}


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("kind", [pl.DataFrame.to_pandas, pl.DataFrame.to_arrow, pl.DataFrame.lazy])
def test_any_dataframe_can_be_compared(kind):
    units = kenrules.compare("ita/2565", "ita/2566", kind(NATION)).units.drop("cause")
    assert (
        units.sort("unit").rows()
        == kenrules.compare("ita/2565", "ita/2566", NATION).units.drop("cause").sort("unit").rows()
    )


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
    assert found.order == "rank"
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
