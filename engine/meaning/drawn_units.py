"""Units of worlds that are tried one after the other where a solver does not help: all of them where there
are few, else some that are drawn, the same in every run."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import prod
from random import Random

from .approaching import Scores
from .arithmetic.terms import Term
from .model import Possible
from .witnesses import Witness
from .worlds import World

MOST_NODES, MOST_UNITS = 50_000, 3_000
"""So many nodes of a world are worked out at the most, in all units together, and so many units."""
_GRAIN = 1_000


@dataclass(frozen=True)
class SaidAlike:
    """What data say once and several worlds have by terms of their own: these, and what they can be
    together."""

    terms: tuple[Term, ...]
    values: tuple[tuple[Fraction, ...], ...]


class DrawnUnits:
    """Units of some worlds that lack nothing; what is free in several is one, by one term or as it is `said`
    alike."""

    def __init__(self, worlds: Sequence[World], said: Sequence[SaidAlike] = ()) -> None:
        self.worlds, self.said = worlds, said
        bound = {term.get_id() for own in said for term in own.terms}
        self.free = {
            term.get_id(): (world, path)
            for world in worlds
            for path, term in world.free.items()
            if term.get_id() not in bound
        }
        self.most = min(MOST_UNITS, MOST_NODES // max(len(world.plan.steps) for world in worlds))

    @cached_property
    def count(self) -> int | None:
        """How many units there are; None where there are too many to try each."""
        if not all(self._values(number) for number in self.free):
            return None
        every = prod(len(own) for own in self._few)
        return every if every <= self.most else None

    @cached_property
    def _few(self) -> list[Sequence[dict[int, Fraction]]]:
        """Of each thing all that data can say of it, by the terms that have it then; nothing where a unit may
        lack it."""
        lacking = [dict[int, Fraction]()] if any(world.lacking is not None for world in self.worlds) else []
        free = ([{number: value} for value in self._values(number)] for number in self.free)
        said = (
            [
                {term.get_id(): value for term, value in zip(own.terms, values, strict=True)}
                for values in own.values
            ]
            for own in self.said
        )
        return [[*own, *lacking] for own in (*free, *said)]

    def _values(self, number: int) -> Sequence[Fraction]:
        """All that a free score can be, by the number of its term; none where these are too many."""
        world, path = self.free[number]
        return world.possible(path).all_of(self.most)

    @property
    def are_all(self) -> bool:
        """Whether those that are drawn are all units that there are, those that lack something included."""
        return self.count is not None

    def drawn(self) -> Iterator[Scores]:
        """The units, in an order that takes turns between all that scores can be."""
        random = Random(0)  # noqa: S311  # the same units at every run
        if self.count is None:
            for _ in range(self.most):
                free = {
                    number: self._at(world.possible(path), random)
                    for number, (world, path) in self.free.items()
                }
                yield ChainMap(free, *(random.choice(own) for own in self._few[len(self.free) :]))
            return
        for place in random.sample(range(self.count), self.count):
            chosen, rest = [], place
            for own in self._few:
                rest, number = divmod(rest, len(own))
                chosen.append(own[number])
            yield ChainMap(*chosen)

    @staticmethod
    def _at(possible: Possible, random: Random) -> Fraction:
        """What a free score is in one unit: often one of its ends, where limits and rows are met."""
        place = random.randrange(-_GRAIN // 4, _GRAIN + _GRAIN // 4)
        return possible.up_to(Fraction(min(max(place, 0), _GRAIN), _GRAIN))


def can_have(worlds: Sequence[World], witnesses: Sequence[Witness]) -> bool:
    """Whether data can say what is tried of a unit, by the rules of each of several worlds."""
    return len(worlds) == 1 or all(
        world.possible(path).takes(score)
        for world, witness in zip(worlds, witnesses, strict=True)
        for path, score in witness.given.items()
        if path in world.free
    )


__all__ = ["DrawnUnits", "SaidAlike", "can_have"]
