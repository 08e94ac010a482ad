"""The least change that reaches a better rating: proved with symbols, and confirmed by exact arithmetic.

By points: the fewest points over some nodes (instruments, indicators), each raised in steps of the last
decimal, none above what it can reach. By items: the fewest questions that their unit answers once (published
or not) to be brought to their best answer. By values: see `value_changes`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property, partial

import z3

from ..meaning.arithmetic.exact import Exact
from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.arithmetic.symbols import SymbolArithmetic
from ..meaning.arithmetic.terms import BeyondProof, Informed, Term, fraction
from ..meaning.model import TOTAL, above_of
from ..meaning.one_unit import ExactResult, Standing, evaluate_exactly
from ..meaning.plan import Outcome, run
from ..meaning.settling import Budget, UndecidedError, own_solvers
from ..meaning.states import Given, State, Value
from ..meaning.steps_in_order import has_way
from .goals import Goal, goals
from .levers import VALUES, Cut, Lever, Levers, can_be_raised, is_of_scores, levers_by_items, levers_by_points
from .remedies import Raise, Remedy
from .trace import Trace
from .value_changes import value_ways

SECONDS = 10.0


@own_solvers()
def ways(
    trace: Trace,
    *,
    keep: Collection[str] = (),
    wanted: Sequence[Goal] | None = None,
    by: Sequence[str] | None = None,
    seconds: float = SECONDS,
) -> list[Remedy]:
    """The least changes to each goal (by default all of `goals`), by points over each of the levels in `by`
    (by default those right below the total, and the indicators) and by items; by values where rules do more
    than to put scores together, and alone where a goal is not a matter of higher scores. `keep` are the paths
    of what stays as it is. All of it takes at most so many seconds."""
    if trace.rating is None and trace.exact.standing is not Standing.SCORED:
        return []
    chosen, budget = goals(trace) if wanted is None else list(wanted), Budget(seconds)
    can_rise = can_be_raised(trace.rules)
    up = [goal for goal in chosen if can_rise and goal.is_up]
    other = [goal for goal in chosen if goal not in up]
    found: list[Remedy] = []
    if by is None:
        by_values = other if is_of_scores(trace.rules) else chosen
        found += value_ways(trace, by_values, keep, budget.part(1 / 2 if up else 1))
    for level in by or ():
        by_values = chosen if level == VALUES else other
        found += value_ways(trace, by_values, keep, budget.part(1 / 2 if up else 1), level)
    found = found if wanted is not None else _without_detours(trace, found)
    if up and (by is None or set(by) - {VALUES}):
        raised = raises(trace, up, keep, by, budget, also_bounds=wanted is not None)
        reached = {own.goal for own in found if own.changes}
        # what single words cannot do says nothing where all values together do it
        found += (own for own in raised if by is not None or own.changes or own.goal not in reached)
    return found


def _without_detours(trace: Trace, found: Sequence[Remedy]) -> list[Remedy]:
    """The changes of values without those to a rating that take more values than a better one does."""
    place = {rating: number for number, rating in enumerate(trace.better)}
    reached = [(place.get(own.goal.rating or ""), len(own.changes)) for own in found if own.changes]

    def is_detour(own: Remedy) -> bool:
        here = place.get(own.goal.rating or "")
        return here is not None and any(
            other is not None and other > here and count < len(own.changes) for other, count in reached
        )

    return [own for own in found if not is_detour(own)]


def raises(
    trace: Trace,
    chosen: Sequence[Goal],
    keep: Collection[str],
    by: Sequence[str] | None,
    budget: Budget,
    *,
    also_bounds: bool,
) -> list[Remedy]:
    """The least raises by points and by items; of bounds by points only where it is so asked."""
    levels = _levels(trace) if by is None else [level for level in by if level not in ("items", VALUES)]
    searches: dict[tuple[str, ...], _RaiseSearch] = {}
    for level in levels:
        search = _honest(trace, partial(levers_by_points, level, keep))
        if search.levers.raised:
            searches.setdefault(tuple(search.levers.paths), search)
    items = _honest(trace, partial(levers_by_items, keep)) if by is None or "items" in by else None
    asked = [
        (goal, search)
        for goal in chosen
        for search in (
            *(searches.values() if goal.rating is not None or also_bounds else ()),
            *([items] if items is not None and items.levers.raised else ()),
        )
    ]
    return [
        search.least(goal, budget.part(1 / (len(asked) - number)))
        for number, (goal, search) in enumerate(asked)
    ]


def _honest(trace: Trace, levers: Callable[[Cut], Levers]) -> _RaiseSearch:
    """A search below given scores that what is below them prints too; where without these the unit would be
    rated otherwise, one that lets them stand."""
    search = _RaiseSearch(trace, levers(Cut(trace, strict=False)))
    if search.unraised.rating == trace.rating:
        return search
    return _RaiseSearch(trace, levers(Cut(trace, strict=True)))


def _levels(trace: Trace) -> list[str]:
    tops = dict.fromkeys(child.level for child in trace.rules.total.children)
    if not is_of_scores(trace.rules):  # what is made of raw values is a matter of these
        nodes = trace.rules.nodes.values()
        raw = {node.level for node in nodes if node.is_raw or has_way(node)}
        return [level for level in tops if level not in raw]
    return [*tops, *(["indicator"] if "indicators" in trace.rules.lists and "indicator" not in tops else [])]


@dataclass(frozen=True)
class _RaiseSearch:
    """The search for the least change of some levers."""

    trace: Trace
    levers: Levers

    def least(self, goal: Goal, budget: Budget) -> Remedy:
        """The least change of the levers that reaches the goal."""
        by, now = self.levers.by, self.unraised
        if goal.reached(now) or goal.rating == self.trace.rating:
            return Remedy(goal, by, "there", result=now)
        try:
            raised = self.proved(goal, budget)
        except BeyondProof as problem:
            return Remedy(goal, by, "beyond", beyond=str(problem))
        except UndecidedError:
            return Remedy(goal, by, "undecided")
        if raised is None:
            return Remedy(goal, by, "impossible", best=self.best)
        result = self.rated(raised)
        if not goal.reached(result):
            return Remedy(goal, by, "undecided")
        place = {path: number for number, path in enumerate(self.trace.rules.nodes)}
        moved = sorted(
            (lever for lever in self.levers.raised if lever.path in raised),
            key=lambda lever: place[lever.path],
        )
        changes = tuple(self.change(lever, raised[lever.path]) for lever in moved)
        return Remedy(goal, by, "found", changes, self.data(raised), result)

    @cached_property
    def unraised(self) -> ExactResult:
        return self.rated({})

    @cached_property
    def best(self) -> ExactResult:
        """With everything at its best."""
        return self.rated({lever.path: lever.top for lever in self.levers.raised})

    def change(self, lever: Lever, new: Fraction) -> Raise:
        """What is told of a lever: one of a few scores as it is printed, if that shows the rise."""
        if lever.possible is None or not lever.possible.only:
            return Raise(lever.path, lever.old, new)
        printed = self.printed(new)
        return (
            Raise(lever.path, lever.value, new)
            if printed == lever.old
            else Raise(lever.path, lever.old, printed)
        )

    def printed(self, score: Fraction) -> Fraction:
        scale = self.trace.rules.scale
        return round_exactly(score, scale.decimals, scale.rounding)

    def steps(self, score: Fraction) -> int:
        """How many steps of the last decimal a score is printed above 0."""
        return int(self.printed(score) * 10**self.trace.rules.scale.decimals)

    def data(self, changed: Mapping[str, Fraction]) -> dict[str, Fraction | None]:
        """What the data would say: what they do, with the raised scores in it, and nothing above these."""
        inputs = {path: self.trace.exact.given.scores.get(path) for path in self.trace.rules.inputs}
        given = {
            path: Fraction(value)
            for path, value in {**inputs, **self.trace.given}.items()
            if value is not None
        }
        above = {owner for part in (*self.levers.paths, *self.levers.fixed) for owner in above_of(part)}
        kept = {path: value for path, value in given.items() if path not in above}
        return {**kept, **changed}

    def rated(self, raised: Mapping[str, Fraction]) -> ExactResult:
        """What the unit has with some scores raised, by path."""
        given: Given[Exact, bool | None] = Given(
            self.data(raised), refused=dict.fromkeys(self.trace.refused, True)
        )
        return evaluate_exactly(self.trace.exact.plan, given, judge=())

    def proved(self, goal: Goal, budget: Budget) -> dict[str, Fraction] | None:
        """The scores of the levers that are raised; None where it is proved that nothing reaches the goal.
        Raises UndecidedError."""
        informed, arithmetic, outcome = self.world
        met = goal.met(arithmetic, outcome)
        informed.meet(met)
        asked = _HonestSolver(informed.solver, budget, self.lessons)
        informed.solver.push()
        try:
            informed.solver.add(met)
            model = self.smallest(asked)
        finally:
            informed.solver.pop()
            informed.add(*asked.learned)
        return (
            None
            if model is None
            else {
                lever.path: score
                for lever in self.levers.raised
                if (score := _score(model, lever)) != lever.value
            }
        )

    def lessons(self, model: Term) -> list[Term]:
        """What rules out a model in which a lever is as it cannot be."""
        return [
            lesson
            for lever in self.levers.raised
            for lesson in lever.lesson(_score(model, lever), _number(model, lever.amount), self.steps)
        ]

    @cached_property
    def world(self) -> tuple[Informed, SymbolArithmetic, Outcome[Term, Term]]:
        """A solver that knows what the levers can do, and what comes of it."""
        values, fixed, levers = self.trace.outcome.values, self.levers.fixed, self.levers.raised
        arithmetic = SymbolArithmetic(self.trace.rules.scale)
        cut = {*fixed, *self.levers.paths} - {TOTAL}
        looked_at = (
            self.trace.exact.plan.required if is_of_scores(self.trace.rules) else self.trace.rules.nodes
        )
        below = [path for path in looked_at if not cut.isdisjoint(above_of(path))]
        terms: dict[str, Term] = {
            path: z3.RealVal(Fraction(value))
            for path in (*fixed, *below, *self.trace.rules.inputs)
            if (value := values[path]) is not None
        }
        terms |= {lever.path: lever.score for lever in levers}
        linked = {
            path: Value[Term, Term](inapplicable=z3.BoolVal(val=True))
            for path in (*fixed, *below)
            if self.trace.exact.state(path) is State.NOT_APPLICABLE
        }
        linked |= {path: Value[Term, Term](term) for path, term in terms.items()}
        outcome: Outcome[Term, Term] = run(
            self.trace.exact.plan, arithmetic, Given(terms), linked=linked, judge=(), compare_given=False
        )
        informed = Informed([arithmetic.names])
        last: dict[Hashable, Term] = {}
        for lever in levers:
            informed.add(*lever.facts)
            informed.add(lever.amount >= 0, lever.amount <= last.get(lever.kind, lever.most))
            if lever.kind is not None:
                last[lever.kind] = lever.amount
        informed.add(*arithmetic.facts)
        return informed, arithmetic, outcome

    def smallest(self, asked: _HonestSolver) -> Term | None:
        """A model with the least amounts under what the solver knows: the fewest steps in all, then the
        fewest nodes, then the first of them."""
        amounts, solver = [lever.amount for lever in self.levers.raised], asked.solver
        total = z3.Sum(amounts)
        best = asked.model()
        if best is None:
            return None
        least, best = asked.smallest(total, best)
        solver.add(total == least)
        # of several answers that are as small that with the fewest nodes, then the first; any of them when
        # the time is over
        try:
            moved = z3.Sum([z3.If(amount > 0, 1, 0) for amount in amounts])
            if self.levers.by != "items":
                fewest, best = asked.smallest(moved, best)
                solver.add(moved == fewest)
            for lever in self.levers.raised:
                best = asked.greatest(lever, best)
                solver.add(lever.amount == _number(best, lever.amount))
            for lever in self.levers.raised:  # what need not be raised out of sight is not
                if lever.possible is not None and _number(best, lever.amount) == 0:
                    same = lever.score == z3.RealVal(lever.value)
                    unmoved = asked.model(same)
                    if unmoved is not None:
                        best = unmoved
                        solver.add(same)
        except UndecidedError:
            pass
        return best


@dataclass
class _HonestSolver:
    """A solver that is asked for models in which all levers are as they can be; what it had to learn for that
    is kept."""

    solver: Term
    budget: Budget
    lessons: Callable[[Term], list[Term]]
    learned: list[Term] = field(default_factory=list)

    def model(self, *conditions: Term) -> Term | None:
        """A model under further conditions; None where it is proved that there is none. Raises
        UndecidedError."""
        while (model := self.budget.ask(self.solver, *conditions)) is not None:
            lessons = self.lessons(model)
            if not lessons:
                return model
            self.solver.add(*lessons)
            self.learned += lessons
        return None

    def smallest(self, term: Term, known: Term) -> tuple[int, Term]:
        """The least value that a whole number can have, and a model with it; `known` is a model."""
        low, high = -1, _number(known, term)
        while high - low > 1:
            middle = (low + high) // 2
            model = self.model(term <= middle)
            if model is None:
                low = middle
            else:
                known, high = model, _number(model, term)
        return high, known

    def greatest(self, lever: Lever, known: Term) -> Term:
        """A model in which a lever's amount is the greatest; `known` is a model."""
        low, high = _number(known, lever.amount), lever.most + 1
        while high - low > 1:
            middle = (low + high) // 2
            model = self.model(lever.amount >= middle)
            if model is None:
                high = middle
            else:
                known, low = model, _number(model, lever.amount)
        return known


def _number(model: Term, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())


def _score(model: Term, lever: Lever) -> Fraction:
    return fraction(model.eval(lever.score, model_completion=True))


__all__ = ["SECONDS", "ways"]
