"""Limits of a score of which the least lies above the most."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.arithmetic.intervals import Enclosure
from ..meaning.model import Node, RuleSet
from ..meaning.scoring import Adjustment
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .tried_units import whole

ID = "limit-order"
SEVERITY: Severity = "error"
WHY = say("Where the least score lies above the most, every unit gets the most, whatever it scores.")
PASSES = """
parts: {a: {at_least: 40, at_most: 60}, b: {}}
"""
FAILS = """
parts: {a: {at_least: 60, at_most: 40}, b: {}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each least that lies above a most of every unit."""
    for node in rules.nodes.values():
        for least in node.at_least:
            for most in node.at_most:
                low, high = amount_of(rules, node, least), amount_of(rules, node, most)
                if low is not None and high is not None and low.low > high.high:
                    yield _told(node, low, high, least)


def amount_of(rules: RuleSet, node: Node, adjustment: Adjustment) -> Enclosure | None:
    """Between which ends a limit lies that holds of every unit; None where it has a condition, or that cannot
    be told."""
    return None if adjustment.when is not None else whole(rules).number(adjustment.amount, node.path)


def _told(node: Node, low: Enclosure, high: Enclosure, least: Adjustment) -> Diagnostic:
    message = say(
        "{node}: at_least is {least}, above at_most, which is {most}",
        node=node.path,
        least=decimal_text(low.low),
        most=decimal_text(high.high),
    )
    hint = say("exchange the two numbers, or mend the one that is wrong")
    return Diagnostic(ID, message, least.position, hint, SEVERITY, node.path)


__all__ = ["FAILS", "ID", "PASSES", "SEVERITY", "WHY", "amount_of", "check"]
