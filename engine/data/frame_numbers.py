"""Columns of a caller's frame that give scores: texts and codes as the numbers that they say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Any

import narwhals as nw

from ..meaning.arithmetic.columns import narrowest
from ..meaning.arithmetic.exact import NO_VALUE, exact_value
from ..meaning.arithmetic.frames import (
    Frame,
    Names,
    collected,
    has_numbers,
    is_eager,
    names_for,
    of_polars,
    workable,
)
from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.numerals import decimal_text, read_number
from .answer_cells import as_text, is_text, of_codes, without_numbers
from .claims import Claim, Claims

MAX_TEXTS = 200
"""How many different texts of a column a library can be asked for one by one."""
FEW_TEXTS = 8
"""So few texts are compared one by one faster than looked up."""
MAX_NAMED = 5


def in_numbers(rules: RuleSet, table: Frame, claims: Claims) -> Frame:
    """The frame with columns of texts as numbers, and numbers that are words of an answer as its score.
    Raises KenError for texts that say no score, and for columns that have neither texts nor numbers."""
    table = with_numbers_of_objects(table, claims)
    schema = table.collect_schema()
    _refuse_others(claims, schema)
    exprs: list[nw.Expr | nw.Series[Any]] = []
    faults: list[Diagnostic] = []
    meanings = {claim.column: CellMeaning.of(rules, rules.readable[claim.paths[0]]) for claim in claims.nodes}
    computed = _computed_at_once(table, meanings)
    for claim in claims.nodes:
        meaning, made = meanings[claim.column], computed.get(claim.column)
        dtype, cell = schema[claim.column], nw.col(claim.column)
        if is_text(dtype, nw):
            if made is not None:
                exprs.append(made)
                continue
            text = as_text(nw, cell, dtype)
            if not is_eager(table):  # where every text is to be looked up by itself
                text = text.str.strip_chars()
            scores = _scores(meaning, table, text)
            faults += _none(claim, scores)
            known = {word: score for word, score in scores.items() if score is not None}
            exprs.append(_looked_up(table, text, known).alias(claim.column))
            continue
        coded = _coded(nw, dtype, cell, meaning) if made is None else made
        if coded is not None:
            if meaning.in_words and (made is None or _has_others(made)):
                faults += _no_words(claim, meaning, table, _number(nw, dtype, cell, meaning))
            exprs.append(coded.alias(claim.column))
    if faults:
        raise KenError(faults)
    return table.with_columns(*exprs) if exprs else table


def with_numbers_of_objects(table: Frame, claims: Claims) -> Frame:
    """The table with claimed columns of Python's objects, such as the decimals of a database in pandas, as
    doubles; one with anything but numbers, or with a number that no double is, stays as it is."""
    if not isinstance(table, nw.DataFrame):
        return table
    schema, made = table.schema, []
    for claim in claims.nodes:
        if schema[claim.column] == nw.Object:
            cells = [_cell(cell) for cell in table.get_column(claim.column).to_list()]
            if all(is_number for is_number, _ in cells):
                doubles = [double for _, double in cells]
                made.append(nw.new_series(claim.column, doubles, nw.Float64, backend=table.implementation))
    return table.with_columns(*made) if made else table


def _cell(cell: object) -> tuple[bool, float | None]:
    """Whether an object is a number that a double is, or none at all; and the double."""
    exact = exact_value(cell) if isinstance(cell, (Real, Decimal)) else None
    if exact is not None:
        double = _double(exact)
        return double is not None, double
    if isinstance(cell, float):  # NaN, which pandas has for nothing, and what is infinite
        return True, None if cell != cell else cell
    return cell is None or type(cell).__name__ in NO_VALUE, None


def _refuse_others(claims: Claims, schema: Mapping[str, Any]) -> None:
    """Raises KenError where a claimed column has neither texts nor numbers."""
    others = [own for own in claims.nodes if not is_text(schema[own.column], nw)]
    if faults := [
        without_numbers(own, schema[own.column]) for own in others if not has_numbers(nw, schema[own.column])
    ]:
        raise KenError(faults)


def _number(x: Names, dtype: Any, cell: nw.Expr, meaning: CellMeaning) -> nw.Expr:
    """A cell of a column of numbers; missing where it is none and words are asked for."""
    number = cell.cast(x.Float64)
    if meaning.in_words and not dtype.is_integer():
        number = x.when(~number.is_nan()).then(number)
    return number


def _coded(x: Names, dtype: Any, cell: nw.Expr, meaning: CellMeaning) -> nw.Expr | None:
    """A cell of a column of numbers that are words of an answer as its score; None where they are none."""
    if not dtype.is_numeric() or not (meaning.codes or meaning.in_words):
        return None
    if meaning.in_words and dtype.is_integer():
        return of_codes(x, cell, meaning, is_whole=True)
    return of_codes(x, _number(x, dtype, cell, meaning), meaning)


def _computed_at_once(table: Frame, meanings: Mapping[str, CellMeaning]) -> dict[str, nw.Series[Any]]:
    """Of a table in memory the columns whose numbers are words of answers, as scores, by name; and of one of
    polars those of texts, where all texts are words of a scale as these are written. To ask first which texts
    there are takes longer."""
    if not isinstance(table, nw.DataFrame):
        return {}
    native: Any = table.to_native()
    rows: Frame = native if table.implementation.is_polars() else table
    x, schema, exprs = names_for(rows), table.schema, {}
    for column, meaning in meanings.items():
        dtype, cell = schema[column], x.col(column)
        if not is_text(dtype, nw):
            expr = _coded(x, dtype, cell, meaning)
        elif of_polars(x) and (scores := _plain_words(meaning)):
            expr = _one_by_one(x, as_text(x, cell, dtype), scores)
        else:
            continue
        if expr is not None:
            exprs[column] = expr.alias(column)
    computed: Any = collected(workable(rows).select(*exprs.values())) if exprs else rows
    in_scores = {column: nw.from_native(computed.get_column(column), series_only=True) for column in exprs}
    return {
        column: numbers
        for column, numbers in in_scores.items()
        if not is_text(schema[column], nw) or numbers.null_count() == table.get_column(column).null_count()
    }


def _plain_words(meaning: CellMeaning) -> dict[str, float]:
    """The scores of the words of a scale, where these are few."""
    scores = {word: double for word, score in meaning.words.items() if (double := _double(score)) is not None}
    return scores if len(scores) <= FEW_TEXTS else {}


def _scores(meaning: CellMeaning, table: Frame, text: nw.Expr) -> dict[str, float | None]:
    """The score of each different text; None where it says none, or one that no double is."""
    frame: Any = collected(table.select(text.alias("text")).unique())
    scores: dict[str, float | None] = {}
    for word in frame["text"].to_list():
        if isinstance(word, str) and word.strip():
            scores[word] = _double(meaning.score(word.strip()))
    return dict(sorted(scores.items()))


def _double(score: Fraction | None) -> float | None:
    """A score as the double that is read as it; None where there is none."""
    double = None if score is None else float(score)
    return double if double is not None and read_number(repr(double)) == score else None


def _has_others(numbers: nw.Series[Any]) -> bool:
    """Whether numbers of words have among them that of none."""
    least = numbers.min()
    return least is not None and bool(least < 0)


def _none(claim: Claim, scores: Mapping[str, float | None]) -> Iterator[Diagnostic]:
    """What is wrong with a column some of whose texts say no score."""
    wrong = [word for word, score in scores.items() if score is None]
    if wrong:
        message = say(
            "“{column}” has texts that are no scores: {texts}", column=claim.heading, texts=wrong[:MAX_NAMED]
        )
        hint = say("mend these values, or make them missing (null)")
        yield Diagnostic("not-a-number", message, Position("data", cell=claim.heading), hint)


def _no_words(claim: Claim, meaning: CellMeaning, table: Frame, number: nw.Expr) -> Iterator[Diagnostic]:
    """What is wrong with a column of numbers that are to be answers, where some are none."""
    others = ~number.is_null()
    for code in meaning.codes:
        others = others & (number != float(code))
    found: Any = collected(table.filter(others).select(number.alias("number")).unique())
    wrong = [
        decimal_text(exact) for each in found["number"].to_list() if (exact := exact_value(each)) is not None
    ]
    if wrong:
        message = say(
            "“{column}” has numbers that are no answers: {numbers}",
            column=claim.heading,
            numbers=sorted(wrong)[:MAX_NAMED],
        )
        hint = say("answers are {answers}", answers=list(meaning.words))
        yield Diagnostic("not-a-number", message, Position("data", cell=claim.heading), hint)


def _looked_up(table: Frame, text: nw.Expr, scores: Mapping[str, float]) -> nw.Expr:
    """The score of each text. Raises KenError where there are more texts than a library can look up."""
    words: Sequence[str] = list(scores)
    one_by_one = table.implementation.is_spark_like() or table.implementation.is_duckdb()
    if one_by_one and len(words) > MAX_TEXTS:
        message = say("a column has {count} different texts for scores", count=len(words))
        hint = say("turn it into numbers first")
        raise KenError([Diagnostic("not-a-number", message, Position("data"), hint)])
    if one_by_one or (table.implementation.is_polars() and len(words) <= FEW_TEXTS):
        return _one_by_one(nw, text, scores)
    if not words:
        return nw.lit(None, dtype=nw.Float64)
    numbers: nw.Expr = text.replace_strict(
        words, list(scores.values()), default=None, return_dtype=nw.Float64
    )
    return numbers


def _one_by_one(x: Names, text: nw.Expr, scores: Mapping[str, float]) -> nw.Expr:
    """The score of each text, which is held against each word in turn; missing where it is none. Small whole
    scores take few bytes."""
    result, *numbers = narrowest(x, [None, *map(Fraction, scores.values())])
    for word, number in zip(scores, numbers, strict=True):
        result = x.when(text == word).then(number).otherwise(result)
    return result


__all__ = ["in_numbers", "with_numbers_of_objects"]
