"""Tables that have how many chose each answer, and no answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.numerals import read_number, western
from .cells import in_words
from .row_columns import counts_respondents
from .sheet import Sheet

LEAST = 2  # answers of a scale that are named by no chance
FIRST_ROWS = 200
_SIGNS = (" ", "_", ":", "/", ".", "-", "[", "(")
"""What stands between a question and an answer to it."""


@dataclass(frozen=True)
class Tallied:
    """That some columns count who chose the answers of a scale; `mean` is the mean score of those in the
    first row, where that can be told."""

    column: str
    columns: tuple[str, ...]
    scale: str
    mean: Fraction | None = None


def tallied(rules: RuleSet, sheet: Sheet) -> Tallied | None:
    """What a table counts, where no column of it has scores or answers; None of other tables."""
    head = sheet.cells.lazy().head(FIRST_ROWS).collect()
    for scale in rules.answers.values():
        scores = {
            compared(word).casefold(): score for word, score in scale.options.items() if score is not None
        }
        if any(read_number(word) is not None for word in scores):
            continue
        found = _in_columns(sheet, head, scores) or _in_rows(sheet, head, scores)
        if found is not None:
            columns, mean = found
            names = tuple(sheet.names[own] for own in columns)
            return Tallied(columns[0], names[: LEAST + 3], scale.id, mean)
    return None


def _in_columns(
    sheet: Sheet, head: pl.DataFrame, scores: Mapping[str, Fraction]
) -> tuple[list[str], Fraction | None] | None:
    """Columns that are called as answers, alone or behind the name of a question, and have whole numbers."""
    answers = {column: own for column, name in sheet.names.items() if (own := _answer_at_end(name, scores))}
    if len({*answers.values()}) < LEAST or not all(_counts(head[column]) for column in answers):
        return None
    return [*answers], _mean(sheet, head, answers, scores)


def _mean(
    sheet: Sheet, head: pl.DataFrame, answers: Mapping[str, str], scores: Mapping[str, Fraction]
) -> Fraction | None:
    """The mean score of the first question in the first row; None where nobody answered."""
    question = _before(sheet, next(iter(answers)), answers)
    own = [column for column in answers if _before(sheet, column, answers) == question]
    counts = [
        read_number(western(compared(in_words(head[column])[0] or ""))) or Fraction(0) for column in own
    ]
    scored = [count * scores[answers[column]] for count, column in zip(counts, own, strict=False)]
    return sum(scored, Fraction(0)) / sum(counts) if sum(counts) else None


def _before(sheet: Sheet, column: str, answers: Mapping[str, str]) -> str:
    """What a heading has before the answer."""
    name = compared(sheet.names[column]).casefold()
    return name[: len(name) - len(answers[column])].strip(" _:/.-[")


def _answer_at_end(name: str, scores: Mapping[str, Fraction]) -> str | None:
    """The answer that a heading is, or ends in behind a sign or a blank."""
    form = compared(name).casefold().rstrip(" ])")
    fitting = [
        word
        for word in scores
        if form == word or (form.endswith(word) and form[: -len(word)].endswith(_SIGNS))
    ]
    return max(fitting, key=len, default=None)


def _in_rows(
    sheet: Sheet, head: pl.DataFrame, scores: Mapping[str, Fraction]
) -> tuple[list[str], None] | None:
    """A column of answers beside one that says for how many they stand."""
    for column in sheet.names:
        own = {compared(text).casefold() for text in in_words(head[column]).drop_nulls() if text.strip()}
        if len(own) < LEAST or not own <= scores.keys():
            continue
        for other, name in sheet.names.items():
            if other != column and counts_respondents(name, _texts(head[other])):
                return [column, other], None
    return None


def _texts(cells: pl.Series) -> Iterator[str]:
    yield from in_words(cells).drop_nulls().unique()


def _counts(cells: pl.Series) -> bool:
    """Whether cells are whole numbers, or empty."""
    numbers = {read_number(western(compared(text))) for text in _texts(cells) if text.strip()}
    return bool(numbers) and all(own is not None and own >= 0 and own.denominator == 1 for own in numbers)


__all__ = ["Tallied", "tallied"]
