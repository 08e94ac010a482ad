"""What any scores at all can come to under a rule set: proved, or shown by a witness that exact arithmetic
confirms.

A proof speaks of every score that can occur (see reach.py): an answer of a unit is one of a few, the mean of
many answers is any number between two. Where parts are looked at one by one it speaks of units that lack
nothing. Nodes are free where nothing below them is looked at, as far as what they can be is known; elsewhere
what stands below them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import z3

from ..words.numerals import decimal_text
from .arithmetic.exact import ExactArithmetic, round_exactly
from .arithmetic.symbols import Between, BeyondProof, Informed, Names, SymbolArithmetic, Term, fraction
from .expressions import Expression
from .joint import Link, linked
from .model import TOTAL, Node, Possible, RuleSet, above_of
from .one_unit import ExactResult, evaluate_exactly
from .plan import Outcome, Plan, meaning_of, run
from .policy import Policy
from .settling import Budget, HopelessError, Question, UndecidedError
from .states import Given, Value

STEPS = (Fraction(10), Fraction(5), Fraction(1))
"""Witnesses are looked for in steps of these first, because they are easy to read."""

MOST_IN_STEPS = 60
"""Of more scores than these all are the same, or as they were found."""

MOST_ALIKE = 6
"""Of a witness more scores than these that are the same are told together."""

ALMOST = 0.9
"""Of a time that did not suffice this much does not either."""

MOST_LESSONS = 1_000
"""So often a solver is told what a mean comes to that it took for another number."""

PROBES = 64
"""Where a mean is known by bounds only, so many units are tried before a solver is asked: from the lowest
scores to the highest."""

MORE_DECIMALS = 4
"""A score of a witness has at most so many decimals more than are printed, where that will do."""


@dataclass(frozen=True)
class Witness:
    """Scores that show something, by path: those that are free or come from another rule set, and what exact
    arithmetic makes of them. `data` are the same as scores that data can give: of what has only a few values
    the answers below it."""

    plan: Plan
    given: dict[str, Fraction]
    data: dict[str, Fraction]
    result: ExactResult

    @classmethod
    def of(cls, plan: Plan, given: dict[str, Fraction]) -> Witness:
        data: dict[str, Fraction] = {}
        for path, score in given.items():
            data |= plan.reach.answers(plan.rules.nodes[path], score) or {path: score}
        return cls(plan, given, data, evaluate_exactly(plan, data, judge=()))

    def printed(self, path: str) -> Fraction:
        value = self.result.outcome.printed[path]
        assert value is not None
        return Fraction(value)

    @property
    def total(self) -> Fraction:
        return self.printed(TOTAL)

    def named(self) -> Mapping[str, str]:
        """The scores that are free, and the total, by name and with the decimals of the scale."""
        rules = self.plan.rules
        scores = {path: self.shown(path) for path in self.given} | {TOTAL: self.total}
        return {
            rules.short_name(path): written(score, rules.scale.decimals) for path, score in scores.items()
        }

    def in_words(self) -> str:
        return scores_in_words(self.named())

    def meets(self, condition: Expression, node: Node | None = None) -> bool | None:
        """Whether a condition holds; of a judgement, for a node."""
        arithmetic, printed = ExactArithmetic(self.plan.rules.scale), self.result.outcome.printed
        own = {} if node is None else {"score": printed[node.path]}
        holds: bool | None = condition.evaluate(arithmetic, meaning_of(self.plan, arithmetic, printed, own))
        return holds

    def shown(self, path: str) -> Fraction:
        """A free score as it is, where data give it; what is printed of one that is made of what is below
        it."""
        return (
            self.given[path]
            if path in self.data and self.plan.rules.nodes[path].score is None
            else self.printed(path)
        )


def scores_in_words(scores: Mapping[str, str]) -> str:
    """Scores by name in words; of many those that are the same together, after the others."""
    times = Counter(score for name, score in scores.items() if name != TOTAL)
    often = [score for score, count in times.items() if count > MOST_ALIKE]
    alone = ", ".join(
        f"{name} {score}" for name, score in scores.items() if score not in often or name == TOTAL
    )
    together = (
        f"{score}: {', '.join(name for name, other in scores.items() if other == score and name != TOTAL)}"
        for score in often
    )
    return "; ".join(filter(None, [alone, *together]))


def written(value: Fraction, places: int) -> str:
    """A number with so many decimals, or more where it has more."""
    exact = (value * 10**places).denominator == 1
    return (
        f"{float(value):.{places}f}"
        if exact
        else decimal_text(value)
        if _is_decimal(value)
        else f"{value.numerator}/{value.denominator}"
    )


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


class World:
    """Every unit that there could be: a term for each score that matters, and what the rules make of them."""

    def __init__(
        self,
        rules: RuleSet,
        needed: Iterable[str] = (),
        prefix: str = "",
        *,
        links: Mapping[str, tuple[World, Link]] | None = None,
        inputs: Mapping[str, Term] | None = None,
        names: Names | None = None,
    ) -> None:
        """`needed` are nodes that are looked at beside those of the bands; `links` gives some nodes, by path,
        the values of another world, whose names are `names`; `inputs` are terms for what is otherwise free.
        Names of terms begin with `prefix`."""
        self.rules = rules
        self.plan = Plan.of(rules)
        self.arithmetic = SymbolArithmetic(rules.scale, prefix, names)
        self.links = dict(links or {})
        values = {
            path: linked(world.arithmetic, world.outcome.nodes, link)
            for path, (world, link) in self.links.items()
        }
        self.linked: dict[str, Term] = {
            path: value.number for path, value in values.items() if value.number is not None
        }
        looked_at = {*self.plan.required, *needed, *self.linked}
        terms = inputs or {}
        self.free: dict[str, Term] = {
            path: terms[path] if path in terms else z3.Real(f"{prefix}{path}")
            for path in self._frontier(looked_at)
            if path not in self.linked
        }
        for path, term in self.free.items():
            self.arithmetic.facts += _takes(term, self.possible(path))
        linked_values = {path: Value[Term, Term](term) for path, term in self.linked.items()}
        self.outcome: Outcome[Term, Term] = run(
            self.plan,
            self.arithmetic,
            Given(dict(self.free)),
            linked=linked_values,
            judge=(),
            compare_given=False,
        )

    def _frontier(self, looked_at: set[str]) -> Iterator[str]:
        """The paths of the nodes to leave free: the highest ones below which nothing is looked at, and of
        which it is known what they can be."""
        inside = {owner for path in looked_at for owner in above_of(path)}
        waiting = [self.rules.total]
        while waiting:
            node = waiting.pop()
            if (
                node.path in self.linked
                or not node.children
                or (node.path not in inside and self.plan.reach.of(node).exact)
            ):
                yield node.path
            else:
                waiting += reversed(node.children)

    @cached_property
    def is_partial(self) -> bool:
        """Whether a unit that lacks something could have other scores: where parts of a node are looked at
        one by one, and one that need not be there may be left out or count as 0."""
        needed, above = (
            set(self.plan.required),
            {owner for path in (*self.free, *self.linked) for owner in above_of(path)},
        )
        policies = ((self.rules.nodes[path], Policy.of(self.rules.nodes[path])) for path in above)
        return any(
            (policy.skips or policy.fills) and any(child.path not in needed for child in node.children)
            for node, policy in policies
        )

    def possible(self, path: str) -> Possible:
        """What a free score can be; of a formula the raw value is free."""
        node = self.rules.nodes[path]
        return self.rules.possible(node) if node.score is not None else self.plan.reach.of(node)

    def only(self, path: str) -> Sequence[Fraction]:
        """The few scores that a free one can have, where there are no others."""
        return self.possible(path).only

    def can_be(self, path: str, score: Fraction) -> bool:
        """Whether a free score, by itself, may be another one."""
        return z3.is_const(self.free[path]) and self.possible(path).takes(score)

    @property
    def facts(self) -> list[Term]:
        return self.arithmetic.facts

    @property
    def bands(self) -> list[Term]:
        """For each band whether it holds, whatever stands above it."""
        return [] if self.outcome.bands is None else list(self.outcome.bands.holds)

    def truth(self, condition: Expression, own: Mapping[str, Term] | None = None) -> Term:
        """Whether a condition holds; `own` are names that mean something in it alone."""
        return condition.evaluate(
            self.arithmetic, meaning_of(self.plan, self.arithmetic, self.outcome.printed, own)
        )

    def score(self, path: str) -> Term:
        """A node's score before rounding: of a question with a formula what it makes of the raw value, which
        is free."""
        return self.outcome.values[path]

    @cached_property
    def given(self) -> list[Term]:
        """For each band whether it is the rating."""
        bands = self.outcome.bands
        return (
            [] if bands is None else [bands.is_taken(self.arithmetic, at) for at in range(len(bands.cases))]
        )

    @cached_property
    def space(self) -> Space:
        return Space((self,))


def _takes(term: Term, possible: Possible) -> Iterator[Term]:
    """That a score is one of those that can be."""
    yield term >= z3.RealVal(possible.low)
    yield term <= z3.RealVal(possible.high)
    if possible.only and len(possible.only) > 1:
        step = possible.only[1] - possible.low
        if possible.high - possible.low == step * (len(possible.only) - 1) and all(
            value == possible.low + at * step for at, value in enumerate(possible.only)
        ):
            count = z3.FreshInt("steps")
            yield from (
                count >= 0,
                count <= len(possible.only) - 1,
                term == z3.RealVal(possible.low) + z3.RealVal(step) * z3.ToReal(count),
            )
            return
    if len(possible.spans) > 1:
        yield z3.Or(
            *(
                term == z3.RealVal(low)
                if low == high
                else z3.And(term >= z3.RealVal(low), term <= z3.RealVal(high))
                for low, high in possible.spans
            )
        )


class Worlds:
    """The worlds of one rule set, each made once."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self._known: dict[frozenset[str], World | BeyondProof] = {}

    @property
    def is_partial(self) -> bool:
        return any(isinstance(world, World) and world.is_partial for world in self._known.values())

    def of(self, needed: Iterable[str] = ()) -> World:
        """The world in which these nodes are looked at, beside those of the bands. Raises BeyondProof where
        the rules use what cannot be said in it."""
        key = frozenset(needed)
        if key not in self._known:
            try:
                self._known[key] = World(self.rules, key)
            except BeyondProof as rule:
                self._known[key] = rule
        world = self._known[key]
        if isinstance(world, BeyondProof):
            raise world
        return world


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
        return self.space.answered(self, budget)

    def shown(self, witnesses: tuple[Witness, ...]) -> Shown | None:
        """The scores, if they show it."""
        return Shown(self, witnesses) if self.confirm(witnesses) else None


class Space:
    """Worlds that are looked at together, and one solver that knows of them what it was asked about. No
    question is answered twice. `rising` are scores, each with what is printed of it, that are known to be
    printed in their order."""

    def __init__(
        self, worlds: Sequence[World], rising: Iterable[tuple[tuple[Term, Term], tuple[Term, Term]]] = ()
    ) -> None:
        self.worlds = tuple(worlds)
        self.rising = list(rising)
        self._known: dict[tuple[int, ...], tuple[Found, Shown | HopelessError | None]] = {}
        # questions that were tried in vain, and for how many seconds
        self._tried: dict[tuple[int, ...], tuple[Found, float]] = {}
        self._told = [0] * len(self.worlds)  # how many facts of each the solver knows

    @cached_property
    def _informed(self) -> Informed:
        informed = Informed([world.arithmetic.names for world in self.worlds])
        informed.meet(*(term for world in self.worlds for term in world.linked.values()))
        return informed

    def solver(self, *conditions: Term) -> Term:
        """The solver, with what the worlds know by now of these conditions."""
        informed = self._informed
        for at, world in enumerate(self.worlds):
            informed.add(*world.facts[self._told[at] :])
            self._told[at] = len(world.facts)
        informed.meet(*conditions)
        later = []
        for each in self.rising:
            (low, lower), (high, higher) = each
            if informed.has_met(lower) and informed.has_met(higher):
                informed.add(
                    z3.Implies(low <= high, lower <= higher), z3.Implies(low >= high, lower >= higher)
                )
            else:
                later.append(each)
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
        solver = self.solver(*question.conditions)
        if len(self.worlds) == 1 and self._means():
            for probe in self._probes:
                found = question.shown(probe)
                if found is not None:
                    return found
        for _ in range(MOST_LESSONS):
            model = self._model(solver, question.conditions, budget)
            if model is None:
                return None
            found = question.shown(self._witnesses(model, in_decimals=True)) or question.shown(
                self._witnesses(model)
            )
            if found is not None:
                return found
            lessons = [lesson for mean in self._means() for lesson in mean.lesson(model)]
            if not lessons:
                break
            solver.add(*lessons)
        found = self.readable(question, budget)
        if found is None:
            raise HopelessError if budget.left > 0 else UndecidedError
        return found

    @cached_property
    def _probes(self) -> list[tuple[Witness, ...]]:
        """Units of one world, of which all scores rise together, each from the lowest that it can be to the
        highest."""
        free = {term.get_id(): self.worlds[0].possible(path) for path, term in self.worlds[0].free.items()}
        return [
            self._made({number: possible.up_to(Fraction(at, PROBES)) for number, possible in free.items()})
            for at in range(PROBES + 1)
        ]

    def _means(self) -> list[Between]:
        """The means that the solver has met, and of which only bounds are said."""
        means = {mean.name.get_id(): mean for world in self.worlds for mean in world.arithmetic.names.means}
        return [mean for mean in means.values() if self._informed.has_met(mean.name)]

    def _model(self, solver: Term, conditions: Sequence[Term], budget: Budget) -> Term | None:
        try:
            return budget.ask(solver, *conditions)
        except HopelessError:  # a solver that starts anew has other means
            fresh = z3.Solver()
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
                        found = question.shown(self._witnesses(self._settled(solver, wholes, model, budget)))
                        if found is not None:
                            return found
                finally:
                    solver.pop()
        except UndecidedError:
            pass
        finally:
            solver.pop()
        return None

    def _settled(self, solver: Term, wholes: Sequence[Term], model: Term, budget: Budget) -> Term:
        """A model of what was found with the least numbers of steps, the first of them first, and of what can
        have a few scores only the greatest: the same witness in every run; as far as the time suffices."""
        fixed: list[Term] = []
        try:
            for whole in wholes:
                least, low, width = _whole(model, whole), None, 1
                while low is None or least - low > 1:
                    tried = least - width if low is None else (low + least) // 2
                    lower = budget.ask(solver, *fixed, whole <= tried)
                    if lower is None:
                        low = tried
                    else:
                        model, least, width = lower, _whole(lower, whole), width * 2
                fixed.append(whole == least)
            few = {
                term.get_id(): (term, only)
                for world in self.worlds
                for path, term in world.free.items()
                if (only := world.only(path))
            }
            for term, only in few.values():
                low, high = only.index(fraction(model.eval(term, model_completion=True))), len(only)
                while high - low > 1:
                    middle = (low + high) // 2
                    higher = budget.ask(solver, *fixed, term >= z3.RealVal(only[middle]))
                    if higher is None:
                        high = middle
                    else:
                        model, low = higher, only.index(fraction(higher.eval(term, model_completion=True)))
                fixed.append(term == z3.RealVal(only[low]))
        except UndecidedError:
            pass
        return model


def rising(
    one: World, other: World, pairs: Iterable[tuple[str, str]]
) -> Iterator[tuple[tuple[Term, Term], tuple[Term, Term]]]:
    """Scores of two worlds that are rounded alike, with what is printed of them: these are printed in the
    order of the scores, which is true in itself, and hard to find for a solver."""
    scales = one.rules.scale, other.rules.scale
    if (scales[0].decimals, scales[0].rounding) != (scales[1].decimals, scales[1].rounding):
        return
    for path, match in pairs:
        scores: list[Term] = [one.outcome.values.get(path), other.outcome.values.get(match)]
        if None not in scores:
            printed: list[Term] = [one.outcome.printed[path], other.outcome.printed[match]]
            if not printed[0].eq(printed[1]):
                yield (scores[0], printed[0]), (scores[1], printed[1])


def made_readable(shown: Sequence[Shown], budget: Budget) -> list[tuple[Witness, ...]]:
    """The witnesses of each, easier to read where the time suffices."""
    made = []
    for at, each in enumerate(shown):
        better = each.question.space.readable(each.question, budget.part(1 / (len(shown) - at)))
        made.append((better or each).witnesses)
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
        for at, term in enumerate((terms[:1] if same else terms) if free else ()):
            whole = z3.Int(f"step {number} {at}")
            solver.add(z3.ToReal(whole) * z3.RealVal(step) == term)
            wholes.append(whole)
    return wholes


def _whole(model: Term, term: Term) -> int:
    return int(model.eval(term, model_completion=True).as_long())


def _witness(world: World, scores: Mapping[int, Fraction], made: dict[World, Witness]) -> Witness:
    """A world's scores, of which the free ones are known by the number of their term. What comes of another
    world is what exact arithmetic makes of it there."""
    if world not in made:
        given = {path: scores[term.get_id()] for path, term in world.free.items()}
        exact = ExactArithmetic(world.rules.scale)
        for path, (source, link) in world.links.items():
            there = _witness(source, scores, made)
            value = linked(exact, there.result.outcome.nodes, link).number
            if world.rules.nodes[path].score is not None:  # data give the raw value
                given[path] = there.given[link.paths[0]]
            elif value is not None:
                given[path] = Fraction(value)
        made[world] = Witness.of(world.plan, given)
    return made[world]


__all__ = [
    "Confirm",
    "Found",
    "Shown",
    "Space",
    "Witness",
    "World",
    "Worlds",
    "made_readable",
    "rising",
    "scores_in_words",
    "written",
]
