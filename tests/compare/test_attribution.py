"""Every move is put down to its cause."""

from __future__ import annotations

import random

import kenrules
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine.compare.hybrids import between

from ..strategies import revisions
from .revised import LAW, UNITS, alone, data_for, loaded


@pytest.mark.slow
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
    names, places = found.differences.names, found.differences.places
    renamed = alone(places.renamed, data)["rating"]
    assert renamed.equals(found.units["old_rating"].replace(dict(places.takes)), check_names=False)
    for number, numbers in enumerate(found.attribution.causes):
        rows = (found.units["cause"] == number).fill_null(value=False)
        before, after = (own.filter(rows).to_list() for own in (renamed, found.units["new_rating"]))
        if numbers <= names:
            assert before == after
            continue
        ratings = [
            None if made is None else alone(made, data).filter(rows)["rating"].to_list()
            for made in (
                between(found.differences, names | numbers),
                between(found.differences, every - numbers),
            )
        ]
        if len(numbers) > 1:
            assert ratings == [after, before]
            continue
        for place, (one, other) in enumerate(zip(before, after, strict=True)):
            made, undone = (None if own is None else own[place] for own in ratings)
            assert (ratings[0] is not None and made == other) or (ratings[1] is not None and undone == one)


@pytest.mark.slow
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
    every = frozenset(range(len(found.differences.rating)))
    together = 0
    for number, numbers in enumerate(found.attribution.causes):
        rows = (found.units["cause"] == number).fill_null(value=False)
        units, agree = found.units.filter(rows), []
        for changes, side in ((numbers, "new_rating"), (every - numbers, "old_rating")):
            made = kenrules.compare(between(found.differences, changes), new, data).units.filter(rows)
            agree.append((made["old_rating"] == units[side]).to_list())
        assert all(map(any, zip(*agree, strict=True)))
        together += units.height if len(numbers) > 1 else 0
        assert len(numbers) == 1 or all(map(all, agree))
    assert together <= found.moved.height / 20


MANY = """
instruments:
  A: {title: A, weight: 50%, questions: a1..a3}
  B: {title: B, weight: 50%, questions: b1..b3}
bands:
  - {rating: gold, from: 90, to: 100, when: A >= 10 and B >= 10}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""
MANY_NEW = """
extends: one.yaml
scale: {decimals: 0}
instruments: {B: null, B1: {like: B, title: b, weight: 25%}, B2: {like: B, title: b, weight: 25%}}
aliases: {B: [B1, B2]}
bands:
  - {rating: gold, from: 86, to: 100, when: A >= 10 and B1 >= 10 and B2 >= 10}
  - {rating: silver, from: 80, to: 100}
  - {rating: none, from: 0, to: 79.99}
"""


def test_the_smallest_combination_is_found_past_ones_that_cannot_be(rules):
    old, new = rules("one", MANY), rules("two", MANY_NEW)
    found = kenrules.compare(
        old, new, pl.DataFrame({"agency": ["u1", "u2"], "A": [85.6, 88], "B1": [85.6, 88], "B2": [85.6, 88]})
    )
    assert len(found.differences.rating) == 4
    cause = found.attribution.causes[found.units.filter(pl.col("unit") == "u1")["cause"][0]]
    titles = sorted(str(found.differences.rating[number].title) for number in cause)
    # made alone neither of the two changes moves it, and each taken back alone returns it: the one of the bands
    # is named
    assert titles == ["gold from: 90.00 → 86"]
    assert (None, None) in found.attribution.alone
