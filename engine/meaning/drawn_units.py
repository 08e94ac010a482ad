"""Units of a world that are tried one after the other where a solver does not help: all of them where there
are few, else some that are drawn, the same in every run."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from math import prod
from random import Random

from .approaching import Scores
from .worlds import World

MOST_NODES, MOST_UNITS = 50_000, 3_000
"""So many nodes are worked out at the most, in all units together, and so many units."""
_GRAIN = 1_000


class DrawnUnits:
    """Units of a world that lack nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.terms = {path: term.get_id() for path, term in world.free.items()}
        self.most = min(MOST_UNITS, MOST_NODES // len(world.plan.steps))

    @cached_property
    def count(self) -> int | None:
        """How many units there are; None where there are too many to try each."""
        few = [len(self.world.only(path)) for path in self.terms]
        every = prod(few)
        return every if all(few) and every <= self.most else None

    @property
    def are_all(self) -> bool:
        """Whether those that are drawn are all units that there are, those that lack something included."""
        return self.count is not None and self.world.lacking is None

    def drawn(self) -> Iterator[Scores]:
        """The units, in an order that takes turns between all that scores can be."""
        random = Random(0)  # noqa: S311  # the same units at every run
        if self.count is None:
            for _ in range(self.most):
                yield {number: self._at(path, random) for path, number in self.terms.items()}
            return
        for place in random.sample(range(self.count), self.count):
            scores, rest = {}, place
            for path, number in self.terms.items():
                values = self.world.only(path)
                rest, own = divmod(rest, len(values))
                scores[number] = values[own]
            yield scores

    def _at(self, path: str, random: Random) -> Fraction:
        """What a free score is in one unit: often one of its ends, where limits and rows are met."""
        possible, place = self.world.possible(path), random.randrange(-_GRAIN // 4, _GRAIN + _GRAIN // 4)
        return possible.up_to(Fraction(min(max(place, 0), _GRAIN), _GRAIN))


__all__ = ["DrawnUnits"]
