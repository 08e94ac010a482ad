"""The lowest of what stands below."""

from __future__ import annotations

from collections.abc import Sequence

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class Lowest(Way):
    """The least of the scores."""

    name = "min"
    words = say("lowest of its {children}")
    examples = (((2, 3, 7), 2),)
    folds = True
    also: Sequence[str] = ("minimum",)

    def combined(
        self,
        a: Arithmetic[Number, Truth],
        parts: Parts[Number],
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Number:
        """The least of the known scores, `partial` or not."""
        return a.minimum(apart(parts)[0])


WAY = Lowest()
