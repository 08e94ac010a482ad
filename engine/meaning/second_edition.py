"""Whether rules say anything in words of the second edition of the language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from .expressions import Expression
from .model import NO_NUMBER, AnswerScale, Band, Node, RuleSet, Scale
from .scope import Scope, asked_words
from .scoring import RawValue

_NO_MATTER = {"measure", "value", "worded"}
_FIRST = frozenset({"min", "max", "mean", "sum", "abs", "clip", "round", "ln", "count"})


def is_second_edition(rules: RuleSet) -> bool:
    """Whether a rule set says anything in words of the second edition."""
    return not rules.bands or next(_news(rules), None) is not None


def _news(rules: RuleSet) -> Iterator[str]:
    """Each key and word of the second edition in a rule set."""
    yield from _fields(rules)
    yield from _fields(rules.scale)
    for scale in rules.answers.values():
        yield from _fields(scale)
    for band in rules.bands:
        yield from _fields(band)
    for node in rules.nodes.values():
        yield from _fields(node)
        if node.combine == NO_NUMBER:
            yield "combine"
        value = node.value
        if value is not None and (node.children or value != RawValue(value.minimum, value.maximum)):
            yield "value"
        if node.score is not None:
            yield from _words(Scope(rules, node.path, ("value", "score")), node.score, is_score=True)
    for _, condition in rules.conditions:
        yield from _words(Scope(rules, own=("score",)), condition)


def _fields(owner: RuleSet | Scale | AnswerScale | Band | Node) -> Iterator[str]:
    for each in fields(owner):
        is_new = "edition" in each.metadata and each.name not in _NO_MATTER
        if is_new and getattr(owner, each.name) != _default(each):
            yield each.name


def _default(own: Field[Any]) -> Any:
    return own.default if own.default is not MISSING else own.default_factory()  # type: ignore[operator]


def _words(scope: Scope, expression: Expression, *, is_score: bool = False) -> Iterator[str]:
    """What an expression has that those of the first edition have not: functions, words, and in the score of
    a question names of nodes."""
    for part in ast.walk(expression.tree):
        if isinstance(part, ast.Call) and ast.unparse(part.func) not in _FIRST:
            yield ast.unparse(part.func)
    for choice in asked_words(scope, expression.tree):
        yield choice.path
    if is_score and scope.referred(expression):
        yield "score"


__all__ = ["is_second_edition"]
