"""What a way of scoring is: how a node's score comes of the scores right below it.

A way says it once, in the operations of any arithmetic, and everything else asks it: numbers, columns and
proofs run it, equations are what it writes, and what a node can reach is what it makes of the least and the
greatest that stand below. For that every way rises, or stays, where one of its parts rises, and leaps
nowhere."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from ...words.diagnostics import Text
from ..arithmetic import Arithmetic, Number, Truth

Parts = Sequence[tuple[Number, Fraction]]
"""Scores with their weights, none of which is 0."""


class Way(ABC):
    """A way of scoring. `name` is how rules write it; `words` what it makes of `{children}`;
    `weights` whether the nodes below carry some. `examples` are scores and what they make: its tests."""

    name: str
    words: Text
    examples: Sequence[tuple[Sequence[int], int]]
    weights: Literal["none", "allowed", "needed"] = "none"
    proportional = False
    """Whether of the weights only their proportions count."""
    unsigned = False
    """Whether it has no meaning for scores below 0."""
    folds = False
    """Whether what some parts make, with the weights of all of them, can stand for these parts beside
    others."""
    also: Sequence[str] = ()
    """Other words that people write for it."""

    @property
    def essence(self) -> str:
        """Two ways with the same essence score the same where the weights are alike."""
        return self.name

    @abstractmethod
    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """The score. When `partial`, of the parts that are known; else missing where one of them is."""

    def shares(self, weights: Sequence[Fraction]) -> Sequence[Fraction] | None:  # noqa: ARG002
        """What a point of each part adds to the score; None where points cannot be shared out."""
        return None

    def relative(self, weights: Sequence[Fraction]) -> Sequence[Fraction]:
        """The weights as far as they count: shares of their sum where only proportions do."""
        whole = sum(weights, Fraction(0))
        return [weight / whole for weight in weights] if self.proportional and whole else weights


def apart(parts: Parts[Number]) -> tuple[list[Number], list[Fraction]]:
    """The scores, and their weights."""
    return [score for score, _ in parts], [weight for _, weight in parts]


__all__ = ["Parts", "Way", "apart"]
