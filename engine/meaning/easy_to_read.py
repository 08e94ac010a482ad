"""Witnesses that are easy to read, and the same in every run: in steps of whole numbers, as low as can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import z3

from .arithmetic.terms import Term, fraction
from .settling import Budget, UndecidedError
from .worlds import World

STEPS = (Fraction(10), Fraction(5), Fraction(1))
"""Witnesses are looked for in steps of these first, because they are easy to read."""

MOST_IN_STEPS = 60
"""Of more scores than these all are the same, or as they were found."""


def ways_to_read(worlds: Sequence[World]) -> Iterator[tuple[Fraction, bool]]:
    """What makes a witness easy to read, the easiest first: in which steps its scores are, and whether all
    are the same."""
    scale = worlds[0].rules.scale
    steps = [
        *(step * (scale.maximum - scale.minimum) / 100 for step in STEPS),
        Fraction(1, 10**scale.decimals),
    ]
    steps = [step for step in steps if step > 0]  # a total may have one score only
    yield from ((step, True) for step in steps)
    if sum(len(world.free) for world in worlds) <= MOST_IN_STEPS:
        yield from ((step, False) for step in steps)


def in_steps(worlds: Sequence[World], step: Fraction, same: bool, solver: Term) -> list[Term]:
    """Adds that the free scores are multiples of a step, and all the same in each world; gives the multiples.
    What can have a few scores only has these."""
    wholes = []
    for number, world in enumerate(worlds):
        free = {path: term for path, term in world.free.items() if not world.only(path)}
        terms = list((free or world.free).values())
        if same and terms:
            solver.add(*(term == terms[0] for term in terms[1:]))
        for place, term in enumerate((terms[:1] if same else terms) if free else ()):
            whole = z3.Int(f"step {number} {place}")
            solver.add(z3.ToReal(whole) * z3.RealVal(step) == term)
            wholes.append(whole)
    return wholes


def settled(
    worlds: Sequence[World], solver: Term, wholes: Sequence[Term], model: Term, budget: Budget
) -> Term:
    """A model of what was found with the least numbers of steps, the first of them first, and of what can
    have a few scores only the greatest: the same witness in every run; as far as the time suffices."""
    few = {
        term.get_id(): (term, only)
        for world in worlds
        for path, term in world.free.items()
        if (only := world.only(path))
    }
    narrowed = _Narrowed(solver, budget, model)
    try:
        for whole in wholes:
            narrowed.to_least(whole)
        for term, only in few.values():
            narrowed.to_greatest(term, only)
    except UndecidedError:
        pass
    return narrowed.model


@dataclass
class _Narrowed:
    """A model of what a solver knows, and what is fixed of it by now. Raises UndecidedError where the time
    does not suffice; the best model up to then is kept."""

    solver: Term
    budget: Budget
    model: Term
    fixed: list[Term] = field(default_factory=list)

    def to_least(self, whole: Term) -> None:
        """Fixes a whole number at the least that it can be: in steps that double, then between two."""
        least, below, width = self._whole(whole), None, 1
        while below is None or least - below > 1:
            tried = least - width if below is None else (below + least) // 2
            if self._can_be(whole <= tried):
                least, width = self._whole(whole), width * 2
            else:
                below = tried
        self.fixed.append(whole == least)

    def to_greatest(self, term: Term, only: Sequence[Fraction]) -> None:
        """Fixes a score at the greatest that it can be of the few that it can have, lowest first."""
        place, above = only.index(self._score(term)), len(only)
        while above - place > 1:
            middle = (place + above) // 2
            if self._can_be(term >= z3.RealVal(only[middle])):
                place = only.index(self._score(term))
            else:
                above = middle
        self.fixed.append(term == z3.RealVal(only[place]))

    def _can_be(self, condition: Term) -> bool:
        """Whether there is a model under one more condition, which is then the one that is kept."""
        model = self.budget.ask(self.solver, *self.fixed, condition)
        self.model = self.model if model is None else model
        return model is not None

    def _whole(self, term: Term) -> int:
        return int(self.model.eval(term, model_completion=True).as_long())

    def _score(self, term: Term) -> Fraction:
        return fraction(self.model.eval(term, model_completion=True))


__all__ = ["in_steps", "settled", "ways_to_read"]
