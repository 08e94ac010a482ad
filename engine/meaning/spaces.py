"""What any scores at all can come to under rule sets: proved, or shown by a witness that exact arithmetic
confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import z3

from .approaching import Approach, approached
from .arithmetic.terms import Between, Term, fraction, new_solver
from .drawn_units import DrawnUnits, SaidAlike, can_have
from .easy_to_read import in_steps, settled, ways_to_read
from .model_scores import ModelScores
from .settling import Budget, HopelessError, Question, UndecidedError
from .told_solver import Rise, ToldSolver
from .witnesses import Witness
from .worlds import World

ALMOST = 0.9
"""Of a time that did not suffice this much does not either."""

LOOSELY = 0.3
"""So much of its time goes to a question without looking into parts."""

MOST_LESSONS = 1_000
"""So often a solver is told what a mean comes to that it took for another number."""

ENOUGH_LESSONS = 60
"""So often it is told where functions are no means: more would hardly help."""

MOST_READ = 1.0
"""So many seconds are worked for an example that is easier to read."""

PROBES = 64
"""Where a mean is known by bounds only, so many units are tried before a solver is asked: from the lowest
scores to the highest."""

Confirm = Callable[[Sequence[Witness]], bool]
"""Whether scores, one witness for each world, show what they are to show."""


@dataclass(frozen=True)
class Shown:
    """Scores that show something: one witness for each world."""

    question: Found
    witnesses: tuple[Witness, ...]

    def only(self, *wanted: Term) -> Shown:
        """The same, of which scores that are easier to read have to be such."""
        return replace(self, question=replace(self.question, wanted=wanted))


@dataclass(frozen=True)
class Found(Question):
    """Whether there are scores under which conditions hold. The answer is some that exact arithmetic
    confirms, or None where it is proved that there are none. What is `wanted` of them beside the conditions
    makes no difference to whether there are any. Where it `says_all`, what confirms them says as much as the
    conditions."""

    space: Space
    conditions: Sequence[Term]
    confirm: Confirm
    wanted: Sequence[Term] = ()
    says_all: bool = False

    def answered(self, budget: Budget) -> Shown | None:
        """See `Space.answered`."""
        return self.space.answered(self, budget)

    def shown(self, witnesses: tuple[Witness, ...]) -> Shown | None:
        """The scores, if they show it."""
        return Shown(self, witnesses) if self.confirm(witnesses) else None


class Space:
    """Worlds that are looked at together, and one solver that knows of them what it was asked about. No
    question is answered twice. `rising` are scores, each with what is printed of it, that are known to be
    printed in their order. Worlds are `of_one_unit` where nothing binds what is free in one to what is free
    in another, but for what is `said` alike."""

    def __init__(
        self,
        worlds: Sequence[World],
        rising: Iterable[Rise] = (),
        *,
        of_one_unit: bool = False,
        said: Sequence[SaidAlike] = (),
    ) -> None:
        self.worlds, self._of_one_unit = tuple(worlds), of_one_unit or len(worlds) == 1
        self._units = DrawnUnits(self.worlds, said)
        self.rising, self._scored = list(rising), ModelScores(self.worlds)
        self._known: dict[tuple[int, ...], tuple[Found, Shown | HopelessError | None]] = {}
        # questions that were tried in vain, and for how many seconds
        self._tried: dict[tuple[int, ...], tuple[Found, float]] = {}
        self._probed: dict[int, tuple[Witness, ...]] = {}
        self._tried_units: list[tuple[Witness, ...]] = []

    @classmethod
    def of(cls, world: World) -> Space:
        """The space of one world, made once and kept with it."""
        kept = vars(world)
        space: Space = kept.get("space") or kept.setdefault("space", cls((world,)))
        return space

    def knowing(self, *conditions: Term) -> Term:
        """The solver, with what the worlds know by now of these conditions."""
        return self._told.knowing(*conditions)

    @cached_property
    def _told(self) -> ToldSolver:
        return ToldSolver(self.worlds, self.rising)

    @cached_property
    def _loosely_told(self) -> ToldSolver | None:
        """The solver that is told less of some parts; None where there are none."""
        if not any(world.parts for world in self.worlds):
            return None
        return ToldSolver(self.worlds, self.rising, is_loose=True)

    def _is_excluded(self, question: Found, budget: Budget) -> bool:
        """Whether it is found impossible without looking into parts."""
        if self._loosely_told is None:
            return False
        try:
            solver = self._loosely_told.knowing(*question.conditions)
            return budget.part(LOOSELY).ask(solver, *question.conditions) is None
        except (UndecidedError, HopelessError):
            return False

    def answered(self, question: Found, budget: Budget) -> Shown | None:
        """Raises UndecidedError when the time does not suffice, or exact arithmetic does not confirm what is
        found. Questions are kept with what became of them: the number of a term is its own only as long as it
        lives."""
        key = _key(question)
        if key in self._tried and self._tried[key][1] >= budget.left * ALMOST:
            raise UndecidedError
        if key not in self._known:
            seconds = budget.left
            try:
                self._known[key] = question, self._answer(question, budget)
            except HopelessError as problem:
                self._known[key] = question, problem
            except ValueError:  # numbers of more digits than Python reads
                self._known[key] = question, HopelessError()
            except UndecidedError:
                self._tried[key] = question, seconds
                raise
        answer = self._known[key][1]
        if isinstance(answer, HopelessError):
            raise answer
        return answer

    def _answer(self, question: Found, budget: Budget) -> Shown | None:
        """What is found by a solver that learns what exact arithmetic makes of the means it met; scores that
        are easy to read where nothing else is confirmed. Where there are few units, and the solver had not
        the time, each of them is tried."""
        if self._is_excluded(question, budget):
            return None
        if self._is_tried_in_vain(question) and self._can_be_drawn and self._units.are_all:
            return self._drawn(question, budget)
        try:
            return self._solved(question, budget)
        except HopelessError:
            return self._drawn(question, budget)

    def _solved(self, question: Found, budget: Budget) -> Shown | None:
        """What a solver finds, or units that are tried before. Raises HopelessError where it takes means for
        other numbers again and again."""
        solver = self.knowing(*question.conditions)
        for probe in self._probes():
            shown = question.shown(probe)
            if shown is not None and self._is_asked_for(probe, question, budget):
                return shown
        for lesson in range(MOST_LESSONS):
            if lesson == ENOUGH_LESSONS and any(mean.where is not None for mean in self._means()):
                raise HopelessError
            model = self._model(solver, question.conditions, budget)
            if model is None:
                return None
            shown = question.shown(self._witnesses(model, in_decimals=True)) or question.shown(
                self._witnesses(model)
            )
            if shown is None:
                shown = self._near(model, question, budget)
            if shown is not None:
                return shown
            lessons = [own for mean in self._means() for own in mean.lesson(model)]
            if not lessons:
                break
            solver.add(*lessons)
            shown = self._with_means_kept(solver, model, question, budget)
            if shown is not None:
                return shown
        shown = self.readable(question, budget)
        if shown is None:
            raise HopelessError if budget.left > 0 else UndecidedError
        return shown

    def _probes(self) -> Iterator[tuple[Witness, ...]]:
        """Units of which all scores rise together, each from the lowest that it can be to the highest: where
        means are known by bounds only, and some where there are parts or several worlds."""
        if not self._can_be_tried:
            return
        is_hard = len(self.worlds) > 1 or self.worlds[0].parts
        every = 1 if self._means() else PROBES // 8 if is_hard else 0
        for step in range(0, PROBES + 1, every) if every else ():
            if step not in self._probed:
                scores = {
                    term.get_id(): world.possible(path).up_to(Fraction(step, PROBES))
                    for world in self.worlds
                    for path, term in world.free.items()
                }
                self._probed[step] = self._scored.witnesses(scores)
            if can_have(self.worlds, self._probed[step]):
                yield self._probed[step]

    def _is_tried_in_vain(self, question: Found) -> bool:
        return _key(question) in self._tried

    @property
    def _can_be_tried(self) -> bool:
        """Whether units are tried: not where words say which are looked at, or what is free in one world is
        a matter of what is free in another."""
        return self._can_be_drawn and not self._units.said

    @cached_property
    def _can_be_drawn(self) -> bool:
        """The same where what is said alike is known."""
        known = {term.get_id() for own in self._units.said for term in own.terms}
        free = [term for world in self.worlds for term in world.free.values()]
        return (
            self._of_one_unit
            and not any(world.is_chosen for world in self.worlds)
            and all(z3.is_const(term) or term.get_id() in known for term in free)
        )

    def _drawn(self, question: Found, budget: Budget) -> Shown | None:
        """What one of the units that are drawn shows; None where these are all, and none does. Raises
        HopelessError where that is not known."""
        if not self._can_be_drawn:
            raise HopelessError
        units = self._units
        for place, scores in enumerate(units.drawn()):
            if place == len(self._tried_units):
                self._tried_units.append(self._scored.witnesses(scores))
            made = self._tried_units[place]
            shown = question.shown(made) if can_have(self.worlds, made) else None
            if shown is not None and self._is_asked_for(shown.witnesses, question, budget):
                return shown
            if budget.left <= 0:
                raise UndecidedError
        if units.are_all:
            return None
        raise HopelessError

    def _is_asked_for(self, witnesses: Sequence[Witness], question: Found, budget: Budget) -> bool:
        """Whether a unit is one that a question asks for: what confirms it may say less than its
        conditions."""
        if question.says_all or self._means():  # of which a solver would not know what they come to
            return True
        pairs = list(zip(self.worlds, witnesses, strict=True))
        same = [
            world.free[path] == z3.RealVal(score)
            for world, witness in pairs
            for path, score in witness.given.items()
            if path in world.free
        ]
        there = [
            term if path in witness.given else z3.Not(term)
            for world, witness in pairs
            if world.lacking
            for path, term in world.lacking.there.items()
        ]
        solver = self.knowing(*question.conditions)
        return budget.ask(solver, *question.conditions, *same, *there) is not None

    def _near(self, model: Term, question: Found, budget: Budget) -> Shown | None:
        """What units near that of a model show, where what is looked at in the first world was taken for
        another number."""
        if not self._can_be_tried or not self._means():
            return None
        start, world = self._scored.of(model), self.worlds[0]
        made = self._scored.witnesses(start)[0].result.outcome.values
        for path in world.plan.required:
            score, term = made.get(path), world.outcome.values.get(path)
            if score is None or term is None:
                continue
            score, wanted = Fraction(score), fraction(model.eval(term, model_completion=True))
            if score != wanted:
                for ends in (self._scored.ends[score < wanted], self._scored.ends[score > wanted]):
                    way = approached(start, ends, score, wanted)
                    if (shown := self._on_the_way(way, path, question, budget)) is not None:
                        return shown
        return None

    def _with_means_kept(self, solver: Term, model: Term, question: Found, budget: Budget) -> Shown | None:
        """What a unit shows of which all that means are made of is as in a model, of which the solver has
        learned what they come to there; whatever else is free."""
        made_of = {value.get_id(): value for mean in self._means() for value in mean.values}
        same = [value == model.eval(value, model_completion=True) for value in made_of.values()]
        try:
            kept = budget.ask(solver, *question.conditions, *same)
        except HopelessError:
            return None
        return None if kept is None else question.shown(self._witnesses(kept))

    def _on_the_way(self, way: Approach, path: str, question: Found, budget: Budget) -> Shown | None:
        """What one of some units shows, of which a node of the first world is looked at."""
        scores = next(way, None)
        while scores is not None and budget.left > 0:
            made = self._scored.witnesses(self._scored.in_decimals(scores))
            shown = question.shown(made)
            if shown is not None:
                return shown
            score = made[0].result.outcome.values.get(path)
            try:
                scores = way.send(None if score is None else Fraction(score))
            except StopIteration:
                return None
        return None

    def _means(self) -> list[Between]:
        """The means that the solver has met, and of which only bounds are said."""
        return self._told.means

    def _model(self, solver: Term, conditions: Sequence[Term], budget: Budget) -> Term | None:
        try:
            return budget.ask(solver, *conditions)
        except HopelessError:  # a solver that starts anew has other means
            fresh = new_solver()
            fresh.add(*solver.assertions())
            return budget.ask(fresh, *conditions)

    def _witnesses(self, model: Term, *, in_decimals: bool = False) -> tuple[Witness, ...]:
        """What a model says; `in_decimals` with scores of a few decimals, where what a node can be allows
        them."""
        scores = self._scored.of(model)
        return self._scored.witnesses(self._scored.in_decimals(scores) if in_decimals else scores)

    def readable(self, question: Found, budget: Budget) -> Shown | None:
        """Scores that are easy to read, and the same in every run that has the time for it; None where none
        were found in time."""
        solver = self.knowing(*question.conditions, *question.wanted)
        solver.push()
        try:
            solver.add(*question.conditions, *question.wanted)
            there = [own for world in self.worlds if world.lacking for own in world.lacking.there.values()]
            if there and budget.ask(solver, *there) is not None:  # a unit that lacks nothing shows it too
                solver.add(*there)
            for step, same in ways_to_read(self.worlds):
                solver.push()
                try:
                    wholes = in_steps(self.worlds, step, same, solver)
                    model = budget.ask(solver)
                    if model is not None:
                        model = settled(self.worlds, solver, wholes, model, budget)
                        shown = question.shown(self._witnesses(model))
                        if shown is not None:
                            return shown
                finally:
                    solver.pop()
        except UndecidedError:
            pass
        finally:
            solver.pop()
        return None


def _key(question: Found) -> tuple[int, ...]:
    return tuple(condition.get_id() for condition in question.conditions)


def made_readable(shown: Sequence[Shown], budget: Budget) -> list[tuple[Witness, ...]]:
    """The witnesses of each, easier to read where `MOST_READ` seconds suffice and are left."""
    made = []
    for number, one in enumerate(shown):
        share = budget.part(1 / (len(shown) - number))
        better = one.question.space.readable(one.question, share.within(MOST_READ))
        made.append((better or one).witnesses)
    return made


__all__ = ["Confirm", "Found", "Shown", "Space", "made_readable"]
