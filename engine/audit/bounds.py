"""What the figures below a node allow it to be: an exact interval, with the rounding of each figure and
without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.combining import combine
from ..meaning.missing_policy import Policy
from ..meaning.model import Node
from ..meaning.one_unit import formula_value
from ..meaning.plan import Plan
from ..meaning.states import Value


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included. `known`: whether every figure it hangs on is reported."""

    low: Fraction
    high: Fraction
    known: bool

    def end(self, *, high: bool) -> Fraction:
        """Its upper or its lower end."""
        return self.high if high else self.low


@dataclass(frozen=True)
class Bounds:
    """Intervals by the figures that one unit reports, by path. A figure that is rounded stands for every
    value that is rounded to it, where `rounded` is true; a score that nothing is computed from has no such
    others."""

    plan: Plan
    reported: Mapping[str, Fraction]
    rounded: bool
    # by path: what its children may be
    _known: dict[str, list[Interval]] = field(default_factory=dict, repr=False)

    @cached_property
    def arithmetic(self) -> ExactArithmetic:
        """Exact numbers on the scale of the rules."""
        return ExactArithmetic(self.plan.rules.scale)

    def around(self, node: Node) -> Interval:
        """The values that a node may have: by its own figure, where there is one, else by those below it."""
        value = self.reported.get(node.path)
        if value is None:
            return self.below(node)
        if node.is_raw:  # a raw value, which the formula scores as it is
            score = formula_value(self.plan, node.path, value)
            return self.unknown(node) if score is None else Interval(score, score, known=True)
        # no figure was rounded from what cannot be
        slack, (least, most) = self.slack(node, value), self.plan.reach.ends(node)
        return Interval(
            max(value - slack, min(value, least)), min(value + slack, max(value, most)), known=True
        )

    def unknown(self, node: Node) -> Interval:
        """Everything that a node can be at all."""
        return Interval(*self.plan.reach.ends(node), known=False)

    def below(self, node: Node) -> Interval:
        """The values that the figures below a node allow it; what it can have at all where there are none."""
        if not node.children:
            return self.unknown(node)
        reach = self.plan.reach.ends(node)
        low, high = (
            end if attained is None else attained[0]
            for end, attained in zip(
                reach, (self.attained(node, high=False), self.attained(node, high=True)), strict=True
            )
        )
        return Interval(low, high, all(part.known for part in self.parts(node)))

    def parts(self, node: Node) -> list[Interval]:
        """The values that the children of a node may have; where nothing is reported of one it may count as
        0, if the rules say so."""
        if node.path not in self._known:
            parts, zero = [self.around(child) for child in node.children], Fraction(0)
            if Policy.of(node).fills:
                parts = [
                    part if part.known else Interval(min(part.low, zero), max(part.high, zero), known=False)
                    for part in parts
                ]
            self._known[node.path] = parts
        return self._known[node.path]

    def attained(self, node: Node, *, high: bool) -> tuple[Fraction, Sequence[Fraction | None]] | None:
        """The greatest or least value that the parts allow a node, and the values of its children with which
        it has it (None is left out); None where they allow none. Of parts that are not reported those are
        left out, where the rules leave any out, that move the end furthest."""
        parts = self.parts(node)
        ends = [part.end(high=high) for part in parts]
        unknown = sorted(
            (number for number, part in enumerate(parts) if not part.known),
            key=lambda number: ends[number],
            reverse=high,
        )
        least = 0 if Policy.of(node).skips else len(unknown)
        attained: list[tuple[Fraction, Sequence[Fraction | None]]] = []
        for count in range(least, len(unknown) + 1):
            out = set(unknown[count:])
            taken = [None if number in out else end for number, end in enumerate(ends)]
            made = combine(
                self.arithmetic, node, [Value[Exact, bool | None](value) for value in taken]
            ).number
            if made is not None:
                attained.append((Fraction(made), taken))
        return max(attained, key=lambda made: made[0] if high else -made[0], default=None)

    def slack(self, node: Node, value: Fraction) -> Fraction:
        """How far a figure may lie from the value that it was rounded from. A score that nothing is computed
        from was not rounded: it has no children, and is no mean of answers."""
        rules = self.plan.rules
        places = rules.scale.decimals
        is_computed = bool(node.children) or (node.answers is not None and not rules.steps(node))
        if not self.rounded or not is_computed or (value * 10**places).denominator != 1:
            return Fraction(0)
        return Fraction(1, (2 if rules.scale.rounding.startswith("half") else 1) * 10**places)

    def speaks(self, node: Node) -> bool:
        """Whether anything below a node is reported."""
        return any(below.path in self.reported for child in node.children for below in child.walk())


__all__ = ["Bounds", "Interval"]
