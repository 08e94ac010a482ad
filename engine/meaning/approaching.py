"""Units near one that a solver has found, whose score is what the solver took it for.

Of a mean that is no polynomial a solver knows bounds only, so that it may take a unit's score for another
number. Where one part of the unit after the other is moved to the end of what it can be, the score comes past
that number, and halving finds where."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from fractions import Fraction
from typing import TypeAlias

Scores: TypeAlias = Mapping[int, Fraction]
"""The free scores of a unit, by the number of their term."""

Approach: TypeAlias = Generator[Scores, Fraction | None, None]
"""Units, of each of which is sent what it scores."""

MOST_HALVINGS = 80
"""From what a raw value without ends can be to thousandths."""


def approached(start: Scores, ends: Scores, score: Fraction, wanted: Fraction) -> Approach:
    """Units between one, which has some score, and that of the ends, nearer and nearer to one with the score
    that is wanted; no more where the score does not come past it on the way."""
    here = dict(start)
    for number in start:
        end = ends[number]
        moved = {**here, number: end}
        made = yield moved
        if made is not None and (made < wanted) != (score < wanted):
            yield from _halved(here, number, end, score, wanted)
            return
        here = here if made is None else moved


def _halved(here: Scores, number: int, end: Fraction, score: Fraction, wanted: Fraction) -> Approach:
    """Units that differ in one score, between one before what is wanted and one past it."""
    before, past = here[number], end
    for _ in range(MOST_HALVINGS):
        middle = (before + past) / 2
        made = yield {**here, number: middle}
        if made is None:
            return
        if (made < wanted) == (score < wanted):
            before = middle
        else:
            past = middle


__all__ = ["Approach", "Scores", "approached"]
