"""Two rule sets side by side: which node is which, and what means the same in both."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

from ..meaning.expressions import Expression
from ..meaning.model import INPUT, TOTAL, Band, Node, RuleSet, Target
from ..meaning.plan import Plan
from ..meaning.scope import Scope, Unclear
from ..words.diagnostics import Position
from ..words.numerals import decimal_text
from .canonical_forms import canonical
from .correspondence import Correspondence, correspondence
from .hanging import Hanging

Paths = tuple[str, str]
"""A node by its path in the old and in the new rule set."""

WHOLE: Paths = (TOTAL, TOTAL)

End = Literal["from", "to"]
Bound = tuple[Fraction | None, bool]
"""A bound of a band (None for none), and whether it does not itself belong to the band."""


@dataclass(frozen=True)
class RulePair:
    """An old and a new rule set."""

    old: RuleSet
    new: RuleSet

    @property
    def both(self) -> tuple[RuleSet, RuleSet]:
        """The old one first."""
        return self.old, self.new

    @cached_property
    def nodes(self) -> Correspondence:
        """Which node of the old rule set is which of the new one."""
        return correspondence(self.old, self.new)

    @cached_property
    def paired(self) -> tuple[tuple[Node, Node], ...]:
        """Every node of the old rule set with each of the new one that it is."""
        return tuple((self.old.nodes[old], self.new.nodes[new]) for old, new in self.nodes.pairs)

    @cached_property
    def bands(self) -> tuple[Mapping[str, Band], Mapping[str, Band]]:
        """The bands of both by rating, those of the old rule set by what the new one calls them."""
        olds, news = ({band.rating: band for band in rules.bands} for rules in self.both)
        now = self.nodes.called_now("ratings", olds, news)
        return {now[rating]: band for rating, band in olds.items()}, news

    @cached_property
    def targets(self) -> tuple[Mapping[str, Target], Mapping[str, Target]]:
        """The targets of both by id, those of the old rule set by what the new one calls them."""
        olds, news = ({target.id: target for target in rules.targets} for rules in self.both)
        now = self.nodes.called_now("targets", olds, news)
        return {now[id_]: target for id_, target in olds.items()}, news

    @cached_property
    def hanging(self) -> Hanging:
        """On what a rating hangs in one of the two."""
        return Hanging(self.both)

    @cached_property
    def is_misleading(self) -> bool:
        """Whether an expression names something by what is another thing's name in the other rule set: then
        nothing that is put together of both means what it says."""
        same = {*self.nodes.pairs, *self.nodes.inputs}
        for name, olds in self.old.names.items():
            news = self.new.names.get(name, ())
            is_another = bool(news) and not any((one, other) in same for one in olds for other in news)
            if is_another and self.hanging.names(name):
                return True
        return False

    @cached_property
    def trees(self) -> dict[Hashable, Any]:
        """What was put together of both, by what is taken of the new one (see hybrids.py)."""
        return {}

    def at(self, key: str) -> tuple[Position, Position]:
        """Where the value of a key of the rule set stands in both."""
        return self.old.at(key), self.new.at(key)

    def name(self, node: Node) -> str:
        """What a node or input of the old rule set is called."""
        return node.id if node.level == INPUT else self.old.short_name(node.path)

    def same_expression(self, one: Expression | None, other: Expression | None, at: Paths = WHOLE) -> bool:
        """Whether two expressions mean the same where they stand: with the same names of thresholds (whose
        numbers are compared by themselves), or with the same numbers for them; nodes are the same when they
        correspond."""
        if one is None or other is None:
            return one is other
        scopes = [Plan.of(rules).scope(path) for rules, path in zip(self.both, at, strict=True)]
        for by_name in (True, False):
            meanings = [
                self._meaning(own, side, scopes[side], by_name=by_name)
                for side, own in enumerate((one, other))
            ]
            if one.text == other.text and meanings[0] == meanings[1]:
                return True
            old, new = (canonical(own, meanings[side], scopes[side]) for side, own in enumerate((one, other)))
            if old == new:
                return True
        return False

    def _meaning(
        self, expression: Expression, side: int, scope: Scope, *, by_name: bool
    ) -> Mapping[str, str]:
        """What the names of an expression stand for, in words that are the same for both rule sets."""
        meaning: dict[str, str] = {}
        for name in expression.names:
            try:
                named = scope.find(name)
            except Unclear:
                continue
            if named is not None and named.kind == "threshold":
                meaning[name] = f"threshold {name}" if by_name else decimal_text(named.number)
            elif named is not None and named.kind == "node":
                (path,) = named.paths
                if path in self.both[side].inputs:
                    now = path if side else self._common_inputs.get(path, path)
                    meaning[name] = f"input {now}"
                else:
                    meaning[name] = path if side else self._common.get(path, path)
        return meaning

    @cached_property
    def _common_inputs(self) -> dict[str, str]:
        """Every input of the old rule set by what it is in the new one."""
        return {path: f"old {path}" for path in self.old.inputs} | dict(self.nodes.inputs)

    @cached_property
    def _common(self) -> dict[str, str]:
        """Every node of the old rule set by the path of the new one that it is; by its own where it is
        none."""
        return {path: self.nodes.only(path) or f"old {path}" for path in self.old.nodes}

    def same_band(self, one: Band, other: Band, at: Paths = WHOLE) -> bool:
        """Whether a band of a node of the old and one of the new rule set are the same."""
        return (
            one.rating == other.rating
            and not self.moved_end(one, other, "from", at)
            and not self.moved_end(one, other, "to", at)
            and self.same_expression(one.when, other.when, at)
        )

    def moved_end(self, one: Band, other: Band, end: End, at: Paths = WHOLE) -> bool:
        """Whether a bound of a band is another one: written otherwise, and not kept by every score."""
        written = [_written(band, end) for band in (one, other)]
        if written[0] == written[1]:
            return False
        kept = [
            None if self._is_idle(side, own, end, path) else own
            for side, own, path in zip((0, 1), written, at, strict=True)
        ]
        return kept[0] != kept[1]

    def _is_idle(self, side: int, bound: Bound, end: End, path: str) -> bool:
        """Whether every score of a node keeps a bound."""
        value, is_outside = bound
        if value is None:
            return True
        low, high = self._reach(side, path)
        last, beyond = (low, value < low) if end == "from" else (high, value > high)
        return beyond or (value == last and not is_outside)

    def _reach(self, side: int, path: str) -> tuple[Fraction, Fraction]:
        """What the score of a node can be in one rule set, from the least to the greatest: what is made of
        it, and what data may give it."""
        known = self._ends_known
        if (side, path) not in known:
            plan = Plan.of(self.both[side])
            node = plan.rules.nodes[path]
            ends = [plan.span] if path == TOTAL else [plan.reach.ends(node)]
            if path != TOTAL and not node.is_raw:
                ends.append(plan.rules.limits(node))
            known[side, path] = min(low for low, _ in ends), max(high for _, high in ends)
        return known[side, path]

    @cached_property
    def _ends_known(self) -> dict[tuple[int, str], tuple[Fraction, Fraction]]:
        return {}


def _written(band: Band, end: End) -> Bound:
    return (band.minimum, band.above) if end == "from" else (band.maximum, band.below)


__all__ = ["WHOLE", "End", "Paths", "RulePair"]
