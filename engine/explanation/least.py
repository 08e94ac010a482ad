"""The least change that reaches a better rating: proved with symbols, and confirmed by exact arithmetic.

By points: the fewest points over some nodes (instruments, indicators), each raised in steps of the last decimal, none above
what it can reach. By items: the fewest questions that their unit answers once (published or not) to be brought to their best
answer. What is not raised stays as it is, at full precision.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import z3

from ..arithmetic.symbols import BeyondProof, SymbolArithmetic, Term
from ..claims import instrument_path
from ..diagnostics import Diagnostic, KenError, Position, Text, say
from ..model import LEVELS, TOTAL, Node, RuleSet, is_below
from ..numerals import read_number, western
from ..plan import Outcome, Plan, run
from ..proofs import Budget
from ..schema import did_you_mean
from ..unit import ExactResult, evaluate_exactly
from .conditions import PLURALS, wanted_of
from .trace import Trace

SECONDS = 10.0

_BOUND = re.compile(r"\s*([^<>=\s]+)\s*(>=|>)\s*([0-9]+(?:\.[0-9]+)?)\s*")
Found = Literal["found", "there", "impossible", "undecided", "beyond"]


@dataclass(frozen=True)
class Goal:
    """What is to be reached: a rating, or a node's score above a bound (`sign` is >= or >)."""

    rating: str | None = None
    path: str = TOTAL
    sign: str = ">="
    bound: Fraction | None = None

    def reached(self, result: ExactResult) -> bool:
        """Whether a unit that is rated so has reached it."""
        if self.rating is not None:
            return result.rating == self.rating
        value = result.outcome.printed[self.path]
        assert self.bound is not None
        return value is not None and (value >= self.bound if self.sign == ">=" else value > self.bound)


@dataclass(frozen=True)
class Change:
    """One node's score, as printed, before and after."""

    path: str
    old: Fraction
    new: Fraction

    @property
    def points(self) -> Fraction:
        return self.new - self.old


@dataclass(frozen=True)
class Way:
    """What became of the search for the least change to a goal. `by` is the level whose nodes are raised, or "items". With
    `changes` made, `data` (by path) gives `result`; `best` is what the unit has with everything at its best. `beyond` names what
    cannot be proved with."""

    goal: Goal
    by: str
    found: Found
    changes: tuple[Change, ...] = ()
    data: Mapping[str, Fraction | None] | None = None
    result: ExactResult | None = None
    best: ExactResult | None = None
    beyond: str = ""

    @property
    def points(self) -> Fraction:
        return sum((each.points for each in self.changes), Fraction(0))


def goals(trace: Trace) -> list[Goal]:
    """The better ratings, the nearest first; and the bounds of nodes that these look at or by which a node is judged, where
    items stand below that could be had."""
    plan = Plan(trace.rules)
    found = [Goal(each.name) for each in trace.better]
    bounds: dict[tuple[str, str, Fraction], None] = {}
    bands = {band.rating: band for band in trace.rules.bands}
    for each in trace.better:
        when = bands[each.name].when
        if when is not None:
            bounds.update(dict.fromkeys(wanted_of(plan, when, trace.outcome)))
    for path, judged in trace.outcome.judged.items():
        if trace.rules.nodes[path].children and judged and not judged[0][0]:
            bounds.update(dict.fromkeys(wanted_of(plan, judged[0][1].when, trace.outcome, path)))
    items = [path for path, _, _ in _items(trace, ())]
    for path, sign, bound in bounds:
        if path != TOTAL and any(is_below(item, path) for item in items):
            found.append(Goal(None, path, sign, bound))
    return found


def goal_of(rules: RuleSet, text: str) -> Goal:
    """The goal that a text names: a rating, or a node's bound such as OIT >= 85. Raises KenError for anything else."""
    at = Position("--goal")
    if text in [band.rating for band in rules.bands]:
        return Goal(text)
    match = _BOUND.fullmatch(western(text))
    if match is None:
        names = [band.rating for band in rules.bands]
        message = say("“{goal}” is no rating of {rules} and no bound of a node", goal=text, rules=rules.id)
        raise KenError([Diagnostic("no-goal", message, at, say("write one of {ratings}, or for example total >= 85", ratings=names))])
    found = instrument_path(rules, match[1])
    if isinstance(found, Diagnostic):
        raise KenError([Diagnostic(found.code, found.message, at, found.hint)])
    return Goal(None, found, match[2], read_number(match[3]))


def paths_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The paths of nodes that are named, an alias for all that it stands for. Raises KenError for a name of nothing."""
    found: list[str] = []
    faults = []
    for name in names:
        path = instrument_path(rules, name)
        if name in rules.aliases:
            found += rules.aliases[name]
        elif isinstance(path, Diagnostic):
            faults.append(Diagnostic(path.code, path.message, Position("--keep"), path.hint))
        else:
            found.append(path)
    if faults:
        raise KenError(faults)
    return found


def levels_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The levels that plurals name (instruments, indicators, …), and "items". Raises KenError for another word."""
    known = {**{plural: level for plural, level in LEVELS.items() if plural in rules.lists}, "items": "items"}
    faults = [
        Diagnostic("no-level", say("{rules} has no {name}", rules=rules.id, name=name), Position("--by"), did_you_mean(name, list(known)))
        for name in names
        if name not in known
    ]
    if faults:
        raise KenError(faults)
    return [known[name] for name in names]


def ways(
    trace: Trace, *, keep: Collection[str] = (), wanted: Sequence[Goal] | None = None, by: Sequence[str] | None = None, seconds: float = SECONDS
) -> list[Way]:
    """The least changes to each goal (by default all of `goals`), by points over each of the levels in `by` (by default those
    right below the total, and the indicators) and by items. `keep` are the paths of nodes that stay as they are. All of it
    takes at most so many seconds."""
    if trace.rating is None:
        return []
    budget = Budget(seconds)
    chosen = goals(trace) if wanted is None else list(wanted)
    levels = _levels(trace) if by is None else [each for each in by if each != "items"]
    found: list[Way] = []
    searches: list[_Search] = []
    for level in levels:
        search = _by_points(trace, level, keep)
        if search.levers and [each.path for each in search.levers] not in [[each.path for each in other.levers] for other in searches]:
            searches.append(search)
    items = _by_items(trace, keep) if by is None or "items" in by else None
    for goal in chosen:
        asked = [*(searches if goal.rating is not None or wanted is not None else ()), *([items] if items is not None and items.levers else ())]
        found += [each.least(goal, budget) for each in asked]
    return found


def _levels(trace: Trace) -> list[str]:
    tops = dict.fromkeys(child.level for child in trace.rules.total.children)
    return [*tops, *(["indicator"] if "indicators" in trace.rules.lists and "indicator" not in tops else [])]


@dataclass(frozen=True)
class _Lever:
    """A node that can be raised by an amount of steps, 0 to `most`: terms for the amount and for its score."""

    path: str
    old: Fraction  # as printed
    score: Term
    amount: Term
    most: int
    step: Fraction

    def new(self, amount: int) -> Fraction:
        return self.old + amount * self.step


def _by_points(trace: Trace, level: str, keep: Collection[str]) -> _Search:
    rules = trace.rules
    grid = 10**rules.scale.decimals
    levers, fixed = [], []
    for node in _cut(trace, lambda node: node.level == level, keep):
        value, printed = trace.outcome.values[node.path], trace.outcome.printed[node.path]
        if value is None or printed is None:
            continue
        old = Fraction(printed)
        most = int((rules.reach(node)[1] - old) * grid)
        if node.score is not None or most <= 0 or _kept(node.path, keep) or node.level != level:
            fixed.append(node.path)
            continue
        steps = z3.Int(f"steps {node.path}")
        raised = z3.RealVal(old) + z3.ToReal(steps) / grid
        score = raised if Fraction(value) == old else z3.If(steps == 0, z3.RealVal(Fraction(value)), raised)
        levers.append(_Lever(node.path, old, score, steps, most, Fraction(1, grid)))
    return _Search(trace, level, levers, fixed)


def _by_items(trace: Trace, keep: Collection[str]) -> _Search:
    items = {path: (value, best) for path, value, best in _items(trace, keep)}
    levers, fixed = [], []
    for node in _cut(trace, lambda node: not any(is_below(path, node.path) for path in items), keep):
        if node.path in items:
            value, best = items[node.path]
            had = z3.Int(f"item {node.path}")
            score = z3.If(had == 0, z3.RealVal(value), z3.RealVal(best))
            levers.append(_Lever(node.path, value, score, had, 1, best - value))
        elif trace.outcome.values[node.path] is not None:
            fixed.append(node.path)
    gains = {step.node.path: step.costs.exact if step.costs else Fraction(0) for step in trace.root.walk()}  # what an item that is had adds
    return _Search(trace, "items", sorted(levers, key=lambda lever: -gains[lever.path]), fixed)


def _items(trace: Trace, keep: Collection[str]) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Questions that their unit answers once, and not with the best answer: path, score and the best score."""
    for node in trace.rules.nodes.values():
        steps, value = trace.rules.steps(node), trace.outcome.values[node.path]
        if steps and value is not None and value < steps[-1] and not _kept(node.path, keep):
            yield node.path, Fraction(value), steps[-1]


def _kept(path: str, keep: Collection[str]) -> bool:
    return any(path == each or is_below(path, each) or is_below(each, path) for each in keep)


def _cut(trace: Trace, stop: Callable[[Node], bool], keep: Collection[str]) -> Iterator[Node]:
    """Nodes that make the total together, each the highest at which to stop; where the data give a node otherwise than what is
    below it makes, that node."""

    def below(node: Node) -> Iterator[Node]:
        given = trace.given.get(node.path)
        computed = trace.outcome.computed.get(node.path)
        stands = node.path != TOTAL and given is not None and (computed is None or trace.outcome.differs.get(node.path) is not False)
        if (node.path != TOTAL and (stop(node) or node.path in keep)) or not node.children or stands:
            yield node
            return
        for child in node.children:
            yield from below(child)

    yield from below(trace.rules.total)


@dataclass(frozen=True)
class _Search:
    """Levers, and what stays fixed beside them."""

    trace: Trace
    by: str
    levers: Sequence[_Lever]
    fixed: Sequence[str]

    def least(self, goal: Goal, budget: Budget) -> Way:
        """The least change of the levers that reaches the goal."""
        now = self.rated({})
        if goal.reached(now):
            return Way(goal, self.by, "there", result=now)
        try:
            amounts = self.proved(goal, budget)
        except BeyondProof as problem:
            return Way(goal, self.by, "beyond", beyond=str(problem))
        except TimeoutError:
            return Way(goal, self.by, "undecided")
        if amounts is None:
            return Way(goal, self.by, "impossible", best=self.rated({each.path: each.most for each in self.levers}))
        result = self.rated(amounts)
        if not goal.reached(result):
            return Way(goal, self.by, "undecided")
        moved = sorted((each for each in self.levers if amounts[each.path]), key=lambda each: list(self.trace.rules.nodes).index(each.path))
        return Way(goal, self.by, "found", tuple(Change(each.path, each.old, each.new(amounts[each.path])) for each in moved), self.data(amounts), result)

    def data(self, amounts: Mapping[str, int]) -> dict[str, Fraction | None]:
        """What the data would say: what they do, with the raised scores in it, and nothing above these."""
        changed = {each.path: each.new(amounts[each.path]) for each in self.levers if amounts.get(each.path)}
        parts = [*(each.path for each in self.levers), *self.fixed]
        kept = {path: value for path, value in self.trace.given.items() if not any(is_below(part, path) and part != path for part in parts)}
        return {**kept, **changed}

    def rated(self, amounts: Mapping[str, int]) -> ExactResult:
        return evaluate_exactly(Plan(self.trace.rules), self.data(amounts), judge=())

    def proved(self, goal: Goal, budget: Budget) -> dict[str, int] | None:
        """How much each lever moves; None where it is proved that nothing reaches the goal. Raises TimeoutError."""
        solver, arithmetic, outcome = self.world
        solver.push()
        try:
            solver.add(_meets(Plan(self.trace.rules), arithmetic, outcome, goal))
            return self.smallest(solver, budget)
        finally:
            solver.pop()

    @cached_property
    def world(self) -> tuple[Term, SymbolArithmetic, Outcome[Term, Term]]:
        """A solver that knows what the levers can do, and what comes of it."""
        solver = z3.Solver()
        values = self.trace.outcome.values
        arithmetic = SymbolArithmetic(self.trace.rules.scale)
        linked: dict[str, Term | None] = {path: z3.RealVal(Fraction(value)) for path in self.fixed if (value := values[path]) is not None}
        linked |= {each.path: each.score for each in self.levers}
        outcome: Outcome[Term, Term] = run(Plan(self.trace.rules), arithmetic, {}, linked=linked, judge=(), compare_given=False)
        for each in self.levers:
            solver.add(each.amount >= 0, each.amount <= each.most)
        solver.add(*arithmetic.facts)
        return solver, arithmetic, outcome

    def smallest(self, solver: Term, budget: Budget) -> dict[str, int] | None:
        """The least amounts under what the solver knows: the fewest steps in all, then the fewest nodes, then the first of them."""
        amounts = [each.amount for each in self.levers]
        total = z3.Sum(amounts)
        best = _ask(solver, budget)
        if best is None:
            return None
        least = _smallest(solver, total, sum(_number(best, each) for each in amounts), budget)
        solver.add(total == least)
        moved = [z3.If(each > 0, 1, 0) for each in amounts]
        if self.by != "items":
            model = _ask(solver, budget)
            assert model is not None
            solver.add(z3.Sum(moved) == _smallest(solver, z3.Sum(moved), sum(_number(model, each) > 0 for each in amounts), budget))
        chosen = {}
        for each in self.levers:  # the first of several answers that are as small
            chosen[each.path] = _greatest(solver, each, budget)
            solver.add(each.amount == chosen[each.path])
        return chosen


def _meets(plan: Plan, arithmetic: SymbolArithmetic, outcome: Outcome[Term, Term], goal: Goal) -> Term:
    if goal.rating is None:
        printed = outcome.printed[goal.path]
        return arithmetic.compare(goal.sign, printed, arithmetic.number(goal.bound or Fraction(0))) if printed is not None else z3.BoolVal(val=False)
    at = next(number for number, (_, band) in enumerate(outcome.bands) if band.rating == goal.rating)
    others = outcome.bands[:at] if plan.rules.hit_policy == "first" else [*outcome.bands[:at], *outcome.bands[at + 1 :]]
    return z3.And(outcome.bands[at][0], *(z3.Not(holds) for holds, _ in others))


def _ask(solver: Term, budget: Budget) -> Term | None:
    """A model; None where it is proved that there is none. Raises TimeoutError."""
    answer = budget.ask(solver)
    if answer == z3.unknown:
        raise TimeoutError
    return solver.model() if answer == z3.sat else None


def _number(model: Term, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())


def _smallest(solver: Term, term: Term, known: int, budget: Budget) -> int:
    """The least value that a whole number can have, which is at most `known`."""
    low, high = -1, known
    while high - low > 1:
        middle = (low + high) // 2
        solver.push()
        solver.add(term <= middle)
        model = _ask(solver, budget)
        if model is None:
            low = middle
        else:
            high = _number(model, term)
        solver.pop()
    return high


def _greatest(solver: Term, lever: _Lever, budget: Budget) -> int:
    """The greatest amount that a lever can have under what is known so far."""
    model = _ask(solver, budget)
    assert model is not None
    low, high = _number(model, lever.amount), lever.most + 1
    while high - low > 1:
        middle = (low + high) // 2
        solver.push()
        solver.add(lever.amount >= middle)
        model = _ask(solver, budget)
        if model is None:
            high = middle
        else:
            low = _number(model, lever.amount)
        solver.pop()
    return low


def level_words(by: str) -> Text:
    """What is raised, in words."""
    return PLURALS[next((plural for plural, level in LEVELS.items() if level == by), by)]


__all__ = ["SECONDS", "Change", "Goal", "Way", "goal_of", "goals", "level_words", "levels_of", "paths_of", "ways"]
