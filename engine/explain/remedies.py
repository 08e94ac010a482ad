"""What becomes of the search for a least change to a goal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from ..meaning.one_unit import ExactResult
from .goals import Goal

Answer = Literal["found", "bound", "there", "impossible", "undecided", "beyond"]


@dataclass(frozen=True)
class Raise:
    """One value before and after: a node's score as printed, an input, or a raw value. Of words `words` has
    both; `step` is in what steps it was changed where the rules do not say that."""

    path: str
    old: Fraction
    new: Fraction
    words: tuple[str, str] | None = None
    step: Fraction | None = None

    @property
    def points(self) -> Fraction:
        """By how much the score rises."""
        return self.new - self.old


@dataclass(frozen=True)
class Remedy:
    """What became of the search for the least change to a goal. `by` is the level whose nodes are changed,
    "items" or "values". With `changes` made, `data` (by path; words as such) gives `result`; `best` is what
    the unit has with everything at its best. `beyond` names what cannot be proved with, `left` the paths
    that were not searched to the end. A change that reaches the goal and is not proved to be the least is a
    “bound”."""

    goal: Goal
    by: str
    found: Answer
    changes: tuple[Raise, ...] = ()
    data: Mapping[str, Fraction | str | None] | None = None
    result: ExactResult | None = None
    best: ExactResult | None = None
    beyond: str = ""
    left: tuple[str, ...] = ()
    is_by_values: bool = False

    @property
    def points(self) -> Fraction:
        """Of all changes together."""
        return sum((change.points for change in self.changes), Fraction(0))


__all__ = ["Answer", "Raise", "Remedy"]
