"""A condition in every row, and several of them joined."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..frames import folded

if TYPE_CHECKING:
    import narwhals as nw


@dataclass(frozen=True)
class Truth:
    """A condition in every row; `constant` is set where it is known to be the same in all.

    `known` says in which rows it is known at all: where no number that it hangs on is missing. None is
    everywhere; elsewhere `expr` means nothing (dataframe libraries differ in what a comparison with a missing
    number gives)."""

    expr: nw.Expr | None = None
    constant: bool | None = None
    stage: int = 0
    known: nw.Expr | None = None
    plain: bool = False  # columns as they stand, which need no name of their own

    @property
    def holds(self) -> nw.Expr | None:
        """True where the condition is known and holds, False elsewhere; None where `constant` says it all."""
        if self.known is None:
            return self.expr
        return self.known & self.expr if self.expr is not None else self.known & bool(self.constant)

    @property
    def fails(self) -> nw.Expr | None:
        """True where the condition is known and does not hold, False elsewhere; None where `constant` says it
        all."""
        if self.expr is None:
            return None if self.known is None else self.known & (not self.constant)
        return ~self.expr if self.known is None else self.known & ~self.expr

    @property
    def opposite(self) -> Truth:
        """The condition that holds where this one does not; known where this one is."""
        if self.expr is None:
            return replace(self, constant=not self.constant)
        return replace(self, expr=~self.expr, plain=False)


def joined(truths: Sequence[Truth], *, every: bool) -> Truth:
    """All of them (`every`) or one of them, as in the exact arithmetic: told as soon as one that is known
    decides."""
    stage = max((truth.stage for truth in truths), default=0)
    if any(truth.constant is (not every) and truth.known is None for truth in truths):
        return Truth(None, not every, stage)
    open_ = [truth for truth in truths if not (truth.constant is every and truth.known is None)]
    if not open_:
        return Truth(None, every, stage)
    if len(open_) == 1:
        return replace(open_[0], stage=stage)
    if all(truth.known is None for truth in open_):
        exprs = [truth.expr for truth in open_ if truth.expr is not None]
        return Truth(folded(operator.and_ if every else operator.or_, exprs), None, stage)
    holds = [expr for truth in open_ if (expr := truth.holds) is not None]
    fails = [expr for truth in open_ if (expr := truth.fails) is not None]
    all_so = folded(operator.and_, holds if every else fails)
    one_so = folded(operator.or_, fails if every else holds)
    return Truth(all_so if every else one_so, None, stage, all_so | one_so)


__all__ = ["Truth", "joined"]
