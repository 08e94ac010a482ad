"""What a rule set's expressions mean, once its nodes are there: names and words at their places, circles, and
what can be worked out beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.expressions import Expression
from ..meaning.model import TOTAL, RuleSet
from ..meaning.node_steps import has_steps
from ..meaning.plan import Plan
from ..meaning.scope import Scope, asked_words
from ..meaning.steps_in_order import Circle, expressions_of, rating_expressions_of
from ..words.diagnostics import say
from .draft import Draft


def placed_expressions(rules: RuleSet) -> Iterator[tuple[Expression, Scope]]:
    """Every expression of a rule set, with what names mean where it stands."""
    plan = Plan(rules)
    for node in rules.nodes.values():
        scope = plan.scope(node.path)
        own = ("value", "score") if node.is_raw else ("score",)
        scope = Scope(rules, node.path, own if node.path != TOTAL else ("score",))
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


def judge_meaning(draft: Draft, rules: RuleSet) -> None:
    """Keeps what is wrong with the meaning of a rule set's expressions: names, words, circles."""
    for expression, scope in placed_expressions(rules):
        draft.judge(expression, scope)
    try:
        steps = Plan(rules).steps
    except Circle as circle:
        node = rules.nodes[circle.paths[0]]
        message = say("the scores hang on each other in a circle: {steps}", steps=" → ".join(circle.paths))
        draft.fault("circle", message, node.position, say("let one of them be made without the others"))
        return
    assert steps


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


__all__ = ["judge_meaning", "placed_expressions", "with_ends", "worded"]
