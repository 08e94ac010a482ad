"""What any scores at all can come to under rule sets: proved, or shown by a witness that exact arithmetic
confirms."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

import z3

from .arithmetic.exact import ExactArithmetic, round_exactly
from .arithmetic.terms import Between, Informed, Term, fraction, new_solver
from .joint import linked
from .settling import Budget, HopelessError, Question, UndecidedError
from .witnesses import Witness
from .worlds import World

STEPS = (Fraction(10), Fraction(5), Fraction(1))
"""Witnesses are looked for in steps of these first, because they are easy to read."""

MOST_IN_STEPS = 60
"""Of more scores than these all are the same, or as they were found."""

ALMOST = 0.9
"""Of a time that did not suffice this much does not either."""

MOST_LESSONS = 1_000
"""So often a solver is told what a mean comes to that it took for another number."""

PROBES = 64
"""Where a mean is known by bounds only, so many units are tried before a solver is asked: from the lowest
scores to the highest."""

MORE_DECIMALS = 4
"""A score of a witness has at most so many decimals more than are printed, where that will do."""


Rise = tuple[tuple[Term, Term], tuple[Term, Term]]
"""Two scores, each with what is printed of it, that are printed in their order."""

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
    makes no difference to whether there are any."""

    space: Space
    conditions: Sequence[Term]
    confirm: Confirm
    wanted: Sequence[Term] = ()

    def answered(self, budget: Budget) -> Shown | None:
        """See `Space.answered`."""
        return self.space.answered(self, budget)

    def shown(self, witnesses: tuple[Witness, ...]) -> Shown | None:
        """The scores, if they show it."""
        return Shown(self, witnesses) if self.confirm(witnesses) else None


class Space:
    """Worlds that are looked at together, and one solver that knows of them what it was asked about. No
    question is answered twice. `rising` are scores, each with what is printed of it, that are known to be
    printed in their order."""

    def __init__(self, worlds: Sequence[World], rising: Iterable[Rise] = ()) -> None:
        self.worlds = tuple(worlds)
        self.rising = list(rising)
        self._known: dict[tuple[int, ...], tuple[Found, Shown | HopelessError | None]] = {}
        # questions that were tried in vain, and for how many seconds
        self._tried: dict[tuple[int, ...], tuple[Found, float]] = {}
        self._told = [0] * len(self.worlds)  # how many facts of each the solver knows

    @classmethod
    def of(cls, world: World) -> Space:
        """The space of one world, made once and kept with it."""
        kept = vars(world)
        space: Space = kept.get("space") or kept.setdefault("space", cls((world,)))
        return space

    @cached_property
    def _informed(self) -> Informed:
        informed = Informed([world.arithmetic.names for world in self.worlds])
        informed.meet(*(term for world in self.worlds for term in world.linked.values()))
        return informed

    def solver(self, *conditions: Term) -> Term:
        """The solver, with what the worlds know by now of these conditions."""
        informed = self._informed
        for number, world in enumerate(self.worlds):
            informed.add(*world.facts[self._told[number] :])
            self._told[number] = len(world.facts)
        informed.meet(*conditions)
        later = []
        for pair in self.rising:
            (one, one_printed), (two, two_printed) = pair
            if informed.has_met(one_printed) and informed.has_met(two_printed):
                informed.add(
                    z3.Implies(one <= two, one_printed <= two_printed),
                    z3.Implies(one >= two, one_printed >= two_printed),
                )
            else:
                later.append(pair)
        self.rising = later
        return informed.solver

    def answered(self, question: Found, budget: Budget) -> Shown | None:
        """Raises UndecidedError when the time does not suffice, or exact arithmetic does not confirm what is
        found. Questions are kept with what became of them: the number of a term is its own only as long as it
        lives."""
        key = tuple(condition.get_id() for condition in question.conditions)
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
        are easy to read where nothing else is confirmed."""
        solver = self.solver(*question.conditions)
        if len(self.worlds) == 1 and self._means():
            for probe in self._probes:
                shown = question.shown(probe)
                if shown is not None:
                    return shown
        for _ in range(MOST_LESSONS):
            model = self._model(solver, question.conditions, budget)
            if model is None:
                return None
            shown = question.shown(self._witnesses(model, in_decimals=True)) or question.shown(
                self._witnesses(model)
            )
            if shown is not None:
                return shown
            lessons = [lesson for mean in self._means() for lesson in mean.lesson(model)]
            if not lessons:
                break
            solver.add(*lessons)
        shown = self.readable(question, budget)
        if shown is None:
            raise HopelessError if budget.left > 0 else UndecidedError
        return shown

    @cached_property
    def _probes(self) -> list[tuple[Witness, ...]]:
        """Units of one world, of which all scores rise together, each from the lowest that it can be to the
        highest."""
        free = {term.get_id(): self.worlds[0].possible(path) for path, term in self.worlds[0].free.items()}
        return [
            self._made({number: possible.up_to(Fraction(step, PROBES)) for number, possible in free.items()})
            for step in range(PROBES + 1)
        ]

    def _means(self) -> list[Between]:
        """The means that the solver has met, and of which only bounds are said."""
        means = {mean.name.get_id(): mean for world in self.worlds for mean in world.arithmetic.names.means}
        return [mean for mean in means.values() if self._informed.has_met(mean.name)]

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
        scores = {
            term.get_id(): fraction(model.eval(term, model_completion=True))
            for world in self.worlds
            for term in world.free.values()
        }
        if in_decimals:
            places = max(world.rules.scale.decimals for world in self.worlds) + MORE_DECIMALS
            near = {number: round_exactly(score, places, "half_up") for number, score in scores.items()}
            kept = {
                term.get_id()
                for world in self.worlds
                for path, term in world.free.items()
                if not world.can_be(path, near[term.get_id()])
            }
            scores |= {number: score for number, score in near.items() if number not in kept}
        return self._made(scores)

    def _made(self, scores: Mapping[int, Fraction]) -> tuple[Witness, ...]:
        """A witness for each world of scores that are known by the number of their term."""
        made: dict[World, Witness] = {}
        return tuple(_witness(world, scores, made) for world in self.worlds)

    def readable(self, question: Found, budget: Budget) -> Shown | None:
        """Scores that are easy to read, and the same in every run that has the time for it; None where none
        were found in time."""
        solver = self.solver(*question.conditions, *question.wanted)
        solver.push()
        try:
            solver.add(*question.conditions, *question.wanted)
            for step, same in _readable(self.worlds):
                solver.push()
                try:
                    wholes = _in_steps(self.worlds, step, same, solver)
                    model = budget.ask(solver)
                    if model is not None:
                        model = _settled(self.worlds, solver, wholes, model, budget)
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


def rising(one: World, two: World, pairs: Iterable[tuple[str, str]]) -> Iterator[Rise]:
    """Scores of two worlds, by pairs of paths, that are rounded alike, with what is printed of them: these
    are printed in the order of the scores, which is true in itself, and hard to find for a solver."""
    scales = one.rules.scale, two.rules.scale
    if (scales[0].decimals, scales[0].rounding) != (scales[1].decimals, scales[1].rounding):
        return
    for path, match in pairs:
        scores: list[Term] = [one.outcome.values.get(path), two.outcome.values.get(match)]
        if None not in scores:
            printed: list[Term] = [one.outcome.printed[path], two.outcome.printed[match]]
            if not printed[0].eq(printed[1]):
                yield (scores[0], printed[0]), (scores[1], printed[1])


def made_readable(shown: Sequence[Shown], budget: Budget) -> list[tuple[Witness, ...]]:
    """The witnesses of each, easier to read where the time suffices."""
    made = []
    for number, one in enumerate(shown):
        better = one.question.space.readable(one.question, budget.part(1 / (len(shown) - number)))
        made.append((better or one).witnesses)
    return made


def _readable(worlds: Sequence[World]) -> Iterator[tuple[Fraction, bool]]:
    """What makes a witness easy to read, the easiest first: in which steps its scores are, and whether all
    are the same."""
    scale = worlds[0].rules.scale
    steps = [
        *(step * (scale.maximum - scale.minimum) / 100 for step in STEPS),
        Fraction(1, 10**scale.decimals),
    ]
    yield from ((step, True) for step in steps)
    if sum(len(world.free) for world in worlds) <= MOST_IN_STEPS:
        yield from ((step, False) for step in steps)


def _in_steps(worlds: Sequence[World], step: Fraction, same: bool, solver: Term) -> list[Term]:
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


def _settled(
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


def _witness(world: World, scores: Mapping[int, Fraction], made: dict[World, Witness]) -> Witness:
    """A world's scores, of which the free ones are known by the number of their term. What comes of another
    world is what exact arithmetic makes of it there."""
    if world not in made:
        given = {path: scores[term.get_id()] for path, term in world.free.items()}
        exact = ExactArithmetic(world.rules.scale)
        for path, (source, link) in world.links.items():
            there = _witness(source, scores, made)
            value = linked(exact, there.result.outcome.nodes, link).number
            if world.rules.nodes[path].is_raw:  # data give the raw value
                given[path] = there.given[link.paths[0]]
            elif value is not None:
                given[path] = Fraction(value)
        made[world] = Witness.of(world.plan, given)
    return made[world]


__all__ = ["Confirm", "Found", "Shown", "Space", "made_readable", "rising"]
