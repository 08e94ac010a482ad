"""What two rule sets imply of each other, without any data: which ratings one unit can have by both, and whether statements hold.

Both are looked at over the inputs that they share (see together.py). A proof speaks of units that lack nothing; every example
is confirmed by exact arithmetic.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import z3

from ..arithmetic.exact import ExactArithmetic
from ..arithmetic.symbols import BeyondProof, Term
from ..diagnostics import Text, say
from ..joint import linked
from ..model import RuleSet
from ..proofs import SECONDS, Budget, UndecidedError, Witness, World, find
from .statements import Side, Statement, statement
from .together import Together, needed


@dataclass(frozen=True)
class Example:
    """Scores of one unit, as each rule set sees them."""

    old: Witness
    new: Witness


@dataclass(frozen=True)
class Transition:
    """Whether a unit can have the one rating by the old and the other by the new rule set; None where that was not decided."""

    old: str
    new: str
    possible: bool | None
    example: Example | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a statement holds for all scores; None where that was not decided. `counterexample` is one where it does not,
    `beyond` what in the statement is beyond the logic of the proofs."""

    statement: Statement
    holds: bool | None
    counterexample: Example | None = None
    beyond: str | None = None


@dataclass(frozen=True)
class Proofs:
    """What was proved about two rule sets; `beyond` says why nothing could be."""

    transitions: tuple[Transition, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    assumptions: tuple[Text, ...] = ()
    beyond: Text | None = None


class Implied:
    """Every unit that there could be, under two rule sets. Raises BeyondProof where a rule cannot be put in the logic of proofs."""

    def __init__(self, old: RuleSet, new: RuleSet, claims: Sequence[Statement] = ()) -> None:
        self.rules = (old, new)
        paths = [claim.paths(old, new) for claim in claims]
        self.together = Together(self.rules, None, {number: frozenset().union(*(each[number] for each in paths)) for number in range(2)})
        joint = self.together.joint
        worlds: list[World] = []
        wholes: dict[Hashable, Term] = {}
        sources = {(link.source, path) for links in joint.links for link in links.values() for path in link.paths}
        for place, plan in enumerate(joint.plans):
            terms = {path: linked(worlds[link.source].arithmetic, worlds[link.source].outcome.values, link) for path, link in joint.links[place].items()}
            wanted = [*needed(plan.rules), *self.together.looked_at[self.together.order[place]], *(path for source, path in sources if source == place)]
            worlds.append(World(plan.rules, wanted, f"{place} ", {path: term for path, term in terms.items() if term is not None}, wholes))
        self.worlds = [worlds[self.together.order.index(number)] for number in range(2)]
        self.unshared = list(self._share())

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What is taken for granted of inputs that the two rule sets do not share."""
        return (*self.together.assumptions, *self.unshared)

    def _share(self) -> Iterator[Text]:
        """Binds the inputs that are free in both worlds and stand for the same answers; says which are not bound."""
        old, new = self.worlds
        nodes = self.together.between(0, 1)
        apart: list[str] = []
        for path, term in old.free.items():
            only = nodes.only(path)
            if only is None or only not in new.free:
                continue
            facts = _same_answers(self.rules, (path, only), (term, new.free[only]))
            new.arithmetic.facts += facts
            apart += [] if facts else [self.rules[0].short_name(path)]
        if apart:
            yield say("{nodes} of {old} and of {new} may differ in any way, because they are read differently", nodes=apart, old=old.rules.id, new=new.rules.id)
        for number, (world, matches) in enumerate(((old, nodes.new_of), (new, nodes.old_of))):
            alone = [world.rules.short_name(path) for path in world.free if path not in matches]
            if alone:
                yield say(
                    "{nodes} of {rules} may be anything: {other} does not have them", nodes=alone, rules=world.rules.id, other=self.worlds[1 - number].rules.id
                )

    def transitions(self, seconds: float) -> Iterator[Transition]:
        """Every pair of ratings; `seconds` is the time for all of them."""
        budget = Budget(seconds)
        old, new = (list(dict.fromkeys(band.rating for band in rules.bands)) for rules in self.rules)
        for one in old:
            for other in new:
                yield self._transition(one, other, budget)

    def _transition(self, one: str, other: str, budget: Budget) -> Transition:
        conditions = [self._rated(0, one), self._rated(1, other)]
        try:
            found = find(self.worlds, conditions, lambda each: [each[0].result.rating, each[1].result.rating] == [one, other], budget)
        except UndecidedError:
            return Transition(one, other, None)
        return Transition(one, other, found is not None, None if found is None else Example(*found))

    def _rated(self, number: int, rating: str) -> Term:
        world = self.worlds[number]
        return z3.Or(*(given for given, band in zip(world.given, world.rules.bands, strict=True) if band.rating == rating))

    def verdict(self, claim: Statement, seconds: float) -> Verdict:
        """Whether a statement holds, proved or refuted."""
        sides = [Side(world.plan, world.outcome, world.given) for world in self.worlds]
        try:
            against = z3.Not(claim.holds(self.worlds[0].arithmetic, sides))
        except BeyondProof as rule:
            return Verdict(claim, None, beyond=str(rule))
        try:
            found = find(self.worlds, [against, *self._all_rated], lambda each: not holds_for(claim, each), seconds)
        except UndecidedError:
            return Verdict(claim, None)
        return Verdict(claim, found is None, None if found is None else Example(*found))

    @cached_property
    def _all_rated(self) -> list[Term]:
        """That the unit has a rating by both: of others a statement says nothing."""
        return [z3.Or(*world.given) for world in self.worlds]


def proofs(old: RuleSet, new: RuleSet, claims: Sequence[str] = (), *, transitions: bool = True, seconds: float = SECONDS) -> Proofs:
    """Which ratings a unit can have by both rule sets, and whether claims hold; each in at most so many seconds.

    Raises KenError when a claim cannot be understood."""
    statements = [statement(claim, old, new) for claim in claims]
    try:
        implied = Implied(old, new, statements)
    except BeyondProof as rule:
        return Proofs(beyond=say("Nothing is proved: {rule} is beyond the logic of the proofs.", rule=str(rule)))
    found = tuple(implied.transitions(seconds)) if transitions else ()
    return Proofs(found, tuple(implied.verdict(each, seconds) for each in statements), implied.assumptions)


def _same_answers(rules: Sequence[RuleSet], paths: Sequence[str], terms: Sequence[Term]) -> list[Term]:
    """That two free inputs stand for the same answers, though they may score otherwise; nothing where that cannot be said."""
    one, other = (each.nodes[path] for each, path in zip(rules, paths, strict=True))
    if one.children or other.children or (one.score is None) != (other.score is None):
        return []
    scales = [each.answers.get(node.answers or "") for each, node in zip(rules, (one, other), strict=True)]
    if one.score is not None or (
        scales[0] is None and scales[1] is None and rules[0].scale.minimum == rules[1].scale.minimum and rules[0].scale.maximum == rules[1].scale.maximum
    ):
        return [terms[0] == terms[1]]
    if scales[0] is None or scales[1] is None:
        return []
    words = [word for word in scales[0].options if word in scales[1].options]
    shares = [z3.Real(f"share {number} of {paths[0]}") for number in range(len(words))]
    facts = [*(share >= 0 for share in shares), z3.Sum(shares) == 1] if words else []
    for scale, node, term in zip(scales, (one, other), terms, strict=True):
        assert scale is not None
        scores = [scale.score(word, reversed_=node.reversed) for word in words]
        facts.append(term == z3.Sum([z3.RealVal(score) * share for score, share in zip(scores, shares, strict=True)]))
    return facts if words else []


def holds_for(claim: Statement, found: Sequence[Witness]) -> bool:
    """Whether a statement holds of one unit, by exact arithmetic."""
    sides = []
    for witness in found:
        rules = witness.plan.rules
        first = next((at for at, (holds, _) in enumerate(witness.result.outcome.bands) if holds), None)
        given = [at == first and witness.result.rating is not None for at in range(len(rules.bands))]
        sides.append(Side(witness.plan, witness.result.outcome, given))
    return bool(claim.holds(ExactArithmetic(found[0].plan.rules.scale), sides))


__all__ = ["Example", "Implied", "Proofs", "Transition", "Verdict", "holds_for", "proofs"]
