"""Whether rules say anything in words of the second edition of the language: what tells of rules of the first
alone stays as it was."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from typing import Any

from .expressions import Expression
from .model import NO_NUMBER, RuleSet
from .scope import Scope, asked_words
from .scoring import RawValue

_NO_MATTER = {"measure", "value", "worded"}
_FIRST = frozenset({"min", "max", "mean", "sum", "abs", "clip", "round", "ln", "count"})


def is_second_edition(rules: RuleSet) -> bool:
    """Whether a rule set says anything in words of the second edition."""
    return not rules.bands or any(_news(rules))


def _news(rules: RuleSet) -> Iterator[bool]:
    """Of each part of a rule set and each of its expressions whether it is new."""
    for owner in (rules, rules.scale, *rules.answers.values(), *rules.bands, *rules.nodes.values()):
        yield _has_new_field(owner)
    for node in rules.nodes.values():
        value = node.value
        yield node.combine == NO_NUMBER
        yield value is not None and (bool(node.children) or value != RawValue(value.minimum, value.maximum))
        if node.score is not None:
            scope = Scope(rules, node.path, ("value", "score"))
            yield bool(scope.referred(node.score))
            yield _has_new_word(scope, node.score)
    for _, condition in rules.conditions:
        yield _has_new_word(Scope(rules, own=("score",)), condition)


def _has_new_field(owner: Any) -> bool:
    """Whether a part of the model has a field of the second edition that says something."""
    new = (each for each in fields(owner) if "edition" in each.metadata and each.name not in _NO_MATTER)
    return any(getattr(owner, each.name) != _default(each) for each in new)


def _default(own: Field[Any]) -> Any:
    return own.default if own.default is not MISSING else own.default_factory()  # type: ignore[operator]


def _has_new_word(scope: Scope, expression: Expression) -> bool:
    """Whether an expression has a function that the first edition has not, or a word."""
    calls = (part for part in ast.walk(expression.tree) if isinstance(part, ast.Call))
    is_new = any(ast.unparse(call.func) not in _FIRST for call in calls)
    return is_new or any(True for _ in asked_words(scope, expression.tree))


__all__ = ["is_second_edition"]
