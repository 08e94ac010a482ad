"""Lists held against a threshold that is another number at some of their nodes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..meaning.expressions import Expression, dotted
from ..meaning.model import TOTAL, Node, RuleSet, Threshold
from ..meaning.plan import Plan
from ..meaning.scope import Scope, Unclear, thresholds_at
from ..meaning.steps_in_order import expressions_of, rating_expressions_of
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text

ID = "other-threshold"
SEVERITY: Severity = "warning"
WHY = say(
    "A list is held against the threshold of the node where the condition stands, whatever threshold of that "
    "name its nodes have."
)
PASSES = """
thresholds: {pass: 50}
parts: {a: {thresholds: {fine: 90}}, b: {}}
bands: [{rating: high, when: count(parts >= pass) == 2}, {rating: low}]
"""
FAILS = """
thresholds: {pass: 50}
parts: {a: {thresholds: {pass: 90}}, b: {}}
bands: [{rating: high, when: count(parts >= pass) == 2}, {rating: low}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each comparison of a list with a threshold that is another one at one of its nodes."""
    if not any(node.thresholds for node in rules.nodes.values()):
        return
    for node, expression in _expressions(rules):
        scope = Plan.of(rules).scope(node.path)
        for part in ast.walk(expression.tree):
            if isinstance(part, ast.Compare) and not _holds_another(part):
                yield from _compared(rules, scope, expression, part)


def _expressions(rules: RuleSet) -> Iterator[tuple[Node, Expression]]:
    for node in rules.nodes.values():
        for expression in (*expressions_of(node), *rating_expressions_of(rules, node)):
            yield node, expression
    for target in rules.targets:
        yield rules.nodes[TOTAL], target.condition


def _holds_another(compared: ast.Compare) -> bool:
    """Whether a comparison stands within another one, which is the one that is held against a threshold."""
    return any(isinstance(part, ast.Compare) for part in ast.walk(compared) if part is not compared)


def _compared(
    rules: RuleSet, scope: Scope, expression: Expression, compared: ast.Compare
) -> Iterator[Diagnostic]:
    lists, thresholds = dict[str, tuple[str, ...]](), list[Threshold]()
    for part in ast.walk(compared):
        name = dotted(part)
        try:
            named = scope.find(name) if name is not None else None
        except Unclear:
            continue
        if name is not None and named is not None and named.kind == "list":
            lists[name] = named.paths
        elif name is not None and named is not None and named.kind == "threshold":
            thresholds.append(scope.thresholds[name])
    for threshold in thresholds:
        for name, paths in lists.items():
            for path in paths:
                other = thresholds_at(rules, path).get(threshold.id)
                if other is not None and other.value != threshold.value:
                    yield _told(rules, expression, compared, name, path, threshold, other)
                    return


def _told(
    rules: RuleSet,
    expression: Expression,
    compared: ast.Compare,
    name: str,
    path: str,
    threshold: Threshold,
    other: Threshold,
) -> Diagnostic:
    message = say(
        "{list} is held against {id} {value}, and at {node} {id} is {other}",
        list=name,
        id=threshold.id,
        value=decimal_text(threshold.value),
        node=rules.short_name(path),
        other=decimal_text(other.value),
    )
    hint = say(
        "where each is to be held against its own {id}, let bands at each node say so, and count these",
        id=threshold.id,
    )
    return Diagnostic(ID, message, expression.at(compared), hint, SEVERITY, threshold.id)
