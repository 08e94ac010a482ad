"""A solver that is told of worlds as much as the questions that it is asked speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import z3

from .arithmetic.terms import Between, Informed, Term
from .worlds import World

MOST_ALIKE = 6
"""With so many others of its kind at the most a mean is compared."""

Rise: TypeAlias = "tuple[tuple[Term, Term], tuple[Term, Term]]"
"""Two scores, each with what is printed of it, that are printed in their order."""


class ToldSolver:
    """The solver of some worlds. `rising` are scores, each with what is printed of it, that are known to be
    printed in their order. Where it `is_loose` it is told less of some parts than is so: what it finds
    impossible is, and what it finds possible need not be."""

    def __init__(self, worlds: Sequence[World], rising: Sequence[Rise], *, is_loose: bool = False) -> None:
        self.worlds, self._rising = worlds, list(rising)
        self.informed = Informed([world.arithmetic.names for world in worlds], is_loose=is_loose)
        self.informed.meet(*(term for world in worlds for term in world.linked.values()))
        self._told = [0] * len(worlds)  # how many facts of each it knows
        self._related: list[Between] = []

    def knowing(self, *conditions: Term) -> Term:
        """The solver, with what the worlds know by now of these conditions."""
        informed = self.informed
        for number, world in enumerate(self.worlds):
            inner = {fact.get_id() for fact in world.inner} if informed.is_loose else set[int]()
            informed.add(*(fact for fact in world.facts[self._told[number] :] if fact.get_id() not in inner))
            self._told[number] = len(world.facts)
        informed.meet(*conditions)
        later = []
        for pair in self._rising:
            (one, one_printed), (two, two_printed) = pair
            if informed.has_met(one_printed) and informed.has_met(two_printed):
                informed.add(
                    z3.Implies(one <= two, one_printed <= two_printed),
                    z3.Implies(one >= two, one_printed >= two_printed),
                )
            else:
                later.append(pair)
        self._rising = later
        self._relate()
        return informed.solver

    @property
    def means(self) -> list[Between]:
        """The means that it has met, and of which only bounds are said."""
        every = {mean.name.get_id(): mean for world in self.worlds for mean in world.arithmetic.names.means}
        return [mean for mean in every.values() if self.informed.has_met(mean.name)]

    def _relate(self) -> None:
        """Tells of means of one kind that they rise with each other."""
        known = {mean.name.get_id() for mean in self._related}
        for mean in self.means:
            if mean.name.get_id() in known:
                continue
            alike = [other for other in self._related if other.function == mean.function]
            for other in alike[:MOST_ALIKE]:
                self.informed.add(*mean.rises_with(other))
            self._related.append(mean)


def rising(one: World, two: World, pairs: Iterable[tuple[str, str]]) -> Iterator[Rise]:
    """Scores of two worlds, by pairs of paths, that are rounded alike, with what is printed of them: these
    are printed in the order of the scores, which is true in itself, and hard to find for a solver."""
    for path, match in pairs:
        scores: list[Term] = [one.outcome.values.get(path), two.outcome.values.get(match)]
        if None in scores or _rounding(one, path) != _rounding(two, match):
            continue
        printed: list[Term] = [one.outcome.printed[path], two.outcome.printed[match]]
        if not printed[0].eq(printed[1]):
            yield (scores[0], printed[0]), (scores[1], printed[1])


def _rounding(world: World, path: str) -> object:
    """How a score is rounded in print."""
    scale, node = world.rules.scale, world.rules.entries[path]
    return scale.decimals, scale.rounding, node.decimals, node.round


__all__ = ["Rise", "ToldSolver", "rising"]
