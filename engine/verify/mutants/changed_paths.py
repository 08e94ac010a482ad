"""What of a rule set may be otherwise where a clause is changed: the nodes that are written otherwise, and
those that hang on them. All others have the same values in both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ...meaning.model import TOTAL, RuleSet
from ...meaning.plan import Plan
from ...meaning.readings import reading
from ...meaning.scope import thresholds_at
from ...meaning.steps_in_order import expressions_of, rating_expressions_of


def alone(rules: RuleSet) -> RuleSet:
    """The rules where no variant holds, without these."""
    return replace(rules, variants={}, choosing=()) if rules.variants else rules


@dataclass(frozen=True)
class ChangedPaths:
    """Two forms of rules without variants, the second of which has a clause changed."""

    old: RuleSet
    new: RuleSet

    @cached_property
    def reads_alike(self) -> bool:
        """Whether both read data alike."""
        one, other = self.old, self.new
        return one.entries.keys() == other.entries.keys() and all(
            reading(one, path) == reading(other, path) for path in one.entries
        )

    @cached_property
    def affected(self) -> frozenset[str]:
        """The paths of the nodes of which something may be otherwise."""
        both, direct = (self.old, self.new), self.direct
        return frozenset(
            path
            for path in self.old.nodes
            if any(not direct.isdisjoint(Plan.of(rules).needs(path)) for rules in both)
        )

    @cached_property
    def direct(self) -> frozenset[str]:
        """The paths of the nodes and inputs that are written otherwise themselves."""
        if replace(self.old.scale, measure=None) != replace(self.new.scale, measure=None):
            return frozenset(self.old.entries)
        return frozenset(path for path in self.old.entries if self._is_otherwise(path))

    @cached_property
    def fixed(self) -> tuple[str, ...]:
        """The paths of the nodes whose value is the same in both, and of which no more is looked at."""
        return tuple(
            path
            for path, node in self.old.nodes.items()
            if path not in self.affected and path not in self.old.worded and not node.is_raw
        )

    def _is_otherwise(self, path: str) -> bool:
        made = [self._written(rules, path) for rules in (self.old, self.new)]
        return bool(made[0] != made[1])

    @staticmethod
    def _written(rules: RuleSet, path: str) -> Any:
        """A node or input as it is written, with the numbers that its expressions name."""
        node = rules.entries[path]
        scale = rules.answers.get(node.answers or "")
        if path in rules.inputs:
            return node, scale
        expressions = [*expressions_of(node), *rating_expressions_of(rules, node)]
        named = {name for expression in expressions for name in expression.names}
        thresholds = thresholds_at(rules, path)
        numbers = [(name, own.value) for name, own in thresholds.items() if name in named]
        weights = [child.weight for child in node.children]
        scales = [rules.answers.get(case.answers or "") for case in node.cases]
        bands = rules.bands if path == TOTAL else node.bands
        own = replace(node, children=(), weight=None)
        return own, scale, scales, numbers, weights, bands


__all__ = ["ChangedPaths", "alone"]
