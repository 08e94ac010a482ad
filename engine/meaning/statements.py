"""Statements about two rule sets: `old.rating in (AA, A) implies new.total >= 85`; and about one: `rating in
(AA, A) implies total >= 85`.

The language is that of conditions. Of two rule sets names of nodes and thresholds begin with `old.` or
`new.`; `old.rating` and `new.rating` are compared with names of ratings (in quotes where they are no plain
words) or with each other, by ==, != and in, and, where ratings have an order, by `is better than` and `is
worse than`; and one `implies` may join two conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .arithmetic import Arithmetic
from .expressions import Expression
from .model import RuleSet
from .plan import Outcome, Plan, meaning_of
from .word_options import Options

SIDES = ("old", "new")


@dataclass(frozen=True)
class Among:
    """That the rating of a side is one of some; with `pairs`, that those of both sides are a pair of these:
    the old and the new one."""

    side: int
    ratings: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True)
class Condition:
    """One side of a statement. `truths` are the comparisons of ratings in it, by the name that stands for
    each."""

    expression: Expression
    truths: Mapping[str, Among]


@dataclass(frozen=True)
class Statement:
    """That the conclusion holds wherever the premise does; everywhere, where there is none."""

    text: str
    premise: Condition | None
    conclusion: Condition

    def paths(self, *rules: RuleSet) -> tuple[frozenset[str], ...]:
        """The nodes of each rule set that it names, lists written out."""
        paths: list[set[str]] = [set() for _ in rules]
        for condition in filter(None, (self.premise, self.conclusion)):
            for name in condition.expression.names:  # names of ratings too
                if len(rules) == 1 or name.partition(".")[0] in SIDES:
                    side, rest = _side_of(name, len(rules))
                    paths[side].update(rules[side].lists.get(rest) or rules[side].names.get(rest, ()))
        return tuple(frozenset(own) for own in paths)

    def holds(self, a: Arithmetic[Any, Any], sides: Sequence[Side]) -> Any:
        """Whether it does, in the arithmetic."""
        conclusion = _truth(a, self.conclusion, sides)
        return (
            conclusion
            if self.premise is None
            else a.either([a.opposite(_truth(a, self.premise, sides)), conclusion])
        )


@dataclass(frozen=True)
class Side:
    """One rule set's outcome, and for each of its bands whether that is the rating."""

    plan: Plan
    outcome: Outcome[Any, Any]
    given: Sequence[Any]


def _side_of(name: str, count: int) -> tuple[int, str]:
    """Of which of one or two rule sets a name speaks, and what it is there."""
    if count == 1:
        return 0, name
    prefix, _, rest = name.partition(".")
    return SIDES.index(prefix), rest


def _truth(a: Arithmetic[Any, Any], condition: Condition, sides: Sequence[Side]) -> Any:
    def compared(ratings: Among) -> Any:
        if ratings.pairs is not None:
            olds, news = (
                {band.rating: _is_one(a, side, {band.rating}) for band in side.plan.rules.bands}
                for side in sides
            )
            pairs = sorted(pair for pair in ratings.pairs if pair[0] in olds and pair[1] in news)
            both = [a.both([olds[one], news[other]]) for one, other in pairs]
            return a.either(both or [_never(a)])
        return _is_one(a, sides[ratings.side], ratings.ratings)

    def meaning(name: str) -> Any:
        if name in condition.truths:
            return compared(condition.truths[name])
        number, rest = _side_of(name, len(sides))
        side = sides[number]
        return meaning_of(side.plan, a, side.outcome)(rest, judged=True)

    return condition.expression.evaluate(a, _Meaning(meaning))


@dataclass(frozen=True)
class _Meaning:
    """What the names of a statement stand for; none has words for values."""

    found: Callable[[str], Any]

    def __call__(self, name: str, *, judged: bool) -> Any:  # noqa: ARG002
        return self.found(name)

    def options(self, name: str) -> Options | None:  # noqa: ARG002
        """None."""
        return None


def _never(a: Arithmetic[Any, Any]) -> Any:
    return a.compare(">", a.number(Fraction(0)), a.number(Fraction(1)))


def _is_one(a: Arithmetic[Any, Any], side: Side, ratings: frozenset[str] | set[str]) -> Any:
    return a.either(
        [
            given
            for given, band in zip(side.given, side.plan.rules.bands, strict=True)
            if band.rating in ratings
        ]
        or [_never(a)]
    )


__all__ = ["SIDES", "Among", "Condition", "Side", "Statement"]
