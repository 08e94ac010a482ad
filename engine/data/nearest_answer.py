"""What is said of a text that is no answer: the answer that it looks like, the nearest one, or all."""

from __future__ import annotations

import re

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import AnswerScale
from ..words.alike import first_difference, glance
from ..words.diagnostics import Text, say
from ..words.hints import suggestion
from ..words.numerals import decimal_text, read_number, western
from .no_answers import may_be_a_sign, may_mean_no_answer, means_no_answer, told_of_no_answer, told_of_sign

_PARTS = re.compile(r"[,;/|+&\n]")
"""Signs between the answers of somebody who gave several."""


def told_of_answer(scale: AnswerScale, meaning: CellMeaning, text: str, message: Text) -> tuple[Text, Text]:
    """A message and a hint about a text that is no answer of a scale: `message`, unless it looks like an
    answer; then the character that differs is named. `meaning` says what the words score, which is turned
    round in reversed questions."""
    has_scores = scale.has_scores and not meaning.in_words
    answers = [
        f"{word} ({decimal_text(score)})" if has_scores else word for word, score in meaning.words.items()
    ]
    hint = say("answers are {answers}", answers=answers)
    own = next((word for word in scale.options if glance(word) == glance(text)), None)
    if own is not None:
        place, character = first_difference(text, own)
        message = say(
            "“{text}” looks like “{answer}”, and is no answer of {scale}: its character {place} is "
            "{character}",
            text=text,
            answer=own,
            scale=scale.id,
            place=place,
            character=character,
        )
        return message, say("write “{answer}”", answer=own)
    both = list(dict.fromkeys(part.strip() for part in _PARTS.split(text) if part.strip()))
    if len(both) > 1 and all(meaning.answer(part) is not None for part in both):
        message = say(
            "“{text}” is several answers of {scale}: {answers}", text=text, scale=scale.id, answers=both
        )
        return message, say("keep the one that counts; where none does, leave the cell empty")
    near = suggestion(text, scale.options) if len(text) > 1 else None
    if near is not None:
        hint = say("did you mean “{near}”? {answers}", near=near, answers=hint)
    if means_no_answer(text) or may_mean_no_answer(read_number(western(text.strip()))):
        return message, told_of_no_answer(text.strip())
    if near is None and may_be_a_sign(text):
        hint = told_of_sign(text.strip(), hint)
    return message, hint


__all__ = ["told_of_answer"]
