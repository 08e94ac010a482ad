"""What two rule sets without variants imply of each other, without any data: which ratings one unit can have
by both, and whether statements hold.

Both are looked at over what data say of both alike (see shared_values.py). Where rules say something of units
that lack a value, units may lack anything; elsewhere a proof speaks of units that lack nothing. Every example
is confirmed by exact arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import z3

from ..checks.variant_proofs import Variant
from ..meaning.arithmetic.terms import BeyondProof, NamedTerms, Term
from ..meaning.model import RuleSet, above_of
from ..meaning.one_unit import evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.readings import is_plain
from ..meaning.scope import is_pure
from ..meaning.settling import Question
from ..meaning.spaces import Found, Space
from ..meaning.stated_of_units import is_true_of, refuted
from ..meaning.statements import Statement
from ..meaning.steps_in_order import has_steps
from ..meaning.told_solver import rising
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..words.diagnostics import Text, say
from .shared_values import SharedValues
from .together import Together, needed


class Implied:
    """Every unit that there could be, under two rule sets without variants; of those of which they are
    variants units of their words alone. Raises BeyondProof where a rule cannot be put in the logic of
    proofs."""

    def __init__(
        self, old: Variant, new: Variant, wholes: Sequence[RuleSet], claims: Sequence[Statement] = ()
    ) -> None:
        self.rules, self.wholes = (old.rules, new.rules), wholes
        self.variants = (old, new)
        paths = [claim.paths(*self.rules) for claim in claims]
        self.together = Together(
            self.rules,
            None,
            {side: frozenset().union(*(named[side] for named in paths)) for side in range(2)},
        )
        self.shared, self.worlds = self._made()

    def _made(self) -> tuple[SharedValues, list[World]]:
        """What they share, and a world for each: of units that may lack something where that says more, and
        can be said."""
        nodes = self.together.between(0, 1)
        shared = SharedValues(self.rules, nodes)
        shared.share_leaves([path for path in self.rules[0].nodes if path in nodes.new_of])
        try:
            whole, worlds = self._of_whole_units()
        except BeyondProof:
            if not shared.is_whole:  # what is made of several could not be said
                raise
            return shared, self._of_lacking_units(shared)
        if shared.is_whole and any(world.is_partial or _may_lack(world.rules) for world in worlds):
            try:
                return shared, self._of_lacking_units(shared)
            except BeyondProof:
                pass
        return whole, worlds

    # of units that lack nothing

    def _of_whole_units(self) -> tuple[SharedValues, list[World]]:
        """Raises BeyondProof."""
        if any(variant.choosing for variant in self.variants):
            raise BeyondProof("variants")
        joint = self.together.joint
        worlds: list[World] = []
        names = NamedTerms()
        sources = {
            (link.source, path) for links in joint.links for link in links.values() for path in link.paths
        }
        apart = self._apart()
        shared = SharedValues(self.rules, self.together.between(0, 1))
        shared.share_leaves(apart[0])
        for place, plan in enumerate(joint.plans):
            number = self.together.order[place]
            taken = {path: (worlds[link.source], link) for path, link in joint.links[place].items()}
            wanted = [
                *needed(plan.rules),
                *self.together.looked_at[number],
                *apart[number],
                *(path for source, path in sources if source == place),
            ]
            worlds.append(
                World(plan.rules, wanted, f"{place} ", links=taken, shared=shared.of(number), names=names)
            )
        for world in worlds:
            if any(path not in world.free for path in _named_inputs(world.rules)):
                raise BeyondProof("what inputs say")
        worlds = [worlds[self.together.order.index(number)] for number in range(2)]
        worlds[0].arithmetic.facts += shared.facts
        return shared, worlds

    def _apart(self) -> tuple[set[str], set[str]]:
        """The nodes of both that are one and not taken from each other, by their paths."""
        nodes, joint = self.together.between(0, 1), self.together.joint
        place = self.together.order.index(0)
        both = {path: only for path in self.rules[0].nodes if (only := nodes.only(path)) is not None}
        linked_here = {path for path in both if path in joint.links[place]} | {
            path for path, only in both.items() if only in joint.links[1 - place]
        }
        below = {path for path in both if any(above in linked_here for above in above_of(path))}
        apart = {path for path in both if path not in linked_here | below}
        return apart, {both[path] for path in apart}

    # of units that may lack something

    def _of_lacking_units(self, shared: SharedValues) -> list[World]:
        """Raises BeyondProof."""
        names, worlds = NamedTerms(), []
        for number, variant in enumerate(self.variants):
            wanted = {*self.together.looked_at[number], *variant.choosing}
            world = World(
                variant.rules, wanted, f"{number} ", shared=shared.of(number), names=names, may_lack=True
            )
            if variant.words:
                world.facts.append(z3.Or(*(world.has(variant.choosing, words) for words in variant.words)))
                world.is_chosen = True
            worlds.append(world)
        worlds[0].arithmetic.facts += shared.facts
        return worlds

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What is taken for granted of inputs that the two rule sets do not share."""
        nodes, (old, new) = self.together.between(0, 1), self.wholes
        told = [*self.together.assumptions]
        if self.shared.unshared:
            text = say(
                "{nodes} of {old} and of {new} may differ in any way, because they are read differently",
                nodes=self.shared.unshared,
                old=old.id,
                new=new.id,
            )
            told.append(text)
        is_whole = all(world.lacking is None for world in self.worlds)
        if is_whole and any(world.is_partial or _may_lack(world.rules) for world in self.worlds):
            told.append(say("nothing is missing"))
        if not is_whole or any(_makes_scores(rules) for rules in self.rules):
            told.append(say("data give no score that the rules work out"))
        if self.shared.narrowed:
            told.append(
                say(
                    "nobody gives {nodes} what only {old} or only {new} can read",
                    nodes=self.shared.narrowed,
                    old=old.id,
                    new=new.id,
                )
            )
        for number, matches in enumerate((nodes.new_of, nodes.old_of)):
            rules, other = self.rules[number], self.wholes[1 - number]
            known = {*matches, *(pair[number] for pair in nodes.inputs)}
            alone = [rules.short_name(path) for path in self.worlds[number].free if path not in known]
            if alone:
                told.append(
                    say(
                        "{nodes} of {rules} may be anything: {other} does not have them",
                        nodes=alone,
                        rules=self.wholes[number].id,
                        other=other.id,
                    )
                )
        return tuple(told)

    @cached_property
    def space(self) -> Space:
        """The scores that a unit can have by both, with the nodes that are the same rising together."""
        nodes = self.together.between(0, 1)
        same = ((path, only) for path in self.rules[0].nodes if (only := nodes.only(path)) is not None)
        return Space(
            self.worlds, rising(self.worlds[0], self.worlds[1], same), of_one_unit=True, said=self.shared.said
        )

    def can_be(self, one: str, other: str) -> Question | None:
        """Whether a unit can have two ratings; None where the variants do not have these."""
        if one not in self.rated[0] or other not in self.rated[1]:
            return None
        return Found(
            self.space,
            (self.rated[0][one], self.rated[1][other]),
            lambda witnesses: self._ratings(witnesses) == [one, other],
            says_all=True,
        )

    def another_rating(self) -> Question:
        """A unit that they rate otherwise."""
        rated, never = self.rated, z3.BoolVal(val=False)
        differ = (
            rated[0].get(own, never) != rated[1].get(own, never)
            for own in dict.fromkeys([*rated[0], *rated[1]])
        )
        return Found(self.space, (z3.Or(*differ),), lambda witnesses: len(set(self._ratings(witnesses))) > 1)

    def _ratings(self, witnesses: Sequence[Witness]) -> list[str | None]:
        """What the whole rule sets give the same units."""
        return [
            witness.result.rating
            if whole is witness.plan.rules
            else evaluate_exactly(Plan.of(whole), witness.data, judge=()).rating
            for whole, witness in zip(self.wholes, witnesses, strict=True)
        ]

    @cached_property
    def rated(self) -> list[Mapping[str, Term]]:
        """For both rule sets, by rating: that it is given."""
        rated: list[Mapping[str, Term]] = []
        for world in self.worlds:
            given: dict[str, list[Term]] = {}
            for term, band in zip(world.given, world.rules.bands, strict=True):
                given.setdefault(band.rating, []).append(term)
            rated.append({rating: z3.Or(*terms) for rating, terms in given.items()})
        return rated

    def against(self, claim: Statement) -> Question:
        """The scores for which a statement does not hold."""
        return Found(
            self.space,
            (refuted(claim, *self.worlds), *self._all_rated),
            lambda witnesses: None not in self._ratings(witnesses) and is_true_of(claim, witnesses) is False,
            says_all=True,
        )

    @cached_property
    def _all_rated(self) -> list[Term]:
        """That the unit has a rating by both: of others a statement says nothing."""
        return [z3.Or(*world.given) for world in self.worlds]


def _may_lack(rules: RuleSet) -> bool:
    """Whether what a unit lacks may have something stand in for it, or leave."""
    values = (entry.value for entry in rules.entries.values())
    return (
        any(node.stand_in is not None for node in rules.nodes.values())
        or any(value is not None and value.missing is not None for value in values)
        or any(scale.lacking for scale in rules.answers.values())
    )


def _named_inputs(rules: RuleSet) -> set[str]:
    """The inputs that a score or a rating hangs on."""
    return {path for path in needed(rules) if path in rules.inputs}


def _makes_scores(rules: RuleSet) -> bool:
    """Whether data could give a score to what the rules work out by steps."""
    return any(
        has_steps(rules, node) and not is_plain(rules, node) and not is_pure(rules, path)
        for path, node in rules.nodes.items()
    )


__all__ = ["Implied"]
