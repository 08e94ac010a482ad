"""Answers of respondents to a table of units: for each unit and question the exact sum and the number of
answers.

Sums are kept in whole units of the answer scale's last decimal (33.33 as 3333), so that every later value can
be settled exactly; doubles hold and add whole numbers up to 2^53 without error. Doubles with two decimals may
be added first and made whole afterwards, as long as there are not too many of them: the error of a sum of n
doubles of size m is at most n * n * m * 2^-53 (Higham 2002, 4.2), and has to stay below half a unit."""

from __future__ import annotations

import math
import operator
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from ..meaning.arithmetic.frames import Frame, Names, any_of, folded, names_for, of_polars, safe
from ..meaning.cell_meaning import CellMeaning, DecimalSign
from ..meaning.model import RuleSet, is_below
from ..meaning.plan import Plan
from .answer_cells import answer_cells, decimals_of
from .claims import Claim, Claims

if TYPE_CHECKING:
    import narwhals as nw

PREFIX = "ken:"
PLACE = "ken:place"
"""A column that tells where a row stands in the data, where the data have an order."""

Known = Mapping[str, Mapping[str, float]]
"""By column: what its texts score."""


Group = tuple[str, ...]
"""Columns of questions whose respondents are counted together."""


@dataclass(frozen=True)
class Summary:
    """A table of units made of answers. `frame` has the key, what `claims` name, and columns of numbers:
    `rows`, the unit's rows; `blank`, how many of these answer nothing; `wrong`, how many have an answer that
    is none; and by group of columns `respondents`, how many rows answer one of them at least. It has the
    first PLACE of a unit where the rows have one."""

    frame: Frame
    claims: tuple[Claim, ...]
    respondents: Mapping[Group, str]
    rows: str
    blank: str
    wrong: str


def groups_of(plan: Plan, claims: Claims) -> dict[str, Group]:
    """By path of a node whose respondents are counted: the columns of the questions at or below it."""
    groups = {
        owner: tuple(
            claim.column
            for claim in claims.nodes
            if any(path == owner or is_below(path, owner) for path in claim.paths)
        )
        for owner in plan.counted
    }
    return {owner: group for owner, group in groups.items() if group}


def most_in_doubles(rules: RuleSet, claims: Sequence[Claim]) -> int:
    """Of how many answers the sum of doubles is sure to be exact after rounding."""
    nodes = [rules.readable[claim.paths[0]] for claim in claims]
    largest = max(float(max(map(abs, rules.limits(node)))) * 10 ** decimals_of(rules, node) for node in nodes)
    return math.isqrt(int(2**51 / max(largest, 1.0)))


@dataclass(frozen=True)
class Adding:
    """How answers are added up. `name` tells the columns from those of other tables; `known` is what texts
    score beside the words of the answer scales; `leave_out` keeps what is no answer out of the sums; `whole`
    makes answers whole numbers before they are added, for sums of any length; `decimal` parts the decimals of
    numbers in texts."""

    name: str
    known: Known = field(default_factory=dict)
    leave_out: bool = False
    whole: bool = True
    decimal: DecimalSign = "point"


def summarise(
    rules: RuleSet,
    frame: Frame,
    claims: Claims,
    adding: Adding,
    *,
    groups: Collection[Group] = (),
    also_by: Sequence[str] = (),
) -> Summary:
    """The answers of a frame (a row a respondent) as a table of units. `groups` are those whose respondents
    are counted; `also_by` are columns beside the key that rows are told apart by. Raises KenError for a
    column that has neither texts nor numbers."""
    x, schema, name = names_for(frame), frame.collect_schema(), adding.name
    questions = [_question(x, rules, claim, schema[claim.column], adding) for claim in claims.nodes]
    rows, blank, wrong = (f"{PREFIX}{word} {name}" for word in ("rows", "blank", "wrong"))
    all_valid = folded(operator.and_, [question.is_answer for question in questions])
    is_wrong = x.when(all_valid).then(x.lit(0)).otherwise(x.lit(1)).alias(wrong)
    flagged = frame.with_columns(is_wrong, *(question.score for question in questions))
    respondents = {
        group: f"{PREFIX}respondents {name} {number}" for number, group in enumerate(dict.fromkeys(groups))
    }
    # where nothing is left out, whoever answers a group of all questions is whoever answers anything
    everything = tuple(claim.column for claim in claims.nodes)
    shared = None if adding.leave_out else respondents.get(everything)
    answering = shared or f"{PREFIX}answering {name}"
    flags = [
        _flag(x, any_of(x, [~x.col(f"{PREFIX}{column}").is_null() for column in group])).alias(flag)
        for group, flag in respondents.items()
    ]
    if shared is None:
        flags.append(_flag(x, any_of(x, [question.is_there for question in questions])).alias(answering))
    flagged = flagged.with_columns(*flags)
    counts = [x.col(flag).sum() for flag in dict.fromkeys([*respondents.values(), answering])]
    if PLACE in schema.names():
        counts.append(x.col(PLACE).min())
    sums = [total for question in questions for total in question.sums]
    grouped = flagged.group_by(claims.key, *also_by).agg(
        *sums, *counts, x.col(wrong).sum(), x.len().alias(rows)
    )
    afterwards = [made for question in questions for made in question.afterwards]
    summed = grouped.with_columns(*afterwards, (x.col(rows) - x.col(answering)).alias(blank))
    made = tuple(question.claim for question in questions)
    return Summary(summed if shared else summed.drop(answering), made, respondents, rows, blank, wrong)


@dataclass(frozen=True)
class _Question:
    """A column of answers on its way to a table of units: its `score`, under a name of Ken's own; whether a
    cell is empty or an answer, and whether it is not empty; the `sums` for each unit, what is made of them
    `afterwards`, and the claim on these."""

    claim: Claim
    score: nw.Expr
    is_answer: nw.Expr
    is_there: nw.Expr
    sums: tuple[nw.Expr, ...]
    afterwards: tuple[nw.Expr, ...] = ()


def _question(x: Names, rules: RuleSet, claim: Claim, dtype: Any, adding: Adding) -> _Question:
    node, name, column = rules.readable[claim.paths[0]], adding.name, f"{PREFIX}{claim.column}"
    meaning = CellMeaning.of(rules, node, adding.decimal)
    cells = answer_cells(x, rules, claim, dtype, meaning, adding.known.get(claim.column))
    score, is_answer, is_there = cells.score, cells.is_answer, cells.is_there
    score = x.when(is_answer).then(score) if adding.leave_out else score
    if rules.steps(node):  # answered once: every row of a unit has to say the same
        least, most = f"{PREFIX}least {name} {claim.column}", f"{PREFIX}most {name} {claim.column}"
        made = replace(claim, column=least, high=most)
        ends = (x.col(column).min().alias(least), x.col(column).max().alias(most))
        return _Question(made, score.alias(column), is_answer, is_there, ends)
    per = 10 ** decimals_of(rules, node)
    total, count = f"{PREFIX}sum {name} {claim.column}", f"{PREFIX}count {name} {claim.column}"
    made = replace(claim, column=total, count=count, per=per)
    sums = (x.col(column).sum().alias(total), x.col(column).count().alias(count))
    if adding.whole:
        whole = (score * float(per)).round().alias(column)
        return _Question(made, whole, is_answer, is_there, sums)
    afterwards = ((x.col(total) * float(per)).round().alias(total),)
    return _Question(made, score.alias(column), is_answer, is_there, sums, afterwards)


def surveyed(plan: Plan, claims: Sequence[Claim]) -> list[str]:
    """The nodes whose respondents a result tells: those right below the total, or it, that rows of
    respondents answer."""
    answered = {plan.survey_of(path) for claim in claims if claim.is_summed for path in claim.paths}
    return [path for path in plan.surveys if path in answered]


def _flag(x: Names, truth: nw.Expr) -> nw.Expr:
    """1 where it is true, 0 elsewhere; as a truth where the library adds these up."""
    flag: nw.Expr = truth if of_polars(x) else x.when(truth).then(x.lit(1)).otherwise(x.lit(0))
    return flag


def added_up(
    frame: Frame, claims: Sequence[Claim], respondents: Sequence[Mapping[str, str]]
) -> tuple[Frame, tuple[Claim, ...], dict[str, str]]:
    """The frame with what stands in several tables of answers added up: a claim for each question, and by
    path of a node the column of its respondents. `respondents` has the latter for each of the tables."""
    x, made = names_for(frame), list[Claim]()
    exprs: list[nw.Expr] = []
    answered: dict[tuple[tuple[str, ...], str | None], list[Claim]] = {}
    for claim in claims:
        if claim.is_summed:
            answered.setdefault((claim.paths, claim.alias), []).append(claim)
        else:
            made.append(claim)
    for first, *others in answered.values():
        made.append(first)
        same = (first, *others)
        columns = [x.col(claim.column) for claim in same]
        if first.high is not None and others:
            highs = [x.col(claim.high) for claim in same]
            exprs += [
                x.min_horizontal(*columns).alias(first.column),
                x.max_horizontal(*highs).alias(first.high),
            ]
        elif first.count is not None:
            exprs.append(_sum(x, [x.col(claim.count) for claim in same]).alias(first.count))
            exprs += [_sum(x, columns).alias(first.column)] if others else []
    counted: dict[str, list[nw.Expr]] = {}
    for table in respondents:
        for path, column in table.items():
            counted.setdefault(path, []).append(x.col(column))
    exprs += [
        _sum(x, columns).cast(x.Int64).alias(_respondents_column(path)) for path, columns in counted.items()
    ]
    return (
        (frame.with_columns(*exprs) if exprs else frame),
        tuple(made),
        {path: _respondents_column(path) for path in counted},
    )


def _respondents_column(path: str) -> str:
    """The column that says how many respondents a node has."""
    return safe(f"{PREFIX}respondents {path}")


def contradictions(
    plan: Plan, x: Names, claims: Sequence[Claim], respondents: Mapping[str, str]
) -> Iterator[tuple[Claim, Claim, nw.Expr]]:
    """Two claims on one node from different tables, and where they contradict each other: other scores, or a
    score and answers that count and make another one, or answers to a node itself beside answers to an alias
    of it. (A node's own score goes before that of an alias.)"""
    by_path: dict[str, list[Claim]] = {}
    for claim in claims:
        for path in claim.paths:
            by_path.setdefault(path, []).append(claim)
    told: set[tuple[str, str]] = set()
    for path, several in by_path.items():
        for later, own in enumerate(several):
            for other in several[:later]:
                summed, same = own.is_summed and other.is_summed, own.alias == other.alias
                if summed is same or (own.column, other.column) in told:
                    continue
                told.add((own.column, other.column))
                one, two = (
                    mean_that_counts(plan, x, own, path, respondents),
                    mean_that_counts(plan, x, other, path, respondents),
                )
                # a mean may have been rounded
                slack = (
                    float(Fraction(1, 10**plan.rules.scale.decimals))
                    if own.is_summed or other.is_summed
                    else 0.0
                )
                yield own, other, ~one.is_null() & ~two.is_null() if summed else (one - two).abs() > slack


def mean_that_counts(
    plan: Plan, x: Names, claim: Claim, path: str, respondents: Mapping[str, str]
) -> nw.Expr:
    """What a column gives a node, as far as it counts."""
    value: nw.Expr = x.col(claim.column).cast(x.Float64)
    if claim.count is None:
        return value
    enough: list[nw.Expr] = plan.enough(path, respondents, lambda column, least: x.col(column) >= least)
    counts = reduce(lambda one, other: one & other, enough, x.col(claim.count) > 0)
    mean: nw.Expr = x.when(counts).then(value / (x.col(claim.count) * float(claim.per)))
    return mean


def _sum(x: Names, columns: Sequence[nw.Expr]) -> nw.Expr:
    """The sum of the columns, of which those that are missing count for nothing."""
    return folded(
        operator.add, (x.when(~column.is_null()).then(column).otherwise(x.lit(0)) for column in columns)
    )


__all__ = [
    "PLACE",
    "Adding",
    "Group",
    "Known",
    "Summary",
    "added_up",
    "contradictions",
    "groups_of",
    "mean_that_counts",
    "most_in_doubles",
    "summarise",
    "surveyed",
]
