"""The harmonic mean of what stands below: 0 where one of the scores is."""

from __future__ import annotations

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class HarmonicMean(Way):
    """The inverse of the mean of the inverses, each by its share of the weights."""

    name = "harmonic_mean"
    words = say("harmonic mean of its {children}")
    examples = (((2, 3, 6), 3), ((0, 9), 0))
    weights = "allowed"
    proportional = True
    unsigned = True
    folds = True

    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """The arithmetic's harmonic mean."""
        return a.harmonic_mean(*apart(parts), partial=partial)


WAY = HarmonicMean()
