"""A rule set as far as its ratings see it: what their conditions name is given as it is printed, and nothing
else is left."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..meaning.expressions import Expression
from ..meaning.model import TOTAL, Node, RuleSet, above_of
from ..meaning.plan import Plan
from ..meaning.scope import asked_words, is_of_words, names_of
from ..meaning.steps_in_order import bands_of, has_steps, has_way, is_numberless, rating_expressions_of
from ..words.diagnostics import Text, say

_WHOLE = frozenset({"min", "max", "count", "known"})
"""Functions of lists that change only where one of the list passes a number."""


@dataclass(frozen=True)
class BandsAlone:
    """What ratings of one rule set look at."""

    rules: RuleSet

    @cached_property
    def expressions(self) -> tuple[tuple[str, Expression], ...]:
        """What rates the whole, and the nodes whose ratings that names: bands, limits, notches, each with the
        path where it stands."""
        return tuple(
            (path, expression)
            for path in self.paths
            for expression in _rating_expressions(self.rules, self.rules.entries[path])
        )

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """The whole, and the nodes and inputs that its rating hangs on."""
        plan, paths = Plan.of(self.rules), dict.fromkeys(Plan.of(self.rules).required)
        waiting = [TOTAL, *paths]
        seen: set[str] = set()
        while waiting:
            path = waiting.pop()
            if path in seen:
                continue
            seen.add(path)
            paths.setdefault(path)
            for expression in _rating_expressions(self.rules, self.rules.entries[path]):
                waiting += plan.referred(expression, path)
        return tuple(paths)

    @cached_property
    def scores(self) -> tuple[str, ...]:
        """The nodes that have a score to be moved."""
        return tuple(path for path in self.paths if path not in self.said and not self._is_numberless(path))

    @cached_property
    def said(self) -> tuple[str, ...]:
        """What data say themselves: inputs, and nodes that have a word."""
        return tuple(path for path in self.paths if path in self.rules.inputs or path in self.rules.worded)

    def _is_numberless(self, path: str) -> bool:
        return is_numberless(self.rules.nodes[path])

    @property
    def unseen(self) -> Text | None:
        """Why ratings cannot be told from what is printed; None where they can."""
        for _, expression in self.expressions:
            names = set(expression.names)
            if "exact" in expression.calls or "value" in names or names & set(self.rules.table_columns):
                return say(
                    "Nearest misses by {rules} were not looked for: “{condition}” asks for more than what is "
                    "printed.",
                    rules=self.rules.id,
                    condition=expression.text,
                )
        for path in self.said:
            if path in self.rules.nodes and _makes_more(self.rules.nodes[path]):
                return say(
                    "Nearest misses by {rules} were not looked for: of {node} both the word and the score "
                    "count.",
                    rules=self.rules.id,
                    node=self.rules.short_name(path),
                )
        return None

    @property
    def not_tried(self) -> Text | None:
        """That of some conditions only the numbers in them are tried; None where these are all at which a
        rating can change."""
        if not _is_second(self.rules, self.paths):
            return None
        open_ = [expression.text for path, expression in self.expressions if self._is_open(path, expression)]
        if not open_:
            return None
        return say(
            "By {rules} only the bounds of bands and the numbers in conditions were tried: there may be more "
            "that come of {conditions}.",
            rules=self.rules.id,
            conditions=list(dict.fromkeys(open_)),
        )

    def _is_open(self, path: str, expression: Expression) -> bool:
        """Whether an expression can change between the numbers that stand in it."""
        scope = Plan.of(self.rules).scope(path)

        def names(part: ast.AST) -> bool:
            found = (scope.find(name) for name in names_of(scope, part))
            return any(named is not None and named.kind != "threshold" for named in found)

        for part in ast.walk(expression.tree):
            if isinstance(part, ast.BinOp) and names(part):
                return True
            if isinstance(part, ast.Call) and ast.unparse(part.func) not in _WHOLE:
                return True
            if isinstance(part, ast.Compare):
                sides = zip((part.left, *part.comparators), part.ops, part.comparators, strict=False)
                for left, sign, right in sides:
                    if not is_of_words(scope, left, sign, right) and names(left) and names(right):
                        return True
        return False

    def given(self, leaving: Collection[str] = ()) -> RuleSet:
        """The rule set whose ratings are told by what is printed: every node that they look at is one that
        data give. Nodes in `leaving` do not apply where nothing is given."""
        rules, paths = self.rules, self.paths
        nodes = [path for path in paths if path in rules.nodes]
        wanted = {path for node in nodes for path in (*above_of(node), node)}
        asks_results = any(
            choice.kind == "result"
            for path, expression in self.expressions
            for choice in asked_words(Plan.of(rules).scope(path), expression.tree)
        )

        def pruned(node: Node) -> Node:
            is_said = node.path in self.said
            return replace(
                node,
                answers=node.answers if is_said else None,
                children=tuple(pruned(child) for child in node.children if child.path in wanted),
                stand_in="not_applicable" if node.path in leaving else None,
                **_WITHOUT,
            )

        scale = rules.scale
        if _is_second(rules, paths):
            scale = replace(scale, bounded_below=False, bounded_above=False)
        return replace(
            rules,
            total=pruned(rules.total),
            scale=scale,
            targets=(),
            judgements=rules.judgements if asks_results else {},
            worded=frozenset(self.said) & frozenset(rules.nodes),
            choosing=(),
            variants={},
        )


_WITHOUT: dict[str, Any] = {
    **dict.fromkeys(("score", "value", "of", "points", "best", "applies", "round")),
    **dict.fromkeys(("cases", "plus", "at_least", "at_most", "refuse"), ()),
    "min_respondents": 0,
}
"""The steps that make a score, left out."""


def _rating_expressions(rules: RuleSet, node: Node) -> Iterator[Expression]:
    """What the rating of a node hangs on; nothing for one without bands."""
    if node.path in rules.nodes and bands_of(rules, node):
        yield from rating_expressions_of(rules, node)
        for notch in node.notches:
            yield notch.amount
            yield from () if notch.when is None else (notch.when,)


def _makes_more(node: Node) -> bool:
    """Whether more than its word makes the score of a node."""
    steps = (node.plus, node.at_least, node.at_most, node.round, node.notches, node.cases)
    return has_way(node) or node.stand_in is not None or any(steps)


def _is_second(rules: RuleSet, paths: Collection[str]) -> bool:
    """Whether what the ratings look at has anything that the first edition of the language had not."""
    scale = rules.scale
    return (
        not (scale.bounded_below and scale.bounded_above)
        or any(path in rules.inputs or rules.nodes[path].bands for path in paths)
        or any(has_steps(rules, node) for node in rules.nodes.values())
    )


__all__ = ["BandsAlone"]
