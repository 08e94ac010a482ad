"""Functions that do nothing, and formulas that do not look at the raw value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..meaning.expressions import Expression, dotted
from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "idle-function"
SEVERITY: Severity = "warning"
WHY = say(
    "The least of one score is that score, and a formula without the raw value gives every unit the same: "
    "something else was meant."
)
PASSES = """
bands: [{rating: high, from: 50, to: 100, when: min(parts) >= 50}, {rating: low, from: 0, to: 100}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 100, when: min(a) >= 50}, {rating: low, from: 0, to: 100}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each min, max, mean or sum of a single number, each clip of a constant, and each formula
    that does not name the raw value."""
    formulas = [(node.path, node.score) for node in rules.nodes.values() if node.score is not None]
    for about, expression in (*rules.conditions, *formulas):
        for part in ast.walk(expression.tree):
            if isinstance(part, ast.Call):
                yield from _idle(rules, expression, part, about)
    for node in rules.nodes.values():
        yield from _without_data(node)


def _without_data(node: Node) -> Iterator[Diagnostic]:
    """A finding where a formula names nothing of what data give, or not the raw value that they give."""
    if node.score is None or "value" in node.score.names:
        return
    if node.is_raw and node.of is None and node.score.names:
        message = say(
            "{node} has a raw value, which its formula does not name: {formula}",
            node=node.id,
            formula=node.score.text,
        )
        hint = say("write value where the raw value belongs, or take the raw value away")
    elif node.is_raw and node.of is None:
        message = say(
            "the formula of {node} does not name value, so that the data make no difference: {formula}",
            node=node.id,
            formula=node.score.text,
        )
        hint = say("write value where the raw value belongs, for example clip(value, 0, 100)")
    elif not node.score.names:
        message = say(
            "the formula of {node} names nothing, so that every unit gets the same: {formula}",
            node=node.id,
            formula=node.score.text,
        )
        hint = say("name value, an input or a node in it, for example clip(value, 0, 100)")
    else:
        return
    yield Diagnostic(ID, message, node.score.position, hint, SEVERITY, node.path)


def _idle(rules: RuleSet, expression: Expression, call: ast.Call, about: str) -> Iterator[Diagnostic]:
    function, place = dotted(call.func), expression.at(call)
    written = ast.unparse(call)
    if function in ("min", "max", "mean", "sum") and len(call.args) == 1:
        name = dotted(call.args[0])
        if name is not None and name not in rules.lists:
            message = say(
                "{call} is the {function} of a single number, {name}",
                call=written,
                function=function,
                name=name,
            )
            lists = list(rules.lists)
            hint = say(
                "name a list ({lists}) or several nodes, or leave {function} out",
                lists=lists,
                function=function,
            )
            yield Diagnostic(ID, message, place, hint, SEVERITY, about)
    elif (
        function == "clip"
        and isinstance(call.args[0], ast.Constant)
        and not all(isinstance(argument, ast.Constant) for argument in call.args)
    ):
        others = [argument for argument in call.args if not isinstance(argument, ast.Constant)]
        numbers = [argument for argument in call.args if isinstance(argument, ast.Constant)]
        message = say(
            "the first number of clip is the one that is kept within the other two, and is the constant "
            "{constant} here: {call}",
            constant=ast.unparse(call.args[0]),
            call=written,
        )
        meant = ", ".join(map(ast.unparse, [*others, *numbers]))
        yield Diagnostic(ID, message, place, say("write clip({meant})", meant=meant), SEVERITY, about)
