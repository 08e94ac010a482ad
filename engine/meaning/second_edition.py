"""What rules say in words of the second edition of the language: told where a command does not know these
yet, so that none of them is passed over in silence."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from .expressions import Expression
from .model import NO_NUMBER, AnswerScale, Band, Node, RuleSet, Scale, Threshold
from .scope import Scope, asked_words
from .scoring import RawValue

_NO_MATTER = {"measure", "value", "worded"}
_KEYS = {
    "stand_in": "missing",
    "is_own": "answers",
    "has_scores": "answers",
    "leaving": "answers",
    "lacking": "answers",
    "above": "above",
    "below": "below",
    "bounded_below": "scale.min",
    "bounded_above": "scale.max",
    "choosing": "variants",
    "is_whole": "like",
}
_FIRST = frozenset({"min", "max", "mean", "sum", "abs", "clip", "round", "ln", "count"})


def only_first_edition(what: Text, *rule_sets: RuleSet) -> None:
    """Raises KenError where a rule set says something that `what` (a piece of work: “explain”) does not know
    yet: these keys, with the place of the first."""
    faults = []
    for rules in rule_sets:
        if not rules.bands:
            message = say("{what} is of ratings, and these rules have no bands", what=what)
            faults.append(Diagnostic("second-edition", message, rules.position, say("give the total bands")))
        told: dict[str, Position] = {}
        for key, position in _news(rules):
            told.setdefault(key, position)
        if told:
            message = say("{what} does not know {keys} yet", what=what, keys=list(told))
            hint = say("rate with ken evaluate, and hold it against cases with ken test")
            faults.append(Diagnostic("second-edition", message, next(iter(told.values())), hint))
    if faults:
        raise KenError(faults)


def is_second_edition(rules: RuleSet) -> bool:
    """Whether a rule set says anything in words of the second edition."""
    return not rules.bands or next(_news(rules), None) is not None


def _news(rules: RuleSet) -> Iterator[tuple[str, Position]]:
    """Each key and word of the second edition in a rule set, with its place."""
    yield from _fields(rules, rules.position, rules.places)
    yield from _fields(rules.scale, rules.at("scale"), {})
    for scale in rules.answers.values():
        yield from _fields(scale, scale.position, {})
    for band in rules.bands:
        yield from _fields(band, band.position, {})
    for node in rules.nodes.values():
        yield from _fields(node, node.position, node.places)
        if node.combine == NO_NUMBER:
            yield f"combine: {NO_NUMBER}", node.at("combine")
        value = node.value
        if value is not None and value != RawValue(value.minimum, value.maximum):
            yield "value", node.at("value")
        if node.children and value is not None:
            yield "value", node.at("value")
        if node.score is not None:
            yield from _words(Scope(rules, node.path, ("value", "score")), node.score, is_score=True)
    for _, condition in rules.conditions:
        yield from _words(Scope(rules, own=("score",)), condition)


def _fields(
    owner: RuleSet | Scale | AnswerScale | Band | Node | Threshold,
    position: Position,
    places: Mapping[str, Position],
) -> Iterator[tuple[str, Position]]:
    for each in fields(owner):
        is_new = "edition" in each.metadata and each.name not in _NO_MATTER
        if is_new and getattr(owner, each.name) != _default(each):
            key = _KEYS.get(each.name, each.name)
            yield key, places.get(key, position)


def _default(own: Field[Any]) -> Any:
    return own.default if own.default is not MISSING else own.default_factory()  # type: ignore[operator]


def _words(scope: Scope, expression: Expression, *, is_score: bool = False) -> Iterator[tuple[str, Position]]:
    """What an expression has that those of the first edition have not: functions, words, and in the score of
    a question names of nodes."""
    for part in ast.walk(expression.tree):
        if isinstance(part, ast.Call) and ast.unparse(part.func) not in _FIRST:
            yield f"{ast.unparse(part.func)}()", expression.at(part)
    for choice in asked_words(scope, expression.tree):
        yield f"{choice.path} ==", expression.at(expression.tree)
    if is_score and scope.referred(expression):
        yield "score", expression.at(expression.tree)


__all__ = ["is_second_edition", "only_first_edition"]
