"""Frames with a row a respondent, as tables of units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import narwhals as nw

from ..meaning.arithmetic.frames import Frame, collected, one_row
from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from .answer_cells import answer_cells
from .claims import Claim, Claims
from .frame_numbers import in_numbers, with_numbers_of_objects
from .frame_tables import UNIT, FrameTable, claimed, placed, table_of, with_compared_names
from .naming import node_named
from .responses import Adding, groups_of, summarise
from .sheet import column_called


@dataclass(frozen=True)
class Responses:
    """A dataframe with a row a respondent.

    `instrument` is the id of the node that the questions belong to, where their ids alone do not say it; or
    `column` names the column that tells it, and `values` maps what stands there to ids. `key` is the column
    that names the unit."""

    frame: Any
    instrument: str | None = None
    column: str | None = None
    values: Mapping[object, str] = field(default_factory=dict)
    key: str | None = None


def units_of(rules: RuleSet, part: Responses, number: int) -> FrameTable:
    """A frame of respondents as a table of units; `number` tells its columns from those of other frames.
    Raises KenError when a column cannot be understood, an answer is none, or a respondent has no unit."""
    table, names = table_of(part.frame, number)
    column = None if part.column is None else _telling(part, table, names)
    told: Mapping[Any, str | None] = part.values if part.column is not None else {None: part.instrument}
    tables = []
    for place, (value, within) in enumerate(told.items()):
        path = None if within is None else node_named(rules, within, Position(within))
        others = [part.column] if part.column else ()
        claims = claimed(rules, names, key=part.key, pass_through=others, within=path)
        rows = table if column is None else table.filter(nw.col(column) == value)
        unscaled = tuple(own for own in claims.nodes if rules.readable[own.paths[0]].answers is None)
        rows = with_numbers_of_objects(with_compared_names(rows, claims), claims)
        rows = in_numbers(rules, rows, replace(claims, nodes=unscaled))
        tables.append(_summed(rules, rows, claims, number, f"{number} {place}"))
    first, *others_ = tables
    return reduce(lambda one, other: one.with_more(other, number), others_, first)


def _summed(rules: RuleSet, rows: Frame, claims: Claims, number: int, name: str) -> FrameTable:
    """The rows of one instrument as a table of units."""
    groups = groups_of(Plan.of(rules), claims)
    summary = summarise(rules, placed(rows, number), claims, Adding(name), groups=groups.values())
    units = _held(summary.frame)
    wrong = nw.col(summary.wrong).sum().alias("wrong")
    unnamed = nw.col(claims.key).null_count().alias("unnamed")
    if any(one_row(units.select(wrong, unnamed)).values()):
        _only_answers(rules, rows, claims)
    frame = units.drop(summary.wrong, summary.rows, summary.blank).rename({claims.key: UNIT})
    respondents = {owner: summary.respondents[group] for owner, group in groups.items()}
    return FrameTable(frame, summary.claims, (respondents,))


def _telling(part: Responses, table: Frame, names: Mapping[str, str]) -> str:
    """The column that tells the instrument of a row. Raises KenError when there is none, or it has other
    values than those named."""
    assert part.column is not None
    column = column_called(names, part.column)
    if column is None:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}",
            wanted=part.column,
            columns=list(names.values()),
        )
        hint = say("it is to tell the instrument of each row")
        raise KenError([Diagnostic("no-key", message, Position("data"), hint)])
    cell = nw.col(column)
    told = reduce(
        lambda one, other: one | other, (cell == value for value in part.values), nw.lit(value=False)
    )
    row = one_row(table.select(nw.when(told).then(nw.lit(0)).otherwise(nw.lit(1)).sum().alias("untold")))
    if count := int(row["untold"] or 0):
        message = counted(
            count,
            "{count} row of “{column}” tells no instrument",
            "{count} rows of “{column}” tell no instrument",
            column=part.column,
        )
        hint = say("those told are {known}", known=[str(value) for value in part.values])
        raise KenError([Diagnostic("undefined", message, Position("data", cell=part.column), hint)])
    return column


def _held(units: Frame) -> Frame:
    """The table of units, computed once, where a library would otherwise compute it for every look at it."""
    if units.implementation is nw.Implementation.POLARS:
        return collected(units).lazy() if isinstance(units, nw.LazyFrame) else units
    if units.implementation.is_spark_like():
        native: Any = units.to_native()
        held: Frame = nw.from_native(native.cache())
        return held
    return units


def _only_answers(rules: RuleSet, table: Frame, claims: Claims) -> None:
    """Raises KenError, naming the columns, when an answer is none, or a respondent has no unit."""
    schema = table.collect_schema()
    row = one_row(
        table.select(
            nw.col(claims.key).null_count().alias("unnamed"),
            *(
                nw.when(_is_wrong(rules, question, schema[question.column]))
                .then(nw.lit(1))
                .otherwise(nw.lit(0))
                .sum()
                .alias(f"wrong {question.column}")
                for question in claims.nodes
            ),
        )
    )
    faults = [
        _no_answers(rules, question, count)
        for question in claims.nodes
        if (count := int(row[f"wrong {question.column}"] or 0))
    ]
    if row["unnamed"]:
        message = counted(
            int(row["unnamed"]),
            "{count} respondent has no {unit}",
            "{count} respondents have no {unit}",
            unit=rules.unit,
        )
        hint = say("give each row its {unit}", unit=rules.unit)
        faults.append(Diagnostic("no-unit", message, Position("data", cell=claims.key_name), hint))
    if faults:
        raise KenError(faults)


def _is_wrong(rules: RuleSet, question: Claim, dtype: nw.dtypes.DType) -> nw.Expr:
    """Where a cell is neither empty nor an answer."""
    meaning = CellMeaning.of(rules, rules.readable[question.paths[0]])
    return ~answer_cells(nw, rules, question, dtype, meaning, None).is_answer


def _no_answers(rules: RuleSet, question: Claim, count: int) -> Diagnostic:
    node = rules.readable[question.paths[0]]
    allowed = (
        list(rules.answers[node.answers].options)
        if node.answers
        else [str(limit) for limit in rules.limits(node)]
    )
    message = counted(
        count,
        "“{column}” has {count} answer that is none",
        "“{column}” has {count} answers that are none",
        column=question.heading,
    )
    hint = say("answers are {answers}", answers=allowed)
    return Diagnostic("not-an-answer", message, Position("data", cell=question.heading), hint)


__all__ = ["Responses", "units_of"]
