"""Rates a dataframe of the caller's: claims its columns, rates its rows, and gives back the same kind of
frame."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import narwhals as nw

from ..data.claims import Claims, passed_names
from ..data.frame_numbers import in_numbers
from ..data.frame_tables import claimed, table_of, with_compared_names
from ..data.gathered import gather
from ..data.respondent_frames import Responses
from ..meaning.arithmetic.frames import Frame, is_polars, names_for, one_row
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..meaning.scope import is_pure
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from ..words.natural_order import naturally
from .doubted_frames import warn
from .rated import Rated, rate
from .result_columns import PREFIX


def evaluate(
    rules: RuleSet,
    data: Any,
    *,
    key: str | None = None,
    pass_through: Collection[str] = (),
    meant: Collection[str] = (),
) -> Any:
    """Rates the units of a dataframe (polars, pandas, pyarrow, or anything else that narwhals takes), or of
    several: frames with a row a unit, and `Responses`. Gives back a frame of the first one's kind; see
    `kenrules.evaluate`.

    Raises KenError when a column is misspelt or stands for nothing certain, has no numbers, or when a unit is
    there twice."""
    table, claims = claimed_table(rules, data, key=key, pass_through=pass_through)
    warn(rules, table, claims, meant)
    rated = rate(Plan.of(rules), table, claims, judge=(), findings=False, strict=True)
    scores = {_shown(rules, rated, path): rules.short_name(path) for path in rules.nodes}
    scores |= {rated.columns["rating", ""]: "rating", rated.columns["status", ""]: "status"}
    passed = passed_names(claims, {claims.key_name, *scores.values()})
    shown = {claims.key: claims.key_name, **passed, **scores}
    return _called(rated.frame, shown)


def _called(frame: Frame, names: Mapping[str, str]) -> Any:
    """Some columns of a frame under other names, as a frame of its own library."""
    native: Any = frame.to_native()
    rows: Any = native if is_polars(native) else frame
    x = names_for(rows)
    called = rows.select(*(x.col(column).alias(name) for column, name in names.items()))
    return called if rows is native else called.to_native()


def _shown(rules: RuleSet, rated: Rated, path: str) -> str:
    """The column that says what a node comes to: its score, or the word of one that has no score."""
    printed = rated.columns["printed", path]
    return rated.columns.get(("word", path), printed) if is_pure(rules, path) else printed


def claimed_table(
    rules: RuleSet, data: Any, *, key: str | None, pass_through: Collection[str]
) -> tuple[Frame, Claims]:
    """One table of units, and the claims on it."""
    if isinstance(data, (list, tuple, Responses)):
        parts = [data] if isinstance(data, Responses) else list(data)
        gathered = gather(rules, parts, key=key, pass_through=pass_through)
        table, claims = gathered.frame, gathered.claims
    else:
        table, names = table_of(data)
        claims = claimed(rules, names, key=key, pass_through=pass_through)
        table = in_numbers(rules, with_compared_names(table, claims), claims)
    _each_unit_once(rules, table, claims)
    return table, claims


def _rises(names: nw.Series[Any]) -> bool:
    """Whether each unit of a column of polars has a greater number than the one before it, and so its own."""
    native: Any = names.to_native()
    if not names.implementation.is_polars() or not native.dtype.is_integer() or native.null_count():
        return False
    return bool((native[1:] > native[:-1]).all())


def _each_unit_once(rules: RuleSet, table: Frame, claims: Claims) -> None:
    """Raises KenError where a unit is there twice, or a row names none."""
    key = claims.key
    if isinstance(table, nw.DataFrame) and _rises(table.get_column(key)):
        return
    row = one_row(
        table.select(
            nw.col(key).n_unique().alias("units"),
            nw.len().alias("rows"),
            nw.col(key).null_count().alias("unnamed"),
        )
    )
    rows, unnamed = int(row["rows"] or 0), int(row["unnamed"] or 0)
    repeated = rows - unnamed - (int(row["units"] or 0) - (1 if unnamed else 0))
    if not rows or (repeated <= 0 and not unnamed):
        return
    repeats = (
        table.group_by(key)
        .agg(nw.len().alias(f"{PREFIX}rows"))
        .filter(nw.col(f"{PREFIX}rows") > 1)
        .select(key)
    )
    twice = (repeats.collect() if isinstance(repeats, nw.LazyFrame) else repeats).get_column(key).to_list()
    place, faults = Position("data", cell=claims.key_name), []
    if repeated > 0:
        message = counted(
            repeated,
            "{count} row has the name of one before it: {units}",
            "{count} rows have the names of others before them: {units}",
            units=naturally(str(unit) for unit in twice if unit is not None)[:5],
        )
        hint = say("keep one row for each {unit}", unit=rules.unit)
        faults.append(Diagnostic("duplicate-unit", message, place, hint))
    if unnamed:
        message = counted(
            unnamed, "{count} row has no {unit}", "{count} rows have no {unit}", unit=rules.unit
        )
        hint = say("give each row its {unit}", unit=rules.unit)
        faults.append(Diagnostic("no-unit", message, place, hint))
    raise KenError(faults)
