"""What two rule sets imply of each other, without any data: which ratings one unit can have by both, and
whether statements hold.

Both are looked at over the inputs that they share (see together.py). A proof speaks of units that lack
nothing; every example is confirmed by exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import z3

from ..meaning.arithmetic.terms import BeyondProof, NamedTerms, Term
from ..meaning.model import OwnClaim, RuleSet, above_of
from ..meaning.readings import is_plain, reading
from ..meaning.scope import is_pure
from ..meaning.settling import SECONDS, Budget, Steps, Trial, settle
from ..meaning.spaces import Found, Shown, Space, made_readable, rising
from ..meaning.stated_of_units import is_true_of
from ..meaning.statement_reading import statement
from ..meaning.statements import Side, Statement
from ..meaning.steps_in_order import has_steps
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..words.diagnostics import Text, say
from .together import Together, needed


@dataclass(frozen=True)
class Example:
    """Scores of one unit, as each rule set sees them."""

    old: Witness
    new: Witness


@dataclass(frozen=True)
class Transition:
    """Whether a unit can have the one rating by the old and the other by the new rule set; None where that
    was not decided."""

    old: str
    new: str
    possible: bool | None
    example: Example | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a statement holds for all scores; None where that was not decided. `counterexample` is one
    where it does not, `beyond` what in the statement is beyond the logic of the proofs; `own` is the claim
    of a file that says it."""

    statement: Statement
    holds: bool | None
    counterexample: Example | None = None
    beyond: str | None = None
    own: OwnClaim | None = None


@dataclass(frozen=True)
class Proofs:
    """What was proved about two rule sets; `beyond` says why nothing could be."""

    transitions: tuple[Transition, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    assumptions: tuple[Text, ...] = ()
    beyond: Text | None = None


class Implied:
    """Every unit that there could be, under two rule sets. Raises BeyondProof where a rule cannot be put in
    the logic of proofs."""

    def __init__(self, old: RuleSet, new: RuleSet, claims: Sequence[Statement] = ()) -> None:
        self.rules = (old, new)
        paths = [claim.paths(old, new) for claim in claims]
        self.together = Together(
            self.rules,
            None,
            {side: frozenset().union(*(named[side] for named in paths)) for side in range(2)},
        )
        joint = self.together.joint
        worlds: list[World] = []
        names = NamedTerms()
        sources = {
            (link.source, path) for links in joint.links for link in links.values() for path in link.paths
        }
        self._shared()
        for place, plan in enumerate(joint.plans):
            number = self.together.order[place]
            taken = {path: (worlds[link.source], link) for path, link in joint.links[place].items()}
            wanted = [
                *needed(plan.rules),
                *self.together.looked_at[number],
                *self.apart[number],
                *(path for source, path in sources if source == place),
            ]
            worlds.append(
                World(plan.rules, wanted, f"{place} ", links=taken, inputs=self.inputs[number], names=names)
            )
        for world in worlds:
            if any(path not in world.free for path in _named_inputs(world.rules)):
                raise BeyondProof("what inputs say")
        self.worlds = [worlds[self.together.order.index(number)] for number in range(2)]
        self.worlds[0].arithmetic.facts += self.facts

    def _shared(self) -> None:
        """Terms for the inputs that are not linked and stand for the same answers in both rule sets, though
        they may score otherwise; and which stand for nothing in common."""
        nodes, joint = self.together.between(0, 1), self.together.joint
        place = self.together.order.index(0)
        both = {path: only for path in self.rules[0].nodes if (only := nodes.only(path)) is not None}
        linked_here = {path for path in both if path in joint.links[place]} | {
            path for path, only in both.items() if only in joint.links[1 - place]
        }
        below = {path for path in both if any(above in linked_here for above in above_of(path))}
        self.apart = [
            {path for path in both if path not in linked_here | below},
            {only for path, only in both.items() if path not in linked_here | below},
        ]
        self.inputs: list[dict[str, Term]] = [{}, {}]
        self.facts: list[Term] = []
        self.unshared: list[str] = []
        self.narrowed: list[str] = []
        for old, new in nodes.inputs:
            self._share_input(old, new)
        for path, only in both.items():
            leaves = not self.rules[0].nodes[path].children and not self.rules[1].nodes[only].children
            if path not in self.apart[0] or not leaves:
                continue
            terms = _same_answers(self.rules, (path, only))
            if terms is None:
                self.unshared.append(self.rules[0].short_name(path))
            else:
                self.inputs[0][path], self.inputs[1][only], facts = terms
                self.facts += facts
                if _lacks_words(self.rules, (path, only)):
                    self.narrowed.append(self.rules[0].short_name(path))

    def _share_input(self, old: str, new: str) -> None:
        """A term for an input that both read alike."""
        if reading(self.rules[0], old) == reading(self.rules[1], new):
            self.inputs[0][old] = self.inputs[1][new] = z3.Real(f"input {old}")
        else:
            self.unshared.append(old)

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What is taken for granted of inputs that the two rule sets do not share."""
        nodes, (old, new) = self.together.between(0, 1), self.rules
        told = [*self.together.assumptions]
        if self.unshared:
            text = say(
                "{nodes} of {old} and of {new} may differ in any way, because they are read differently",
                nodes=self.unshared,
                old=old.id,
                new=new.id,
            )
            told.append(text)
        if any(world.is_partial or _may_lack(world.rules) for world in self.worlds):
            told.append(say("nothing is missing"))
        if any(_makes_scores(rules) for rules in self.rules):
            told.append(say("data give no score that the rules work out"))
        if self.narrowed:
            told.append(
                say(
                    "nobody gives {nodes} an answer that only {old} or only {new} has",
                    nodes=self.narrowed,
                    old=old.id,
                    new=new.id,
                )
            )
        for number, matches in enumerate((nodes.new_of, nodes.old_of)):
            rules, other = self.rules[number], self.rules[1 - number]
            alone = [rules.short_name(path) for path in self.worlds[number].free if path not in matches]
            if alone:
                told.append(
                    say(
                        "{nodes} of {rules} may be anything: {other} does not have them",
                        nodes=alone,
                        rules=rules.id,
                        other=other.id,
                    )
                )
        return tuple(told)

    @cached_property
    def space(self) -> Space:
        """The scores that a unit can have by both, with the nodes that are the same rising together."""
        nodes = self.together.between(0, 1)
        same = ((path, only) for path in self.rules[0].nodes if (only := nodes.only(path)) is not None)
        return Space(self.worlds, rising(self.worlds[0], self.worlds[1], same))

    def pairs(self) -> Iterator[Trial[Shown]]:
        """Every pair of ratings: the scores with which a unit has both."""
        for one, other in _rating_pairs(*self.rules):
            yield Trial(f"{one}, {other}", self._pair(one, other))

    def _pair(self, one: str, other: str) -> Steps[Shown]:
        shown = yield Found(
            self.space,
            (self.rated[0][one], self.rated[1][other]),
            lambda witnesses: [witness.result.rating for witness in witnesses] == [one, other],
        )
        if shown is not None:
            yield shown

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

    def counterexample(self, claim: Statement) -> Trial[Shown]:
        """The scores for which a statement does not hold."""
        return Trial(claim.text, self._against(claim))

    def _against(self, claim: Statement) -> Steps[Shown]:
        sides = [Side(world.plan, world.outcome, world.given) for world in self.worlds]
        against = z3.Not(claim.holds(self.worlds[0].arithmetic, sides))
        shown = yield Found(
            self.space,
            (against, *self._all_rated),
            lambda witnesses: _are_rated(witnesses) and is_true_of(claim, witnesses) is False,
        )
        if shown is not None:
            yield shown

    @cached_property
    def _all_rated(self) -> list[Term]:
        """That the unit has a rating by both: of others a statement says nothing."""
        return [z3.Or(*world.given) for world in self.worlds]


def proofs(
    old: RuleSet,
    new: RuleSet,
    claims: Sequence[str] = (),
    *,
    transitions: bool = True,
    seconds: float = SECONDS,
) -> Proofs:
    """Which ratings a unit can have by both rule sets, and whether claims hold; all of it in so many seconds.

    Raises KenError when a claim cannot be understood."""
    budget = Budget(seconds)
    without = [rules.id for rules in (old, new) if not rules.bands]
    statements = [statement(claim, old, new) for claim in claims]
    if without:
        return Proofs(beyond=say("Nothing is proved: {rules} gives no ratings.", rules=without[0]))
    try:
        implied = Implied(old, new, statements)
    except BeyondProof as rule:
        return Proofs(
            beyond=say("Nothing is proved: the logic of the proofs does not reach {rule}.", rule=str(rule))
        )
    against = [implied.counterexample(claim) for claim in statements]
    pairs = list(implied.pairs()) if transitions else []
    settle([*against, *_nearest_first(pairs, old, new)], budget)
    shown = [trial.results[0] if trial.results else None for trial in (*against, *pairs)]
    readable = iter(made_readable([witnesses for witnesses in shown if witnesses is not None], budget))
    examples = [None if witnesses is None else Example(*next(readable)) for witnesses in shown]
    return Proofs(
        tuple(
            Transition(one, other, bool(trial.results) if trial.is_decided else None, example)
            for (one, other), trial, example in zip(
                _rating_pairs(old, new), pairs, examples[len(against) :], strict=False
            )
        ),
        tuple(
            _verdict(claim, trial, example)
            for claim, trial, example in zip(statements, against, examples, strict=False)
        ),
        implied.assumptions,
    )


def _verdict(claim: Statement, against: Trial[Shown], counterexample: Example | None) -> Verdict:
    """What became of a claim, by what became of the search for scores for which it does not hold."""
    holds = not against.results if against.is_decided else None
    return Verdict(claim, holds, counterexample, None if against.beyond is None else str(against.beyond))


def _rating_pairs(old: RuleSet, new: RuleSet) -> list[tuple[str, str]]:
    """Every rating of the old rules with every one of the new ones."""
    olds, news = (dict.fromkeys(band.rating for band in rules.bands) for rules in (old, new))
    return [(one, other) for one in olds for other in news]


def _nearest_first(pairs: Sequence[Trial[Shown]], old: RuleSet, new: RuleSet) -> list[Trial[Shown]]:
    """Pairs of ratings (by the new rating within the old one): those at like places first. Where the time
    does not suffice for all, these are the ones that matter."""
    rows, columns = (len({band.rating for band in rules.bands}) for rules in (old, new))
    far = {
        id(pair): abs(Fraction(number // columns, rows) - Fraction(number % columns, columns))
        for number, pair in enumerate(pairs)
    }
    return sorted(pairs, key=lambda pair: far[id(pair)])


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


def _same_answers(rules: Sequence[RuleSet], paths: Sequence[str]) -> tuple[Term, Term, list[Term]] | None:
    """Terms for one input as two rule sets score it, and what binds them; None where they have nothing in
    common. What data say in words is shared where both read the same words."""
    one, other = (own.nodes[path] for own, path in zip(rules, paths, strict=True))
    worded = [path in own.worded for own, path in zip(rules, paths, strict=True)]
    if any(worded):
        is_alike = reading(rules[0], paths[0]) == reading(rules[1], paths[1])
        word = z3.Real(f"input {paths[0]}")
        return (word, word, []) if is_alike else None
    if one.is_raw != other.is_raw:
        return None
    scales = [own.answers.get(node.answers or "") for own, node in zip(rules, (one, other), strict=True)]
    ends = [(own.scale.minimum, own.scale.maximum) for own in rules]
    if one.is_raw and one.value is not None and other.value is not None:
        kept = ("decimals", "rounding", "step")
        if any(getattr(one.value, name) != getattr(other.value, name) for name in kept):
            return None
    if one.is_raw or (scales[0] is None and scales[1] is None and ends[0] == ends[1]):
        raw = z3.Real(f"input {paths[0]}")
        return raw, raw, []
    if scales[0] is None or scales[1] is None:
        return None
    words = [word for word in scales[0].options if word in scales[1].options]
    if not words:
        return None
    shares = [z3.Real(f"share {number} of {paths[0]}") for number in range(len(words))]
    facts: list[Term] = []
    if {scales[0].answered_by, scales[1].answered_by} == {"unit"}:  # one word has all of it
        facts = [z3.Or(share == 0, share == 1) for share in shares]
    terms = []
    for scale, node in zip(scales, (one, other), strict=True):
        assert scale is not None
        scores = [scale.score(word, reversed_=node.reversed) for word in words]
        terms.append(z3.Sum([z3.RealVal(score) * share for score, share in zip(scores, shares, strict=True)]))
    return terms[0], terms[1], [*facts, *(share >= 0 for share in shares), z3.Sum(shares) == 1]


def _lacks_words(rules: Sequence[RuleSet], paths: Sequence[str]) -> bool:
    """Whether one rule set has answers to a question that the other does not have."""
    scales = [own.answers.get(own.nodes[path].answers or "") for own, path in zip(rules, paths, strict=True)]
    words = [set() if scale is None else set(scale.words) for scale in scales]
    return words[0] != words[1]


def _are_rated(witnesses: Sequence[Witness]) -> bool:
    return all(witness.result.rating is not None for witness in witnesses)


__all__ = ["Example", "Implied", "Proofs", "Transition", "Verdict", "proofs"]
