"""What is built for data is taken again for data that are laid out alike: `tests/laws` holds what comes out of
it against exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import kenrules
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.data.claims import Claim, Claims
from kenrules.engine.meaning.keeping import MOST_KEPT
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.rating import rated
from kenrules.engine.rating.layouts import roughly
from kenrules.engine.rating.profile import Profile

BOOK = """
ruleset: points
title: {en: Points}
source: made up
unit: unit
scale: {decimals: 2, rounding: half_up, better: lower}
combine: sum
parts:
  x: {value: {range: -20..90.25}, points: {above: [1, 2, 3, 40, 50]}}
  y: {value: {range: 0..1000}, points: {above: [10, 20, 30]}}
bands: [{rating: few, to: 5}, {rating: many}]
"""
CLAIMS = Claims("unit", "unit", tuple(Claim(name, name, (name,), name) for name in "xy"), {})


def loaded(folder):
    (folder / "rules.yaml").write_text(BOOK, encoding="utf-8")
    return kenrules.load(folder / "rules.yaml")


@pytest.fixture(scope="module")
def ruled(tmp_path_factory):
    return loaded(tmp_path_factory.mktemp("rules"))


@pytest.fixture
def rules(tmp_path):
    return loaded(tmp_path)


@pytest.fixture
def built(monkeypatch):
    """The ends between which what is built was taken to lie, each time."""
    seen = []

    def watched(joint, x, claims, profiles, asked):
        seen.append([(profile.low, profile.high) for profile in profiles.values()])
        return build(joint, x, claims, profiles, asked)

    build = rated.build
    monkeypatch.setattr(rated, "build", watched)
    return seen


def units(x, y):
    return pl.DataFrame({"unit": range(len(x)), "x": x, "y": y})


def as_lazy(rules, frame):
    """What a frame is rated whose rows are not known to be laid out like others."""
    return kenrules.evaluate(rules, frame.lazy()).collect()


def test_data_with_about_the_same_ends_are_rated_by_what_was_built_before(rules, built):
    frames = [
        units([1.25, 3.5, 41.75], [12.25, 31.5, 777.0]),
        units([1.25, 2.0, 41.25], [29.5, 12.25, 772.5]),
        units([1.5, 2.0, 41.75], [29.5, 12.25, 772.5]),
        units([1.5, 2.0, 51.75], [29.5, 12.25, 772.5]),
    ]
    found = [kenrules.evaluate(rules, frame) for frame in frames]
    assert built == [
        [(Fraction("1.2"), 42), (12, 780)],
        [(Fraction("1.5"), 42), (12, 780)],
        [(Fraction("1.5"), 52), (12, 780)],
    ]
    assert [each.equals(as_lazy(rules, frame)) for each, frame in zip(found, frames, strict=True)] == [
        True
    ] * 4


@pytest.mark.parametrize(
    "other",
    [
        units([1.25, None, 41.75], [12.5, 31.5, 777.0]),
        units([1.25, 3.125, 41.75], [12.5, 31.5, 777.0]),
        units([1.25, 3.5, 41.75], [12, 31, 777]),
        units([1.25, 3.5, 41.75], [12.5, 31.5, 777.0]).select("unit", "y", "x"),
        units([1.25, 3.5, 41.75], [12.5, 31.5, 777.0]).drop("x"),
    ],
)
def test_data_that_are_laid_out_otherwise_are_built_anew(rules, built, other):
    frame = units([1.25, 3.5, 41.75], [12.5, 31.5, 777.0])
    kenrules.evaluate(rules, frame)
    found = kenrules.evaluate(rules, other)
    assert len(built) == 2
    assert found.equals(as_lazy(rules, other))


def test_of_the_last_few_layouts_it_is_kept(rules, built):
    frames = [units([1.25, 30.0 + place], [12.5, 777.0]) for place in range(MOST_KEPT + 1)]
    for frame in [*frames, *reversed(frames)]:
        kenrules.evaluate(rules, frame)
    assert len(built) == MOST_KEPT + 2
    assert len(vars(Plan.of(rules))["kept"]) == MOST_KEPT


@given(
    ends=st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=2),
    decimals=st.none() | st.integers(0, 5),
    beyond=st.booleans(),
)
def test_rough_ends_lie_around_the_true_ones_and_within_what_can_be(ruled, ends, decimals, beyond):
    (low, high), per = sorted(ends), 10 ** (3 if decimals is None else decimals)
    least, most = Fraction(low, per), Fraction(high, per)
    possible = ruled.possible(ruled.readable["x"])
    if not beyond:
        least, most = max(least, possible.low), min(most, possible.high)
        if least > most:
            return
    profile = Profile(least, most, False, decimals, True)
    rough = roughly(ruled, CLAIMS, {"x": profile, "y": profile})["x"]
    assert rough.low <= least <= most <= rough.high
    assert (rough.low < possible.low) == (least < possible.low)
    assert (rough.high > possible.high) == (most > possible.high)
    assert (rough.low < 0, rough.high > 0) == (least < 0, most > 0)
    assert rough.high - rough.low <= (most - least) * Fraction(12, 10)
    if decimals is not None and (least * 10**decimals).denominator == 1:
        assert (rough.low * 10**decimals).denominator == 1
