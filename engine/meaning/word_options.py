"""Words as values: the options of an input, of a node answered with words, of what a node is rated or judged
to be. In every arithmetic a word is its number among its options, 0 the first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from ..words.alike import compared


@dataclass(frozen=True)
class Choice:
    """Something with a word for a value: its path, the words that it can be, and in an arithmetic the
    `number` of its word."""

    path: str
    words: tuple[str, ...]
    number: Any = None

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {compared(word): number for number, word in enumerate(self.words)}

    def number_of(self, word: str) -> int | None:
        """The number of a word; None where it is none of these."""
        return self._numbers.get(compared(word))


@dataclass(frozen=True)
class Options:
    """What a name can be in words: one choice, or of a list (`is_list`) one for each of its nodes. Where it has
    no number beside (`is_pure`) what stands to the right of == is a word; else only where it is one of the
    words."""

    choices: tuple[Choice, ...]
    is_list: bool = False
    is_pure: bool = True

    def takes(self, words: Sequence[str]) -> bool:
        """Whether a comparison with some words is one of words, and not of numbers."""
        return bool(words) and (self.is_pure or all(self.knows(word) for word in words))

    def knows(self, word: str) -> bool:
        """Whether a word is one of these of some choice."""
        return any(choice.number_of(word) is not None for choice in self.choices)

    def with_numbers(self, number_of: Callable[[str], Any]) -> Options:
        """The same with the numbers of the words, by path."""
        choices = tuple(replace(choice, number=number_of(choice.path)) for choice in self.choices)
        return replace(self, choices=choices)

    @property
    def words(self) -> tuple[str, ...]:
        """All words, each once."""
        return tuple(dict.fromkeys(word for choice in self.choices for word in choice.words))


__all__ = ["Choice", "Options"]
