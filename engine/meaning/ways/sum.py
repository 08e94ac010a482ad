"""The sum of what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class Sum(Way):
    """The scores added."""

    name = "sum"
    words = say("sum of its {children}")
    examples = (((2, 3, 7), 12),)
    folds = True
    also: Sequence[str] = ("total",)

    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """The arithmetic's sum, each score once."""
        scores, _ = apart(parts)
        return a.total(scores, [Fraction(1)] * len(scores), partial=partial)

    def shares(self, weights: Sequence[Fraction]) -> Sequence[Fraction] | None:
        """A point of a part is a point of the sum."""
        return [Fraction(1)] * len(weights)


WAY = Sum()
