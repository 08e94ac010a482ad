"""What a node's score can be: of a leaf what data may give it, of others what its way of scoring makes of
what stands below, of all of it or of as much as the policy for missing scores asks for.

A question that its unit answers once has one of a few scores, and so has what is made of such questions.
Where there are too many of these to keep apart, or where a formula scores a raw value, only the ends are
known (`Possible.exact` is false). A formula that proofs cannot look into is taken to reach the whole scale.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, reduce
from typing import Protocol

from .arithmetic.exact import Exact, ExactArithmetic
from .expressions import Expression
from .model import Node, Possible, RuleSet, Scale, Span
from .policy import Policy
from .ways import Way, way_of

MOST = 2_000
"""So many spans of one node's scores are kept apart,"""

MOST_PLACES = 20_000
"""and of sums so many, where they are all the places of a grid,"""

MOST_BITS = 400_000_000
"""as long as the sums of its parts take no more bits than these."""

NOTHING = (Fraction(0), Fraction(0))
"""What counts as 0."""

ARITHMETIC = ExactArithmetic(Scale(Fraction(0), Fraction(0), 0, "half_up"))
"""Nothing is rounded here."""

MOST_DIVISOR = 10**9
"""A root that cannot be told from a number with no greater divisor is that number, as everywhere in exact
arithmetic."""

Part = tuple[Fraction, Fraction, Fraction]
"""The least and the greatest of a score, and its weight."""


@dataclass
class _Made:
    """Some parts made: `parts` stand for them, of which `count` are there; `last` is the span of the last of
    them (None where it is left out), and `before` what the others made."""

    parts: tuple[Part, ...]
    count: int = 0
    last: Span | None = None
    before: _Made | None = None


@dataclass(frozen=True)
class Reach:
    """The scores that the nodes of a rule set can have. `ends` are those of units that lack nothing."""

    rules: RuleSet
    _ends: dict[str, Span] = field(default_factory=dict, repr=False)
    _known: dict[str, Possible] = field(default_factory=dict, repr=False)
    _made: dict[str, Combinations] = field(default_factory=dict, repr=False)

    def ends(self, node: Node) -> Span:
        """The least and the greatest score of a node."""
        if node.path not in self._ends:
            for inner in reversed(list(node.walk())):
                if inner.path not in self._ends:
                    self._ends[inner.path] = self._end(inner)
        return self._ends[node.path]

    def _end(self, node: Node) -> Span:
        if not node.children:
            scale, possible = self.rules.scale, self.rules.possible(node)
            return (scale.minimum, scale.maximum) if node.score is not None else (possible.low, possible.high)
        counted = [child for child in node.children if child.weight != 0]
        if not counted:
            spans = [self._ends[child.path] for child in node.children]
            return min(low for low, _ in spans), max(high for _, high in spans)
        parts = [(*self._ends[child.path], child.relative_weight) for child in counted]
        return _image(way_of(node), parts)

    def of(self, node: Node) -> Possible:
        """The scores that a node can have."""
        if node.path not in self._known:
            for inner in reversed(list(node.walk())):
                if inner.path not in self._known:
                    self._known[inner.path] = self._possible(inner)
        return self._known[node.path]

    def _possible(self, node: Node) -> Possible:
        if not node.children and node.score is None:
            return self.rules.possible(node)
        if node.score is not None:
            return Possible((self.ends(node),), exact=_is_beyond(self.rules, node.score))
        counted, policy = [child for child in node.children if child.weight != 0], Policy.of(node)
        below, weights = (
            [self._known[child.path] for child in counted],
            [child.relative_weight for child in counted],
        )
        if not counted or not all(each.exact for each in below):
            return Possible((self.ends(node),), exact=False)
        spans = [_joined([*each.spans, NOTHING]) if policy.fills else each.spans for each in below]
        if policy.skips:
            return self._partial(node, policy, spans, weights)
        if all(len(each) == 1 for each in spans):
            return Possible(
                (
                    _image(
                        way_of(node),
                        [(*each[0], weight) for each, weight in zip(spans, weights, strict=True)],
                    ),
                )
            )
        made = _combinations(way_of(node), spans, weights)
        if made is None:
            return Possible((self.ends(node),), exact=False)
        self._made[node.path] = made
        return Possible(_joined(made.spans))

    def _partial(
        self, node: Node, policy: Policy, spans: Sequence[Sequence[Span]], weights: Sequence[Fraction]
    ) -> Possible:
        """What a node can be of which parts may be left out; between the ends of that where these are too
        many, or free."""
        # what has no weight can be there too
        way, needed = way_of(node), policy.needed - (len(node.children) - len(weights))
        if any(len(each) > 1 for each in spans):
            made = _combinations(way, spans, weights, needed=max(1, needed))
            if made is not None:
                self._made[node.path] = made
                return Possible(_joined(made.spans))
        lows, highs = (
            [(each[at][end], weight) for each, weight in zip(spans, weights, strict=True)]
            for at, end in ((0, 0), (-1, 1))
        )
        return Possible(((lowest(way, lows), highest(way, highs)),))

    def answers(self, node: Node, score: Fraction) -> dict[str, Fraction] | None:
        """Scores of the leaves below a node with which it has a score, by path; the node's own where it is
        free to have it, None where that cannot be told."""
        possible = self.of(node)
        if not node.children:
            return {node.path: score} if node.score is None and possible.takes(score) else None
        made = self._made.get(node.path)
        if made is None:
            return {node.path: score} if possible.exact and possible.takes(score) else None
        spans = made.parts((score, score))
        if spans is None:
            return (
                {node.path: score}
                if any(low < high and low <= score <= high for low, high in possible.spans)
                else None
            )
        found: dict[str, Fraction] = {}
        spans_of = dict(zip((child.path for child in node.children if child.weight != 0), spans, strict=True))
        for child in node.children:
            span = spans_of.get(child.path, self.of(child).spans[0])
            if span is None or (
                span == NOTHING and Policy.of(node).fills and not self.of(child).takes(span[0])
            ):
                continue  # it is left out, or counts as 0
            below = self.answers(child, span[0])
            if below is None:
                return None
            found |= below
        return found


def _is_beyond(rules: RuleSet, formula: Expression) -> bool:
    """Whether proofs cannot look into a formula: it is taken to reach the whole scale."""
    import z3

    from .arithmetic.symbols import SymbolArithmetic
    from .arithmetic.terms import BeyondProof

    a = SymbolArithmetic(rules.scale)
    meanings = {name: a.number(threshold.value) for name, threshold in rules.thresholds.items()} | {
        "value": z3.Real("value")
    }
    try:
        formula.evaluate(a, lambda name: meanings[name])
    except BeyondProof:
        return True
    return False


def _image(way: Way, parts: Sequence[Part]) -> Span:
    """What a way makes of parts that take every value between two."""
    low, high = (_score(way, [(part[end], part[2]) for part in parts]) for end in (0, 1))
    return low, high


def _score(way: Way, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    pairs: list[tuple[Exact, Fraction]] = list(parts)
    score = way.combined(ARITHMETIC, pairs)
    if score is None:
        return Fraction(0)
    plain = Fraction(score).limit_denominator(MOST_DIVISOR) if isinstance(score, Decimal) else score
    return plain if ARITHMETIC.compare("==", score, plain) else Fraction(score)


def highest(way: Way, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The highest score that a way makes of some of the parts (scores and weights), one at least: of the
    highest of them, as many as raise it."""
    return _furthest(way, sorted(parts, reverse=True), max)


def lowest(way: Way, parts: Sequence[tuple[Fraction, Fraction]]) -> Fraction:
    """The lowest score that a way makes of some of the parts."""
    return _furthest(way, sorted(parts), min)


def _furthest(
    way: Way, parts: Sequence[tuple[Fraction, Fraction]], end: Callable[[Fraction, Fraction], Fraction]
) -> Fraction:
    first, *rest = ((score, score, weight) for score, weight in parts)
    best: tuple[Part, ...] = (first,)
    found = _image(way, best)[0]
    for part in rest:
        tried = _with(way, best, part)
        made = _image(way, tried)[0]
        if made != found and end(made, found) == found:
            break
        best, found = tried, made
    whole = _image(way, [(score, score, weight) for score, weight in parts])[0]
    return end(found, whole)


def _combinations(
    way: Way, spans: Sequence[Sequence[Span]], weights: Sequence[Fraction], needed: int | None = None
) -> Combinations | None:
    """The spans of scores that a way can make, and those of the parts that make each; None where there are
    too many. With `needed` parts may be left out, but for so many."""
    shares = way.shares(weights)
    if needed is None and shares is not None and all(low == high for own in spans for low, high in own):
        sums = _Sums.of(
            [[share * low for low, _ in own] for own, share in zip(spans, shares, strict=True)], spans
        )
        if sums is not None:
            return sums
    states: dict[Hashable, _Made] = {(0, ()): _Made(())}
    for own, weight in zip(spans, weights, strict=True):
        following: dict[Hashable, _Made] = {}
        for state in states.values():
            if needed is not None:
                following.setdefault((state.count, state.parts), _Made(state.parts, state.count, None, state))
            for span in own:
                parts = _with(way, state.parts, (*span, weight))
                count = 0 if needed is None else min(state.count + 1, needed)
                following.setdefault((count, parts), _Made(parts, count, span, state))
            if len(following) > MOST:
                return None
        states = following
    found: dict[Span, _Made] = {}
    for state in states.values():
        if state.parts and (needed is None or state.count >= needed):
            found.setdefault(_image(way, state.parts), state)
    return _Listed(found)


class Combinations(Protocol):
    """Every span of scores that some parts make, and how."""

    @property
    def spans(self) -> Collection[Span]:
        """Every span that some parts make, each once."""
        ...

    def parts(self, span: Span) -> Sequence[Span | None] | None:
        """Spans of the parts that make one, None for a part that is left out; None where none do."""
        ...


@dataclass(frozen=True)
class _Listed:
    """One state for each span."""

    made: Mapping[Span, _Made]

    @property
    def spans(self) -> Collection[Span]:
        return self.made

    def parts(self, span: Span) -> Sequence[Span | None] | None:
        here, found = self.made.get(span), list[Span | None]()
        if here is None:
            return None
        while here.before is not None:
            found.append(here.last)
            here = here.before
        return found[::-1]


@dataclass(frozen=True)
class _Sums:
    """Sums of one number of each part, as places on a grid: bit n of the last of `sums` says whether `low` +
    n × `step` is one, and the others say it of the first parts alone. `rises` are the places that the numbers
    of each part add."""

    low: Fraction
    step: Fraction
    sums: Sequence[int]
    rises: Sequence[Sequence[int]]
    parts_spans: Sequence[Sequence[Span]]

    @classmethod
    def of(cls, numbers: Sequence[Sequence[Fraction]], spans: Sequence[Sequence[Span]]) -> _Sums | None:
        apart = [number - own[0] for own in numbers for number in own]
        divisor = math.lcm(*(each.denominator for each in apart))
        step = Fraction(math.gcd(*(int(each * divisor) for each in apart)) or 1, divisor)
        rises = [[int((number - own[0]) / step) for number in own] for own in numbers]
        width = sum(own[-1] for own in rises)
        if width > MOST_PLACES or width * len(rises) > MOST_BITS:
            return None
        sums = [1]
        for own in rises:
            sums.append(reduce(int.__or__, (sums[-1] << rise for rise in own)))
        full = sums[-1].bit_count() == width + 1
        return (
            cls(sum((own[0] for own in numbers), Fraction(0)), step, sums, rises, spans)
            if full or sums[-1].bit_count() <= MOST
            else None
        )

    @cached_property
    def spans(self) -> Collection[Span]:
        last = self.sums[-1]
        values = [self.low + place * self.step for place in range(last.bit_length()) if last >> place & 1]
        return [(value, value) for value in values]

    def parts(self, span: Span) -> Sequence[Span] | None:
        place = (span[0] - self.low) / self.step
        if place.denominator != 1 or place < 0 or not self.sums[-1] >> int(place) & 1:
            return None
        here, found = int(place), list[Span]()
        for before, own, spans in zip(
            self.sums[-2::-1], self.rises[::-1], self.parts_spans[::-1], strict=True
        ):
            at = next(
                number for number, rise in enumerate(own) if rise <= here and before >> (here - rise) & 1
            )
            here -= own[at]
            found.append(spans[at])
        return found[::-1]


def _with(way: Way, parts: tuple[Part, ...], part: Part) -> tuple[Part, ...]:
    """Parts with one more: in any order, and one for all where the way folds."""
    if way.folds and parts:
        return ((*_image(way, [*parts, part]), parts[0][2] + part[2]),)
    return tuple(sorted((*parts, part)))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch as one."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], high))
        else:
            found.append((low, high))
    return tuple(found)


__all__ = ["Combinations", "Reach", "highest"]
