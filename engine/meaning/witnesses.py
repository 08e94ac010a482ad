"""A witness: scores that show something, and what exact arithmetic makes of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text
from .arithmetic.exact import ExactArithmetic
from .arithmetic.text import exactly
from .expressions import Expression
from .model import TOTAL, Node
from .one_unit import ExactResult, evaluate_exactly
from .plan import Plan, meaning_of

MOST_ALIKE = 6
"""Of a witness more scores than these that are the same are told together."""


@dataclass(frozen=True)
class Witness:
    """Scores that show something, by path: those that are free or come from another rule set, and what exact
    arithmetic makes of them. `data` are the same as scores that data can give: of what has only a few values
    the answers below it."""

    plan: Plan
    given: dict[str, Fraction]
    data: dict[str, Fraction]
    result: ExactResult
    lacked: tuple[str, ...] = ()

    @classmethod
    def of(cls, plan: Plan, given: dict[str, Fraction], lacked: Sequence[str] = ()) -> Witness:
        """The witness of scores that are free, by path; `lacked` are those that the unit has none of."""
        data: dict[str, Fraction] = {}
        for path, score in given.items():
            node = plan.rules.nodes.get(path)
            data |= (plan.reach.answers(node, score) if node is not None else None) or {path: score}
        return cls(plan, given, data, evaluate_exactly(plan, data, judge=()), tuple(lacked))

    @cached_property
    def recorded(self) -> ExactResult:
        """The same result, with what every step did."""
        return evaluate_exactly(self.plan, self.data, judge=(), recorded=True)

    def printed(self, path: str) -> Fraction:
        """What is printed of a node that has a score."""
        value = self.result.outcome.printed[path]
        assert value is not None
        return Fraction(value)

    @property
    def total(self) -> Fraction:
        """What is printed of the total, which has a score."""
        return self.printed(TOTAL)

    @property
    def has_total(self) -> bool:
        """Whether the total has a score."""
        return self.result.outcome.printed[TOTAL] is not None

    def named(self) -> Mapping[str, str]:
        """What it has of what is free, and the total, by name: words, and numbers with the decimals of the
        scale."""
        rules = self.plan.rules
        named = {rules.short_name(path): self._written(path) for path in self.given}
        return {**named, TOTAL: written(self.total, rules.scale.decimals)} if self.has_total else named

    def word(self, path: str, value: Fraction) -> str | None:
        """What data say for a value of something that is told in words: the word, or the score in its place;
        None for what is told in numbers."""
        rules, entry = self.plan.rules, self.plan.rules.entries[path]
        if path not in rules.worded and (path not in rules.inputs or entry.answers is None):
            return None
        scale, number = rules.answers[entry.answers or ""], int(value)
        words, scores = scale.words, scale.scores_given(reversed_=entry.reversed)
        return words[number] if number < len(words) else written(scores[number - len(words)], 0)

    def _written(self, path: str) -> str:
        """A free score as people write it; see `shown`."""
        word = self.word(path, self.given[path])
        if word is not None:
            return word
        value, places = self.plan.rules.entries[path].value, self.plan.rules.scale.decimals
        if value is not None and value.decimals is not None and path in self.data:
            places = value.decimals  # as data give it
        return written(self.shown(path), places)

    def in_words(self, *, total_first: bool = False) -> str | Text:
        """Its scores in one line (see `scores_in_words`), and what it lacks."""
        rules, named = self.plan.rules, self.named()
        if total_first and TOTAL in named:
            named = {TOTAL: named[TOTAL], **named}
        scores = scores_in_words(named)
        lacked = [rules.short_name(path) for path in self.lacked]
        if not lacked:
            return scores
        if not scores:
            return say("a unit without {names}", names=lacked)
        return say("{scores}, without {names}", scores=scores, names=lacked)

    def meets(self, condition: Expression, node: Node | None = None) -> bool | None:
        """Whether a condition holds; of a judgement, for a node. None where that cannot be told."""
        arithmetic, outcome = ExactArithmetic(self.plan.rules.scale), self.result.outcome
        holds: bool | None = condition.evaluate(arithmetic, meaning_of(self.plan, arithmetic, outcome, node))
        return holds

    def shown(self, path: str) -> Fraction:
        """A free value as it is, where data give it; what is printed of one that is made of what is below
        it."""
        rules = self.plan.rules
        is_said = path in self.data and path not in rules.worded
        is_shown = path in rules.inputs or self.result.outcome.printed[path] is None
        return self.given[path] if is_shown or is_said else self.printed(path)


def scores_in_words(scores: Mapping[str, str]) -> str:
    """Scores by name in words; of many those that are the same together, after the others."""
    times = Counter(score for name, score in scores.items() if name != TOTAL)
    often = [score for score, count in times.items() if count > MOST_ALIKE]
    alone = ", ".join(
        f"{name} {score}" for name, score in scores.items() if score not in often or name == TOTAL
    )
    together = (
        f"{score}: {', '.join(name for name, same in scores.items() if same == score and name != TOTAL)}"
        for score in often
    )
    return "; ".join(filter(None, [alone, *together]))


def written(value: Fraction, places: int) -> str:
    """A number with so many decimals, or more where it has more; one that is no decimal as a fraction."""
    return decimal_text(value, places) if (value * 10**places).denominator == 1 else exactly(value)


__all__ = ["Witness", "scores_in_words", "written"]
