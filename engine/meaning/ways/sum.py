"""The sum of what stands below."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..arithmetic import Arithmetic, Number, Truth
from ..model import Title
from .way import Parts, Way, apart


class Sum(Way):
    """The scores added."""

    name = "sum"
    words = Title(en="sum of its {children}", th="ผลรวมของ{children}")
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
