"""Every expression of a rule set, those of its variants among them."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.expressions import Expression
from ..meaning.model import TOTAL, RuleSet
from ..meaning.steps_in_order import expressions_of, rating_expressions_of


def sets_in(rules: RuleSet) -> tuple[RuleSet, ...]:
    """A rule set and its variants."""
    return (rules, *rules.variants.values())


def expressions_in(rules: RuleSet) -> Iterator[tuple[RuleSet, str, Expression]]:
    """Every expression, with the rule set (a variant perhaps) and the path of the node where it stands."""
    for own in sets_in(rules):
        for node in own.nodes.values():
            for expression in (*expressions_of(node), *rating_expressions_of(own, node)):
                yield own, node.path, expression
        for level, judgements in own.judgements.items():
            paths = [node.path for node in own.nodes.values() if node.level == level] or [TOTAL]
            for judgement in judgements:
                yield own, paths[0], judgement.when
        for target in own.targets:
            yield own, TOTAL, target.condition


__all__ = ["expressions_in", "sets_in"]
