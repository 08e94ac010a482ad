"""How many values have to be changed at the least to reach a goal.

A value is taken to be any number between the least and the greatest that it can be, so that what is proved of
these is true of the values too: fewer are not enough, and as many perhaps are."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

import z3

from ..meaning.arithmetic.exact import Exact
from ..meaning.arithmetic.lacking import LackingArithmetic
from ..meaning.arithmetic.lacking_terms import MayHold, MayLack
from ..meaning.arithmetic.symbols import SymbolArithmetic
from ..meaning.arithmetic.terms import BeyondProof, Informed, Term, fraction
from ..meaning.model import TOTAL, above_of
from ..meaning.plan import Outcome, run
from ..meaning.settling import Budget, UndecidedError
from ..meaning.states import Given
from .changeable import Changeable, Unit
from .goals import Goal

Values = Mapping[str, Fraction]


@dataclass(frozen=True)
class Needed:
    """So many values at the least, and some that are perhaps enough: by path what they would be."""

    count: int
    perhaps: Values = field(default_factory=dict)


@dataclass(frozen=True)
class FewestNeeded:
    """What a solver can tell of the changes of one unit to one goal."""

    unit: Unit
    goal: Goal

    def told(self, enough: Values | None, budget: Budget) -> Needed | None:
        """How many of the values are needed; `enough` are some that are known to be enough, if any are. None
        where it cannot be told, or not in time."""
        try:
            return self._told(enough, budget)
        except (BeyondProof, UndecidedError):
            return None

    def _told(self, enough: Values | None, budget: Budget) -> Needed | None:
        given = self.unit.trace.exact.given
        above = {owner for one in self.unit.changeable for owner in above_of(one.path)}
        if (
            any(given.refused.values())
            or any(given.inapplicable.values())
            or not above.isdisjoint(self.unit.given)
        ):
            return None
        informed, met = self._world
        if not self._is_so(enough, budget):
            return None
        counts = z3.Sum(list(self._changed.values()))
        model = None if enough is not None else budget.ask(informed.solver, met)
        if enough is None and model is None:  # what exact arithmetic says of it is another matter
            return None
        high = len(enough or ()) if model is None else len(self._chosen(model))
        low = 0
        try:
            while high - low > 1:
                middle = (low + high) // 2
                found = budget.ask(informed.solver, met, counts <= middle)
                if found is None:
                    low = middle
                else:
                    high, model = len(self._chosen(found)), found
        except UndecidedError:  # so many at the least, as far as it is known
            pass
        return Needed(low + 1, {} if model is None else self._values(model))

    def _is_so(self, enough: Values | None, budget: Budget) -> bool:
        """Whether the solver takes the unit for what it is: not at the goal without a change, and there with
        those that are enough."""
        informed, met = self._world
        old = [self._free[one.path] == z3.RealVal(one.old) for one in self.unit.changeable]
        if budget.ask(informed.solver, met, *old) is not None:
            return False
        if enough is None:
            return True
        news = {one.path: enough.get(one.path, one.old) for one in self.unit.changeable}
        same = [self._free[path] == z3.RealVal(value) for path, value in news.items()]
        return budget.ask(informed.solver, met, *same) is not None

    def _chosen(self, model: Term) -> tuple[Changeable, ...]:
        """What is changed in a model."""
        counts = {path: model.eval(count, model_completion=True) for path, count in self._changed.items()}
        return tuple(one for one in self.unit.changeable if counts[one.path].as_long() == 1)

    def _values(self, model: Term) -> Values:
        """What is changed in a model, each value the nearest that it can be."""
        values = {}
        for one in self._chosen(model):
            wanted = fraction(model.eval(self._free[one.path], model_completion=True))
            at = bisect_left(range(one.count), wanted, key=one.value)
            near = {one.value(min(max(place, 0), one.count - 1)) for place in (at - 1, at)}
            values[one.path] = min(near, key=lambda value: abs(value - wanted))
        return values

    @cached_property
    def _free(self) -> Mapping[str, Term]:
        """By path: what can be changed."""
        return {one.path: z3.Real(f"new {one.path}") for one in self.unit.changeable}

    @cached_property
    def _changed(self) -> Mapping[str, Term]:
        """By path: 1 where it is changed, else 0."""
        return {one.path: z3.Int(f"is {one.path} new") for one in self.unit.changeable}

    @cached_property
    def _world(self) -> tuple[Informed, Term]:
        """A solver that knows what the unit can have, and that the goal is reached. Raises BeyondProof."""
        exact = self.unit.trace.exact
        symbols = SymbolArithmetic(exact.plan.rules.scale)
        free = {path: MayLack(term) for path, term in self._free.items()}
        given = Given[MayLack, MayHold](
            {**_known(self.unit.given), **free},
            _known(exact.given.answers),
            {path: count for path, count in _known(exact.given.respondents).items() if count is not None},
        )
        a: Any = LackingArithmetic(symbols)
        outcome: Outcome[MayLack, MayHold] = run(exact.plan, a, given, judge=(), compare_given=False)
        if self.goal.rating is not None and self.goal.path != TOTAL:
            raise BeyondProof("the rating of a node")
        met = self.goal.met(a, outcome).yes
        informed = Informed([symbols.names])
        for one in self.unit.changeable:
            informed.add(*self._facts(one))
        informed.add(*symbols.facts)
        informed.meet(met)
        return informed, met

    def _facts(self, one: Changeable) -> Sequence[Term]:
        """What a value can be: what it is where it is not changed."""
        new, is_new = self._free[one.path], self._changed[one.path]
        ends = [one.value(0), one.value(one.count - 1), one.old]
        low, high, old = z3.RealVal(min(ends)), z3.RealVal(max(ends)), z3.RealVal(one.old)
        there = [is_new >= 0, is_new <= 1]
        if isinstance(one.grid, tuple) and len(one.grid) > 2:
            there.append(z3.Or(*(new == z3.RealVal(value) for value in {*one.grid, one.old})))
        share = z3.ToReal(is_new)
        return [*there, new - old <= share * (high - old), old - new <= share * (old - low)]


def _known(numbers: Mapping[str, Exact]) -> dict[str, MayLack | None]:
    """Numbers as terms."""
    return {
        path: None if number is None else MayLack(z3.RealVal(Fraction(number)))
        for path, number in numbers.items()
    }


__all__ = ["FewestNeeded", "Needed"]
