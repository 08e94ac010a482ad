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


def refuted(claim: Statement, world: World) -> Term:
    """That a statement about one rule set is known not to hold."""
    lacking = world.lacking
    if lacking is None:
        return z3.Not(claim.holds(world.arithmetic, [Side(world.plan, world.outcome, world.given)]))
    bands = lacking.bands
    given = [] if bands is None else [bands.is_taken(lacking.a, at) for at in range(len(bands.cases))]
    term: Term = claim.holds(lacking.a, [Side(world.plan, lacking.outcome, given)]).no
    return term


__all__ = ["is_true_of", "refuted"]
