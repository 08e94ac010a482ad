"""Two rule sets side by side: which node is which, and what means the same in both."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..meaning.expressions import Expression
from ..meaning.model import Band, Node, RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Position
from .correspondence import Correspondence, canonical, correspondence, values_of


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

    def at(self, key: str) -> tuple[Position, Position]:
        """Where the value of a key of the rule set stands in both."""
        return self.old.at(key), self.new.at(key)

    def same_condition(self, one: Expression | None, other: Expression | None) -> bool:
        """Whether two expressions mean the same: with the same names of thresholds (whose numbers are
        compared by themselves), or with the same numbers for them; nodes are the same when they
        correspond."""
        if one is None or other is None:
            return one is other
        names = [{name: f"threshold {name}" for name in rules.thresholds} for rules in self.both]
        values = [values_of(rules) for rules in self.both]
        nodes = [
            {name: self._common[path] for name, (path, *more) in self.old.names.items() if not more},
            {name: paths[0] for name, paths in self.new.names.items() if len(paths) == 1},
        ]
        return any(
            canonical(one, nodes[0] | words[0]) == canonical(other, nodes[1] | words[1])
            for words in (names, values)
        )

    @cached_property
    def _common(self) -> dict[str, str]:
        """Every node of the old rule set by the path of the new one that it is; by its own where it is
        none."""
        return {path: self.nodes.only(path) or f"old {path}" for path in self.old.nodes}

    def same_band(self, one: Band, other: Band) -> bool:
        """Whether a band of the old and one of the new rule set are the same."""
        return (
            one.rating == other.rating
            and self.ends(self.old, one) == self.ends(self.new, other)
            and self.same_condition(one.when, other.when)
        )

    def ends(self, rules: RuleSet, band: Band) -> tuple[Fraction | None, Fraction | None]:
        """The bounds of a band; None for one that every total keeps."""
        low, high = self._reach[rules is self.new]
        return (
            None if band.minimum is None or band.minimum <= low else band.minimum,
            None if band.maximum is None or band.maximum >= high else band.maximum,
        )

    @cached_property
    def _reach(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """What the total can be in each, from the least to the greatest."""
        return tuple(Plan.of(rules).reach.ends(rules.total) for rules in self.both)


__all__ = ["RulePair"]
