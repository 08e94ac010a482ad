"""The language that a run speaks, with its catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .diagnostics import Text, Translate
from .language import Language, catalogue


@dataclass(frozen=True)
class Speech:
    """A language and its words."""

    language: Language

    @cached_property
    def translate(self) -> Translate:
        """Turns English templates into the language."""
        return catalogue(self.language)

    def words(self, text: Text) -> str:
        """A text in the language."""
        return text.in_words(self.translate)


__all__ = ["Speech"]
