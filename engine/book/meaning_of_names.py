"""What a rule set's expressions mean, once its nodes are there: names and words at their places, circles, and
what can be worked out beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields, replace
from typing import Any, cast

from ..meaning.expressions import Expression, dotted
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import Scope, asked_words
from ..meaning.scoring import Adjustment, Case, RatingLimit, Refusal
from ..meaning.steps_in_order import Circle, expressions_of, has_steps, rating_expressions_of
from ..words.diagnostics import say
from .circles import judge_circle
from .draft import Draft


def placed_expressions(rules: RuleSet) -> Iterator[tuple[Expression, Scope]]:
    """Every expression of a rule set, with what names mean where it stands."""
    plan = Plan(rules)
    for node in rules.nodes.values():
        scope = plan.scope(node.path)
        has_value = node.is_raw or not (node.children or node.answers)
        scope = Scope(rules, node.path, ("value", "score") if has_value else ("score",))
        for expression in (*expressions_of(node), *rating_expressions_of(rules, node)):
            yield expression, scope
    for level, judgements in rules.judgements.items():
        nodes = [node for node in rules.nodes.values() if node.level == level][:1]
        for judgement in judgements:
            for node in nodes or [rules.total]:
                yield judgement.when, Scope(rules, node.path, ("score",), TOTAL)
    top = Scope(rules)
    for target in rules.targets:
        yield target.condition, top


def _judge_lookups(draft: Draft, rules: RuleSet) -> None:
    """Keeps a fault where a word is looked up, and nothing says its score."""
    for node in rules.nodes.values():
        for case in node.cases or (Case(None, node.answers, node.points, node.score, node.of),):
            looked = case.of or node.of
            name = None if looked is None or case.answers or case.score else dotted(looked.tree)
            options = None if name is None else Scope(rules, node.path).options(name)
            if looked is not None and options is not None and options.is_pure:
                message = say(
                    "{node} looks up {name}, which is a word, and nothing says its score",
                    node=node.path,
                    name=str(name),
                )
                hint = say("write answers with a score for each of {words}", words=list(options.words))
                draft.fault("expression-type", message, looked.position, hint)


def judge_meaning(draft: Draft, rules: RuleSet) -> None:
    """Keeps what is wrong with the meaning of a rule set's expressions: names, words, circles."""
    for expression, scope in placed_expressions(rules):
        draft.judge(expression, scope)
    if not draft.faults:
        _judge_lookups(draft, rules)
    try:
        steps = Plan(rules).steps
    except Circle as circle:
        judge_circle(draft, rules, circle)
        return
    assert steps


def without_expressions(node: Node, unread: Collection[int]) -> Node:
    """A node and all below it without the expressions, by their id(), that mean nothing, and without what
    hangs on them: what is left is good for further checks."""
    kept: Any = _without(node, unread)
    return cast("Node", kept)


def _without(value: Any, unread: Collection[int]) -> Any:
    """A part of the model without some expressions; None for one that is nothing without them."""
    if isinstance(value, Expression):
        return None if id(value) in unread else value
    if isinstance(value, tuple):
        kept = (_without(each, unread) for each in value)
        return tuple(each for each in kept if each is not None)
    if not isinstance(value, (Node, Case, Adjustment, RatingLimit, Refusal, Band)):
        return value
    own = {each.name: getattr(value, each.name) for each in fields(value)}
    kept_own = {name: _without(each, unread) for name, each in own.items()}
    hangs = any(isinstance(own[name], Expression) and kept_own[name] is None for name in own)
    return None if hangs and not isinstance(value, (Node, Band)) else replace(value, **kept_own)


def worded(rules: RuleSet) -> frozenset[str]:
    """The paths of the nodes of which data must say the word, and not only its score: those whose words are
    compared, that have none but words, or whose words score otherwise by case."""
    paths = set()
    for path, node in rules.nodes.items():
        scale = rules.answers.get(node.answers or "")
        if scale is None or node.children or scale.answered_by != "unit":
            continue
        if not scale.has_scores or scale.leaving or scale.lacking or has_steps(rules, node):
            paths.add(path)
    for expression, scope in placed_expressions(rules):
        for choice in asked_words(scope, expression.tree):
            if choice.kind == "answer" and choice.path in rules.nodes:
                paths.add(choice.path)
    return frozenset(paths)


def with_ends(rules: RuleSet) -> RuleSet:
    """The rule set with the ends of its scale where the total ends, as far as none are written."""
    scale = rules.scale
    if scale.bounded_below and scale.bounded_above:
        return rules
    low, high = Plan(rules).reach.ends(rules.total)
    scale = replace(
        scale,
        minimum=scale.minimum if scale.bounded_below else low,
        maximum=scale.maximum if scale.bounded_above else high,
    )
    return replace(rules, scale=scale)


__all__ = ["judge_meaning", "placed_expressions", "with_ends", "without_expressions", "worded"]
