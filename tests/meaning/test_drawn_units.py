"""Units that are tried where a solver takes means and powers for other numbers."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import kenrules
import pytest
import z3
from kenrules.engine.meaning import drawn_units
from kenrules.engine.meaning.drawn_units import DrawnUnits
from kenrules.engine.meaning.settling import Budget, HopelessError
from kenrules.engine.meaning.spaces import Found, Space
from kenrules.engine.meaning.worlds import World

from ..proving import found

WORDS = """
answers: {level: {options: {none: 0, some: 30, most: 70, all: 100}, answered_by: unit}}
combine: geometric_mean
parts: {a: {answers: level}, b: {answers: level}, c: {answers: level}}
"""


PARTS = ("a", "b", "c")


def total(witnesses):
    score = witnesses[0].result.outcome.values["total"]
    return -1 if score is None else score


def totals():
    levels = [Fraction(score) for score in (0, 30, 70, 100)]
    return {one * other * third for one, other, third in itertools.product(levels, repeat=3)}


def test_few_units_are_each_tried_once(smallest):
    units = DrawnUnits([World(kenrules.load(smallest(WORDS)), PARTS)])
    drawn = [tuple(sorted(scores.items())) for scores in units.drawn()]
    assert units.are_all
    assert len(drawn) == len(set(drawn)) == units.count == 4**3


def test_of_many_some_are_drawn_that_can_be(smallest):
    world = World(kenrules.load(smallest("combine: geometric_mean\nparts: {a: {}, b: {}, c: {}}\n")), PARTS)
    units = DrawnUnits([world])
    assert not units.are_all
    paths = {number: path for number, (_, path) in units.free.items()}
    seen = list(itertools.islice(units.drawn(), 200))
    assert all(world.possible(paths[n]).takes(score) for scores in seen for n, score in scores.items())
    ends = {score for scores in seen for score in scores.values()}
    assert {Fraction(0), Fraction(100)} <= ends
    assert seen == list(itertools.islice(units.drawn(), 200))


@pytest.mark.parametrize("seed", range(4))
def test_what_is_found_of_few_units_does_not_hang_on_what_was_asked_before(smallest, seed):
    chance = random.Random(seed)
    kept = [z3.Real(f"before {chance.random()}") + 1 for _ in range(chance.randrange(3_000))]
    world = World(kenrules.load(smallest(WORDS)), PARTS)
    cubes = totals()
    for bound in (1, 42, 43, 69, 70, 71, 99):
        wanted = {cube for cube in cubes if bound**3 < cube < (bound + 2) ** 3}
        score = world.score("total")
        shown = found(
            [world],
            [score > bound, score < bound + 2],
            lambda witnesses, low=bound: low < total(witnesses) < low + 2,
        )
        assert (shown is not None) == bool(wanted), bound
    assert kept is not None


def test_where_not_all_were_tried_nothing_is_said(smallest, monkeypatch):
    rules = kenrules.load(smallest("combine: geometric_mean\nparts: {a: {}, b: {}}\n"))
    space = Space.of(World(rules, PARTS[:2]))

    def hopeless(*_):
        raise HopelessError

    monkeypatch.setattr(Space, "_solved", hopeless)
    monkeypatch.setattr(drawn_units, "MOST_UNITS", 300)
    score = space.worlds[0].score("total")
    with pytest.raises(HopelessError):
        space.answered(Found(space, (score > 101,), lambda made: total(made) > 101), Budget(60))
    high = space.answered(Found(space, (score > 50,), lambda made: total(made) > 50), Budget(60))
    assert total(high.witnesses) > 50
