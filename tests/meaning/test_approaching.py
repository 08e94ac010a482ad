"""Units near one that a solver has found, of which the score is what is wanted."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.meaning.approaching import approached

NUMBERS = st.integers(0, 10**6).map(Fraction)


def scores_on_the_way(start, ends, wanted, score_of):
    """The scores of all units that are tried."""
    way, made = approached(start, ends, score_of(start), wanted), []
    unit = next(way, None)
    while unit is not None:
        made.append(score_of(unit))
        try:
            unit = way.send(made[-1])
        except StopIteration:
            unit = None
    return made


@given(st.lists(NUMBERS, min_size=1, max_size=4), st.fractions(0, 1))
def test_the_score_that_is_wanted_is_come_by(values, share):
    start, top = dict(enumerate(values)), dict.fromkeys(range(len(values)), Fraction(10**6))
    for ends in (top, dict.fromkeys(top, Fraction(0))):
        low, high = sum(start.values()), sum(ends.values())
        wanted = low + (high - low) * share
        if low not in (high, wanted):
            made = scores_on_the_way(start, ends, wanted, lambda unit: sum(unit.values()))
            assert min(abs(score - wanted) for score in made) < Fraction(1, 10**6)


def test_a_score_that_is_not_passed_is_not_come_by():
    assert scores_on_the_way({0: Fraction(1)}, {0: Fraction(3)}, Fraction(4), lambda unit: unit[0]) == [3]


def test_a_unit_without_a_score_ends_nothing():
    made = scores_on_the_way(
        {0: Fraction(1), 1: Fraction(1)},
        {0: Fraction(3), 1: Fraction(3)},
        Fraction(5, 2),
        lambda unit: None if unit[0] == 3 else unit[1],
    )
    assert made[0] is None
    assert Fraction(5, 2) in made
