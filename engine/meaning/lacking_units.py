"""What the rules make of units that may lack something, as terms of the logic of the proofs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from .arithmetic.lacking import NEVER, LackingArithmetic, MayHold, MayLack, all_of
from .arithmetic.terms import Term
from .choosing import Chosen
from .expressions import Expression
from .model import Band, Node
from .names import Outcome
from .plan import Plan, meaning_of, run
from .states import Given


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
        return run(self.plan, self.a, given, judge=(), compare_given=False)

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
        return NEVER if self.outcome.rated is None else self.outcome.rated.yes

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
        return NEVER if self.bands is None else self.bands.is_taken(self.a, self.bands.none).yes

    def truth(self, condition: Expression, node: Node | None) -> MayHold:
        """Whether a condition holds; of a judgement, for a node."""
        truth: MayHold = condition.evaluate(self.a, meaning_of(self.plan, self.a, self.outcome, node))
        return truth


__all__ = ["Lacking"]
