"""What a cell of data says at a node: the same in every file, layout and frame."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal, TypeAlias

from ..words.alike import compared
from ..words.numerals import decimal_text, read_number
from .model import INPUT, AnswerScale, Node, Possible, RuleSet

DecimalSign: TypeAlias = Literal["point", "comma", "unsaid", "either"]
"""Which sign parts the decimals from a number; where nothing says so, a number with a comma is none. Where it
can be either, neither is one whose points may part thousands: 12.345."""

PercentMeaning: TypeAlias = Literal["as_shown", "as_stored"]
"""What 85% means: 85, as it is shown, or 0.85, as a spreadsheet stores it."""

IN_THOUSANDS = "^[+-]?[1-9\u0e51-\u0e59][0-9\u0e50-\u0e59]{0,2}(?:\\.[0-9\u0e50-\u0e59]{3})+$"
"""A pattern of numbers whose points may part thousands."""
_SWAPPED = str.maketrans(".,", ",.")
_TRUTHS = ("true", "false")


@dataclass(frozen=True)
class CellMeaning:
    """What a cell says at a node whose answers have a `scale` (None: scores alone). The word of an option
    goes before a number; with `figures`, which are scores that somebody reports, a number that is among them
    goes before a word. Where it is read `in_words` it says the number of a word, and no score."""

    scale: AnswerScale | None
    is_reversed: bool = False
    decimal: DecimalSign = "point"
    figures: Possible | None = None
    in_words: bool = False

    @classmethod
    def of(
        cls, rules: RuleSet, node: Node, decimal: DecimalSign = "point", figures: Possible | None = None
    ) -> CellMeaning:
        """What it says at a node or input of a rule set, which has no words where it has a raw number. For
        nodes with one scale it is made once, and kept with the rule set."""
        in_words = node.path in rules.worded or node.level == INPUT
        scale_id = None if node.is_raw and not in_words else node.answers
        kept: dict[object, CellMeaning] = vars(rules).setdefault("meanings of cells", {})
        key = (scale_id, node.reversed, decimal, figures, in_words)
        if (meaning := kept.get(key)) is None:
            scale = rules.answers.get(scale_id or "")
            own = cls(scale, node.reversed, decimal, figures, in_words and scale is not None)
            meaning = kept[key] = own
        return meaning

    @cached_property
    def words(self) -> Mapping[str, Fraction]:
        """By word of the scale: its score, or its number."""
        scale = self.scale
        if scale is None:
            return {}
        if self.in_words:
            return {word: Fraction(number) for number, word in enumerate(scale.words)}
        scores = {word: scale.score(word, reversed_=self.is_reversed) for word in scale.options}
        return {word: score for word, score in scores.items() if score is not None}

    @cached_property
    def _compared(self) -> Mapping[str, Fraction]:
        """By word of the scale, as texts are compared: its score."""
        return {compared(word): score for word, score in self.words.items()}

    @cached_property
    def codes(self) -> Mapping[Fraction, Fraction]:
        """By number that is a word of the scale, and no figure: the score of that word. Where it is read in
        words, also by score."""
        numbers = {word: read_number(word) for word in self.words}
        return (self._given if self.in_words else {}) | {
            number: self.words[word]
            for word, number in numbers.items()
            if number is not None and (self.figures is None or not self.figures.takes(number))
        }

    @cached_property
    def numbers(self) -> Mapping[Fraction, Fraction]:
        """By number that is an answer to the scale, as its word or as a score of it: the score of that
        answer."""
        if self.in_words:
            return self.codes
        scores = () if self.scale is None else self.scale.options.values()
        return {**{score: score for score in scores}, **self.codes}

    @cached_property
    def _given(self) -> dict[Fraction, Fraction]:
        """By score that can be given instead of a word: its number, which follows those of the words."""
        if self.scale is None:
            return {}
        scores = self.scale.scores_given(reversed_=self.is_reversed)
        first = len(self.scale.words)
        return {score: Fraction(first + number) for number, score in enumerate(scores)}

    @cached_property
    def _truths(self) -> Mapping[str, Fraction]:
        """The words for true and false, in small letters."""
        return {word.casefold(): score for word, score in self.words.items() if word.casefold() in _TRUTHS}

    def score(self, text: str) -> Fraction | None:
        """The score that a text says, as it stands between its blanks; None where it says none."""
        if self.figures is not None and (number := self.number(text)) is not None:
            return self.of_number(number)
        word = self._of_word(text)
        return word if word is not None else self.of_number(self.number(text))

    def answer(self, text: str) -> Fraction | None:
        """The score that a text says as one answer to the scale; None where it is none."""
        word = self._of_word(text)
        number = self.number(text) if word is None else None
        return word if number is None else self.numbers.get(number)

    def _of_word(self, text: str) -> Fraction | None:
        """The score of the word that a text is; None where it is none."""
        word = self.words.get(text)
        if word is None:
            word = self._compared.get(compared(text))
        if word is None and text.casefold() in _TRUTHS:
            word = self._truths.get(text.casefold())
        return word

    def of_number(self, number: Fraction | None) -> Fraction | None:
        """The score that a number says: that of the word which it is, else itself."""
        if number is None:
            return None
        return self.numbers.get(number) if self.in_words else self.codes.get(number, number)

    def number(self, text: str) -> Fraction | None:
        """The number that a text is; None where it is none, or may be either of two."""
        if self.decimal == "comma":
            return read_number(text.translate(_SWAPPED), grouped=True)
        if self.decimal in ("unsaid", "either") and "," in text:
            return None
        if self.decimal == "either" and re.search(IN_THOUSANDS, text):
            return None
        return read_number(text, grouped=True)

    def readings(self, text: str) -> tuple[Fraction, ...]:
        """The numbers that a text can be, whose point or comma may part its decimals or its thousands."""
        both = (read_number(text, grouped=True), read_number(text.translate(_SWAPPED), grouped=True))
        return tuple(dict.fromkeys(number for number in both if number is not None))

    @cached_property
    def certain(self) -> Mapping[str, Fraction]:
        """Texts that need no further look, with their scores: the words of the scale, and its scores as
        numbers are written here."""
        texts = [str(decimal_text(number)) for number in self.numbers]
        texts = [text.replace(".", ",") for text in texts] if self.decimal == "comma" else texts
        known = {text: self.answer(text) for text in (*texts, *self.words)}
        return {text: score for text, score in known.items() if score is not None}


__all__ = ["IN_THOUSANDS", "CellMeaning", "DecimalSign", "PercentMeaning"]
