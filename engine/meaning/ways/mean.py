"""The mean of what stands below, each alike."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class Mean(Way):
    """The scores added, by how many they are; by their weights where these are given."""

    name = "mean"
    words = say("mean of its {children}")
    examples = (((2, 3, 7), 4),)
    proportional = True
    folds = True
    also: Sequence[str] = ("average", "avg")

    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """The arithmetic's mean."""
        return a.mean(*apart(parts), partial=partial)

    def shares(self, weights: Sequence[Fraction]) -> Sequence[Fraction] | None:
        """The weights as parts of their sum; None where all are 0."""
        return self.relative(weights) if any(weights) else None


WAY = Mean()
