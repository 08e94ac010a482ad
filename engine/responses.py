"""Answers of respondents to a table of units: for each unit and question the exact sum and the number of answers.

Sums are kept in whole units of the answer scale's last decimal (33.33 as 3333), so that every later value can be settled
exactly: adding doubles with two decimals is off by far less than half a cent, and rounding to the cent makes it exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import narwhals as nw

from .claims import Claim, Claims
from .model import Node, RuleSet
from .profile import Frame

PREFIX = "ken:"
MAX_DECIMALS = 6


@dataclass(frozen=True)
class Summary:
    """A table of units made of answers: claims on its columns, how many respondents there were, and a check of the answers.

    `frame` has the key, a sum and a count for each question, and `respondents`, the number of rows. `valid` has one row: for
    each question's column whether all its answers are answers of its scale.
    """

    frame: Frame
    valid: Frame
    claims: tuple[Claim, ...]
    respondents: str


def decimals_of(rules: RuleSet, node: Node) -> int:
    """With how many decimals answers to a question are counted exactly."""
    if node.answers is None:
        return rules.scale.decimals
    scores = rules.answers[node.answers].options.values()
    return next((places for places in range(MAX_DECIMALS) if all((score * 10**places).denominator == 1 for score in scores)), MAX_DECIMALS)


def answer(rules: RuleSet, claim: Claim, dtype: Any) -> nw.Expr:
    """A column of answers as scores: numbers as they are, words by the question's answer scale, turned round where the
    question is reversed."""
    node = rules.nodes[claim.paths[0]]
    column = nw.col(claim.column)
    if node.answers is None or dtype not in (nw.String, nw.Categorical, nw.Enum):
        return column if dtype == nw.Float64 else column.cast(nw.Float64)
    scale, text = rules.answers[node.answers], column.cast(nw.String)
    result = nw.lit(None, dtype=nw.Float64)
    for word in scale.options:
        score = scale.score(word, reversed_=node.reversed)
        assert score is not None
        result = nw.when(text == word).then(nw.lit(float(score))).otherwise(result)
    return result


def is_answer(rules: RuleSet, claim: Claim, dtype: Any) -> nw.Expr:
    """Whether a cell is empty, or an answer: one of the scale's words or scores; for a question without a scale of answers, a
    number within its limits that has no more decimals than can be counted."""
    node = rules.nodes[claim.paths[0]]
    column = nw.col(claim.column)
    empty = column.is_null()
    if node.answers is not None:
        options = rules.answers[node.answers].options
        known: Sequence[Any] = list(options) if dtype in (nw.String, nw.Categorical, nw.Enum) else [float(score) for score in dict.fromkeys(options.values())]
        cell = column.cast(nw.String) if dtype in (nw.Categorical, nw.Enum) else column
        one_of: nw.Expr = reduce(lambda x, y: x | y, (cell == each for each in known))
        return one_of | empty
    low, high = rules.limits(node)
    scaled = column.cast(nw.Float64) * float(10 ** decimals_of(rules, node))
    return ((column >= float(low)) & (column <= float(high)) & ((scaled - scaled.round()).abs() < 1e-6)) | empty


def summarise(rules: RuleSet, frame: Frame, claims: Claims, *, name: str, also_by: Sequence[str] = ()) -> Summary:
    """The answers of a frame (a row a respondent) as a table of units. `name` tells its columns from those of other tables;
    `also_by` are columns beside the key that rows are told apart by."""
    schema = frame.collect_schema()
    sums: list[nw.Expr] = []
    valid: list[nw.Expr] = []
    made: list[Claim] = []
    worked = [answer(rules, each, schema[each.column]).alias(f"{PREFIX}{each.column}") for each in claims.nodes if _needs_work(each, schema)]
    scored = frame.with_columns(*worked) if worked else frame
    for each in claims.nodes:
        column = f"{PREFIX}{each.column}" if _needs_work(each, schema) else each.column
        per = 10 ** decimals_of(rules, rules.nodes[each.paths[0]])
        total, count = f"{PREFIX}sum {name} {each.column}", f"{PREFIX}count {name} {each.column}"
        sums += [nw.col(column).sum().alias(total), nw.col(column).count().alias(count)]
        valid.append(is_answer(rules, each, schema[each.column]).all().alias(each.column))
        made.append(Claim(total, each.name, each.paths, each.alias, count, per))
    respondents = f"{PREFIX}respondents {name}"
    grouped = scored.group_by(claims.key, *also_by).agg(*sums, nw.len().alias(respondents))
    whole = [(nw.col(each.column) * float(each.per)).round().alias(each.column) for each in made]
    return Summary(grouped.with_columns(*whole), frame.select(*valid), tuple(made), respondents)


def _needs_work(claim: Claim, schema: nw.Schema) -> bool:
    return schema[claim.column] != nw.Float64
