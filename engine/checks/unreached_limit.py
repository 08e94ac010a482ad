"""Limits that no score comes to."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet
from ..meaning.scoring import Adjustment
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .limit_grid import printed_step
from .tried_units import narrowed, whole

ID = "unreached-limit"
SEVERITY: Severity = "warning"
WHY = say(
    "A limit that no score comes to limits nothing: its number is wrong, or it stands at the wrong node."
)
PASSES = """
parts: {a: {at_most: 90}, b: {}}
"""
FAILS = """
parts: {a: {at_most: 120}, b: {}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each limit beyond what the node scores with it, so that no score was held at it."""
    for node in rules.nodes.values():
        for limit in (*node.at_least, *node.at_most):
            if (told := _unreached(rules, node, limit)) is not None:
                yield told


def _unreached(rules: RuleSet, node: Node, limit: Adjustment) -> Diagnostic | None:
    number = whole(rules).number(limit.amount, node.path)
    if number is None or any(
        (end / printed_step(rules, node)).denominator != 1 for end in (number.low, number.high)
    ):
        return None  # rounding could take a score that is held at it across it
    made = whole(rules).outcome.values.get(node.path)
    if made is None:
        return None
    low, high = made.low, made.high
    if limit in node.at_most and number.low > high:
        message = say(
            "{node}: at_most is {limit}, and the rules make no score above {end}",
            node=node.path,
            limit=decimal_text(number.low),
            end=decimal_text(high),
        )
    elif limit in node.at_least and number.high < low:
        message = say(
            "{node}: at_least is {limit}, and the rules make no score below {end}",
            node=node.path,
            limit=decimal_text(number.high),
            end=decimal_text(low),
        )
    else:
        return None
    message = narrowed(rules, node, message)
    hint = say("mend the number, or take the limit away")
    return Diagnostic(ID, message, limit.amount.position, hint, SEVERITY, node.path)
