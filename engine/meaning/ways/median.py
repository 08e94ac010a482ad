"""The median of what stands below: the middle one in their order, the mean of the two in the middle where
there is none."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ...words.diagnostics import say
from ..arithmetic import Arithmetic, Number, Truth
from .way import Parts, Way, apart


class Median(Way):
    """The scores put in order, and the middle of them."""

    name = "median"
    words = say("median of its {children}")
    examples = (((7, 2, 3), 3), ((8, 2, 3, 5), 4), ((6,), 6))

    def combined(
        self, a: Arithmetic[Number, Truth], parts: Parts[Number], *, partial: bool = False
    ) -> Number:
        """The score with as many before it as behind it; of an even number the mean of the two in the middle.
        Said by ranks, so that every arithmetic can say it."""
        scores, _ = apart(parts)
        if len(scores) == 1:
            return scores[0]
        count = (
            self._count(a, [a.known([score], 1) for score in scores])
            if partial
            else a.number(Fraction(len(scores)))
        )
        twice = [
            a.total([rank, a.number(Fraction(1))], [Fraction(2), Fraction(1)])
            for rank in self._ranks(a, scores, partial=partial)
        ]
        middle = []
        # twice a rank, and one, is the count at the middle one, one beside it at the middle two
        for low, high in ((-1, 0), (0, 1)):
            least, most = a.add(count, a.number(Fraction(low))), a.add(count, a.number(Fraction(high)))
            inside = [
                a.both([a.known([score], 1), a.compare(">=", place, least), a.compare("<=", place, most)])
                for score, place in zip(scores, twice, strict=True)
            ]
            middle.append(self._picked(a, inside, scores))
        return a.called(self.name, scores, a.mean(middle, [Fraction(1)] * 2))

    def _ranks(
        self, a: Arithmetic[Number, Truth], scores: Sequence[Number], *, partial: bool
    ) -> list[Number]:
        """Of each score how many come before it; of those that are the same the first does."""
        before: list[list[Truth]] = [[] for _ in scores]
        for first in range(len(scores)):
            for second in range(first + 1, len(scores)):
                in_order = a.compare("<=", scores[first], scores[second])
                before[second].append(in_order)
                before[first].append(a.opposite(in_order))
        return [self._count(a, truths, partial=partial) for truths in before]

    def _count(
        self, a: Arithmetic[Number, Truth], truths: Sequence[Truth], *, partial: bool = False
    ) -> Number:
        one, zero = a.number(Fraction(1)), a.number(Fraction(0))
        return a.total(
            [a.choose(truth, one, zero) for truth in truths], [Fraction(1)] * len(truths), partial=partial
        )

    def _picked(
        self, a: Arithmetic[Number, Truth], inside: Sequence[Truth], scores: Sequence[Number]
    ) -> Number:
        picked = scores[-1]
        for truth, score in list(zip(inside, scores, strict=True))[-2::-1]:
            picked = a.choose(truth, score, picked)
        return picked


WAY = Median()
