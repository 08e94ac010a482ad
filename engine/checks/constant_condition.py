"""Conditions that are always true, or never."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial

import z3

from ..meaning.expressions import Expression
from ..meaning.model import Band, Judgement, Node
from ..meaning.plan import Plan
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Shown, Space
from ..meaning.witnesses import Witness
from ..meaning.worlds import World, Worlds
from ..words.diagnostics import Diagnostic, Position, Severity, say
from .finding import Result

ID = "constant-condition"
SEVERITY: Severity = "warning"
WHY = say("A condition that is always true says nothing, and one that is never true can be met by nobody.")
PASSES = """
judgements: {part: [{result: pass, when: score >= 50}, {result: fail, when: score < 50}]}
"""
FAILS = """
judgements: {part: [{result: pass, when: score >= 0}, {result: fail, when: score < 0}]}
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each condition of a band or judgement."""
    rules = worlds.rules
    for band in rules.bands:
        if band.when is not None:
            yield Trial(band.rating, _of_band(worlds, band))
    for level, judgements in rules.judgements.items():
        for judgement in judgements:
            yield Trial(judgement.result, _of_judgement(worlds, level, judgement))


def _of_band(worlds: Worlds, band: Band) -> Steps[Result]:
    assert band.when is not None
    world = worlds.of()
    constant = yield from _constant(world, band.when)
    if constant is not None:
        yield _told(constant, band.when, band.position, band.rating)


def _of_judgement(worlds: Worlds, level: str, judgement: Judgement) -> Steps[Result]:
    """It is constant if it is for all nodes of its level, in the same way."""
    rules, condition = worlds.rules, judgement.when
    referred = Plan.of(rules).referred(condition)
    nodes = [node for node in rules.nodes.values() if node.level == level]
    if not referred:  # of all that are known to have the same scores one says it
        reach = Plan.of(rules).reach
        nodes = list({reach.of(node) if reach.of(node).exact else node.path: node for node in nodes}.values())
    known: bool | None = None
    for node in nodes:
        constant = yield from _constant(worlds.of([node.path, *referred]), condition, node)
        if constant is None or constant is (not known if known is not None else None):
            return
        known = constant
    if known is not None:
        yield _told(known, condition, judgement.position, judgement.result)


def _constant(
    world: World, condition: Expression, node: Node | None = None
) -> Generator[Found, Shown | None, bool | None]:
    """What a condition is in every case; None where it can be either."""
    truth = world.truth(condition, None if node is None else {"score": world.outcome.printed[node.path]})
    for wanted, term in ((True, truth), (False, z3.Not(truth))):
        shown = yield Found(Space.of(world), (term,), partial(_is, condition, node, wanted))
        if shown is None:
            return not wanted
    return None


def _is(condition: Expression, node: Node | None, wanted: bool, witnesses: Sequence[Witness]) -> bool:
    return witnesses[0].meets(condition, node) is wanted


def _told(constant: bool, condition: Expression, position: Position, about: str) -> Diagnostic:
    if constant:
        message = say(
            "the condition of {about} is always true: {condition}", about=about, condition=condition.text
        )
    else:
        message = say(
            "the condition of {about} is never true: {condition}", about=about, condition=condition.text
        )
    return Diagnostic(
        ID,
        message,
        condition.position or position,
        say("check its sign and its number, or leave it out"),
        SEVERITY,
        about,
    )
