"""On what a rating hangs: which thresholds and judgements the rules look at before they rate."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ..meaning.expressions import Expression
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import asked_words
from ..meaning.steps_in_order import expressions_of, rating_expressions_of


@dataclass(frozen=True)
class Hanging:
    """What a rating hangs on in one of two rule sets."""

    both: tuple[RuleSet, RuleSet]

    @cached_property
    def _names(self) -> tuple[frozenset[str], ...]:
        """The names in every expression on which a rating hangs, of each rule set."""
        return tuple(
            frozenset(
                name
                for node in rules.nodes.values()
                for expression in expressions_at(rules, node)
                for name in expression.names
            )
            | (frozenset(self._judging(rules)) if self.on_results else frozenset())
            for rules in self.both
        )

    def _judging(self, rules: RuleSet) -> Iterator[str]:
        for judgements in rules.judgements.values():
            for judgement in judgements:
                yield from judgement.when.names

    def names(self, name: str) -> bool:
        """Whether some expression on which a rating hangs has a name, in one of the rule sets."""
        return any(name in names for names in self._names)

    def named_by(self, side: int, name: str) -> bool:
        """Whether some expression on which a rating hangs has a name, in the old rule set (0) or the new
        one (1)."""
        return name in self._names[side]

    def on_input(self, name: str) -> bool:
        """Whether a rating can hang on an input: an expression names it, or a table whose rows are found by
        it, or it chooses the variant."""
        is_key = any(
            self.names(column)
            for rules in self.both
            for column, table in rules.table_columns.items()
            if any(key.path == name for key in table.keys)
        )
        return is_key or self.names(name) or any(name in rules.choosing for rules in self.both)

    def on_threshold(self, name: str, one: Node, other: Node) -> bool:
        """Whether a rating can hang on a threshold of a node: something at or below it names it, or what
        nodes are judged to be counts."""
        below = (
            name in expression.names
            for rules, node in zip(self.both, (one, other), strict=True)
            for inner in node.walk()
            for expression in expressions_at(rules, inner)
        )
        return any(below) or (self.on_results and self.names(name))

    @cached_property
    def on_results(self) -> bool:
        """Whether a rating hangs on what nodes are judged to be, in one of the rule sets."""
        return any(
            choice.kind == "result"
            for rules in self.both
            if rules.judgements
            for node in rules.nodes.values()
            for expression in expressions_at(rules, node)
            for choice in asked_words(Plan.of(rules).scope(node.path), expression.tree)
        )


def expressions_at(rules: RuleSet, node: Node) -> Iterator[Expression]:
    """Every expression at a node on which its value or its rating hangs."""
    yield from expressions_of(node)
    yield from rating_expressions_of(rules, node)


__all__ = ["Hanging", "expressions_at"]
