"""Numbers that are a hundredth of what was meant."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ..meaning.expressions import Expression, dotted
from ..meaning.facts_in_words import least_text
from ..meaning.model import Node, RuleSet, Target
from ..words.diagnostics import Diagnostic, Position, Severity, say
from .judged_scores import SCORE, number_in

ID = "hundredth"
SEVERITY: Severity = "warning"
WHY = say(
    "A share such as 0.8 on a scale to 100, or 0.75 % for three quarters, is a hundredth of what was meant, "
    "and nearly every unit is beyond it."
)
PASSES = """
bands: [{rating: high, from: 50, to: 100, when: min(parts) >= 80}, {rating: low, from: 0, to: 100}]
"""
FAILS = """
bands: [{rating: high, from: 50, to: 100, when: min(parts) >= 0.8}, {rating: low, from: 0, to: 100}]
"""
_LEAST_SCALE = 50  # on smaller scales a score below 1 is an ordinary one
_LEAST, _MOST = Fraction(1, 10), 1


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each number between 0.1 and 1 with which scores of a scale to 50 or more are compared, in
    conditions, by thresholds and by where bands begin; and for each share of units or of parts below 1 %."""
    scale = rules.scale
    is_bounded = scale.bounded_below and scale.bounded_above
    if is_bounded and rules.scale.minimum <= 0 and rules.scale.maximum >= _LEAST_SCALE:
        yield from _of_bands(rules)
        yield from _of_conditions(rules)
    yield from _of_shares(rules)


def _is_share(value: Fraction | None) -> bool:
    return value is not None and _LEAST <= value < _MOST


def _of_bands(rules: RuleSet) -> Iterator[Diagnostic]:
    for band in rules.bands:
        if band.minimum is not None and _is_share(band.minimum):
            message = say("band {rating} begins at {value}", rating=band.rating, value=band.minimum)
            yield _told(rules, message, band.minimum, band.minimum_position, band.rating)


def _of_conditions(rules: RuleSet) -> Iterator[Diagnostic]:
    told: set[str] = set()
    for about, condition in rules.conditions:
        for score, part in _compared(rules, condition):
            value, name = number_in(rules, part), dotted(part)
            if value is None or not _is_share(value) or name in told:
                continue
            if name is None:
                message = say("{score} is compared with {value}", score=score, value=value)
                yield _told(rules, message, value, condition.at(part), about)
            else:
                told.add(name)
                message = say("threshold {id} is {value}", id=name, value=value)
                yield _told(rules, message, value, rules.thresholds[name].position, name)


def _compared(rules: RuleSet, condition: Expression) -> Iterator[tuple[str, ast.expr]]:
    """What a condition compares with scores themselves, not with differences or quotients of them."""
    for part in ast.walk(condition.tree):
        if isinstance(part, ast.Compare):
            for one, other in pairwise([part.left, *part.comparators]):
                for score, bound in ((one, other), (other, one)):
                    if _is_score(rules, score):
                        yield ast.unparse(score), bound


def _is_score(rules: RuleSet, part: ast.expr) -> bool:
    """Whether this is a score, the scores of a list, or the least, greatest or mean of some."""
    if isinstance(part, ast.Call):
        name = dotted(part.func)
        return name in ("min", "max", "mean") and all(_is_score(rules, argument) for argument in part.args)
    name = dotted(part)
    return name is not None and (name == SCORE or name in rules.names or name in rules.lists)


def _told(rules: RuleSet, message: object, value: Fraction, position: Position, about: str) -> Diagnostic:
    told = say(
        "{finding}, and scores go from {minimum} to {maximum}",
        finding=message,
        minimum=rules.scale.minimum,
        maximum=rules.scale.maximum,
    )
    most = rules.scale.maximum
    hint = say("write {value} if {value} of {maximum} is meant", value=value * most, maximum=most)
    return Diagnostic(ID, told, position, hint, SEVERITY, about)


def _of_shares(rules: RuleSet) -> Iterator[Diagnostic]:
    least: list[tuple[Target | Node, Fraction, Position]] = [
        *((target, target.at_least, target.share_position) for target in rules.targets),
        *(
            (node, node.min_coverage, node.at("min_coverage"))
            for node in rules.nodes.values()
            if "min_coverage" in node.places
        ),
    ]
    for one, share, position in least:
        if 0 < share < Fraction(1, 100):
            name = one.id if isinstance(one, Target) else one.path
            message = say(
                "{name} asks for {share}, which is less than one in a hundred",
                name=name,
                share=least_text(share),
            )
            hint = say("write {share}% if that is meant", share=share * 10_000)
            yield Diagnostic(ID, message, position, hint, SEVERITY, name)
