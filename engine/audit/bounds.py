"""What the figures below a node allow it to be: an exact interval, with the rounding of each figure and without."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ..arithmetic.exact import ExactArithmetic
from ..model import Node, RuleSet
from ..plan import combine


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included. `known`: whether every figure it hangs on is reported."""

    low: Fraction
    high: Fraction
    known: bool


@dataclass(frozen=True)
class Bounds:
    """Intervals by the figures that one unit reports, by path. A figure that is rounded stands for every value that is rounded to
    it, where `rounded` is true; a question that its unit answers once has no such others."""

    rules: RuleSet
    reported: Mapping[str, Fraction]
    rounded: bool

    def around(self, node: Node) -> Interval:
        """The values that a node may have: by its own figure, where there is one, else by those below it."""
        value = self.reported.get(node.path)
        if value is None:
            return self.below(node)
        slack = self.slack(node, value)
        return Interval(value - slack, value + slack, known=True)

    def below(self, node: Node) -> Interval:
        """The values that the figures below a node allow it; what it can have at all where there are none."""
        if not node.children:
            return Interval(*self.rules.reach(node), known=False)
        parts = [self.around(child) for child in node.children]
        arithmetic = ExactArithmetic(self.rules.scale)
        ends = [combine(arithmetic, node, [getattr(part, end) for part in parts]) for end in ("low", "high")]
        low, high = (self.rules.reach(node)[at] if end is None else Fraction(end) for at, end in enumerate(ends))
        if node.missing == "zero" and not all(part.known for part in parts):
            low = min(low, Fraction(0))
        return Interval(min(low, high), max(low, high), all(part.known for part in parts))

    def slack(self, node: Node, value: Fraction) -> Fraction:
        """How far a figure may lie from the value that it was rounded from."""
        places = self.rules.scale.decimals
        if not self.rounded or value in self.rules.steps(node) or (value * 10**places).denominator != 1:
            return Fraction(0)
        return Fraction(1, (2 if self.rules.scale.rounding.startswith("half") else 1) * 10**places)

    def speaks(self, node: Node) -> bool:
        """Whether anything below a node is reported."""
        return any(each.path in self.reported for child in node.children for each in child.walk())


__all__ = ["Bounds", "Interval"]
