"""The language that a run speaks, with its catalogue."""

from __future__ import annotations

from functools import cached_property

from .diagnostics import Text, Translate
from .language import Language, catalogue


class Speech:
    """A language and its words."""

    def __init__(self, language: Language) -> None:
        self.language = language

    @cached_property
    def translate(self) -> Translate:
        """Turns English templates into the language."""
        return catalogue(self.language)

    def words(self, text: Text) -> str:
        """A text in the language."""
        return text.in_words(self.translate)


__all__ = ["Speech"]
