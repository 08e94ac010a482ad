"""Conditions that are always true, or never."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from functools import partial

from ..meaning.expressions import Expression
from ..meaning.model import Band, Judgement, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Shown, Space
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Position, Severity, Text, counted, say
from . import short_formula
from .finding import Result, banded, complete

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
    world = banded(worlds)
    constant = yield from _constant(world, band.when)
    if constant is not None:
        yield _told(worlds.rules, constant, band.when, band.position, band.rating)


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
        constant = yield from _constant(complete(worlds, [node.path, *referred]), condition, node)
        if constant is None or constant is (not known if known is not None else None):
            return
        known = constant
    if known is not None:
        yield _told(rules, known, condition, judgement.position, judgement.result)


def _constant(
    world: World, condition: Expression, node: Node | None = None
) -> Generator[Found, Shown | None, bool | None]:
    """What a condition is in every case, that of a band of units that are rated; None where it can be
    either."""
    among = (world.rated,) if node is None else ()
    for wanted, term in ((True, world.truth(condition, node)), (False, world.untruth(condition, node))):
        shown = yield Found(Space.of(world), (*among, term), partial(_is, condition, node, wanted))
        if shown is None:
            return not wanted
    return None


def _is(condition: Expression, node: Node | None, wanted: bool, witnesses: Sequence[Witness]) -> bool:
    is_among = node is not None or bool(witnesses[0].result.outcome.rated)
    return is_among and witnesses[0].meets(condition, node) is wanted


def _told(
    rules: RuleSet, constant: bool, condition: Expression, position: Position, about: str
) -> Diagnostic:
    hint = say("check its sign and its number, or leave it out")
    if constant:
        message = say(
            "the condition of {about} is always true: {condition}", about=about, condition=condition.text
        )
    else:
        message = never_true(about, condition)
        hint = _cause(rules, condition) or say("check its sign and its number")
    return Diagnostic(ID, message, condition.position or position, hint, SEVERITY, about)


def never_true(about: str, condition: Expression) -> Text:
    """What is said of a condition that is never true."""
    return say("the condition of {about} is never true: {condition}", about=about, condition=condition.text)


def _cause(rules: RuleSet, condition: Expression) -> Text | None:
    """What most likely keeps a condition from being true: a formula that leaves most of the scale unused, or
    that fewer nodes are counted than are asked for. None where it is neither."""
    for path in Plan.of(rules).referred(condition):
        for node in rules.entries[path].walk():
            if node.score is not None and node.is_raw and "value" not in node.score.names:
                return say(
                    "look at the formula in line {line}: {node} gets the same for every value",
                    line=node.at("score").line,
                    node=node.id,
                )
            scores = short_formula.scores_at_ends(rules, node)
            if node.value is not None and scores is not None and max(scores) < rules.scale.maximum:
                return say(
                    "look at the formula in line {line}: {node} gets no more than {high} for {most}",
                    line=node.at("score").line,
                    node=node.id,
                    high=max(scores),
                    most=node.value.maximum if scores[1] >= scores[0] else node.value.minimum,
                )
    lists = [name for name in condition.names if name in rules.lists]
    if lists and "count" in condition.text:
        ids = [rules.short_name(path) for path in rules.lists[lists[0]]]
        return counted(
            len(ids),
            "check its sign and its number: {list} has {count} node, {ids}",
            "check its sign and its number: {list} has {count} nodes, {ids}",
            list=lists[0],
            ids=ids,
        )
    return None
