"""Rates a dataframe of the caller's: claims its columns, rates its rows, and gives back the same kind of frame."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import narwhals as nw

from .claims import claim, passed_names
from .diagnostics import Diagnostic, KenError, Position, say
from .frames import Frame, one_row
from .model import RuleSet
from .plan import Plan
from .rating import PREFIX, rate


def evaluate(rules: RuleSet, frame: Any, *, key: str | None = None, pass_through: Collection[str] = ()) -> Any:
    """Rates every row of a dataframe (polars, pandas, pyarrow, or anything else that narwhals takes).

    The columns are node ids (or paths, or aliases), the key column is named by the rule set's `unit` or by `key`. Gives back
    the same kind of frame: the key, a column for each node with its score as printed (float, rounded to the scale's
    decimals; missing where it has none), `rating`, `status` ("rated" or "incomplete"), and the columns that are no nodes.

    Raises KenError when a column is misspelt or stands for nothing certain, has no numbers, or when a unit is there twice.
    """
    try:
        table = nw.from_native(frame)
        names = table.collect_schema().names()
    except nw.exceptions.DuplicateError:
        raise KenError(
            [Diagnostic("column-twice", say("two columns of the frame have the same name"), Position("data"), say("rename or delete one of them"))]
        ) from None
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise KenError(
            [
                Diagnostic(
                    "column-name",
                    say("the columns {columns} have names that are no texts", columns=odd),
                    Position("data"),
                    say("rename them, for example by str()"),
                )
            ]
        )
    claims, faults = claim(rules, names, lambda column: Position("data", cell=column), key=key, pass_through=pass_through)
    if claims is None:
        raise KenError(faults)
    _each_unit_once(rules, table, claims.key)
    rated = rate(Plan(rules), table, claims, judge=(), findings=False, strict=True)
    shown = {rated.columns["printed", path]: rules.short_name(path) for path in rules.nodes}
    shown |= {rated.columns["rating", ""]: "rating", rated.columns["status", ""]: "status"}
    passed = [nw.col(column).alias(name) for column, name in passed_names(claims, {claims.key, *shown.values()}).items()]
    return rated.frame.select(claims.key, *passed, *(nw.col(column).alias(name) for column, name in shown.items())).to_native()


def _each_unit_once(rules: RuleSet, table: Frame, key: str) -> None:
    row = one_row(table.select(nw.col(key).n_unique().alias("units"), nw.len().alias("rows"), nw.col(key).null_count().alias("unnamed")))
    rows, unnamed = int(row["rows"] or 0), int(row["unnamed"] or 0)
    repeated = rows - unnamed - (int(row["units"] or 0) - (1 if unnamed else 0))
    if not rows or (repeated <= 0 and not unnamed):
        return
    counted = table.group_by(key).agg(nw.len().alias(f"{PREFIX}rows")).filter(nw.col(f"{PREFIX}rows") > 1).select(key)
    twice = (counted.collect() if isinstance(counted, nw.LazyFrame) else counted).get_column(key).to_list()
    message = say(
        "of {rows} rows {repeated} have a {unit} that is there before, and {unnamed} have none: {units}",
        rows=rows,
        repeated=max(0, repeated),
        unnamed=unnamed,
        unit=rules.unit,
        units=sorted(str(unit) for unit in twice if unit is not None)[:5],
    )
    raise KenError([Diagnostic("duplicate-unit", message, Position("data", cell=key), say("keep one row for each {unit}", unit=rules.unit))])
