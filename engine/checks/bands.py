"""Bands whose own numbers cannot be meant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places
from ..meaning.steps_in_order import bands_of, has_way
from ..words.diagnostics import Diagnostic, Position, Severity, say
from ..words.numerals import decimal_text
from .ambiguous_boundary import finer_hint, finer_node_hint
from .limit_grid import printed_step
from .thresholds import bound_hint

ID = "band-range"
SEVERITY: Severity = "error"
WHY = say("A band that ends before it begins, or lies outside the scale, can never be given as written.")
PASSES = """
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 40}, {rating: low, from: 0, to: 120}]
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each band that ends before it begins, for each bound outside the scale or of a node
    without a number, and for each that is finer than scores are printed."""
    for node in rules.nodes.values():
        bands = bands_of(rules, node)
        is_numberless = node.combine == "none" and not has_way(node)
        for band in bands:
            if _is_empty(band):
                yield _crossed(band)
            ends = ((band.minimum, band.minimum_position), (band.maximum, band.maximum_position))
            for bound, position in ends:
                if bound is not None and is_numberless:
                    yield _without_number(node, band, bound, position)
                elif bound is not None:
                    yield from _held(rules, node, band, bound, position)


def _is_empty(band: Band) -> bool:
    if band.minimum is None or band.maximum is None:
        return False
    is_open = band.above or band.below
    return band.maximum < band.minimum or (is_open and band.maximum == band.minimum)


def _crossed(band: Band) -> Diagnostic:
    if band.minimum == band.maximum:
        message = say(
            "band {rating} takes no score: none is above {minimum} and at most {maximum}",
            rating=band.rating,
            minimum=band.minimum,
            maximum=band.maximum,
        )
        hint = say("write from and to where the bounds themselves belong to it")
    else:
        message = say(
            "band {rating} goes from {minimum} to {maximum}, which is below it",
            rating=band.rating,
            minimum=band.minimum,
            maximum=band.maximum,
        )
        hint = say("exchange from and to, or mend the one that is wrong")
    return Diagnostic(ID, message, band.maximum_position, hint)


def _without_number(node: Node, band: Band, bound: Fraction, position: Position) -> Diagnostic:
    message = say(
        "band {rating}: {node} has no number that {bound} could be held against (combine: none)",
        rating=band.rating,
        node=node.path,
        bound=bound,
    )
    hint = say("write a condition (when), or let a way of scoring make a number")
    return Diagnostic(ID, message, position, hint)


def _held(
    rules: RuleSet, node: Node, band: Band, bound: Fraction, position: Position
) -> Iterator[Diagnostic]:
    """A bound held against the scale, and against what is printed."""
    scale = rules.scale
    low, high = Plan.of(rules).span if node.path == TOTAL else _span(rules, node)
    if (scale.bounded_below and bound < low) or (scale.bounded_above and bound > high):
        message = say(
            "band {rating}: {bound} lies outside the scale, {minimum} to {maximum}",
            rating=band.rating,
            bound=bound,
            minimum=low,
            maximum=high,
        )
        if (low, high) != (scale.minimum, scale.maximum):  # what is made of scores goes beyond it
            places = printed_places(rules, node)
            ends = (round_exactly(end, places, scale.rounding) for end in (low, high))
            message = say(
                "band {rating}: {bound} lies outside what {node} can be, {ends}",
                rating=band.rating,
                bound=bound,
                node=node.path,
                ends=say("{low} to {high}", **dict(zip(("low", "high"), ends, strict=True))),
            )
        severity: Severity = "error" if node.path == TOTAL else "warning"
        yield Diagnostic(ID, message, position, bound_hint(rules), severity)
    elif (bound / printed_step(rules, node)).denominator != 1:
        step = printed_step(rules, node)
        places = len(decimal_text(step).partition(".")[2])
        if step != Fraction(1, 10**places):
            message = say(
                "band {rating}: {bound} is no score that is printed; they go in steps of {step}",
                rating=band.rating,
                bound=bound,
                step=decimal_text(step),
            )
            hint = say("write a multiple of {step}", step=decimal_text(step))
            yield Diagnostic("ambiguous-boundary", message, position, hint, "warning", band.rating)
            return
        message = say(
            "band {rating}: {bound} has more decimals than scores are printed with ({decimals})",
            rating=band.rating,
            bound=bound,
            decimals=places,
        )
        hint = finer_hint(rules, bound) if places == scale.decimals else finer_node_hint(places, bound)
        yield Diagnostic("ambiguous-boundary", message, position, hint, "warning", band.rating)


def _span(rules: RuleSet, node: Node) -> tuple[Fraction, Fraction]:
    low, high = Plan.of(rules).reach.ends(node)
    return min(low, rules.scale.minimum), max(high, rules.scale.maximum)
