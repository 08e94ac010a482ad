"""Scores that may not be there, named alone where a number is wanted."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..meaning.expressions import Expression, dotted
from ..meaning.functions import LISTED
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import Scope, Unclear
from ..meaning.scoring import NOT_APPLICABLE
from ..meaning.steps_in_order import combines
from ..words.diagnostics import Diagnostic, Severity, Text, say

ID = "may-not-apply"
SEVERITY: Severity = "error"
WHY = say(
    "What does not apply leaves lists and means; named alone in arithmetic it leaves the formula without a "
    "number."
)
PASSES = """
inputs: {kind: {one_of: [school, hospital]}}
parts: {a: {applies: kind == school}, b: {}}
score: (first(a, b) + b) / 2
""".replace("(first(a, b) + b) / 2", '"(first(a, b) + b) / 2"')
FAILS = """
inputs: {kind: {one_of: [school, hospital]}}
parts: {a: {applies: kind == school}, b: {}}
score: (a + b) / 2
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each name in arithmetic whose node may not apply, where neither `first` nor a branch
    behind `known` guards it."""
    leaving = {path for path, node in rules.nodes.items() if may_leave(rules, node)}
    if not leaving:
        return
    for node in rules.nodes.values():
        scope = Plan.of(rules).scope(node.path)
        for expression, guards in _computed(node):
            if node.applies is not None:
                guards = [*guards, node.applies]
            bare = _Bare(scope, leaving, expression)
            known = {name for guard in guards for name in bare.known(guard.tree)}
            for name, part in bare.names(expression.tree, frozenset(known)):
                path = bare.path(name)
                own = rules.nodes[path or ""].applies
                if own is not None and any(guard.text == own.text for guard in guards):
                    continue
                yield _told(node, expression, name, part)


def may_leave(rules: RuleSet, node: Node) -> bool:
    """Whether a node may not apply: by its own rules, or because all below it may not."""
    scale = rules.answers.get(node.answers or "")
    if node.applies is not None or node.stand_in == NOT_APPLICABLE or (scale is not None and scale.leaving):
        return True
    return combines(node) and all(may_leave(rules, child) for child in node.children)


def _computed(node: Node) -> Iterator[tuple[Expression, list[Expression]]]:
    """The expressions of a node in which scores are computed, with the conditions that hold there."""
    yield from ((own, []) for own in (node.score, node.of) if own is not None)
    for case in node.cases:
        for own in (case.score, case.of):
            if own is not None:
                yield own, [case.when] if case.when is not None else []
    for each in (*node.plus, *node.at_least, *node.at_most):
        yield each.amount, [each.when] if each.when is not None else []


class _Bare:
    """The names in an expression that stand alone in arithmetic."""

    def __init__(self, scope: Scope, leaving: set[str], expression: Expression) -> None:
        self.scope, self.leaving, self.expression = scope, leaving, expression

    def path(self, name: str) -> str | None:
        """The path of the one node that a name means and that may not apply."""
        try:
            named = self.scope.find(name)
        except Unclear:
            return None
        if named is None or named.kind != "node" or named.paths[0] not in self.leaving:
            return None
        return named.paths[0]

    def known(self, tree: ast.AST, *, holds: bool = True) -> Iterator[str]:
        """The names of which it is known that they are there where a condition holds, or does not."""
        if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) is holds:
            for part in tree.values:
                yield from self.known(part, holds=holds)
        elif isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
            yield from self.known(tree.operand, holds=not holds)
        elif holds and isinstance(tree, ast.Call) and dotted(tree.func) == "known":
            yield from (name for each in tree.args if (name := dotted(each)) is not None)

    def names(self, tree: ast.AST, known: frozenset[str]) -> Iterator[tuple[str, ast.expr]]:
        """The names in arithmetic that may not apply, with their places, those left out that are `known`."""
        name = dotted(tree)
        if name is not None and isinstance(tree, ast.expr):
            if name not in known and self.path(name) is not None:
                yield name, tree
        elif isinstance(tree, ast.Call):
            yield from self._of_call(tree, known)
        elif isinstance(tree, (ast.BinOp, ast.UnaryOp)):
            for part in ast.iter_child_nodes(tree):
                yield from self.names(part, known)

    def _of_call(self, call: ast.Call, known: frozenset[str]) -> Iterator[tuple[str, ast.expr]]:
        function = dotted(call.func)
        if function == "if" and len(call.args) == 3:
            condition, yes, no = call.args
            yield from self.names(yes, known | set(self.known(condition)))
            yield from self.names(no, known | set(self.known(condition, holds=False)))
        elif function == "first":
            return
        else:
            for argument in call.args:
                if not (function in LISTED and dotted(argument) is not None):
                    yield from self.names(argument, known)


def _told(node: Node, expression: Expression, name: str, part: ast.expr) -> Diagnostic:
    message = say(
        "{node}: {name} may not apply, and stands alone in {formula}",
        node=node.path,
        name=name,
        formula=expression.text,
    )
    hint: Text = say(
        "say what counts then: {first}; or write sum or mean of a list, which leaves it out",
        first=f"first({name}, 0)",
    )
    return Diagnostic(ID, message, expression.at(part), hint, SEVERITY, node.path)


__all__ = ["FAILS", "ID", "PASSES", "SEVERITY", "WHY", "check", "may_leave"]
