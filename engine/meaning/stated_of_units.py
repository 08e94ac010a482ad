"""Whether statements hold of units: of one by exact arithmetic, of all that a world has as a term."""

from __future__ import annotations

from collections.abc import Sequence

import z3

from .arithmetic.exact import ExactArithmetic
from .arithmetic.terms import Term
from .statements import Side, Statement
from .witnesses import Witness
from .worlds import World


def is_true_of(claim: Statement, witnesses: Sequence[Witness]) -> bool | None:
    """Whether a statement holds of one unit, by exact arithmetic: a witness for each rule set that it is
    about. None where that cannot be told."""
    sides = []
    for witness in witnesses:
        plan, bands = witness.plan, witness.result.outcome.bands
        exact = ExactArithmetic(plan.rules.scale)
        numbers = range(0 if bands is None else len(plan.rules.bands))
        given = [bands.is_taken(exact, number) for number in numbers] if bands is not None else []
        sides.append(Side(plan, witness.result.outcome, given))
    holds: bool | None = claim.holds(ExactArithmetic(witnesses[0].plan.rules.scale), sides)
    return holds


def refuted(claim: Statement, *worlds: World) -> Term:
    """That a statement about one rule set, or an old and a new one, is known not to hold; a world for each,
    either of units that lack nothing or of such that may."""
    if worlds[0].lacking is None:
        sides = [Side(world.plan, world.outcome, world.given) for world in worlds]
        return z3.Not(claim.holds(worlds[0].arithmetic, sides))
    a = worlds[0].lacking.a
    term: Term = claim.holds(a, [_lacking_side(world) for world in worlds]).no
    return term


def _lacking_side(world: World) -> Side:
    assert world.lacking is not None
    lacking, bands = world.lacking, world.lacking.bands
    given = [] if bands is None else [bands.is_taken(lacking.a, at) for at in range(len(bands.cases))]
    return Side(world.plan, lacking.outcome, given)


__all__ = ["is_true_of", "refuted"]
