"""Units of worlds that are tried one after the other where a solver does not help: all of them where there
are few, else some that are drawn, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from math import prod
from random import Random

from .approaching import Scores
from .model import Possible
from .witnesses import Witness
from .worlds import World

MOST_NODES, MOST_UNITS = 50_000, 3_000
"""So many nodes of a world are worked out at the most, in all units together, and so many units."""
_GRAIN = 1_000


class DrawnUnits:
    """Units of some worlds that lack nothing; what is free in several is one."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self.worlds = worlds
        self.free = {term.get_id(): (world, path) for world in worlds for path, term in world.free.items()}
        self.most = min(MOST_UNITS, MOST_NODES // max(len(world.plan.steps) for world in worlds))

    @cached_property
    def count(self) -> int | None:
        """How many units there are; None where there are too many to try each."""
        few = [len(world.only(path)) for world, path in self.free.values()]
        every = prod(few)
        return every if all(few) and every <= self.most else None

    @property
    def are_all(self) -> bool:
        """Whether those that are drawn are all units that there are, those that lack something included."""
        return self.count is not None and all(world.lacking is None for world in self.worlds)

    def drawn(self) -> Iterator[Scores]:
        """The units, in an order that takes turns between all that scores can be."""
        random = Random(0)  # noqa: S311  # the same units at every run
        if self.count is None:
            for _ in range(self.most):
                yield {
                    number: self._at(world.possible(path), random)
                    for number, (world, path) in self.free.items()
                }
            return
        for place in random.sample(range(self.count), self.count):
            scores, rest = {}, place
            for number, (world, path) in self.free.items():
                values = world.only(path)
                rest, own = divmod(rest, len(values))
                scores[number] = values[own]
            yield scores

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


__all__ = ["DrawnUnits", "can_have"]
