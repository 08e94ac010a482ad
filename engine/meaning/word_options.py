"""Words as values: the options of an input, of a node answered with words, of what a node is rated or judged
to be. In every arithmetic a word is its number among its options, 0 the first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any, Literal

from ..words.alike import compared
from ..words.numerals import read_number, western

WordKind = Literal["answer", "rating", "result", "said"]
"""What a word says of something: what was answered, how it is rated, what it is judged to be; and which of
the answers that earn one score was said, where that is known."""


@dataclass(frozen=True)
class Choice:
    """Something with a word for a value: its path, what the word says, the words that it can be, and in an
    arithmetic what gives the `number` of its word."""

    path: str
    kind: WordKind
    words: tuple[str, ...]
    source: Callable[[Choice], Any] | None = field(default=None, compare=False)
    # of a score that is given instead of a word, by its number: the numbers of the words that earn it
    groups: Mapping[int, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def number(self) -> Any:
        """The number of its word, worked out when it is asked for: a judgement may name what it judges."""
        return None if self.source is None else self.source(self)

    @cached_property
    def _numbers(self) -> dict[str | Fraction, int]:
        by_form = {_form(word): number for number, word in reversed(list(enumerate(self.words)))}
        return by_form | {compared(word): number for number, word in enumerate(self.words)}

    def number_of(self, word: str) -> int | None:
        """The number of a word, as it is written or else in other digits, and of a number with the same
        value; None where it is none of these."""
        number = self._numbers.get(compared(word))
        return self._numbers.get(_form(word)) if number is None else number


@dataclass(frozen=True)
class Options:
    """What a name can be in words: of one thing, or of a list (`is_list`) for each of its nodes, one choice
    or several of other kinds. Where it has no number beside (`is_pure`) what stands to the right of == is a
    word; else only where it is one of the words."""

    choices: tuple[tuple[Choice, ...], ...]
    is_list: bool = False
    is_pure: bool = True

    def takes(self, words: Sequence[str]) -> bool:
        """Whether a comparison with some words is one of words, and not of numbers."""
        return bool(words) and (self.is_pure or all(self.knows(word) for word in words))

    def knows(self, word: str) -> bool:
        """Whether a word is one of these of some choice."""
        return any(choice.number_of(word) is not None for of_one in self.choices for choice in of_one)

    def asked(self, words: Sequence[str]) -> list[Choice]:
        """The choices that have one of some words."""
        return [
            choice
            for of_one in self.choices
            for choice in of_one
            if any(choice.number_of(word) is not None for word in words)
        ]

    def with_numbers(self, number_of: Callable[[Choice], Any]) -> Options:
        """The same with what gives the numbers of the words."""
        choices = tuple(
            tuple(replace(choice, source=number_of) for choice in of_one) for of_one in self.choices
        )
        return replace(self, choices=choices)

    @property
    def words(self) -> tuple[str, ...]:
        """All words, each once."""
        return tuple(
            dict.fromkeys(word for of_one in self.choices for choice in of_one for word in choice.words)
        )


@lru_cache(maxsize=4096)
def _form(word: str) -> str | Fraction:
    """A word without regard to its digits; a number as its value."""
    number = read_number(word)
    return western(compared(word)) if number is None else number


__all__ = ["Choice", "Options", "WordKind"]
