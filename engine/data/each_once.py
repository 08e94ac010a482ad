"""Rows of a table to units: each is there once, and has a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, say
from .cells import MAX_SHOWN
from .claims import Claims
from .sheet import Sheet


@dataclass(frozen=True)
class Units:
    """A row a unit, with "ken:row", the number of its row in the table; `twice` names the units that are
    there twice, which have no values."""

    frame: pl.DataFrame
    faults: tuple[Diagnostic, ...]
    twice: tuple[str, ...]


def each_once(rules: RuleSet, sheet: Sheet, frame: pl.DataFrame, claims: Claims) -> Units:
    """The units of a frame of a sheet: rows without a name are left out, a unit that is there twice stays
    once, at its first row."""
    key = claims.key
    names = frame[key].cast(pl.String).str.strip_chars()
    names = names.set(names == "", None)
    faults = list(_unnamed(rules, sheet, key, names))
    frame = frame.with_columns(names.alias(key))
    twice = names.is_duplicated() & names.is_not_null()
    if twice.any():
        for fault in _repeated(sheet, key, names, twice):
            if len(faults) >= MAX_SHOWN:
                break
            faults.append(fault)
        frame = frame.with_columns(
            pl.when(twice).then(None).otherwise(pl.col(claim.column)).alias(claim.column)
            for claim in claims.nodes
        )
    frame = (
        frame.with_row_index("ken:row")
        .filter(pl.col(key).is_not_null())
        .unique(key, keep="first", maintain_order=True)
    )
    return Units(frame, tuple(faults), tuple(names.filter(twice).unique().to_list()))


def _unnamed(rules: RuleSet, sheet: Sheet, key: str, names: pl.Series) -> Iterator[Diagnostic]:
    message = say("the row has no {unit}", unit=rules.unit)
    hint = say(
        "write the name of the {unit} in the column “{column}”", unit=rules.unit, column=sheet.names[key]
    )
    for row in names.is_null().arg_true().to_list()[:MAX_SHOWN]:
        yield Diagnostic("no-unit", message, sheet.locate(row, key), hint)


def _repeated(sheet: Sheet, key: str, names: pl.Series, twice: pl.Series) -> Iterator[Diagnostic]:
    """Rows of units that have one above."""
    first: dict[str, int] = {}
    hint = say("keep one of the rows; until then the unit is not rated")
    for row in twice.arg_true().to_list():
        unit = names[row]
        earlier = first.setdefault(unit, row)
        if earlier != row:
            place = str(sheet.locate(earlier, key))
            message = say("“{unit}” is there twice; its first row is {place}", unit=unit, place=place)
            yield Diagnostic("duplicate-unit", message, sheet.locate(row, key), hint, unit=unit)


__all__ = ["Units", "each_once"]
