"""Columns of answers as scores, in frames of any library."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..meaning.arithmetic.columns import narrowest
from ..meaning.arithmetic.frames import Names, at_decimals, folded, has_numbers, of_polars
from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import Node, RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .claims import Claim
from .faultless import PLAIN_NUMBER, SAFE_DIGITS

if TYPE_CHECKING:
    import narwhals as nw

_LARGE_CODE = 2**31
MAX_DECIMALS = 6


@dataclass(frozen=True)
class AnswerCells:
    """A column of answers: its cells as scores, whether one is empty or an answer, and whether it is not
    empty."""

    score: nw.Expr
    is_answer: nw.Expr
    is_there: nw.Expr


def answer_cells(
    x: Names,
    rules: RuleSet,
    claim: Claim,
    dtype: Any,
    meaning: CellMeaning,
    known: Mapping[str, float] | None,
) -> AnswerCells:
    """What the cells of a column say; `known` is what its texts score, where that has been looked up. Raises
    KenError for a type of column that has neither texts nor numbers."""
    node, cell = rules.readable[claim.paths[0]], x.col(claim.column)
    if of_polars(x) and dtype == x.Enum:  # every cell is blank, or a text that is known to be an answer
        scores = [meaning.answer(text.strip()) for text in dtype.categories]
        score = _of_categories(x, cell.to_physical(), scores)
        return AnswerCells(score, x.lit(value=True), ~(score if None in scores else cell).is_null())
    if is_text(dtype, x):
        text = as_text(x, cell, dtype).str.strip_chars()
        if known is None:
            known = {word: float(own) for word, own in meaning.certain.items()}
        score = _looked_up(x, text, known)
        if meaning.scale is None:
            plain = _plain_score(x, rules, node, text, meaning)
            score = x.when(score.is_null()).then(plain).otherwise(score)
        is_there = ~cell.is_null() & (text != "")
        return AnswerCells(score, ~score.is_null() | ~is_there, is_there)
    if not has_numbers(x, dtype):
        raise KenError([without_numbers(claim, dtype)])
    if dtype.is_float():  # NaN is no answer, as pandas has it
        cell = x.when(~cell.is_nan()).then(cell)
    number = cell if dtype == x.Float64 else cell.cast(x.Float64)
    return AnswerCells(
        of_codes(x, number, meaning).cast(x.Float64),
        is_answer(rules, node, number) | cell.is_null(),
        ~cell.is_null(),
    )


def without_numbers(claim: Claim, dtype: Any) -> Diagnostic:
    """What is wrong with a column of a frame that has neither texts nor numbers."""
    message = say(
        "the column “{column}” has type {type}, and is to have numbers", column=claim.heading, type=str(dtype)
    )
    position, hint = Position("data", cell=claim.heading), say("turn it into numbers first")
    return Diagnostic("not-a-number", message, position, hint)


def usual_texts(meaning: CellMeaning) -> list[str]:
    """Texts in which answers to a scale are usually written: its words, and its scores with and without
    decimals."""
    written = [form for number in map(float, meaning.numbers) for form in (str(number), f"{number:.2f}")]
    further = [text for text in written if meaning.answer(text) is not None]
    return list(dict.fromkeys([*meaning.certain, *further]))


def is_text(dtype: Any, x: Names) -> bool:
    """Whether the cells of a column of this type are texts, or are taken for texts; `x` is the library of the
    type."""
    if dtype in (x.String, x.Categorical, x.Enum, x.Boolean):
        return True
    return of_polars(x) and not (dtype.is_numeric() or dtype.is_nested() or dtype == x.Null)


def as_text(x: Names, cell: nw.Expr, dtype: Any) -> nw.Expr:
    """Cells as texts; a truth as true or false."""
    if dtype == x.Boolean:
        words: nw.Expr = x.when(cell).then(x.lit("true")).otherwise(x.when(~cell).then(x.lit("false")))
        return words
    return cell.cast(x.String)


def is_answer(rules: RuleSet, node: Node, number: nw.Expr) -> nw.Expr:
    """Whether a number is a word or a score of the question's answers; for a question without answers,
    whether it lies within the limits and has no more decimals than are counted."""
    meaning = CellMeaning.of(rules, node)
    if meaning.scale is not None:
        return folded(operator.or_, (number == float(option) for option in meaning.numbers))
    low, high = rules.limits(node)
    places = decimals_of(rules, node)
    is_on_grid: nw.Expr = at_decimals(number, places) == number
    return (number >= float(low)) & (number <= float(high)) & is_on_grid


def decimals_of(rules: RuleSet, node: Node) -> int:
    """With how many decimals answers to a question are counted exactly."""
    if node.answers is None:
        return rules.scale.decimals
    scores = rules.answers[node.answers].options.values()
    return next(
        (
            places
            for places in range(MAX_DECIMALS)
            if all((score * 10**places).denominator == 1 for score in scores)
        ),
        MAX_DECIMALS,
    )


def _of_categories(x: Names, place: nw.Expr, scores: Sequence[Fraction | None]) -> nw.Expr:
    """The score of each text of a few, by its place among them; those with the same score stand together, so
    that there is one comparison for each score and not for each text."""
    result: Any = x
    for number, score in enumerate(scores, 1):
        if number == len(scores) or scores[number] != score:
            own = x.lit(None if score is None else float(score), dtype=x.Float64)
            result = result.when(place < number).then(own)
    expr: nw.Expr = result
    return expr


def _plain_score(x: Names, rules: RuleSet, node: Node, text: nw.Expr, meaning: CellMeaning) -> nw.Expr:
    """The scores of texts that are plain numbers, where no scale has words; missing for others."""
    is_plain = text.str.contains(PLAIN_NUMBER) & (text.str.len_chars() <= SAFE_DIGITS)
    if meaning.decimal == "comma":
        is_plain &= ~text.str.contains(".", literal=True)
    number: nw.Expr = x.when(is_plain).then(text).cast(x.Float64)
    plain: nw.Expr = x.when(is_answer(rules, node, number)).then(number)
    return plain


def of_codes(x: Names, number: nw.Expr, meaning: CellMeaning, *, is_whole: bool = False) -> nw.Expr:
    """Numbers (doubles, or whole ones, of which no double is made) that are words of the scale as the scores
    of these; where only words count, others are the number of none. Small whole scores take few bytes."""
    score = number
    scores = [x.lit(float(own)) for own in meaning.codes.values()]
    if meaning.in_words:
        none, *scores = narrowest(x, [Fraction(-1), *meaning.codes.values()])
        score = x.when(~number.is_null()).then(none)
    for code, own in zip(meaning.codes, scores, strict=True):
        is_int = is_whole and code.denominator == 1 and abs(code) < _LARGE_CODE
        wanted = int(code) if is_int else float(code)
        score = x.when(number == wanted).then(own).otherwise(score)
    return score


def _looked_up(x: Names, text: nw.Expr, scores: Mapping[str, float]) -> nw.Expr:
    """The score of each text; missing where it has none."""
    result: nw.Expr = x.lit(None, dtype=x.Float64)
    if of_polars(x) and scores:
        by_polars: Any = text
        result = by_polars.replace_strict(
            list(scores), list(scores.values()), default=None, return_dtype=x.Float64
        )
        scores = {}
    for word, score in scores.items():
        result = x.when(text == word).then(x.lit(score)).otherwise(result)
    return result


__all__ = [
    "AnswerCells",
    "answer_cells",
    "as_text",
    "decimals_of",
    "is_answer",
    "is_text",
    "of_codes",
    "usual_texts",
    "without_numbers",
]
