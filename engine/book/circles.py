"""Scores that hang on each other in a circle, with the keys through which they do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ..meaning.expressions import Expression
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import Unclear
from ..meaning.steps_in_order import Circle, combines, rating_expressions_of
from ..words.diagnostics import say
from .draft import Draft


def judge_circle(draft: Draft, rules: RuleSet, circle: Circle) -> None:
    """Keeps a fault that names each step of a circle and its key, at the first expression of it."""
    first, steps = rules.nodes[circle.paths[0]].position, list[str]()
    is_placed = False
    for path, other in pairwise(circle.paths):
        node = rules.nodes[path]
        found = next((own for own in _keyed(rules, node) if _names(rules, node, own[1], other)), None)
        if found is not None and not is_placed:
            first, is_placed = found[1].position, True
        key = found[0] if found is not None else "combine" if combines(node) else ""
        steps.append(f"{path} ({key})" if key else path)
    chain = " → ".join([*steps, circle.paths[-1]])
    message = say("the scores hang on each other in a circle: {steps}", steps=chain)
    hint = say("let one of them be made without the others; the key in brackets is what names the next")
    draft.fault("circle", message, first, hint)


def _keyed(rules: RuleSet, node: Node) -> Iterator[tuple[str, Expression]]:
    """Every expression of a node with its key."""
    own = [("of", node.of), ("score", node.score), ("applies", node.applies)]
    for case in node.cases:
        own += [("cases", case.when), ("cases", case.score), ("cases", case.of)]
    own += [("refuse", refusal.when) for refusal in node.refuse]
    for key, adjustments in (
        ("plus", node.plus),
        ("at_least", node.at_least),
        ("at_most", node.at_most),
        ("notches", node.notches),
    ):
        for each in adjustments:
            own += [(key, each.amount), (key, each.when)]
    own += [("bands", expression) for expression in rating_expressions_of(rules, node)]
    yield from ((key, expression) for key, expression in own if expression is not None)


def _names(rules: RuleSet, node: Node, expression: Expression, path: str) -> bool:
    try:
        return path in Plan(rules).referred(expression, node.path)
    except Unclear:
        return False


__all__ = ["judge_circle"]
