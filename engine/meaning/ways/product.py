"""The product of what stands below: shares of shares."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class Product(Way):
    """The scores multiplied."""

    name = "product"
    words = say("product of its {children}")
    examples = (((2, 3, 4), 24), ((0, 7), 0))
    unsigned = True
    folds = True

    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """All scores multiplied; when `partial`, what is missing counts as 1 (but not all of it)."""
        scores, _ = apart(parts)
        if not partial:
            return reduce(a.multiply, scores)
        one = a.number(Fraction(1))
        return a.only_if(
            a.known(scores, 1), reduce(a.multiply, [a.first_known([score, one]) for score in scores])
        )


WAY = Product()
