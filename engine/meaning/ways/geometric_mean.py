"""The geometric mean of what stands below: a low score is not made good by a high one."""

from __future__ import annotations

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class GeometricMean(Way):
    """The scores as factors, each to the power of its share of the weights."""

    name = "geometric_mean"
    words = say("geometric mean of its {children}")
    examples = (((2, 4, 8), 4), ((0, 9), 0))
    weights = "allowed"
    proportional = True
    unsigned = True

    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """The arithmetic's geometric mean."""
        return a.geometric_mean(*apart(parts), partial=partial)


WAY = GeometricMean()
