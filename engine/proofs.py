"""What any scores at all can come to under a rule set: proved, or shown by a witness that exact arithmetic confirms.

A proof speaks of the scores that the bands look at. They are free within what their own answers can earn: a mean of many
answers can take any value there. Every unit is taken to lack nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import z3

from .arithmetic.symbols import SymbolArithmetic, Term
from .expressions import Expression
from .model import TOTAL, Node, RuleSet
from .numerals import decimal_text
from .plan import Outcome, Plan, meaning_of, run
from .states import Given, Value
from .unit import ExactResult, evaluate_exactly

SECONDS = 10.0
POLISH = 0.1
"""The share of the time that may go into witnesses that are easier to read, once there is one."""

STEPS = (Fraction(10), Fraction(5), Fraction(1))
"""Witnesses are looked for in steps of these first, because they are easy to read."""


class UndecidedError(Exception):
    """A proof did not finish in its time."""


@dataclass(frozen=True)
class Witness:
    """Scores that show something, by path: those that are free, and what exact arithmetic makes of them."""

    plan: Plan
    given: dict[str, Fraction]
    result: ExactResult

    def printed(self, path: str) -> Fraction:
        value = self.result.outcome.printed[path]
        assert value is not None
        return Fraction(value)

    @property
    def total(self) -> Fraction:
        return self.printed(TOTAL)

    def in_words(self, rules: RuleSet) -> str:
        """The scores that are free, and the total, with the decimals of the scale."""
        places = rules.scale.decimals
        shown = {rules.short_name(path): self.printed(path) if rules.nodes[path].score else value for path, value in self.given.items()}
        return ", ".join(f"{name} {written(value, places)}" for name, value in {**shown, rules.short_name(TOTAL): self.total}.items())


def written(value: Fraction, places: int) -> str:
    """A number with so many decimals, or more where it has more."""
    exact = (value * 10**places).denominator == 1
    return f"{float(value):.{places}f}" if exact else decimal_text(value) if _is_decimal(value) else f"{value.numerator}/{value.denominator}"


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
        linked: Mapping[str, Term] | None = None,
        inputs: Mapping[str, Term] | None = None,
        wholes: dict[Hashable, Term] | None = None,
    ) -> None:
        """`needed` are nodes that are looked at beside those of the bands; `linked` gives some nodes, by path, the values of
        another world, whose rounded numbers are `wholes`; `inputs` are terms for what is otherwise free. Names of terms begin
        with `prefix`."""
        self.rules = rules
        self.plan = Plan.of(rules)
        self.arithmetic = SymbolArithmetic(rules.scale, prefix, wholes)
        self.linked = dict(linked or {})
        wanted = {*self.plan.required, *needed, *self.linked}
        terms = inputs or {}
        self.free: dict[str, Term] = {
            path: terms[path] if path in terms else z3.Real(f"{prefix}{path}") for path in _frontier(rules.total, wanted) if path not in self.linked
        }
        for path, term in self.free.items():
            node = rules.nodes[path]
            low, high = self.plan.reach.ends(node) if node.score is None else rules.limits(node)  # of a formula the raw value is free
            self.arithmetic.facts += [term >= z3.RealVal(low), term <= z3.RealVal(high)]
            if steps := rules.steps(node):
                self.arithmetic.facts.append(z3.Or(*(term == z3.RealVal(step) for step in steps)))
        linked_values = {path: Value[Term, Term](term) for path, term in self.linked.items()}
        self.outcome: Outcome[Term, Term] = run(self.plan, self.arithmetic, Given(dict(self.free)), linked=linked_values, judge=(), compare_given=False)

    @property
    def facts(self) -> list[Term]:
        return self.arithmetic.facts

    @property
    def bands(self) -> list[Term]:
        """For each band whether it holds, whatever stands above it."""
        return [] if self.outcome.bands is None else list(self.outcome.bands.holds)

    def truth(self, condition: Expression, own: Mapping[str, Term] | None = None) -> Term:
        """Whether a condition holds; `own` are names that mean something in it alone."""
        return condition.evaluate(self.arithmetic, meaning_of(self.plan, self.arithmetic, self.outcome.printed, own))

    def score(self, path: str) -> Term:
        """A node's score before rounding: of a question with a formula what it makes of the raw value, which is free."""
        return self.outcome.values[path]

    @cached_property
    def given(self) -> list[Term]:
        """For each band whether it is the rating."""
        bands = self.outcome.bands
        return [] if bands is None else [bands.is_taken(self.arithmetic, at) for at in range(len(bands.cases))]


def _frontier(node: Node, wanted: set[str]) -> list[str]:
    """The paths of the nodes to leave free: the highest ones below which nothing is looked at."""
    below = [child for child in node.children if any(inner.path in wanted for inner in child.walk())]
    if not below:
        return [node.path]
    return [path for child in node.children for path in _frontier(child, wanted)]


def find(
    worlds: Sequence[World],
    conditions: Sequence[Term],
    confirm: Callable[[Sequence[Witness]], bool] | None = None,
    seconds: float | Budget = SECONDS,
) -> tuple[Witness, ...] | None:
    """Scores, one set for each world, under which the conditions hold; None where it is proved that there are none. Raises
    `UndecidedError` when the time does not suffice, or `confirm`, which is given what exact arithmetic makes of the scores, takes none of those found."""
    budget = seconds if isinstance(seconds, Budget) else Budget(seconds)
    solver = z3.Solver()
    solver.add(*(fact for world in worlds for fact in world.facts), *conditions)
    answer = budget.ask(solver)
    if answer == z3.unsat:
        return None
    if answer != z3.sat:
        raise UndecidedError
    found = tuple(_witness(world, solver.model()) for world in worlds)
    fallback = found if confirm is None or confirm(found) else None
    polish = budget if fallback is None else budget.part(POLISH)
    for step, same in _readable(worlds):
        solver.push()
        wholes = _in_steps(worlds, step, same, solver)
        if polish.ask(solver) == z3.sat:
            _least(solver, wholes, polish)
            found = tuple(_witness(world, solver.model()) for world in worlds)
            if confirm is None or confirm(found):
                return found
        solver.pop()
    if fallback is None:
        raise UndecidedError
    return fallback


def possible(world: World, condition: Term, seconds: float | Budget = SECONDS) -> bool:
    """Whether there are scores under which a condition holds. Raises `UndecidedError` when the time does not suffice."""
    budget = seconds if isinstance(seconds, Budget) else Budget(seconds)
    solver = z3.Solver()
    solver.add(*world.facts, condition)
    answer = budget.ask(solver)
    if answer == z3.unknown:
        raise UndecidedError
    return bool(answer == z3.sat)


class Budget:
    """The time that proofs may take together."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def part(self, share: float) -> Budget:
        """A share of the time that is left, and no less than half a second of it."""
        left = self.end - time.monotonic()
        return Budget(min(left, max(0.5, left * share)))

    def ask(self, solver: Term) -> Term:
        """What the solver answers in the time that is left: sat, unsat, or unknown."""
        solver.set("timeout", max(1, int((self.end - time.monotonic()) * 1000)))
        return solver.check() if time.monotonic() < self.end else z3.unknown


def _readable(worlds: Sequence[World]) -> Iterable[tuple[Fraction | None, bool]]:
    """What makes a witness easy to read, the easiest first: in which steps its scores are, and whether all are the same."""
    scale = worlds[0].rules.scale
    steps = [*(step * (scale.maximum - scale.minimum) / 100 for step in STEPS), Fraction(1, 10**scale.decimals)]
    return [*((step, True) for step in steps), *((step, False) for step in steps), (None, False)]


def _in_steps(worlds: Sequence[World], step: Fraction | None, same: bool, solver: Term) -> list[Term]:
    """Adds that the free scores are multiples of a step, and all the same in each world; gives the multiples."""
    if step is None:
        return []
    wholes = []
    for number, world in enumerate(worlds):
        terms = list(world.free.values())
        if same and terms:
            solver.add(*(term == terms[0] for term in terms[1:]))
        for at, term in enumerate(terms[:1] if same else terms):
            whole = z3.Int(f"step {number} {at}")
            solver.add(z3.ToReal(whole) * z3.RealVal(step) == term)
            wholes.append(whole)
    return wholes


def _least(solver: Term, wholes: Sequence[Term], budget: Budget) -> None:
    """Narrows what was found to the least numbers, the first of them first: the same witness in every run."""
    for whole in wholes:
        least, low, width = solver.model().eval(whole, model_completion=True).as_long(), None, 1
        while low is None or least - low > 1:
            tried = least - width if low is None else (low + least) // 2
            solver.push()
            solver.add(whole <= tried)
            if budget.ask(solver) == z3.sat:
                least = solver.model().eval(whole, model_completion=True).as_long()
                width *= 2
            else:
                low = tried
            solver.pop()
        solver.push()
        solver.add(whole == least)
        if budget.ask(solver) != z3.sat:
            solver.pop()
            solver.set("timeout", 10_000)
            solver.check()
            return


def _witness(world: World, model: Term) -> Witness:
    given, linked = ({path: _fraction(model.eval(term, model_completion=True)) for path, term in terms.items()} for terms in (world.free, world.linked))
    return Witness(world.plan, {**given, **linked}, evaluate_exactly(world.plan, given, linked=linked, judge=()))


def _fraction(value: Term) -> Fraction:
    if isinstance(value, z3.AlgebraicNumRef):
        value = value.approx(20)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())
