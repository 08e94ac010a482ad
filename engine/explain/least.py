"""The least change that reaches a better rating: proved with symbols, and confirmed by exact arithmetic.

By points: the fewest points over some nodes (instruments, indicators), each raised in steps of the last
decimal, none above what it can reach. By items: the fewest questions that their unit answers once (published
or not) to be brought to their best answer. What is not raised stays as it is, at full precision."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, partial
from typing import Literal

import z3

from ..data.naming import node_named
from ..meaning.arithmetic.exact import Exact, round_exactly
from ..meaning.arithmetic.symbols import SymbolArithmetic
from ..meaning.arithmetic.terms import BeyondProof, Informed, Term, fraction
from ..meaning.combinations import highest
from ..meaning.model import LEVELS, TOTAL, Node, Possible, RuleSet, above_of, is_below
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Outcome, Plan, run
from ..meaning.policy import Policy
from ..meaning.settling import Budget, UndecidedError
from ..meaning.states import Given, Value
from ..meaning.ways import way_of
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.hints import did_you_mean
from ..words.numerals import read_number, western
from .conditions import PLURALS, wanted_of
from .trace import Trace

SECONDS = 10.0

_BOUND = re.compile(r"\s*([^<>=\s]+)\s*(>=|>)\s*([^<>=\s]+)\s*")
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
    """What became of the search for the least change to a goal. `by` is the level whose nodes are raised, or
    "items". With `changes` made, `data` (by path) gives `result`; `best` is what the unit has with everything
    at its best. `beyond` names what cannot be proved with."""

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
    """The better ratings, the nearest first; and the bounds of nodes that these look at or by which a node is
    judged, where items stand below that could be had."""
    plan = trace.exact.plan
    found = [Goal(rating) for rating in trace.better]
    bounds: dict[tuple[str, str, Fraction], None] = {}
    for rating in trace.better:
        for band in trace.rules.bands:
            if band.rating == rating and band.when is not None:
                bounds.update(dict.fromkeys(wanted_of(plan, band.when, trace.outcome)))
    for path, judged in trace.outcome.judged.items():
        if trace.rules.nodes[path].children and judged.cases and not judged.holds[0]:
            bounds.update(dict.fromkeys(wanted_of(plan, judged.cases[0].when, trace.outcome, path)))
    items = [path for path, _, _ in _items(trace, ())]
    for path, sign, bound in bounds:
        if path != TOTAL and any(is_below(item, path) for item in items):
            found.append(Goal(None, path, sign, bound))
    return found


def goal_of(rules: RuleSet, text: str) -> Goal:
    """The goal that a text names: a rating, or a node's bound such as web >= 85. Raises KenError for anything
    else."""
    at = Position("--goal")
    if text in [band.rating for band in rules.bands]:
        return Goal(text)
    match = _BOUND.fullmatch(western(text))
    named = None if match is None else rules.thresholds.get(match[3])
    bound = None if match is None else named.value if named is not None else read_number(match[3])
    if match is None or bound is None:
        names = [band.rating for band in rules.bands]
        message = say("“{goal}” is no rating of {rules} and no bound of a node", goal=text, rules=rules.id)
        raise KenError(
            [
                Diagnostic(
                    "no-goal",
                    message,
                    at,
                    say("write one of {ratings}, or for example total >= 85", ratings=names),
                )
            ]
        )
    return Goal(None, node_named(rules, match[1], at), match[2], bound)


def paths_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The paths of nodes that are named, an alias for all that it stands for. Raises KenError for a name of
    nothing."""
    found: list[str] = []
    faults: list[Diagnostic] = []
    for name in names:
        if name in rules.aliases:
            found += rules.aliases[name]
            continue
        try:
            found.append(node_named(rules, name, Position("--keep")))
        except KenError as problem:
            faults += problem.diagnostics
    if faults:
        raise KenError(faults)
    return found


def levels_of(rules: RuleSet, names: Sequence[str]) -> list[str]:
    """The levels that plurals name (instruments, indicators, …), and "items". Raises KenError for another
    word."""
    known = {**{plural: level for plural, level in LEVELS.items() if plural in rules.lists}, "items": "items"}
    faults = [
        Diagnostic(
            "no-level",
            say("{rules} has no {name}", rules=rules.id, name=name),
            Position("--by"),
            did_you_mean(name, list(known)),
        )
        for name in names
        if name not in known
    ]
    if faults:
        raise KenError(faults)
    return [known[name] for name in names]


def ways(
    trace: Trace,
    *,
    keep: Collection[str] = (),
    wanted: Sequence[Goal] | None = None,
    by: Sequence[str] | None = None,
    seconds: float = SECONDS,
) -> list[Way]:
    """The least changes to each goal (by default all of `goals`), by points over each of the levels in `by`
    (by default those right below the total, and the indicators) and by items. `keep` are the paths of nodes
    that stay as they are. All of it takes at most so many seconds."""
    if trace.rating is None:
        return []
    chosen = goals(trace) if wanted is None else list(wanted)
    levels = _levels(trace) if by is None else [each for each in by if each != "items"]
    searches: list[_Search] = []
    for level in levels:
        search = _honest(trace, partial(_by_points, trace, level, keep))
        if search.levers and [each.path for each in search.levers] not in [
            [each.path for each in other.levers] for other in searches
        ]:
            searches.append(search)
    items = _honest(trace, partial(_by_items, trace, keep)) if by is None or "items" in by else None
    asked = [
        (goal, each)
        for goal in chosen
        for each in (
            *(searches if goal.rating is not None or wanted is not None else ()),
            *([items] if items is not None and items.levers else ()),
        )
    ]
    budget = Budget(seconds)
    return [each.least(goal, budget.part(1 / (len(asked) - at))) for at, (goal, each) in enumerate(asked)]


def _honest(trace: Trace, search: Callable[[_Cut], _Search]) -> _Search:
    """A search below given scores that what is below them prints too; where without these the unit would be
    rated otherwise, one that lets them stand."""
    found = search(_Cut(trace, strict=False))
    return found if found.unraised.rating == trace.rating else search(_Cut(trace, strict=True))


def _levels(trace: Trace) -> list[str]:
    tops = dict.fromkeys(child.level for child in trace.rules.total.children)
    return [*tops, *(["indicator"] if "indicators" in trace.rules.lists and "indicator" not in tops else [])]


@dataclass(frozen=True)
class _Lever:
    """A node that can be raised by an amount of steps, 0 to `most`: terms for the amount and for its score.
    Where it cannot have every score, `possible` says which, and the solver is told of those that matter.
    Levers of one `kind` can take each other's place: of these the first is raised most."""

    path: str
    value: Fraction
    old: Fraction  # as printed
    score: Term
    amount: Term
    most: int
    top: Fraction
    kind: Hashable = None
    possible: Possible | None = None
    facts: Sequence[Term] = ()

    def lesson(self, score: Fraction, amount: int, printed: Callable[[Fraction], int]) -> Iterator[Term]:
        """What rules out a score that the node cannot have, or an amount that is not that of its score;
        `printed` counts the steps of the last decimal up to a score."""
        if self.possible is None:
            return
        if not self.possible.takes(score):
            below = max(high for _, high in self.possible.spans if high < score)
            above = min(low for low, _ in self.possible.spans if low > score)
            yield z3.Or(self.score <= z3.RealVal(below), self.score >= z3.RealVal(above))
        elif self.possible.only and amount != printed(score) - printed(self.value):
            yield z3.Implies(
                self.score == z3.RealVal(score), self.amount == printed(score) - printed(self.value)
            )


def _by_points(trace: Trace, level: str, keep: Collection[str], cut: _Cut) -> _Search:
    rules = trace.rules
    step = Fraction(1, 10**rules.scale.decimals)
    levers, fixed = [], []
    for node in cut.nodes(lambda node: node.level == level, keep):
        value = cut.value(node)
        if value is None:
            continue
        old, top = (
            round_exactly(value, rules.scale.decimals, rules.scale.rounding),
            _top(trace.exact.plan, node),
        )
        reach = trace.exact.plan.reach.of(node)
        # it is not where a part may be left out
        is_known = reach.exact and len(reach.spans) > 1 and top <= reach.high
        possible = reach if is_known and reach.takes(value) and _can_be(trace, node) else None
        is_few = possible is not None and bool(possible.only)
        most = math.ceil((top - old) / step)
        rises = top > value if is_few else most > 0
        if (
            node.level != level
            or node.score is not None
            or not rises
            or rules.steps(node)
            or _kept(node.path, keep)
        ):
            fixed.append(node.path)
            continue
        steps = z3.Int(f"steps {node.path}")
        score = z3.RealVal(old) + z3.ToReal(steps) * z3.RealVal(step)
        facts = []
        if is_few:  # its scores need not be at whole steps: they are printed so
            about, score = score, z3.Real(f"score {node.path}")
            facts = [
                score >= z3.RealVal(value),
                score <= z3.RealVal(top),
                score >= about - z3.RealVal(step),
                score <= about + z3.RealVal(step),
            ]
        else:
            if old + most * step != top:
                score = z3.If(steps == most, z3.RealVal(top), score)
            if value != old:
                score = z3.If(steps == 0, z3.RealVal(value), score)
        levers.append(
            _Lever(
                node.path,
                value,
                old,
                score,
                steps,
                max(most, 0) + is_few,
                top,
                possible=possible,
                facts=facts,
            )
        )
    return _Search(trace, level, levers, fixed)


def _can_be(trace: Trace, node: Node) -> bool:
    """Whether all that is known below a node can be so. Where a figure is given that what is below it never
    makes, there is no telling which others may be."""
    reach, values = trace.exact.plan.reach, trace.outcome.values
    return all(
        reach.of(each).takes(Fraction(value))
        for each in node.walk()
        if each is not node and (value := values[each.path]) is not None
    )


def _top(plan: Plan, node: Node) -> Fraction:
    """The highest score that a node can get: from what is below it, a part left out where it may be, and
    within the scale."""
    top = plan.reach.ends(node)[1]
    if node.children and Policy.of(node).skips:
        top = max(
            top,
            highest(
                way_of(node),
                [(_top(plan, child), child.relative_weight) for child in node.children if child.weight != 0],
            ),
        )
    return min(top, plan.rules.scale.maximum)


def _by_items(trace: Trace, keep: Collection[str], cut: _Cut) -> _Search:
    items = {path: (value, best) for path, value, best in _items(trace, keep)}
    parents = {child.path: node for node in trace.rules.nodes.values() for child in node.children}
    looked_at, above = set(trace.exact.plan.required), {owner for path in items for owner in above_of(path)}
    levers, fixed = [], []
    for node in cut.nodes(lambda node: node.path not in above, keep):
        if node.path in items:
            value, best = items[node.path]
            had = z3.Int(f"item {node.path}")
            score = z3.If(had == 0, z3.RealVal(value), z3.RealVal(best))
            kind = None if node.path in looked_at else (parents[node.path].path, node.weight, value, best)
            levers.append(_Lever(node.path, value, value, score, had, 1, best, kind))
        elif cut.value(node) is not None:
            fixed.append(node.path)
    # what an item that is had adds
    gains = {step.node.path: step.costs.exact if step.costs else Fraction(0) for step in trace.root.walk()}
    return _Search(trace, "items", sorted(levers, key=lambda lever: -gains[lever.path]), fixed)


def _items(trace: Trace, keep: Collection[str]) -> Iterator[tuple[str, Fraction, Fraction]]:
    """Questions that their unit answers once, and not with the best answer: path, score and the best
    score."""
    cut = _Cut(trace, strict=False)
    for node in trace.rules.nodes.values():
        steps, value = trace.rules.steps(node), cut.value(node)
        if steps and value is not None and value < steps[-1] and not _kept(node.path, keep):
            yield node.path, value, steps[-1]


def _kept(path: str, keep: Collection[str]) -> bool:
    return any(path == each or is_below(path, each) or is_below(each, path) for each in keep)


@dataclass(frozen=True)
class _Cut:
    """The nodes that make the total together. A score that is given stands where what is below it makes
    another one: another value if `strict`, else another one in print."""

    trace: Trace
    strict: bool

    def nodes(self, stop: Callable[[Node], bool], keep: Collection[str]) -> Iterator[Node]:
        """Each the highest at which to stop."""
        waiting = [self.trace.rules.total]
        while waiting:
            node = waiting.pop(0)
            if (
                not node.children
                or self.stands(node)
                or (node.path != TOTAL and (stop(node) or node.path in keep))
            ):
                yield node
            else:
                waiting = [*node.children, *waiting]

    def stands(self, node: Node) -> bool:
        given, computed = self.trace.given.get(node.path), self.trace.outcome.computed.get(node.path)
        if given is None:
            return False
        scale = self.trace.rules.scale
        if computed is None or self.strict:
            return given != computed
        return (
            round_exactly(Fraction(computed), scale.decimals, scale.rounding)
            != self.trace.outcome.printed[node.path]
        )

    def value(self, node: Node) -> Fraction | None:
        """A node's value; 0 where it is missing and counts as 0."""
        value = self.trace.outcome.values[node.path]
        if value is not None:
            return Fraction(value)
        parent = None if node.path == TOTAL else self.trace.rules.nodes[node.path.rpartition(".")[0] or TOTAL]
        counts = (
            parent is not None
            and Policy.of(parent).fills
            and self.trace.outcome.values[parent.path] is not None
        )
        return Fraction(0) if counts else None


@dataclass(frozen=True)
class _Search:
    """Levers, and what stays fixed beside them."""

    trace: Trace
    by: str
    levers: Sequence[_Lever]
    fixed: Sequence[str]

    def least(self, goal: Goal, budget: Budget) -> Way:
        """The least change of the levers that reaches the goal."""
        now = self.unraised
        if goal.reached(now) or goal.rating == self.trace.rating:
            return Way(goal, self.by, "there", result=now)
        try:
            raised = self.proved(goal, budget)
        except BeyondProof as problem:
            return Way(goal, self.by, "beyond", beyond=str(problem))
        except UndecidedError:
            return Way(goal, self.by, "undecided")
        if raised is None:
            return Way(goal, self.by, "impossible", best=self.best)
        result = self.rated(raised)
        if not goal.reached(result):
            return Way(goal, self.by, "undecided")
        place = {path: at for at, path in enumerate(self.trace.rules.nodes)}
        moved = sorted(
            (each for each in self.levers if each.path in raised), key=lambda each: place[each.path]
        )
        return Way(
            goal,
            self.by,
            "found",
            tuple(self.change(each, raised[each.path]) for each in moved),
            self.data(raised),
            result,
        )

    @cached_property
    def unraised(self) -> ExactResult:
        return self.rated({})

    @cached_property
    def best(self) -> ExactResult:
        """With everything at its best."""
        return self.rated({each.path: each.top for each in self.levers})

    def change(self, lever: _Lever, new: Fraction) -> Change:
        """What is told of a lever: one of a few scores as it is printed, if that shows the rise."""
        if lever.possible is None or not lever.possible.only:
            return Change(lever.path, lever.old, new)
        printed = self.printed(new)
        return (
            Change(lever.path, lever.value, new)
            if printed == lever.old
            else Change(lever.path, lever.old, printed)
        )

    def printed(self, score: Fraction) -> Fraction:
        scale = self.trace.rules.scale
        return round_exactly(score, scale.decimals, scale.rounding)

    def data(self, changed: Mapping[str, Fraction]) -> dict[str, Fraction | None]:
        """What the data would say: what they do, with the raised scores in it, and nothing above these."""
        parts = [*(each.path for each in self.levers), *self.fixed]
        given = {path: Fraction(value) for path, value in self.trace.given.items() if value is not None}
        above = {owner for part in parts for owner in above_of(part)}
        kept = {path: value for path, value in given.items() if path not in above}
        return {**kept, **changed}

    def rated(self, raised: Mapping[str, Fraction]) -> ExactResult:
        given: Given[Exact, bool | None] = Given(
            self.data(raised), refused=dict.fromkeys(self.trace.refused, True)
        )
        return evaluate_exactly(self.trace.exact.plan, given, judge=())

    def proved(self, goal: Goal, budget: Budget) -> dict[str, Fraction] | None:
        """The scores of the levers that are raised; None where it is proved that nothing reaches the goal.
        Raises UndecidedError."""
        informed, arithmetic, outcome = self.world
        met = _meets(arithmetic, outcome, goal)
        informed.meet(met)
        while True:
            informed.solver.push()
            try:
                informed.solver.add(met)
                model = self.smallest(informed.solver, budget)
            finally:
                informed.solver.pop()
            if model is None:
                return None
            scores = {
                each.path: fraction(model.eval(each.score, model_completion=True)) for each in self.levers
            }
            lessons = [
                lesson
                for each in self.levers
                for lesson in each.lesson(scores[each.path], _number(model, each.amount), self.steps)
            ]
            if not lessons:
                return {
                    each.path: scores[each.path] for each in self.levers if scores[each.path] != each.value
                }
            informed.add(*lessons)

    def steps(self, score: Fraction) -> int:
        """How many steps of the last decimal a score is printed above 0."""
        return int(self.printed(score) * 10**self.trace.rules.scale.decimals)

    @cached_property
    def world(self) -> tuple[Informed, SymbolArithmetic, Outcome[Term, Term]]:
        """A solver that knows what the levers can do, and what comes of it."""
        values = self.trace.outcome.values
        arithmetic = SymbolArithmetic(self.trace.rules.scale)
        cut = {*self.fixed, *(each.path for each in self.levers)} - {TOTAL}
        below = [path for path in self.trace.exact.plan.required if not cut.isdisjoint(above_of(path))]
        terms: dict[str, Term] = {
            path: z3.RealVal(Fraction(value))
            for path in (*self.fixed, *below)
            if (value := values[path]) is not None
        }
        terms |= {each.path: each.score for each in self.levers}
        linked = {path: Value[Term, Term](term) for path, term in terms.items()}
        outcome: Outcome[Term, Term] = run(
            self.trace.exact.plan, arithmetic, Given(), linked=linked, judge=(), compare_given=False
        )
        informed = Informed([arithmetic.names])
        last: dict[Hashable, Term] = {}
        for each in self.levers:
            informed.add(*each.facts)
            informed.add(each.amount >= 0, each.amount <= last.get(each.kind, each.most))
            if each.kind is not None:
                last[each.kind] = each.amount
        informed.add(*arithmetic.facts)
        return informed, arithmetic, outcome

    def smallest(self, solver: Term, budget: Budget) -> Term | None:
        """A model with the least amounts under what the solver knows: the fewest steps in all, then the
        fewest nodes, then the first of them."""
        amounts = [each.amount for each in self.levers]
        total = z3.Sum(amounts)
        best = budget.ask(solver)
        if best is None:
            return None
        least, best = _smallest(solver, total, best, budget)
        solver.add(total == least)
        # of several answers that are as small that with the fewest nodes, then the first; any of them when
        # the time is over
        try:
            moved = z3.Sum([z3.If(each > 0, 1, 0) for each in amounts])
            if self.by != "items":
                fewest, best = _smallest(solver, moved, best, budget)
                solver.add(moved == fewest)
            for each in self.levers:
                best = _greatest(solver, each, best, budget)
                solver.add(each.amount == _number(best, each.amount))
            for each in self.levers:  # what need not be raised out of sight is not
                if each.possible is not None and _number(best, each.amount) == 0:
                    same = each.score == z3.RealVal(each.value)
                    unmoved = budget.ask(solver, same)
                    if unmoved is not None:
                        best = unmoved
                        solver.add(same)
        except UndecidedError:
            pass
        return best


def _meets(arithmetic: SymbolArithmetic, outcome: Outcome[Term, Term], goal: Goal) -> Term:
    if goal.rating is None:
        printed = outcome.printed[goal.path]
        return (
            arithmetic.compare(goal.sign, printed, arithmetic.number(goal.bound or Fraction(0)))
            if printed is not None
            else z3.BoolVal(val=False)
        )
    bands = outcome.bands
    if bands is None:
        return z3.BoolVal(val=False)
    return z3.Or(
        *(bands.is_taken(arithmetic, at) for at, band in enumerate(bands.cases) if band.rating == goal.rating)
    )


def _number(model: Term, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())


def _smallest(solver: Term, term: Term, known: Term, budget: Budget) -> tuple[int, Term]:
    """The least value that a whole number can have, and a model with it; `known` is a model."""
    low, high = -1, _number(known, term)
    while high - low > 1:
        middle = (low + high) // 2
        model = budget.ask(solver, term <= middle)
        if model is None:
            low = middle
        else:
            known, high = model, _number(model, term)
    return high, known


def _greatest(solver: Term, lever: _Lever, known: Term, budget: Budget) -> Term:
    """A model in which a lever's amount is the greatest; `known` is a model."""
    low, high = _number(known, lever.amount), lever.most + 1
    while high - low > 1:
        middle = (low + high) // 2
        model = budget.ask(solver, lever.amount >= middle)
        if model is None:
            high = middle
        else:
            known, low = model, _number(model, lever.amount)
    return known


def level_words(by: str) -> Text:
    """What is raised, in words."""
    return PLURALS[next((plural for plural, level in LEVELS.items() if level == by), by)]


__all__ = [
    "SECONDS",
    "Change",
    "Goal",
    "Way",
    "goal_of",
    "goals",
    "level_words",
    "levels_of",
    "paths_of",
    "ways",
]
