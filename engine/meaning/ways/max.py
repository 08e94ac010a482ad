"""The highest of what stands below."""

from __future__ import annotations

from collections.abc import Sequence

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class Highest(Way):
    """The greatest of the scores."""

    name = "max"
    words = say("highest of its {children}")
    examples = (((2, 3, 7), 7),)
    folds = True
    also: Sequence[str] = ("maximum",)

    def combined(
        self,
        a: Arithmetic[Number, Truth],
        parts: Parts[Number],
        *,
        partial: bool = False,  # noqa: ARG002
    ) -> Number:
        """The greatest of the known scores, `partial` or not."""
        return a.maximum(apart(parts)[0])


WAY = Highest()
