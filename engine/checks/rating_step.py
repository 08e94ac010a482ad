"""Notches and limits of ratings that cannot do what they say."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.arithmetic.intervals import Enclosure
from ..meaning.expressions import Expression
from ..meaning.model import Node, RuleSet
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Diagnostic, Severity, Text, say
from ..words.numerals import decimal_text
from .tried_units import whole

ID = "rating-step"
SEVERITY: Severity = "error"
WHY = say(
    "Notches and limits of a rating move it among the bands, best first: without bands, without an order, or "
    "by half a place they do nothing or leave units without a rating."
)
PASSES = """
no_better_than: {low: a < 20}
notches: {score: -1, when: b < 20}
"""
FAILS = """
notches: {score: -0.5, when: b < 20}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each limit and notch without bands or without an order, for each notch that is no whole
    number, moves nothing, or moves past all bands, and for each limit at the best rating."""
    for node in rules.nodes.values():
        bands, steps = bands_of(rules, node), (*node.no_better_than, *node.notches)
        if not steps:
            continue
        position = node.no_better_than[0].position if node.no_better_than else node.notches[0].position
        key = "no_better_than" if node.no_better_than else "notches"
        if not bands and node.notches:
            message = say("{node}: notches stand where there are no bands", node=node.path)
            hint = say("write bands here, or put it where the bands are")
            yield Diagnostic(ID, message, position, hint, SEVERITY, node.path)
        elif bands and rules.better_at(node) == "none":
            message = say(
                "{node}: {key} needs ratings in an order, and there is none (better: none)",
                node=node.path,
                key=key,
            )
            hint = say("write better: higher or better: lower, or take {key} away", key=key)
            yield Diagnostic(ID, message, position, hint, SEVERITY, node.path)
        elif bands:
            yield from _notches(rules, node, len(bands))
            for limit in node.no_better_than:
                if limit.rating == bands[0].rating:
                    message = say(
                        "{node}: no better than {rating} limits nothing; {rating} is the best rating",
                        node=node.path,
                        rating=limit.rating,
                    )
                    hint = say("name the rating that is the best that such units can have")
                    yield Diagnostic(ID, message, limit.position, hint, "warning", node.path)


def _notches(rules: RuleSet, node: Node, count: int) -> Iterator[Diagnostic]:
    for notch in node.notches:
        number = whole(rules).number(notch.amount, node.path, judged=True)
        if number is not None and number.low == number.high:
            yield from _constant(node, number, count, notch.amount)


def _constant(node: Node, number: Enclosure, count: int, amount: Expression) -> Iterator[Diagnostic]:
    by = number.low
    if by.denominator != 1:
        yield _told(node, amount, _half(node, number), say("write a whole number, such as -1"), SEVERITY)
    elif by == 0:
        message = say("{node}: notches of 0 move no rating", node=node.path)
        yield _told(node, amount, message, say("write by how many places, such as -1"), "warning")
    elif abs(by) >= count:
        message = say(
            "{node}: notches of {by} go past all ratings, of which there are {count}",
            node=node.path,
            by=decimal_text(by),
            count=count,
        )
        hint = say("write at most {most}", most=(count - 1) * (1 if by > 0 else -1))
        yield _told(node, amount, message, hint, "warning")


def _half(node: Node, number: Enclosure) -> Text:
    return say(
        "{node}: notches can be {by}, which is no whole number, and leave the unit without a rating",
        node=node.path,
        by=decimal_text(number.low),
    )


def _told(node: Node, amount: Expression, message: Text, hint: Text, severity: Severity) -> Diagnostic:
    return Diagnostic(ID, message, amount.position, hint, severity, node.path)
