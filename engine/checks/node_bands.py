"""Bands of nodes, proved of all units: scores that none takes, and bands that nobody gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from ..meaning.arithmetic.lacking import LackingArithmetic
from ..meaning.arithmetic.lacking_terms import MayHold, MayLack, false, true
from ..meaning.choosing import taken
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.names import Outcome
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Space
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic
from .band_ranges import excluded_told, gap_told, shadowed_told, takers_of, unreached_told
from .finding import Result, Witnessed
from .limit_grid import printed_step


def gaps(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each node with bands."""
    for node in _banded(worlds.rules):
        yield Trial(node.path, _gap(worlds, node))


def unreached(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each band of a node: whether a unit can get it, or at least is within it."""
    for node in _banded(worlds.rules):
        for number, band in enumerate(node.bands):
            yield Trial(f"{node.path} {band.rating}", _unreached(worlds, node, number))


def _banded(rules: RuleSet) -> Iterator[Node]:
    yield from (node for node in rules.nodes.values() if node.bands and node.path != TOTAL)


def _gap(worlds: Worlds, node: Node) -> Steps[Result]:
    world = worlds.of_steps()
    shown = yield _is(world, node, len(node.bands))
    if shown is not None:

        def told(witnesses: Sequence[Witness]) -> Diagnostic:
            score = witnesses[0].printed(node.path)
            return gap_told(node, node.bands, printed_step(worlds.rules, node), score)

        yield Witnessed(shown, told)


def _unreached(worlds: Worlds, node: Node, at: int) -> Steps[Result]:
    world, band = worlds.of_steps(), node.bands[at]
    if (yield _is(world, node, at)) is not None:
        return
    shown = yield _holds(world, node, at)
    if shown is None:
        yield unreached_told(worlds.rules, node, band) or excluded_told(node, band)
    else:
        yield Witnessed(shown, partial(_told, worlds.rules, node, at), of_all=True)


def _told(rules: RuleSet, node: Node, at: int, witnesses: Sequence[Witness]) -> Diagnostic:
    taker = taken(witnesses[0].result.outcome.node_bands.get(node.path))
    if taker is None or node.notches or node.no_better_than:
        return shadowed_told(node, node.bands[at], [])
    takers = takers_of(rules, node.bands, at, printed_step(rules, node))
    return shadowed_told(node, node.bands[at], takers or [taker])


def _is(world: World, node: Node, at: int) -> Found:
    """Whether a band of a node can be its rating, by number; the number after the last says that none is."""
    a, outcome = _run(world)
    chosen = outcome.node_bands.get(node.path)
    term = false() if chosen is None else chosen.is_taken(a, at).yes

    def confirms(witnesses: Sequence[Witness]) -> bool:
        own = witnesses[0].result.outcome.node_bands.get(node.path)
        return own is not None and own.number == at

    return Found(Space.of(world), (term,), confirms)


def _holds(world: World, node: Node, at: int) -> Found:
    """Whether a band of a node can hold where the node is rated, whatever stands above it."""
    _, outcome = _run(world)
    chosen, number = outcome.node_bands.get(node.path), outcome.values.get(node.path)
    there = true() if number is None else number.there
    rated = false() if chosen is None else outcome.ratings[node.path].rated.yes
    terms = (false(),) if chosen is None else (chosen.holds[at].yes, there, rated)

    def confirms(witnesses: Sequence[Witness]) -> bool:
        exact = witnesses[0].result.outcome
        own, number = exact.node_bands.get(node.path), exact.nodes[node.path].number
        if own is None or number is None or exact.ratings[node.path].rated is not True:
            return False
        return own.holds[at] is True

    return Found(Space.of(world), terms, confirms)


def _run(world: World) -> tuple[LackingArithmetic, Outcome[MayLack, MayHold]]:
    assert world.lacking is not None
    return world.lacking.a, world.lacking.outcome


__all__ = ["gaps", "unreached"]
