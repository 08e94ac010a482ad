"""Callers' dataframes as tables of units, whatever their library: named, claimed and joined."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import narwhals as nw
import polars as pl

from ..meaning.arithmetic.frames import Frame
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .alike_columns import compared_cells, compared_column
from .claims import Claim, Claims
from .column_matching import claim
from .responses import PLACE
from .sheet import numbered

UNIT = "ken:unit"
MOST_ROWS = 10**12  # of one table


@dataclass(frozen=True)
class FrameTable:
    """A table of units (key UNIT) with its claims; `respondents` has, of frames of respondents, by path of a
    node the columns with the number of respondents, for each instrument that a column tells."""

    frame: Frame
    claims: tuple[Claim, ...]
    respondents: tuple[Mapping[str, str], ...] = ()

    def with_more(self, other: FrameTable, number: int) -> FrameTable:
        """The units of both, with the claims of both; `number` is that of the other table."""
        return FrameTable(
            joined(self.frame, other.frame, how="full", number=number),
            (*self.claims, *other.claims),
            (*self.respondents, *other.respondents),
        )


def table_of(frame: Any, number: int = 0) -> tuple[Frame, dict[str, str]]:
    """A caller's frame, with columns whose names every library takes as they are (`number` tells them from
    those of other frames), and the names that they had. Raises KenError for names that cannot be told
    apart."""
    try:
        table: Frame = nw.from_native(frame)
        names = table.collect_schema().names()
    except nw.exceptions.DuplicateError:
        message = say("two columns of the frame have the same name")
        hint = say("rename or delete one of them")
        raise KenError([Diagnostic("column-twice", message, Position("data"), hint)]) from None
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        message = say("the columns {columns} have names that are no texts", columns=odd)
        hint = say("rename them, for example by str()")
        raise KenError([Diagnostic("column-name", message, Position("data"), hint)])
    columns = {f"f{number}{column}": name for column, name in numbered(names).items()}
    return _renamed(table, columns), columns


def _renamed(table: Frame, columns: Mapping[str, str]) -> Frame:
    """The table with its columns called otherwise, in their order. (Spark reads a dot in a name as a step
    into a structure, and DuckDB a star as all columns.)"""
    native: Any = table.to_native()
    if table.implementation.is_spark_like():
        renamed: Frame = nw.from_native(native.toDF(*columns))
    elif table.implementation.is_duckdb():
        own = (f'"{name.replace(chr(34), chr(34) * 2)}" as {column}' for column, name in columns.items())
        renamed = nw.from_native(native.project(", ".join(own)))
    else:
        renamed = table.rename({name: column for column, name in columns.items()})
    return renamed


def claimed(
    rules: RuleSet,
    names: Mapping[str, str],
    *,
    key: str | None,
    pass_through: Collection[str] = (),
    within: str | None = None,
) -> Claims:
    """What the columns are for, by their names in the caller's frame. Raises KenError when one cannot be
    understood."""
    claims, faults = claim(
        rules,
        names,
        lambda column: Position("data", cell=names.get(column, "")),
        key=key,
        pass_through=pass_through,
        within=within,
    )
    if claims is None:
        raise KenError(faults)
    return claims


def with_compared_names(table: Frame, claims: Claims) -> Frame:
    """The table with the names of units as they are compared, where they are texts and the library keeps its
    rows in this process; NaN is no name. Raises KenError where they are no names."""
    key = claims.key
    dtype = table.collect_schema()[key]
    if dtype.is_nested() or dtype == nw.Binary:
        message = say(
            "the column “{column}” has type {type}, and is to name the units",
            column=claims.key_name,
            type=str(dtype),
        )
        position, hint = Position("data", cell=claims.key_name), say("turn it into texts or numbers first")
        raise KenError([Diagnostic("no-key", message, position, hint)])
    if dtype.is_float():
        return table.with_columns(nw.when(~nw.col(key).is_nan()).then(nw.col(key)).alias(key))
    if dtype in (nw.Categorical, nw.Enum):
        table, dtype = table.with_columns(nw.col(key).cast(nw.String)), nw.String()
    if dtype not in (nw.String, nw.Object):
        return table
    if isinstance(table, nw.LazyFrame):
        if table.implementation is not nw.Implementation.POLARS:
            return table
        lazy: Frame = nw.from_native(table.to_native().with_columns(compared_cells(key)))
        return lazy
    written = table.get_column(key)
    texts = pl.Series(key, written.to_list(), strict=False)
    if texts.dtype != pl.String or (names := compared_column(texts)).equals(texts, null_equal=True):
        return table
    own = nw.new_series(key, names.to_list(), nw.String, backend=table.implementation)
    return table.with_columns(own)


def placed(table: Frame, number: int) -> Frame:
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


def joined(left: Frame, right: Any, *, how: Literal["left", "full"], number: int) -> Frame:
    """Two tables of units as one, the right one with the number `number`. Units that only it has come with
    `how="full"`."""
    both: Any = left
    other = f"{PLACE} {number}"
    has_places = PLACE in left.collect_schema().names() and PLACE in right.collect_schema().names()
    right = right.rename({PLACE: other}) if has_places else right
    if how == "left":
        result: Frame = both.join(right, on=UNIT, how="left")
        return result.drop(other) if has_places else result
    renamed = right.rename({UNIT: "ken:other"})
    full = both.join(renamed, left_on=UNIT, right_on="ken:other", how="full")
    unit = nw.when(nw.col(UNIT).is_null()).then(nw.col("ken:other")).otherwise(nw.col(UNIT)).alias(UNIT)
    merged: Frame = full.with_columns(unit).drop("ken:other")
    return (
        merged.with_columns(nw.min_horizontal(nw.col(PLACE), nw.col(other)).alias(PLACE)).drop(other)
        if has_places
        else merged
    )


__all__ = ["UNIT", "FrameTable", "claimed", "joined", "placed", "table_of", "with_compared_names"]
