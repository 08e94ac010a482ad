"""Answers of respondents to a table of units: for each unit and question the exact sum and the number of answers.

Sums are kept in whole units of the answer scale's last decimal (33.33 as 3333), so that every later value can be settled
exactly; doubles hold and add whole numbers up to 2^53 without error. Doubles with two decimals may be added first and made
whole afterwards, as long as there are not too many of them: the error of a sum of n doubles of size m is at most
n * n * m * 2^-53 (Higham 2002, 4.2), and has to stay below half a unit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from .claims import Claim, Claims
from .diagnostics import Diagnostic, KenError, Position, say
from .frames import Frame, Names, names_for, of_polars
from .model import Node, RuleSet
from .numerals import decimal_text

if TYPE_CHECKING:
    import narwhals as nw

PREFIX = "ken:"
MAX_DECIMALS = 6

Known = Mapping[str, Mapping[str, float]]
"""By column: what its texts score."""


@dataclass(frozen=True)
class Summary:
    """A table of units made of answers. `frame` has the key, the sums and counts that `claims` name, and two columns of
    numbers: `respondents`, the unit's rows, and `wrong`, how many of these have an answer that is none."""

    frame: Frame
    claims: tuple[Claim, ...]
    respondents: str
    wrong: str


def decimals_of(rules: RuleSet, node: Node) -> int:
    """With how many decimals answers to a question are counted exactly."""
    if node.answers is None:
        return rules.scale.decimals
    scores = rules.answers[node.answers].options.values()
    return next((places for places in range(MAX_DECIMALS) if all((score * 10**places).denominator == 1 for score in scores)), MAX_DECIMALS)


def most_in_doubles(rules: RuleSet, claims: Sequence[Claim]) -> int:
    """Of how many answers the sum of doubles is sure to be exact after rounding."""
    nodes = [rules.nodes[each.paths[0]] for each in claims]
    largest = max(float(max(map(abs, rules.limits(node)))) * 10 ** decimals_of(rules, node) for node in nodes)
    return math.isqrt(int(2**51 / max(largest, 1.0)))


def is_text(dtype: Any, x: Names) -> bool:
    return dtype in (x.String, x.Categorical, x.Enum)


def summarise(
    rules: RuleSet,
    frame: Frame,
    claims: Claims,
    *,
    name: str,
    also_by: Sequence[str] = (),
    known: Known | None = None,
    leave_out: bool = False,
    whole: bool = True,
) -> Summary:
    """The answers of a frame (a row a respondent) as a table of units. `name` tells its columns from those of other tables;
    `also_by` are columns beside the key that rows are told apart by; `known` is what texts score beside the words of the
    answer scales; `leave_out` keeps what is no answer out of the sums; `whole` makes answers whole numbers before they are
    added, for sums of any length."""
    x, schema = names_for(frame), frame.collect_schema()
    scores: list[nw.Expr] = []
    valid: list[nw.Expr] = []
    aggregates: list[nw.Expr] = []
    wholes: list[nw.Expr] = []
    made: list[Claim] = []
    for each in claims.nodes:
        score, is_answer = _read(x, rules, each, schema[each.column], (known or {}).get(each.column))
        per = 10 ** decimals_of(rules, rules.nodes[each.paths[0]])
        column, total, count = f"{PREFIX}{each.column}", f"{PREFIX}sum {name} {each.column}", f"{PREFIX}count {name} {each.column}"
        valid.append(is_answer)
        score = x.when(is_answer).then(score) if leave_out else score
        scores.append(((score * float(per)).round() if whole else score).alias(column))
        aggregates += [x.col(column).sum().alias(total), x.col(column).count().alias(count)]
        if not whole:
            wholes.append((x.col(total) * float(per)).round().alias(total))
        made.append(Claim(total, each.name, each.paths, each.alias, count, per))
    respondents, wrong = f"{PREFIX}respondents {name}", f"{PREFIX}wrong {name}"
    all_valid = reduce(lambda one, other: one & other, valid)
    flagged = frame.with_columns(x.when(all_valid).then(x.lit(0)).otherwise(x.lit(1)).alias(wrong), *scores)
    grouped = flagged.group_by(claims.key, *also_by).agg(*aggregates, x.col(wrong).sum(), x.len().alias(respondents))
    return Summary(grouped.with_columns(*wholes) if wholes else grouped, tuple(made), respondents, wrong)


def _read(x: Names, rules: RuleSet, claim: Claim, dtype: Any, known: Mapping[str, float] | None) -> tuple[nw.Expr, nw.Expr]:
    """A column of answers as scores, and whether a cell is empty or an answer."""
    node = rules.nodes[claim.paths[0]]
    cell: nw.Expr = x.col(claim.column)
    if is_text(dtype, x):
        text = cell.cast(x.String).str.strip_chars()
        score = _looked_up(x, text, known if known is not None else words(rules, node))
        return score, ~score.is_null() | cell.is_null() | (text == "")
    if not dtype.is_numeric():
        message = say("the column “{column}” has type {type}, and is to have numbers", column=claim.column, type=str(dtype))
        raise KenError([Diagnostic("not-a-number", message, Position("data", cell=claim.column), say("turn it into numbers first"))])
    score = cell if dtype == x.Float64 else cell.cast(x.Float64)
    return score, is_answer(rules, node, score) | cell.is_null()


def is_answer(rules: RuleSet, node: Node, score: nw.Expr) -> nw.Expr:
    """Whether a number is a score of the question's answers; for a question without answers, whether it lies within the
    limits and has no more decimals than are counted."""
    if node.answers is not None:
        options = dict.fromkeys(rules.answers[node.answers].options.values())
        return reduce(lambda one, other: one | other, (score == float(each) for each in options))
    low, high = rules.limits(node)
    scaled = score * float(10 ** decimals_of(rules, node))
    return (score >= float(low)) & (score <= float(high)) & ((scaled - scaled.round()).abs() < 1e-6)


def words(rules: RuleSet, node: Node) -> dict[str, float]:
    """What the texts of a question's answer scale score: its words, turned round where the question is reversed, and its
    scores written as numbers."""
    if node.answers is None:
        return {}
    scale = rules.answers[node.answers]
    numbers: dict[str, Fraction | None] = {decimal_text(score): score for score in scale.options.values()}
    numbers |= {word: scale.score(word, reversed_=node.reversed) for word in scale.options}
    return {text: float(score) for text, score in numbers.items() if score is not None}


def _looked_up(x: Names, text: nw.Expr, scores: Mapping[str, float]) -> nw.Expr:
    """The score of each text; missing where it has none."""
    result: nw.Expr = x.lit(None, dtype=x.Float64)
    if of_polars(x) and scores:
        by_polars: Any = text
        result = by_polars.replace_strict(list(scores), list(scores.values()), default=None, return_dtype=x.Float64)
        scores = {}
    for word, score in scores.items():
        result = x.when(text == word).then(x.lit(score)).otherwise(result)
    return result


__all__ = ["Known", "Summary", "decimals_of", "is_answer", "is_text", "most_in_doubles", "summarise", "words"]
