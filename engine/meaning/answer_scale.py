"""Which score each answer earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Literal

from ..words.diagnostics import Position
from .titles import UNTITLED, Title

AnsweredBy = Literal["respondents", "unit"]

_SECOND: Mapping[str, int] = {"edition": 2}


@dataclass(frozen=True)
class AnswerScale:
    """Answer text to score. `answered_by`: a question has a mean of many answers, or one answer for the
    unit. Where words have no scores (`has_scores`) they are numbered from 0 on. Of `leaving` words the node
    does not apply, of `lacking` ones its score is missing. `is_own`: of one node or input. Where variants
    score words otherwise, `order` is that of the words in all, and only words are given."""

    id: str
    options: Mapping[str, Fraction]
    title: Title = UNTITLED
    source: str | None = None
    answered_by: AnsweredBy = "respondents"
    position: Position = field(default=Position(""), compare=False)
    option_positions: Mapping[str, Position] = field(default_factory=dict, compare=False)
    has_scores: bool = field(default=True, metadata=_SECOND)
    leaving: tuple[str, ...] = field(default=(), metadata=_SECOND)
    lacking: tuple[str, ...] = field(default=(), metadata=_SECOND)
    is_own: bool = field(default=False, metadata=_SECOND)
    order: tuple[str, ...] = field(default=(), metadata=_SECOND)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Every word that can be given, by its number: those with scores first."""
        return self.order or (*self.options, *self.leaving, *self.lacking)

    def scores_given(self, *, reversed_: bool) -> tuple[Fraction, ...]:
        """The scores that can be given instead of a word, each once, lowest first; their numbers follow."""
        if not self.has_scores or self.order:
            return ()
        scores = {self.score(word, reversed_=reversed_) for word in self.options}
        return tuple(sorted(score for score in scores if score is not None))

    def said_once(self, *, reversed_: bool, in_words: bool) -> dict[str | Fraction, Fraction]:
        """By what data can say to a question that its unit answers once, a word or the score in its place:
        how it is read, as the number of a word, or as the score. Nothing where some words have a score, and
        others none."""
        if self.answered_by != "unit" or self.words != (*self.options,) or not (self.has_scores or in_words):
            return {}
        given = self.scores_given(reversed_=reversed_)
        told: list[str | Fraction] = [*self.words, *given]
        if in_words:
            return {said: Fraction(number) for number, said in enumerate(told)}
        scores = {word: self.score(word, reversed_=reversed_) for word in self.words}
        return {
            **{word: score for word, score in scores.items() if score is not None},
            **{score: score for score in given},
        }

    def score(self, answer: str, *, reversed_: bool) -> Fraction | None:
        """The score of an answer; turned round about the middle of the scale's own scores for reversed
        questions."""
        score = self.options.get(answer)
        if score is None or not reversed_:
            return score
        return min(self.options.values()) + max(self.options.values()) - score


__all__ = ["AnswerScale", "AnsweredBy"]
