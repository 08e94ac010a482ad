"""What the rules make of units that may lack something, as terms of the logic of the proofs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from .arithmetic import Arithmetic
from .arithmetic.boxes import BoxArithmetic, BoxTruth
from .arithmetic.intervals import Enclosure
from .arithmetic.lacking import LackingArithmetic
from .arithmetic.lacking_terms import MayHold, MayLack, all_of, false
from .arithmetic.loose import Box
from .arithmetic.terms import Term
from .choosing import Chosen
from .expressions import Expression
from .model import TOTAL, Band, Node, above_of
from .names import Outcome
from .plan import Plan, meaning_of, run
from .states import Given
from .steps_in_order import combines, expressions_of, rating_expressions_of


@dataclass(frozen=True)
class Lacking:
    """Units of which each value that is `free`, by path, may be there or not."""

    plan: Plan
    a: LackingArithmetic
    there: Mapping[str, Term]
    free: Mapping[str, Term]

    @cached_property
    def outcome(self) -> Outcome[MayLack, MayHold]:
        """What the plan makes of them."""
        given: Given[MayLack, MayHold] = Given(
            {path: MayLack(term, self.there[path]) for path, term in self.free.items()}
        )
        return run(self.plan, self.a, given, judge=(), compare_given=False, heard=True)

    @cached_property
    def terms(self) -> Outcome[Term, Term]:
        """The numbers and bands of it alone. What is not there may be any number."""
        found: Outcome[Term, Term] = Outcome()
        for name in ("values", "printed", "given", "computed"):
            numbers = getattr(self.outcome, name)
            getattr(found, name).update(
                {path: None if number is None else number.term for path, number in numbers.items()}
            )
        bands = self.bands
        if bands is not None:
            holds = tuple(all_of([self.rated, truth.yes]) for truth in bands.holds)
            found.bands = Chosen(bands.cases, holds, bands.number.term)
        return found

    @property
    def bands(self) -> Chosen[MayLack, MayHold, Band] | None:
        """The bands of the whole; None where there can be no rating."""
        return self.outcome.bands

    @property
    def rated(self) -> Term:
        """That everything is known that a rating hangs on."""
        return false() if self.outcome.rated is None else self.outcome.rated.yes

    @cached_property
    def given(self) -> list[Term]:
        """For each band whether it is the rating."""
        bands = self.bands
        if bands is None:
            return []
        return [bands.is_taken(self.a, number).yes for number in range(len(bands.cases))]

    @property
    def without_band(self) -> Term:
        """That everything is known that a rating hangs on, and no band holds."""
        return false() if self.bands is None else self.bands.is_taken(self.a, self.bands.none).yes

    def truth(self, condition: Expression, node: Node | None) -> MayHold:
        """Whether a condition holds; of a judgement, for a node."""
        truth: MayHold = condition.evaluate(self.a, meaning_of(self.plan, self.a, self.outcome, node))
        return truth


def parts_of(plan: Plan, free: Collection[str], looked_at: Collection[str] = ()) -> dict[str, Box]:
    """The highest nodes, but for the whole, below which nothing is looked at, with all that they can be in
    units that may lack any value that is `free`."""
    paths = list(_highest(plan, looked_at))
    if not paths:
        return {}
    entries = plan.rules.entries
    possible = {path: plan.rules.possible(entries[path]) for path in free}
    given: dict[str, Enclosure | None] = {
        path: Enclosure(own.low, own.high, may_lack=True) for path, own in possible.items()
    }
    a: Arithmetic[Enclosure | None, BoxTruth] = BoxArithmetic(plan.rules.scale)
    made = run(plan, a, Given[Enclosure | None, BoxTruth](given), judge=(), compare_given=False)
    return {path: made.nodes[path] for path in paths}


def _highest(plan: Plan, looked_at: Collection[str]) -> Iterator[str]:
    """The paths of these nodes."""
    rules, named = plan.rules, set(looked_at)
    for node in rules.nodes.values():
        for expression in (*expressions_of(node), *rating_expressions_of(rules, node)):
            named.update(plan.referred(expression, node.path))
    above = {TOTAL, *(owner for path in named for owner in above_of(path))}
    waiting = [rules.total]
    while waiting:
        node = waiting.pop()
        if node.path in above or any(plan.referred(own, node.path) for own in expressions_of(node)):
            waiting += reversed(node.children)
        elif node.children and combines(node):
            yield node.path


__all__ = ["Lacking", "parts_of"]
