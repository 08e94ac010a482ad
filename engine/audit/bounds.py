"""What the figures below a node allow it to be: exact ends, with the rounding of each figure and without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.arithmetic.stretches import Stretches
from ..meaning.combining import combine
from ..meaning.missing_policy import Policy
from ..meaning.model import NO_NUMBER, Node
from ..meaning.plan import Plan
from ..meaning.possible import Span
from ..meaning.states import Value
from ..meaning.steps_in_order import has_steps
from .figures_run import Found, is_read, run_on_figures, slack_of


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, both included, but for what lies within one of the `gaps`. `known`: whether every
    figure it hangs on is reported."""

    low: Fraction
    high: Fraction
    known: bool
    gaps: tuple[Span, ...] = ()

    def end(self, *, high: bool) -> Fraction:
        """Its upper or its lower end."""
        return self.high if high else self.low


@dataclass(frozen=True)
class Bounds:
    """Intervals by the figures that one unit reports, by path. A figure that is rounded stands for every
    value that is rounded to it, where `rounded` is true. Where rules make `plain` means of scores that are
    not rounded from what cannot be, and nothing else, no run of the plan is needed."""

    plan: Plan
    reported: Mapping[str, Fraction]
    rounded: bool
    plain: bool
    # by path: what its children may be
    _known: dict[str, list[Interval]] = field(default_factory=dict, repr=False)

    @cached_property
    def arithmetic(self) -> ExactArithmetic:
        """Exact numbers on the scale of the rules."""
        return ExactArithmetic(self.plan.rules.scale)

    @cached_property
    def found(self) -> Found:
        """What the plan makes of the figures."""
        return run_on_figures(self.plan, self.reported, rounded=self.rounded)

    def around(self, node: Node) -> Interval:
        """The values that a node may have: by its own figure, where there is one, else by those below it."""
        value = self.reported.get(node.path)
        if value is None or is_read(self.plan.rules, node):
            return self.below(node)
        slack = slack_of(self.plan.rules, node, value) if self.rounded else Fraction(0)
        if not self.plain:
            return Interval(value - slack, value + slack, known=True)
        # no figure was rounded from what cannot be
        least, most = self.plan.reach.ends(node)
        return Interval(
            max(value - slack, min(value, least)), min(value + slack, max(value, most)), known=True
        )

    def unknown(self, node: Node) -> Interval:
        """Everything that a node can be at all."""
        return Interval(*self.plan.reach.ends(node), known=False)

    def below(self, node: Node) -> Interval:
        """The values that the figures below a node allow it; what it can have at all where there are none."""
        if not self.combines_plainly(node):
            made = self.made(node)
            return self.unknown(node) if made is None else _interval(made)
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

    def combines_plainly(self, node: Node) -> bool:
        """Whether a node is what `combine` makes of its children, none of which may leave it; or is a leaf
        with a score and nothing else."""
        if has_steps(self.plan.rules, node) or node.best is not None or node.combine == NO_NUMBER:
            return False
        return self.plain or all(
            state is None or True not in state
            for state in (self.found.nodes[child.path].inapplicable for child in node.children)
        )

    def made(self, node: Node) -> Stretches | None:
        """What a run of the plan makes of what is below a node: None where it can make nothing."""
        own = self.found.values[node.path]
        return self.found.computed.get(node.path, own) if node.path in self.reported else own

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

    def speaks(self, node: Node) -> bool:
        """Whether anything that a node hangs on is reported, or it hangs on nothing."""
        if self.plain:
            return any(below.path in self.reported for child in node.children for below in child.walk())
        needed = [path for path in self.plan.needs(node.path) if path != node.path]
        return not needed or any(path in self.reported for path in needed)


def _interval(made: Stretches) -> Interval:
    """Stretches as an interval with gaps."""
    gaps = tuple((one[1], other[0]) for one, other in pairwise(made.spans))
    return Interval(made.low, made.high, known=not made.may_lack, gaps=gaps)


__all__ = ["Bounds", "Interval"]
