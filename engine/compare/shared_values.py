"""What data say of two rule sets alike, as terms of the logic of the proofs."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import z3

from ..meaning.arithmetic.terms import Term
from ..meaning.drawn_units import SaidAlike
from ..meaning.model import RuleSet, above_of
from ..meaning.readings import reading
from ..meaning.steps_in_order import is_told
from ..meaning.worlds import Shared
from .correspondence import Correspondence

_Alike = tuple[Term, Term, list[Term], "tuple[tuple[Fraction, Fraction], ...]"]
"""Terms for one thing in two rule sets, what binds them, and all that both can be where these are few and not
the same."""


@dataclass
class SharedValues:
    """Terms for what two rule sets share, by path in each, and `facts` that bind them. `unshared` is what may
    differ in any way, because it is read differently, and `narrowed` that of which only what both can read is
    looked at: both by their names. `said` are the answers of one unit that score otherwise."""

    rules: Sequence[RuleSet]
    nodes: Correspondence
    free: tuple[dict[str, Term], dict[str, Term]] = field(default_factory=lambda: ({}, {}))
    there: tuple[dict[str, Term], dict[str, Term]] = field(default_factory=lambda: ({}, {}))
    facts: list[Term] = field(default_factory=list)
    unshared: list[str] = field(default_factory=list)
    narrowed: list[str] = field(default_factory=list)
    said: list[SaidAlike] = field(default_factory=list)

    def of(self, number: int) -> Shared:
        """What one of them shares with the other."""
        return Shared(self.free[number], self.there[number])

    def __post_init__(self) -> None:
        """Makes terms for the inputs of both."""
        for old, new in self.nodes.inputs:
            self._share(old, new)

    def share_leaves(self, paths: Collection[str]) -> None:
        """Makes terms for those of some nodes of the old rule set of which both have only one, and data say
        something; these may score otherwise."""
        for path in paths:
            only = self.nodes.only(path)
            if only is None or any(
                rules.nodes[own].children for rules, own in zip(self.rules, (path, only), strict=True)
            ):
                continue
            self._share(path, only)

    def _share(self, old: str, new: str) -> None:
        """Makes terms for an input, or a node that data say something of, by its path in each."""
        terms = _same_answers(self.rules, (old, new))
        if terms is None:
            self.unshared.append(self.rules[0].short_name(old))
            return
        self.free[0][old], self.free[1][new], facts, values = terms
        if values:
            self.said.append(SaidAlike(terms[:2], values))
        self.there[0][old] = self.there[1][new] = z3.Bool(f"input {old} is there")
        self.facts += facts
        if _is_narrowed(self.rules, (old, new)):
            self.narrowed.append(self.rules[0].short_name(old))

    @property
    def is_whole(self) -> bool:
        """Whether all that data say of what is one in both is shared, but for what is read differently: not
        where a node of one is made of several of the other, or of what the other has not."""
        matches: tuple[Mapping[str, Sequence[str]], ...] = (self.nodes.new_of, self.nodes.old_of)
        for number, rules in enumerate(self.rules):
            other, read_otherwise = self.rules[1 - number], set(self.unshared)
            for path, node in rules.nodes.items():
                if not is_told(rules, node) or path in self.free[number]:
                    continue
                if path in matches[number] and rules.short_name(path) not in read_otherwise:
                    return False
                above = {match for own in above_of(path) for match in matches[number].get(own, ())}
                if any(is_told(other, other.nodes[match]) for match in above):
                    return False
        return True


def _same_answers(rules: Sequence[RuleSet], paths: Sequence[str]) -> _Alike | None:
    """Terms for one input as two rule sets score it; None where they have nothing in common. What data say in
    words is shared where both read the same words."""
    one, other = (own.entries[path] for own, path in zip(rules, paths, strict=True))
    same = z3.Real(f"input {paths[0]}")
    if len({reading(own, path, of_missing=False) for own, path in zip(rules, paths, strict=True)}) == 1:
        return same, same, [], ()
    if any(_is_in_words(own, path) for own, path in zip(rules, paths, strict=True)):
        return _same_words(rules, paths)
    if one.is_raw != other.is_raw:
        return None
    scales = [own.answers.get(node.answers or "") for own, node in zip(rules, (one, other), strict=True)]
    ends = [(own.scale.minimum, own.scale.maximum) for own in rules]
    if one.is_raw and one.value is not None and other.value is not None:
        kept = ("decimals", "rounding", "step")
        if any(getattr(one.value, name) != getattr(other.value, name) for name in kept):
            return None
    if one.is_raw or (scales[0] is None and scales[1] is None and ends[0] == ends[1]):
        return same, same, [], ()
    if scales[0] is None or scales[1] is None:
        return None
    words = [word for word in scales[0].options if word in scales[1].options]
    if not words:
        return None
    shares = [z3.Real(f"share {number} of {paths[0]}") for number in range(len(words))]
    facts: list[Term] = []
    if {scales[0].answered_by, scales[1].answered_by} == {"unit"}:  # one word has all of it
        facts = [z3.Or(share == 0, share == 1) for share in shares]
    scored = [
        [scale.score(word, reversed_=node.reversed) or Fraction(0) for word in words]
        for scale, node in zip((scales[0], scales[1]), (one, other), strict=True)
    ]
    terms = [z3.Sum([z3.RealVal(s) * share for s, share in zip(own, shares, strict=True)]) for own in scored]
    values = tuple(zip(*scored, strict=True)) if facts else ()
    return terms[0], terms[1], [*facts, *(share >= 0 for share in shares), z3.Sum(shares) == 1], values


def _same_words(rules: Sequence[RuleSet], paths: Sequence[str]) -> _Alike | None:
    """Terms for one question of which a rule set at least reads the word: each has the number of a word, or
    its score; None where they have no word in common."""
    said = [_said_once(own, path) for own, path in zip(rules, paths, strict=True)]
    both = [answer for answer in said[0] if answer in said[1]]
    if not any(isinstance(answer, str) for answer in both):
        return None
    shares = [z3.Real(f"share {number} of {paths[0]}") for number in range(len(both))]
    terms = [
        z3.Sum([z3.RealVal(own[answer]) * share for answer, share in zip(both, shares, strict=True)])
        for own in said
    ]
    facts = [z3.Or(share == 0, share == 1) for share in shares]
    values = tuple((said[0][answer], said[1][answer]) for answer in both)
    return terms[0], terms[1], [*facts, z3.Sum(shares) == 1], values


def _said_once(rules: RuleSet, path: str) -> dict[str | Fraction, Fraction]:
    """By what data can say to a question that its unit answers once: how a rule set reads it."""
    node = rules.entries[path]
    scale = rules.answers.get(node.answers or "")
    if scale is None:
        return {}
    return scale.said_once(reversed_=node.reversed, in_words=_is_in_words(rules, path))


def _is_in_words(rules: RuleSet, path: str) -> bool:
    """Whether what data say of a question or input is the number of a word."""
    return path in rules.worded or (path in rules.inputs and rules.inputs[path].answers is not None)


def _is_narrowed(rules: Sequence[RuleSet], paths: Sequence[str]) -> bool:
    """Whether one rule set reads words or numbers of a question or input that the other refuses."""
    if any(_is_in_words(own, path) for own, path in zip(rules, paths, strict=True)):
        said = [_said_once(own, path).keys() for own, path in zip(rules, paths, strict=True)]
        return said[0] != said[1]
    nodes = [own.entries[path] for own, path in zip(rules, paths, strict=True)]
    scales = [own.answers.get(node.answers or "") for own, node in zip(rules, nodes, strict=True)]
    words = [set() if scale is None else set(scale.words) for scale in scales]
    ends = [node.value and (node.value.minimum, node.value.maximum) for node in nodes if node.is_raw]
    return words[0] != words[1] or len(set(ends)) > 1


__all__ = ["SharedValues"]
