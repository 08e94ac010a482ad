"""Frames of respondents, and frames of units, as one table of units: what `kenrules.evaluate` takes beside a
single frame.

Lazy frames stay lazy, as far as the table of units: polars and Spark compute the sums of answers once and
keep them (in memory; in the cluster's), other libraries whenever they are looked at. Beside a frame of units,
one row is collected: how many units of respondents it lacks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw

from ..meaning.arithmetic.frames import Frame, one_row
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from .claims import Claim, Claims
from .frame_numbers import in_numbers
from .frame_tables import UNIT, FrameTable, claimed, joined, placed, table_of, with_compared_names
from .passed_columns import filled, passed_again
from .respondent_frames import Responses, units_of
from .responses import PLACE, added_up, contradictions, surveyed


@dataclass(frozen=True)
class Gathered:
    """A table of units with the claims on it."""

    frame: Frame
    claims: Claims


def gather(
    rules: RuleSet, parts: Sequence[Any], *, key: str | None = None, pass_through: Collection[str] = ()
) -> Gathered:
    """One table of the units of several frames: of those with a row a unit, if there are such. Raises
    KenError when there is none, or one cannot be understood or has wrong answers."""
    if not parts:
        hint = say("give one frame, or several in a list")
        raise KenError([Diagnostic("frames", say("the list has no frame"), Position("data"), hint)])
    registers = [part for part in parts if not isinstance(part, Responses)]
    surveys = [part for part in parts if isinstance(part, Responses)]
    tables: list[FrameTable] = []
    shown: dict[str, str] = {}
    again: dict[str, str] = {}
    key_name = key or rules.unit
    for number, native in enumerate(registers):
        frame, names = table_of(native, number)
        claims = claimed(rules, names, key=key, pass_through=pass_through)
        key_name = claims.key_name if number == 0 else key_name
        frame = in_numbers(rules, with_compared_names(frame, claims), claims)
        tables.append(_register(frame, claims, number))
        further = passed_again(shown, claims.passed)
        again |= further
        shown |= {column: name for column, name in claims.passed.items() if column not in further}
    tables += [units_of(rules, part, number) for number, part in enumerate(surveys, len(registers))]
    frame = filled(_one(rules, _alike([table.frame for table in tables]), len(registers)), again)
    every = tuple(claim for table in tables for claim in table.claims)
    frame, every, respondents = added_up(
        frame, every, [columns for table in tables for columns in table.respondents]
    )
    _not_twice(Plan.of(rules), frame, every, respondents)
    has_places = PLACE in frame.collect_schema().names()
    frame = frame.sort(PLACE).drop(PLACE) if has_places else frame
    shown |= {respondents[owner]: f"respondents {owner}" for owner in surveyed(Plan.of(rules), every)}
    return Gathered(frame, Claims(UNIT, key_name, every, shown, respondents))


def _register(frame: Frame, claims: Claims, number: int) -> FrameTable:
    """A frame with a row a unit."""
    return FrameTable(placed(frame, number).rename({claims.key: UNIT}), claims.nodes)


def _one(rules: RuleSet, frames: Sequence[Frame], registers: int) -> Frame:
    """The tables of units, of which the first `registers` say which units there are, as one. Raises KenError
    for respondents of other units."""
    one = frames[0]
    for number, frame in enumerate(frames[1:], 1):
        if registers and number >= registers:
            _no_strangers(rules, one, frame)
        one = joined(one, frame, how="left" if registers and number >= registers else "full", number=number)
    return one


def _alike(tables: Sequence[Frame]) -> list[Frame]:
    """The tables, all lazy where one is. Raises KenError where they are of several libraries."""
    libraries = list(dict.fromkeys(str(table.implementation) for table in tables))
    if len(libraries) > 1:
        message = say("the frames are of several libraries: {libraries}", libraries=libraries)
        raise KenError([Diagnostic("frames", message, Position("data"), say("give frames of one library"))])
    _names_of_one_type(tables)
    tables = list(map(_of_plain_types, tables))
    if not any(isinstance(table, nw.LazyFrame) for table in tables):
        return list(tables)
    return [table.lazy() if isinstance(table, nw.DataFrame) else table for table in tables]


def _names_of_one_type(tables: Sequence[Frame]) -> None:
    """Raises KenError where units are named by texts in one table and by numbers in another: no row of the
    one would be found in the other."""
    types = [table.collect_schema()[UNIT] for table in tables]
    named = list(dict.fromkeys("integer" if own.is_integer() else str(own) for own in types))
    if len(named) > 1:
        message = say("the frames name their units by several types: {types}", types=named)
        hint = say("give these columns one type in all frames, for example that of texts")
        raise KenError([Diagnostic("frames", message, Position("data"), hint)])


def _of_plain_types(table: Frame) -> Frame:
    """A table whose names have the usual type of their kind, where a library joins no others: pyarrow tells
    short texts from long ones, and numbers of several widths."""
    dtype = table.collect_schema()[UNIT]
    is_told_apart = dtype.is_integer() or dtype == nw.String
    if not table.implementation.is_pyarrow() or not is_told_apart:
        return table
    return table.with_columns(nw.col(UNIT).cast(nw.Int64 if dtype.is_integer() else nw.String))


def _not_twice(plan: Plan, table: Frame, claims: Sequence[Claim], respondents: Mapping[str, str]) -> None:
    """Raises KenError when two frames say otherwise of one node."""
    pairs = list(contradictions(plan, nw, claims, respondents))
    if not pairs:
        return
    row = one_row(
        table.select(
            *(
                nw.when(where).then(nw.lit(1)).otherwise(nw.lit(0)).sum().alias(str(number))
                for number, (_, _, where) in enumerate(pairs)
            )
        )
    )
    faults = []
    for number, (own, _, _) in enumerate(pairs):
        if count := int(row[str(number)] or 0):
            message = counted(
                count,
                "two frames give {node} of {count} unit otherwise",
                "two frames give {node} of {count} units otherwise",
                node=own.name,
            )
            hint = say("leave one of the two out")
            faults.append(Diagnostic("item-twice", message, Position("data", cell=own.name), hint))
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
        hint = say("add the {kind}, or leave its respondents out", kind=rules.unit)
        raise KenError([Diagnostic("unknown-unit", message, Position("data"), hint)])


__all__ = ["Gathered", "gather"]
