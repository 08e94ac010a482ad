"""An old and a new rule set on the same data: as if each had been run by itself."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from kenrules.engine.rating import rated

from ..strategies import random_data, revisions
from .revised import LAW, NATION, UNITS, alone, data_for, loaded

MIRRORED = {"up": "down", "down": "up", "lost": "gained", "gained": "lost"}


@pytest.mark.slow
@settings(LAW, max_examples=25)
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
@settings(LAW, max_examples=25)
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
                (sorted(ids[number].replace("!", "") for number in numbers), count)
                for numbers, count in zip(found.attribution.causes, counts, strict=True)
            )
        )
        ids = [id_.replace("!", "") for id_ in ids]  # a band with another name
        alone_of.append(
            {
                id_: counts
                for number, (id_, counts) in enumerate(zip(ids, found.attribution.alone, strict=True))
                if number not in found.differences.names
            }
        )
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


def test_targets_by_both_rule_sets():
    found = kenrules.compare("ita/2565", "ita/2566", NATION)
    old, new = found.targets["national"]
    assert (old.meeting, old.rated, old.met) == (3, 4, False)
    assert (new.meeting, new.rated, new.target.at_least) == (3, 4, 1)


SCHEMES = """
ruleset: {name}
extends: ita/2565
bands: {bands}
"""


@pytest.fixture
def schemes(write):
    """Rule sets by their bands, and what else they say."""

    def made(name, bands, more=""):
        return write(f"{name}.yaml", SCHEMES.format(name=name, bands=bands) + more)

    return made


THREE = "[{rating: A, from: 80}, {rating: B, from: 50, to: 79.99}, {rating: C, to: 49.99}]"
TWO = "[{rating: good, from: 80}, {rating: poor, to: 79.99}]"
MARKS = pl.DataFrame({"agency": ["x", "y", "z"], **{name: [90.0, 60, 10] for name in ("IIT", "EIT", "OIT")}})


def test_ratings_of_two_schemes_have_no_order_that_nobody_declared(schemes):
    found = kenrules.compare(schemes("a", THREE), schemes("b", TWO), MARKS)
    assert found.order == "none"
    assert found.units["direction"].to_list() == ["other", "other", "other"]


def test_what_is_declared_says_who_rises_in_both_directions(schemes):
    old = schemes("a", THREE)
    new = schemes("b", TWO, "corresponds: {a: {A: good, B: good, C: poor}}\n")
    assert kenrules.compare(old, new, MARKS).units["direction"].to_list() == ["level", "down", "level"]
    back = kenrules.compare(new, old, MARKS)
    assert back.order == "declared"
    assert back.units["direction"].to_list() == ["level", "up", "level"]
    (verdict,) = kenrules.prove(
        old, new, ["not (new.rating is better than old.rating)"], transitions=False
    ).verdicts
    assert verdict.holds is True


def test_ratings_that_both_have_put_the_others_in_order(schemes):
    """A rating that comes between two of the same names is better than the one and worse than the other."""
    old = schemes("a", "[{rating: A, from: 80}, {rating: C, to: 79.99}]")
    new = schemes("b", "[{rating: A, from: 85}, {rating: B, from: 55, to: 84.99}, {rating: C, to: 54.99}]")
    found = kenrules.compare(old, new, MARKS)
    assert found.order == "bands"
    assert found.units["direction"].to_list() == ["same", "up", "same"]


def test_ratings_in_another_order_are_neither_better_nor_worse(schemes):
    old = schemes("a", "[{rating: A, from: 80}, {rating: B, to: 79.99}]")
    new = schemes("b", "[{rating: B, from: 80}, {rating: A, to: 79.99}]")
    assert kenrules.compare(old, new, MARKS).units["direction"].to_list() == ["other", "other", "other"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("{a: {A: good, B: good}}", "says nothing of C of a"),
        ("{a: {A: poor, B: good, C: poor}}", "A is better than B"),
        ("{a: {A: good, B: good, D: poor, C: poor}}", "a has no rating “D”"),
        ("{a/9: {A: good}}", "there is no rule set “a/9”"),
    ],
)
def test_what_corresponds_is_held_against_the_older_bands(schemes, entries, said):
    schemes("a", THREE)
    found = [str(each.message) for each in kenrules.check(schemes("b", TWO, f"corresponds: {entries}\n"))]
    assert any(said in text for text in found), found


def test_a_draft_that_takes_a_rating_away_leaves_what_corresponds_with_the_others(schemes, write):
    """Of what is inherited the rating that is gone is left out, and no more than that."""
    schemes("a", THREE)
    path = schemes("b", THREE, "corresponds: {a: {A: [A, B], B: [B, C], C: C}}\n")
    draft = write("draft.yaml", "bands: {B: null, C: {to: 79.99}}\n")
    without = f"{path}+{draft}"
    assert kenrules.load(without).corresponds == {"a": {"A": ("A",), "B": ("C",), "C": ("C",)}}
    assert [each.code for each in kenrules.check(without) if each.code == "corresponding-ratings"] == []
    assert kenrules.load(f"{path}+{write('other.yaml', 'bands: [{rating: X}]')}").corresponds == {}


def test_a_rating_that_there_is_not_stands_for_nothing(schemes):
    with pytest.raises(kenrules.KenError, match="“goood” is none of the ratings of this rule set"):
        kenrules.load(schemes("b", TWO, "corresponds: {a: {A: goood}}\n"))


@pytest.mark.parametrize(
    ("groups", "order"),
    [
        (["นครราชสีมา", "เชียงใหม่", None, "กรุงเทพ"], ["กรุงเทพ", "เชียงใหม่", "นครราชสีมา", None]),
        (["กลุ่ม 10", "กลุ่ม 2", "กลุ่ม ๑", "กลุ่ม 11"], ["กลุ่ม ๑", "กลุ่ม 2", "กลุ่ม 10", "กลุ่ม 11"]),
        (["10", "2", "1", "11"], ["1", "2", "10", "11"]),
        ([2.5, -1.0, None, 10.0], ["-1.0", "2.5", "10.0", None]),
        ([2, -1, -10, 11], ["-10", "-1", "2", "11"]),
    ],
)
def test_groups_stand_in_the_order_of_names_and_numbers(groups, order):
    named = {
        "agency": [f"u{number}" for number in range(4)],
        "IIT": 60.0,
        "EIT1": 70.0,
        "EIT2": 80.0,
        "OIT": 90.0,
    }
    data = pl.DataFrame({**named, "group": groups}, strict=False)
    found = kenrules.compare("ita/2565", "ita/2566", data, pass_through=["group"])
    assert found.breakdown("group")["group"].to_list() == order
    assert sum(found.breakdown("group")["units"]) == 4


def test_near_misses_equally_far_apart_stand_in_the_order_of_names():
    names = ["หน่วย 10", "หน่วย 2", "เชียงใหม่", "นครราชสีมา"]
    data = pl.DataFrame({"agency": names, "IIT": 84.9, "EIT1": 84.9, "EIT2": 84.9, "OIT": 84.9})
    found = kenrules.compare("ita/2565", "ita/2566", data).near(1)
    for side in ("old", "new"):
        listed = found.filter(pl.col("side") == side)["unit"].to_list()
        assert listed in ([], ["เชียงใหม่", "นครราชสีมา", "หน่วย 2", "หน่วย 10"])
    assert found.height


def told_by(found):
    """All that a comparison says of units."""
    return found.units.rows(), [(str(words), *rest) for words, *rest in found.causes()], found.scores


def test_data_laid_out_alike_are_compared_by_what_was_made_of_two_rule_sets_before(monkeypatch):
    frames = [NATION, NATION.reverse(), NATION.with_columns(pl.col("EIT1") - 0.5), NATION.drop("OIT")]
    wanted = [
        told_by(kenrules.compare(kenrules.load("ita/2565"), kenrules.load("ita/2566"), frame))
        for frame in frames
    ]
    built, build = [], rated.build
    monkeypatch.setattr(rated, "build", lambda *asked: built.append(len(asked[0].plans)) or build(*asked))
    old, new = kenrules.load("ita/2565"), kenrules.load("ita/2566")
    assert [told_by(kenrules.compare(old, new, frame)) for frame in frames[:2]] == wanted[:2]
    assert len(built) == 1
    assert [told_by(kenrules.compare(old, new, frame)) for frame in frames[2:]] == wanted[2:]
    assert told_by(kenrules.compare(old, new, frames[0])) == wanted[0]
    assert len(built) == 3
    assert told_by(kenrules.compare(new, old, frames[0])) != wanted[0]
