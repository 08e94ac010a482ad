"""No number: what stands below is weighed by conditions alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way


class NoNumber(Way):
    """Nothing is made of the scores."""

    name = "none"
    words = say("no number is made of its {children}")
    examples: Sequence[tuple[Sequence[int], int]] = ()

    def combined(
        self,
        a: Arithmetic[Number, Truth],
        parts: Parts[Number],  # noqa: ARG002
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Number:
        """A number that no unit has."""
        return a.nothing()

    def shares(self, weights: Sequence[Fraction]) -> Sequence[Fraction] | None:  # noqa: ARG002
        """None: no points are shared out."""
        return None


WAY = NoNumber()
