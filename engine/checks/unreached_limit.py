"""Limits that no score comes to, and limits and notches of ratings that move none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.model import Node, RuleSet
from ..meaning.scoring import Adjustment, RatingLimit
from ..meaning.settling import Steps, Trial
from ..meaning.steps_in_order import bands_of
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .finding import Result
from .limit_grid import printed_step
from .step_places import StepPlaces, only_given
from .step_worlds import StepWorld
from .tried_units import Tried, lacking, narrowed, whole

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


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each limit of a score, whether a score comes to it; for each limit of a rating, whether it
    holds one back; and for each notch, whether it moves one."""
    for node in worlds.rules.nodes.values():
        for key, limits in (("at_least", node.at_least), ("at_most", node.at_most)):
            for limit in limits:
                yield Trial(f"{node.path} {key}", _of_score(worlds, node, key, limit))
        bands = bands_of(worlds.rules, node)
        if not bands or worlds.rules.better_at(node) == "none":
            continue
        for own in node.no_better_than:
            if own.rating != bands[0].rating:
                yield Trial(f"{node.path} {own.rating}", _of_rating(worlds, node, own))
        for notch in node.notches:
            yield Trial(f"{node.path} notches", _of_notch(worlds, node, notch))


def _of_score(worlds: Worlds, node: Node, key: str, limit: Adjustment) -> Steps[Result]:
    places, rules = StepPlaces.of(worlds, node), worlds.rules
    if only_given(rules, node):
        if (told := _by_ends(rules, node, limit)) is not None:
            yield told
        return
    reached = places.at_limit(key, limit)
    try:
        if places.is_shown(reached):
            return
    except BeyondProof:
        if (told := _by_ends(rules, node, limit)) is None:
            raise
        yield told
        return
    if (yield reached) is not None:
        return
    if limit.when is not None and (yield places.adjusting(limit)) is None:
        return  # of its condition it is told that nobody meets it
    yield _beyond_told(node, limit, lacking(rules)) or _told(node, key, limit)


def _of_rating(worlds: Worlds, node: Node, limit: RatingLimit) -> Steps[Result]:
    if (yield StepPlaces.of(worlds, node).held_back(limit)) is not None:
        return
    if (yield StepWorld(worlds, node, is_rating=True).asked([(limit.when, True)])) is None:
        return
    message = say(
        "{node}: no better than {rating} limits nothing: nobody with {condition} would be rated better",
        node=node.path,
        rating=limit.rating,
        condition=limit.when.text,
    )
    hint = say("name a worse rating, mend the condition, or take the limit away")
    yield Diagnostic(ID, message, limit.position, hint, SEVERITY, node.path)


def _of_notch(worlds: Worlds, node: Node, notch: Adjustment) -> Steps[Result]:
    if (yield StepPlaces.of(worlds, node).moved(notch)) is not None:
        return
    asked = [] if notch.when is None else [(notch.when, True)]
    if (yield StepWorld(worlds, node, is_rating=True).asked(asked)) is None:
        return
    message = say("{node}: notches {amount} move no rating", node=node.path, amount=notch.amount.text)
    hint = say("mend the sign or the condition, or take them away")
    yield Diagnostic(ID, message, notch.amount.position, hint, SEVERITY, node.path)


def _told(node: Node, key: str, limit: Adjustment) -> Diagnostic:
    message = say("{node}: no score comes to {key} {limit}", node=node.path, key=key, limit=limit.amount.text)
    hint = say("mend the number, or take the limit away")
    return Diagnostic(ID, message, limit.amount.position, hint, SEVERITY, node.path)


def _by_ends(rules: RuleSet, node: Node, limit: Adjustment) -> Diagnostic | None:
    """What is told of a limit by the ends of all that units score that lack nothing: nothing where rounding
    could take a score that is held at it across it."""
    number, step = whole(rules).number(limit.amount, node.path), printed_step(rules, node)
    if number is None or any((end / step).denominator != 1 for end in (number.low, number.high)):
        return None
    told = _beyond_told(node, limit, whole(rules))
    return None if told is None else replace(told, message=narrowed(rules, node, told.message))


def _beyond_told(node: Node, limit: Adjustment, units: Tried) -> Diagnostic | None:
    """What is told where a limit lies beyond the ends of all that some units score with it."""
    number, made = units.ends(limit.amount, node.path), units.outcome.values.get(node.path)
    if number is None or made is None:
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
    hint = say("mend the number, or take the limit away")
    return Diagnostic(ID, message, limit.amount.position, hint, SEVERITY, node.path)
