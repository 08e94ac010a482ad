"""Frames of respondents, and frames of units, as one table of units: what `kenrules.evaluate` takes beside a
single frame.

Lazy frames stay lazy, as far as the table of units: polars and Spark compute the sums of answers once and
keep them (in memory; in the cluster's), other libraries whenever they are looked at. Beside a frame of units,
one row is collected: how many units of respondents it lacks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any, TypeAlias

import narwhals as nw

from ..meaning.arithmetic.frames import Frame, collected, one_row, safe
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from .claims import Claim, Claims, claim, instrument_path
from .responses import (
    PLACE,
    added_up,
    contradictions,
    groups_of,
    is_answer,
    is_text,
    summarise,
    surveyed,
    words,
)

UNIT = "ken:unit"
MOST_ROWS = 10**12  # of one table


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


@dataclass(frozen=True)
class Gathered:
    """A table of units with the claims on it; `shown` are columns of the result, by name, that are no
    scores."""

    frame: Frame
    claims: Claims
    shown: Mapping[str, str]


def table_of(frame: Any) -> tuple[Frame, list[str]]:
    """A caller's frame, with names that every library takes, and the names that it had. Raises KenError for
    names that cannot be told apart."""
    try:
        table: Frame = nw.from_native(frame)
        names = table.collect_schema().names()
    except nw.exceptions.DuplicateError:
        message = say("two columns of the frame have the same name")
        raise KenError(
            [Diagnostic("column-twice", message, Position("data"), say("rename or delete one of them"))]
        ) from None
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        message = say("the columns {columns} have names that are no texts", columns=odd)
        raise KenError(
            [Diagnostic("column-name", message, Position("data"), say("rename them, for example by str()"))]
        )
    if table.implementation.is_spark_like() and any("." in name for name in names):
        native: Any = table.to_native()
        table = nw.from_native(native.toDF(*(safe(name) for name in names)))
        return table, names
    return table, names


def claimed(
    rules: RuleSet,
    table: Frame,
    names: Sequence[str],
    *,
    key: str | None,
    pass_through: Collection[str] = (),
    within: str | None = None,
) -> tuple[Claims, dict[str, str]]:
    """What the columns are for, and the names that the columns passed through had in the caller's frame."""
    found, faults = claim(
        rules,
        names,
        lambda column: Position("data", cell=column),
        key=key,
        pass_through=pass_through,
        within=within,
    )
    if found is None:
        raise KenError(faults)
    own = dict(zip(names, table.collect_schema().names(), strict=True))
    nodes = tuple(replace(each, column=own[each.column]) for each in found.nodes)
    return Claims(own[found.key], nodes, tuple(own[name] for name in found.passed)), {
        own[name]: name for name in found.passed
    }


def gather(
    rules: RuleSet, parts: Sequence[Any], *, key: str | None = None, pass_through: Collection[str] = ()
) -> Gathered:
    """One table of the units of several frames. Raises KenError when one cannot be understood, or has wrong
    answers."""
    registers = [part for part in parts if not isinstance(part, Responses)]
    answers = [part for part in parts if isinstance(part, Responses)]
    pieces: list[_Piece] = []
    shown: dict[str, str] = {}
    key_name = key or rules.unit
    for number, frame in enumerate(registers):
        table, names = table_of(frame)
        claims, passed = claimed(rules, table, names, key=key, pass_through=pass_through)
        key_name = claims.key if number == 0 else key_name
        renamed = {each.column: f"ken:{number} {each.column}" for each in claims.nodes}
        table = _placed(table, number).rename({claims.key: UNIT, **renamed})
        pieces.append((table, tuple(replace(each, column=renamed[each.column]) for each in claims.nodes), ()))
        again = [column for column in passed if column in shown]
        pieces[-1] = (table.drop(again), *pieces[-1][1:]) if again else pieces[-1]
        shown = passed | shown
    for number, part in enumerate(answers, len(registers)):
        piece = _answers(rules, part, number)
        pieces.append(piece)
    tables = _alike([table for table, _, _ in pieces])
    pieces = [(table, claims_of, own) for table, (_, claims_of, own) in zip(tables, pieces, strict=True)]
    joined = pieces[0][0]
    for at, (table, _, _) in enumerate(pieces[1:], 1):
        if registers and at >= len(registers):
            _no_strangers(rules, joined, table)
        joined = _joined(joined, table, how="left" if registers else "full", number=at)
    every = tuple(each for _, claims_of, _ in pieces for each in claims_of)
    joined, every, respondents = added_up(joined, every, [each for _, _, own in pieces for each in own])
    _not_twice(Plan.of(rules), joined, every, respondents)
    joined = (joined.sort(PLACE).drop(PLACE) if PLACE in joined.collect_schema().names() else joined).rename(
        {UNIT: key_name}
    )
    told = {respondents[owner]: f"respondents {owner}" for owner in surveyed(Plan.of(rules), every)}
    shown |= {safe(column): name for column, name in told.items()}
    return Gathered(joined, Claims(key_name, every, tuple(shown), respondents), shown)


def _alike(tables: Sequence[Frame]) -> list[Frame]:
    """The tables, all lazy where one is. Raises KenError where they are of several libraries."""
    libraries = list(dict.fromkeys(str(table.implementation) for table in tables))
    if len(libraries) > 1:
        message = say("the frames are of several libraries: {libraries}", libraries=libraries)
        raise KenError([Diagnostic("frames", message, Position("data"), say("give frames of one library"))])
    if not any(isinstance(table, nw.LazyFrame) for table in tables):
        return list(tables)
    return [table.lazy() if isinstance(table, nw.DataFrame) else table for table in tables]


def _not_twice(plan: Plan, table: Frame, claims: Sequence[Claim], respondents: Mapping[str, str]) -> None:
    """Raises KenError when two frames say otherwise of one node."""
    pairs = list(contradictions(plan, nw, claims, respondents))
    if not pairs:
        return
    row = one_row(
        table.select(
            *(
                nw.when(where).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias(str(at))
                for at, (_, _, where) in enumerate(pairs)
            )
        )
    )
    faults = []
    for at, (own, _, _) in enumerate(pairs):
        if count := int(row[str(at)] or 0):
            message = counted(
                count,
                "two frames give {node} of {count} unit otherwise",
                "two frames give {node} of {count} units otherwise",
                node=own.name,
            )
            faults.append(
                Diagnostic(
                    "item-twice", message, Position("data", cell=own.name), say("leave one of the two out")
                )
            )
    if faults:
        raise KenError(faults)


_Piece: TypeAlias = "tuple[Frame, tuple[Claim, ...], tuple[Mapping[str, str], ...]]"
"""A table of units with its claims; of frames of respondents, by path of a node, the columns with the number
of respondents, for each instrument that a column tells."""


def _answers(rules: RuleSet, part: Responses, number: int) -> _Piece:
    """A frame of respondents as a table of units."""
    table, names = table_of(part.frame)
    owners: dict[object, str | None] = (
        dict(part.values) if part.column is not None else {None: part.instrument}
    )
    if part.column is not None and part.column not in names:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}", wanted=part.column, columns=names
        )
        raise KenError(
            [Diagnostic("no-key", message, Position("data"), say("it is to tell the instrument of each row"))]
        )
    if part.column is not None:
        _all_told(part, table)
    pieces: list[_Piece] = []
    for at, (value, within) in enumerate(owners.items()):
        path = None if within is None else _path(rules, within)
        claims, _ = claimed(
            rules, table, names, key=part.key, pass_through=[part.column] if part.column else (), within=path
        )
        rows = table if part.column is None else table.filter(nw.col(safe(part.column)) == value)
        groups = groups_of(Plan.of(rules), claims)
        summary = summarise(
            rules, _placed(rows, number), claims, name=f"{number} {at}", groups=groups.values()
        )
        units = _held(summary.frame)
        _only_answers(
            rules,
            rows,
            claims,
            units.select(
                nw.col(summary.wrong).sum().alias("wrong"), nw.col(claims.key).null_count().alias("unnamed")
            ),
        )
        counted_here = {owner: summary.respondents[group] for owner, group in groups.items()}
        pieces.append(
            (
                units.drop(summary.wrong, summary.rows, summary.blank).rename({claims.key: UNIT}),
                summary.claims,
                (counted_here,),
            )
        )
    joined, every, respondents = pieces[0]
    for other, more, own in pieces[1:]:
        joined, every, respondents = (
            _joined(joined, other, how="full", number=number),
            (*every, *more),
            (*respondents, *own),
        )
    return joined, every, respondents


def _all_told(part: Responses, table: Frame) -> None:
    """Raises KenError when the column that tells the instrument of a row has other values than those
    named."""
    assert part.column is not None
    cell = nw.col(safe(part.column))
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


def _path(rules: RuleSet, name: str) -> str:
    found = instrument_path(rules, name)
    if isinstance(found, Diagnostic):
        raise KenError([found])
    return found


def _held(units: Frame) -> Frame:
    """The table of units, computed once, where a library would otherwise compute it for every look at it."""
    if units.implementation is nw.Implementation.POLARS:
        return collected(units).lazy() if isinstance(units, nw.LazyFrame) else units
    if units.implementation.is_spark_like():
        native: Any = units.to_native()
        held: Frame = nw.from_native(native.cache())
        return held
    return units


def _only_answers(rules: RuleSet, table: Frame, claims: Claims, summed: Frame) -> None:
    """Raises KenError, naming the columns, when an answer is none, or a respondent has no unit; `summed` says
    whether there is such a one."""
    if not any(one_row(summed).values()):
        return
    schema = table.collect_schema()
    wrong: list[nw.Expr] = [nw.col(claims.key).null_count().alias("unnamed")]
    for each in claims.nodes:
        node, cell = rules.nodes[each.paths[0]], nw.col(each.column)
        if is_text(schema[each.column], nw):
            text = cell.cast(nw.String).str.strip_chars()
            fine = text.is_in([*words(rules, node), ""])
        else:
            fine = is_answer(rules, node, cell.cast(nw.Float64))
        wrong.append(
            nw.when(~cell.is_null() & ~fine)
            .then(nw.lit(1))
            .otherwise(nw.lit(0))
            .sum()
            .alias(f"wrong {each.column}")
        )
    row = one_row(table.select(*wrong))
    faults = []
    for each in claims.nodes:
        node = rules.nodes[each.paths[0]]
        if count := int(row[f"wrong {each.column}"] or 0):
            allowed = (
                list(rules.answers[node.answers].options)
                if node.answers
                else [str(limit) for limit in rules.limits(node)]
            )
            message = counted(
                count,
                "“{column}” has {count} answer that is none",
                "“{column}” has {count} answers that are none",
                column=each.column,
            )
            faults.append(
                Diagnostic(
                    "not-an-answer",
                    message,
                    Position("data", cell=each.column),
                    say("answers are {answers}", answers=allowed),
                )
            )
    if row["unnamed"]:
        message = counted(
            int(row["unnamed"]),
            "{count} respondent has no {unit}",
            "{count} respondents have no {unit}",
            unit=rules.unit,
        )
        hint = say("give each row its {unit}", unit=rules.unit)
        faults.append(Diagnostic("no-unit", message, Position("data", cell=claims.key), hint))
    if faults:
        raise KenError(faults)


def _no_strangers(rules: RuleSet, units: Frame, answers: Frame) -> None:
    """Raises KenError when respondents belong to units that the frame of units does not have."""
    respondents: Any = answers.select(UNIT)
    row = one_row(
        respondents.join(units.select(UNIT), on=UNIT, how="anti").select(
            nw.len().alias("lost"), nw.col(UNIT).min().alias("first")
        )
    )
    if row["lost"]:
        message = counted(
            int(row["lost"]),
            "{count} unit of respondents, “{unit}”, is in no frame with a row for each {kind}",
            "{count} units of respondents, such as “{unit}”, are in no frame with a row for each {kind}",
            unit=row["first"],
            kind=rules.unit,
        )
        raise KenError(
            [
                Diagnostic(
                    "unknown-unit",
                    message,
                    Position("data"),
                    say("add the {kind}, or leave its respondents out", kind=rules.unit),
                )
            ]
        )


def _placed(table: Frame, number: int) -> Frame:
    """The table with the place of each row among those of all tables, where the library keeps rows in
    order."""
    if isinstance(table, nw.DataFrame):
        table = table.with_row_index(PLACE)
    elif table.implementation is nw.Implementation.POLARS:
        native: Any = table.to_native()
        table = nw.from_native(native.with_row_index(PLACE))
    else:
        return table
    return table.with_columns(nw.col(PLACE).cast(nw.Int64) + number * MOST_ROWS)


def _joined(left: Frame, right: Any, *, how: Any, number: int) -> Frame:
    """Two tables of units as one, the right one with the number `number`. Units that only it has come with
    `how="full"`."""
    both: Any = left
    other = f"{PLACE} {number}"
    placed = PLACE in left.collect_schema().names() and PLACE in right.collect_schema().names()
    right = right.rename({PLACE: other}) if placed else right
    if how == "left":
        result: Frame = both.join(right, on=UNIT, how="left")
        return result.drop(other) if placed else result
    renamed = right.rename({UNIT: "ken:other"})
    full = both.join(renamed, left_on=UNIT, right_on="ken:other", how="full")
    unit = nw.when(nw.col(UNIT).is_null()).then(nw.col("ken:other")).otherwise(nw.col(UNIT)).alias(UNIT)
    merged: Frame = full.with_columns(unit).drop("ken:other")
    return (
        merged.with_columns(nw.min_horizontal(nw.col(PLACE), nw.col(other)).alias(PLACE)).drop(other)
        if placed
        else merged
    )
