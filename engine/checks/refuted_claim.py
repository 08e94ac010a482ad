"""Claims of a rule set that do not hold for every unit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import z3

from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.model import TOTAL, OwnClaim
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Space
from ..meaning.stated_of_units import is_true_of, refuted
from ..meaning.titles import TitleInMessage
from ..meaning.witnesses import Witness, written
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, Text, say
from . import undecided
from .finding import Result, Witnessed, complete

ID = "refuted-claim"
SEVERITY: Severity = "error"
WHY = say("What a rule set claims of its results is a promise to whoever reads them: it has to hold for all.")
PASSES = """
bands: [{rating: high, when: min(parts) >= 50}, {rating: low}]
claims: [{id: none_low, holds: rating == high implies min(parts) >= 50}]
"""
FAILS = """
bands: [{rating: high, when: total >= 50}, {rating: low}]
claims: [{id: none_low, holds: rating == high implies min(parts) >= 50}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """A trial for each claim."""
    for claim in worlds.rules.claims:
        yield Trial(claim.id, _against(worlds, claim))


def _against(worlds: Worlds, claim: OwnClaim) -> Steps[Result]:
    """The unit of which a claim is not true. Where there are ratings it speaks of units that have one."""
    (paths,) = claim.statement.paths(worlds.rules)
    try:
        world = complete(worlds, sorted(paths))
        against = refuted(claim.statement, world)
    except BeyondProof as rule:
        yield undecided.claim(claim, rule)
        return
    rated = [z3.Or(*world.given)] if worlds.rules.bands else []
    shown = yield Found(Space.of(world), (against, *rated), partial(_refutes, claim))
    if shown is not None:
        yield Witnessed(shown, partial(_told, claim, sorted(paths)))


def _refutes(claim: OwnClaim, witnesses: Sequence[Witness]) -> bool:
    """Whether a unit shows that a claim does not hold."""
    (witness,) = witnesses
    is_rated = not witness.plan.rules.bands or witness.result.rating is not None
    return is_rated and is_true_of(claim.statement, witnesses) is False


def _told(claim: OwnClaim, paths: Sequence[str], witnesses: Sequence[Witness]) -> Diagnostic:
    (witness,) = witnesses
    rules, printed, unit = witness.plan.rules, witness.result.outcome.printed, witness.in_words()
    named = [
        f"{rules.short_name(path)} {written(witness.printed(path), rules.scale.decimals)}"
        for path in paths
        if path != TOTAL and path not in witness.given and printed.get(path) is not None
    ]
    if named:
        unit = say("{witness} ({details})", witness=unit, details=", ".join(named))
    name: str | Text = claim.id
    if claim.title:
        name = say("{id} ({title})", id=claim.id, title=TitleInMessage.of(claim.title))
    words = {"claim": name, "witness": unit}
    message = say("the claim {claim} does not hold: {witness}", **words)
    if (rating := witness.result.rating) is not None:
        message = say("the claim {claim} does not hold: {witness}: {rating}", rating=rating, **words)
    text = claim.statement.text
    hint = say("mend the rules, or the claim: {claim}", claim=text)
    if claim.because:
        why = TitleInMessage.of(claim.because)
        hint = say("mend the rules, or the claim: {claim}; its reason is: {why}", claim=text, why=why)
    return Diagnostic(ID, message, claim.position, hint, SEVERITY, claim.id)
