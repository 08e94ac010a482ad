"""Asks the solver one question about worlds."""

from __future__ import annotations

from kenrules.engine.meaning.settling import Budget
from kenrules.engine.meaning.spaces import Found, Space


def found(worlds, conditions, confirm=lambda _: True, seconds=10.0):
    """A witness for each world under which conditions hold; None where there is none. Raises
    UndecidedError."""
    space = Space.of(worlds[0]) if len(worlds) == 1 else Space(worlds)
    shown = space.answered(Found(space, tuple(conditions), confirm), Budget(seconds))
    return None if shown is None else shown.witnesses
