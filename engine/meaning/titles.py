"""Labels by language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from ..words.diagnostics import Text, Translate, visible
from ..words.language import ARABIC, ENGLISH, LANGUAGES, Language, catalogue, fallbacks

PLAIN = "plain"
"""What stands for the language of a text that is in none."""


class Title(Mapping[str, str]):
    """A label by language, as far as the rule set gives it; one without a language stands under PLAIN. It
    cannot be changed, and can be a key. The order is that in which one text stands for another."""

    __slots__ = ("_texts",)

    def __init__(self, given: str | Mapping[str, str | None] | None = None) -> None:
        texts = given if isinstance(given, Mapping) else {PLAIN: given}
        order = [PLAIN, *fallbacks([language for language in texts if language != PLAIN])]
        self._texts = {language: text for language in order if (text := texts.get(language))}

    def __getitem__(self, language: str) -> str:
        return self._texts[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)

    def __hash__(self) -> int:
        return hash(frozenset(self._texts.items()))

    def __repr__(self) -> str:
        return f"Title({self._texts!r})"

    def in_language(self, language: str) -> str | None:
        """The text in a language; where there is none, the one that stands for it, or None."""
        return self._texts.get(language) or next(iter(self._texts.values()), None)


UNTITLED = Title()


@dataclass(frozen=True)
class TitleInMessage(Text):
    """What a rule set says in several languages, within a message: in the language of the message."""

    title: Title = field(default=UNTITLED)
    before: Title = field(default=UNTITLED)

    @classmethod
    def of(cls, title: Title, before: Title = UNTITLED) -> TitleInMessage:
        """A title as an argument of a message; where it was another one `before`, both."""
        return cls("", title=title, before=before)

    def in_words(self, translate: Translate = str, numerals: str = ARABIC) -> str:  # noqa: ARG002
        """The title in the language of the catalogue, which is known by a word of it."""
        language = _by_word().get(translate(_WORD), ENGLISH)
        titles = [title.in_language(language) for title in (self.before, self.title)]
        return visible(" → ".join(dict.fromkeys(title for title in titles if title)))


_WORD = "error"


@cache
def _by_word() -> dict[str, Language]:
    """The languages, by what a word is in them."""
    return {catalogue(language)(_WORD): language for language in reversed(LANGUAGES)}


__all__ = ["PLAIN", "UNTITLED", "Title", "TitleInMessage"]
