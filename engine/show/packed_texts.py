"""Sentences in several languages as data of a page: each template once in each language, each text once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import Formatter
from typing import Any

from ..words.diagnostics import Text, Translate, argument_words

INLINE = 12  # letters of an argument that stands where it is used

_PARSED = Formatter()


class PackedTexts:
    """Texts by number. `words` has each: a text as it is; or a list of the number of a template and of what
    fills it, each a text or the number of one. `templates` has each in the languages, with {0}, {1} … for
    what fills it."""

    def __init__(self, languages: Sequence[Translate]) -> None:
        self.words: list[str | list[str | int]] = []
        self.templates: list[list[str]] = []
        self._languages = languages
        self._places: dict[Any, int] = {}
        self._numbers: dict[tuple[str, ...], int] = {}
        self._known: dict[str, tuple[int, Sequence[str]]] = {}

    def place(self, text: Text | str) -> int:
        """The number of a text."""
        if isinstance(text, str):
            return self._at(text, text)
        if type(text) is not Text or not _is_plain(text.template):
            # it knows by itself what it is in each language, or how it has what fills it
            return self._by_language([text.in_words(each) for each in self._languages])
        number, names = self._forms(text.template)
        return self._entry([number, *(self._argument(text.arguments[name]) for name in names)])

    def _forms(self, template: str) -> tuple[int, Sequence[str]]:
        """The number of a template, and the names of what fills it."""
        if template not in self._known:
            names = list[str]()
            forms = ["".join(self._numbered(translate(template), names)) for translate in self._languages]
            self._known[template] = self._template(forms), names
        return self._known[template]

    def _numbered(self, template: str, names: list[str]) -> Iterable[str]:
        """The pieces of a template, its arguments by their numbers among the names."""
        for literal, name, _, _ in _PARSED.parse(template):
            yield literal
            if name is not None:
                if name not in names:
                    names.append(name)
                yield f"{{{names.index(name)}}}"

    def _template(self, forms: Sequence[str]) -> int:
        number = self._numbers.setdefault(tuple(forms), len(self.templates))
        if number == len(self.templates):
            self.templates.append(list(forms))
        return number

    def _argument(self, value: object) -> str | int:
        if isinstance(value, Text):
            return self.place(value)
        if isinstance(value, (list, tuple)):
            words = [argument_words(value, translate) for translate in self._languages]
            if len(set(words)) > 1:
                return self._by_language(words)
        word = argument_words(value, str)
        return word if len(word) <= INLINE else self._at(word, word)

    def _by_language(self, words: Sequence[str]) -> int:
        """The number of a text that is other words in each language: each has a template of its own, which
        takes its words from among all of them."""
        return self._entry([self._template([f"{{{at}}}" for at in range(len(words))]), *words])

    def _entry(self, entry: list[str | int]) -> int:
        return self._at(tuple(entry), entry)

    def _at(self, key: object, word: str | list[str | int]) -> int:
        number = self._places.setdefault(key, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number


def _is_plain(template: str) -> bool:
    """Whether a template has what fills it as it is."""
    return not any(form or conversion for _, _, form, conversion in _PARSED.parse(template))


def steps(numbers: Iterable[int]) -> list[int]:
    """Numbers as the steps between them, which are short where they rise evenly."""
    made, last = list[int](), 0
    for number in numbers:
        made.append(number - last)
        last = number
    return made


__all__ = ["PackedTexts", "steps"]
