"""What the figures below a node allow it to be: an exact interval, with the rounding of each figure and without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..arithmetic.exact import ExactArithmetic
from ..model import Node, RuleSet
from ..plan import Plan, combine
from ..unit import formula_value


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
        if node.score is not None:  # a raw value, which the formula scores as it is
            score = formula_value(Plan(self.rules), node, value)
            return self.unknown(node) if score is None else Interval(score, score, known=True)
        slack = self.slack(node, value)
        return Interval(value - slack, value + slack, known=True)

    def unknown(self, node: Node) -> Interval:
        return Interval(*self.rules.reach(node), known=False)

    def below(self, node: Node) -> Interval:
        """The values that the figures below a node allow it; what it can have at all where there are none."""
        if not node.children:
            return self.unknown(node)
        parts = [self.around(child) for child in node.children]
        known = all(part.known for part in parts)
        if node.missing == "zero":  # what is not reported may count as 0
            parts = [part if part.known else Interval(min(part.low, Fraction(0)), max(part.high, Fraction(0)), known=False) for part in parts]
        lows, highs = self.combined(node, parts, high=False), self.combined(node, parts, high=True)
        reach = self.rules.reach(node)
        return Interval(min(lows, default=reach[0]), max(highs, default=reach[1]), known)

    def combined(self, node: Node, parts: Sequence[Interval], *, high: bool) -> list[Fraction]:
        """What one end of the parts makes of the node: of all of them, and where a part that is not reported may be left out, of
        those that move the end furthest."""
        ends = [part.high if high else part.low for part in parts]
        unknown = sorted((at for at, part in enumerate(parts) if not part.known), key=lambda at: ends[at], reverse=high)
        least = 0 if node.missing == "skip" else len(unknown)
        found = []
        for count in range(least, len(unknown) + 1):
            out = set(unknown[count:])
            made = combine(ExactArithmetic(self.rules.scale), node, [None if at in out else end for at, end in enumerate(ends)])
            if made is not None:
                found.append(Fraction(made))
        return found

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
