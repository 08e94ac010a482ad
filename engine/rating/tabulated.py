"""Columns that hang on a few columns of the data alone, which have few values together: each is computed once
for all that these can be, by the same expressions, and looked up in every row.

A raw value with a table of points, or a straight line with its rounding, costs so in a million rows what one
look-up costs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import polars as pl

from ..meaning.arithmetic.columns import MAX_WHOLE
from ..meaning.arithmetic.frames import divided
from .profile import Profile

MOST_VALUES = 2**16
"""Of so many values together a column is tabulated: the table stays in the processor's cache."""

LEAST_ROWS, ROWS_A_VALUE = 20_000, 4
"""So many rows there must be at least, and so many for each value."""

LONG = 420
"""As text, an expression from this length on takes longer than to look its values up."""

Expr: TypeAlias = Any
"""An expression of polars; of another library where nothing is tabulated."""

Stages: TypeAlias = Sequence[Sequence[Expr]]
Columns: TypeAlias = tuple[str, ...]


@dataclass(frozen=True)
class Domain:
    """What a column of the data can be: all numbers from `first` to `last`, whole ones of 1/`per`, or `only`
    some of them; and nothing where rows may lack it."""

    column: str
    dtype: pl.DataType
    first: int
    last: int
    per: int
    missing: bool
    only: tuple[int, ...] = ()

    @property
    def size(self) -> int:
        """How many values there are."""
        return (len(self.only) or self.last - self.first + 1) + self.missing

    @property
    def values(self) -> pl.DataFrame:
        """All of them, in order; a missing one is the last."""
        whole = pl.lit(pl.Series(self.only or range(self.first, self.last + 1), dtype=pl.Float64))
        number = whole if self.per == 1 else divided(whole, float(self.per))
        frame = pl.select(number.cast(self.dtype).alias(self.column))
        return frame if not self.missing else pl.concat([frame, frame.clear(1)])

    @property
    def place(self) -> pl.Expr:
        """Which of the values a row has."""
        cell = pl.col(self.column)
        if self.dtype.is_integer():
            place = cell.cast(pl.Int64) - self.first
        elif self.per == 1:
            place = cell - float(self.first) if self.first else cell
        else:
            place = cell * float(self.per) - (self.first - 0.5)
        number = place.cast(pl.UInt32, wrap_numerical=True)
        if self.only:
            places = {value: place for place, value in enumerate(self.only)}
            among = [places.get(value, 0) for value in range(self.first, self.last + 1)]
            number = pl.lit(pl.Series(among, dtype=pl.UInt32)).gather(number)
        return number.fill_null(self.size - 1) if self.missing else number


def domains(schema: Mapping[str, Any], profiles: Mapping[str, Profile], rows: int) -> dict[str, Domain]:
    """By column of which enough is known: what it can be, where that is little beside the number of rows; but
    for its odd values, whose rows are in doubt."""
    found = {}
    for column, profile in profiles.items():
        dtype, places = schema[column], profile.decimals
        if places is None or not (dtype == pl.Float64 or dtype.is_integer()):
            continue
        first, last = profile.low * 10**places, profile.high * 10**places
        if first.denominator == last.denominator == 1 and max(-first, last) < MAX_WHOLE:
            whole = [value * 10**places for value in profile.only if profile.low <= value <= profile.high]
            only = tuple(sorted({int(value) for value in whole if value.denominator == 1}))
            domain = Domain(column, dtype, int(first), int(last), 10**places, profile.missing, only)
            if are_few(max(domain.size, domain.last - domain.first), rows):
                found[column] = domain
    return found


def are_few(values: int, rows: int) -> bool:
    """Whether so many values are worth a table for so many rows."""
    return values <= MOST_VALUES and values * ROWS_A_VALUE <= rows


@dataclass(frozen=True)
class Built:
    """What is to be computed of a frame: columns that come in `stages`, the `results` that look at them, and
    conditions that mark rows in doubt."""

    stages: Stages
    results: Sequence[Expr]
    doubts: Sequence[Expr]


@dataclass(frozen=True)
class Tabulated:
    """What is looked up by `places` in tables, as columns, and what is `left` to be computed."""

    places: Sequence[Expr]
    looked_up: Sequence[Expr]
    left: Built

    def added_to(self, frame: Any) -> Any:
        """A frame of polars with what is looked up."""
        return frame.with_columns(self.places).with_columns(self.looked_up) if self.looked_up else frame


def about(rows: int) -> int:
    """A number of rows with which as much is tabulated as with so many, or a little less."""
    return max(LEAST_ROWS, 1 << rows.bit_length() - 1) if rows >= max(LEAST_ROWS, 1) else 0


def tabulated(
    schema: Mapping[str, Any], profiles: Mapping[str, Profile], rows: int, built: Built
) -> Tabulated:
    """What is tabulated of a frame of polars, with so many rows, and what is left to be computed."""
    few = domains(schema, profiles, rows) if rows >= LEAST_ROWS else {}
    if not few:
        return Tabulated([], [], built)
    marks = {f"{_MARK}{number}": doubt for number, doubt in enumerate(built.doubts)}
    ends = [*built.results, *(doubt.alias(name) for name, doubt in marks.items())]
    odd = frozenset(column for column in few if profiles[column].odd)
    tables = _Tables(few, rows, [*built.stages, ends], odd)
    chosen = tables.chosen
    if not chosen:
        return Tabulated([], [], built)
    places = {column: f"ken:place {column}" for columns in chosen for column in columns}
    found = pl.collect_all([tables.values(columns, names) for columns, names in chosen.items()])
    looked_up = []
    for columns, values in zip(chosen, found, strict=True):
        place = tables.place(columns, places)
        looked_up += [_looked_up(values[name], place) for name in values.columns if _may_be(values[name])]
    done = {name for names in chosen.values() for name in names}
    *stages, _ = ([expr for expr in stage if tables.of[_name(expr)] not in chosen] for stage in tables.stages)
    results = [pl.col(_name(expr)) if _name(expr) in done else expr for expr in built.results]
    there = {_name(expr) for expr in looked_up}
    doubts = [
        doubt if name not in done else pl.col(name)
        for name, doubt in marks.items()
        if name not in done or name in there
    ]
    own = [few[column].place.alias(name) for column, name in places.items()]
    return Tabulated(own, looked_up, Built(stages, results, doubts))


_MARK = "ken:doubt "


def _may_be(values: pl.Series) -> bool:
    """Whether something is said at all: no doubt that arises nowhere."""
    return not values.name.startswith(_MARK) or bool(values.any())


def _looked_up(values: pl.Series, place: pl.Expr) -> pl.Expr:
    """A column that has in every row the value at its place."""
    if values.n_unique() == 1:
        return pl.lit(values[0], dtype=values.dtype).alias(values.name)
    return pl.lit(values).gather(place).alias(values.name)


def _name(expr: Expr) -> str:
    name: str = expr.meta.output_name()
    return name


def _is_short(expr: Expr) -> bool:
    """Whether a column is made of another by one operation, which takes less time than to look it up."""
    made_of = expr.meta.undo_aliases().meta.pop()
    return len(made_of) == 1 and made_of[0].meta.is_column() and not _name(expr).startswith(_MARK)


@dataclass(frozen=True)
class _Tables:
    """What is tabulated; see `tabulated`. The columns of the last of `stages` are all looked at. Whether a
    row is in doubt is no table's say where that hangs on a column with `odd` values."""

    domains: Mapping[str, Domain]
    rows: int
    stages: Stages
    odd: frozenset[str]

    @cached_property
    def of(self) -> dict[str, Columns | None]:
        """By name of a column: the columns of the data on which it hangs; None where these are too many."""
        found: dict[str, Columns | None] = {column: (column,) for column in self.domains}
        *stages, ends = self.stages
        for stage in stages:
            found |= {_name(expr): self._hangs_on(expr, found) for expr in stage}
        return found | {
            _name(expr): None if _is_short(expr) else self._hangs_on(expr, found) for expr in ends
        }

    def _hangs_on(self, expr: Expr, known: Mapping[str, Columns | None]) -> Columns | None:
        columns: set[str] = set()
        for name in expr.meta.root_names():
            if (own := known.get(name)) is None:
                return None
            columns.update(own)
        if expr.meta.undo_aliases().meta.is_column():
            return None  # which is nothing to compute
        if _name(expr).startswith(_MARK) and not self.odd.isdisjoint(columns):
            return None
        few = are_few(math.prod(self.domains[column].size for column in columns), self.rows)
        return tuple(sorted(columns)) if columns and few else None

    @cached_property
    def chosen(self) -> dict[Columns, list[str]]:
        """By columns of the data: what hangs on them, is looked at by others, and takes longer than to be
        looked up. What hangs on more of them is decided first: it may look at what hangs on less."""
        exprs: dict[Columns | None, dict[str, Expr]] = {}
        for expr in (expr for stage in self.stages for expr in stage):
            exprs.setdefault(self.of[_name(expr)], {})[_name(expr)] = expr
        needed = {name for expr in exprs.pop(None, {}).values() for name in expr.meta.root_names()}
        needed |= {_name(expr) for expr in self.stages[-1]}
        chosen: dict[Columns, list[str]] = {}
        for columns, own in sorted(exprs.items(), key=lambda each: -len(each[0] or ())):
            sought = [name for name in own if name in needed]
            if columns and sum(len(str(expr)) for expr in own.values()) >= LONG * max(1, len(sought)):
                chosen[columns] = sought
            else:
                needed |= {name for expr in own.values() for name in expr.meta.root_names()}
        return chosen

    def values(self, columns: Columns, names: Sequence[str]) -> pl.LazyFrame:
        """Some columns for all values that columns of the data can have together."""
        frame = self.domains[columns[0]].values.lazy()
        for column in columns[1:]:
            frame = frame.join(self.domains[column].values.lazy(), how="cross", maintain_order="left_right")
        for stage in self.stages:
            frame = frame.with_columns(
                expr
                for expr in stage
                if (own := self.of[_name(expr)]) is not None and set(own) <= set(columns)
            )
        return frame.select(names)

    def place(self, columns: Columns, places: Mapping[str, str]) -> pl.Expr:
        """Which of these values a row has, by where it stands in those of each column."""
        place = pl.col(places[columns[0]])
        for column in columns[1:]:
            place = place * self.domains[column].size + pl.col(places[column])
        return place


__all__ = ["LEAST_ROWS", "Built", "Domain", "Tabulated", "about", "are_few", "domains", "tabulated"]
