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
        self._shared()
        for place, plan in enumerate(joint.plans):
            number = self.together.order[place]
            values = {path: linked(worlds[link.source].arithmetic, worlds[link.source].outcome.nodes, link) for path, link in joint.links[place].items()}
            taken = {path: value.number for path, value in values.items() if value.number is not None}
            wanted = [*needed(plan.rules), *self.together.looked_at[number], *self.apart[number], *(path for source, path in sources if source == place)]
            worlds.append(World(plan.rules, wanted, f"{place} ", linked=taken, inputs=self.inputs[number], wholes=wholes))
        self.worlds = [worlds[self.together.order.index(number)] for number in range(2)]
        self.worlds[0].arithmetic.facts += [*self.facts, *self._monotone()]

    def _monotone(self) -> Iterator[Term]:
        """That rounding keeps the order of two scores: true in itself, and hard to find for the solver."""
        (old, new), nodes = self.worlds, self.together.between(0, 1)
        scales = old.rules.scale, new.rules.scale
        if (scales[0].decimals, scales[0].rounding) != (scales[1].decimals, scales[1].rounding):
            return
        for path in old.outcome.values:
            only = nodes.only(path)
            values: list[Term] = [old.outcome.values[path], None if only is None else new.outcome.values.get(only)]
            if only is None or values[0] is None or values[1] is None:
                continue
            printed: list[Term] = [old.outcome.printed[path], new.outcome.printed[only]]
            if not printed[0].eq(printed[1]):
                yield z3.Implies(values[0] <= values[1], printed[0] <= printed[1])
                yield z3.Implies(values[0] >= values[1], printed[0] >= printed[1])

    def _shared(self) -> None:
        """Terms for the inputs that are not linked and stand for the same answers in both rule sets, though they may score
        otherwise; and which stand for nothing in common."""
        nodes, joint = self.together.between(0, 1), self.together.joint
        place = self.together.order.index(0)
        both = {path: only for path in self.rules[0].nodes if (only := nodes.only(path)) is not None}
        linked_here = {path for path in both if path in joint.links[place]} | {path for path, only in both.items() if only in joint.links[1 - place]}
        below = {path for path in both if any(path.startswith(f"{above}.") for above in linked_here)}
        self.apart = [{path for path in both if path not in linked_here | below}, {only for path, only in both.items() if path not in linked_here | below}]
        self.inputs: list[dict[str, Term]] = [{}, {}]
        self.facts: list[Term] = []
        self.unshared: list[str] = []
        for path, only in both.items():
            leaves = not self.rules[0].nodes[path].children and not self.rules[1].nodes[only].children
            if path not in self.apart[0] or not leaves:
                continue
            found = _same_answers(self.rules, (path, only))
            if found is None:
                self.unshared.append(self.rules[0].short_name(path))
            else:
                self.inputs[0][path], self.inputs[1][only], facts = found
                self.facts += facts

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What is taken for granted of inputs that the two rule sets do not share."""
        nodes, (old, new) = self.together.between(0, 1), self.rules
        found = [*self.together.assumptions]
        if self.unshared:
            text = say("{nodes} of {old} and of {new} may differ in any way, because they are read differently", nodes=self.unshared, old=old.id, new=new.id)
            found.append(text)
        for number, matches in enumerate((nodes.new_of, nodes.old_of)):
            rules, other = self.rules[number], self.rules[1 - number]
            alone = [rules.short_name(path) for path in self.worlds[number].free if path not in matches]
            if alone:
                found.append(say("{nodes} of {rules} may be anything: {other} does not have them", nodes=alone, rules=rules.id, other=other.id))
        return tuple(found)

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


def _same_answers(rules: Sequence[RuleSet], paths: Sequence[str]) -> tuple[Term, Term, list[Term]] | None:
    """Terms for one input as two rule sets score it, and what binds them; None where they have nothing in common."""
    one, other = (each.nodes[path] for each, path in zip(rules, paths, strict=True))
    if (one.score is None) != (other.score is None):
        return None
    scales = [each.answers.get(node.answers or "") for each, node in zip(rules, (one, other), strict=True)]
    ends = [(each.scale.minimum, each.scale.maximum) for each in rules]
    if one.score is not None or (scales[0] is None and scales[1] is None and ends[0] == ends[1]):
        raw = z3.Real(f"input {paths[0]}")
        return raw, raw, []
    if scales[0] is None or scales[1] is None:
        return None
    words = [word for word in scales[0].options if word in scales[1].options]
    if not words:
        return None
    shares = [z3.Real(f"share {number} of {paths[0]}") for number in range(len(words))]
    terms = []
    for scale, node in zip(scales, (one, other), strict=True):
        assert scale is not None
        scores = [scale.score(word, reversed_=node.reversed) for word in words]
        terms.append(z3.Sum([z3.RealVal(score) * share for score, share in zip(scores, shares, strict=True)]))
    return terms[0], terms[1], [*(share >= 0 for share in shares), z3.Sum(shares) == 1]


def holds_for(claim: Statement, found: Sequence[Witness]) -> bool:
    """Whether a statement holds of one unit, by exact arithmetic."""
    sides = []
    for witness in found:
        plan, outcome = witness.plan, witness.result.outcome
        given = [bool(outcome.bands.is_taken(ExactArithmetic(plan.rules.scale), at)) for at in range(len(plan.rules.bands))] if outcome.bands else []
        sides.append(Side(plan, outcome, given))
    return bool(claim.holds(ExactArithmetic(found[0].plan.rules.scale), sides))


__all__ = ["Example", "Implied", "Proofs", "Transition", "Verdict", "holds_for", "proofs"]
