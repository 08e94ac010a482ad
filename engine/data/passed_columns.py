"""Columns that are passed through and stand in several tables of one dataset, as one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from ..meaning.arithmetic.frames import Frame, names_for


def passed_again(known: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """By column of a further table the column of those before it that has its name; both by column, with the
    name."""
    by_name = {name: column for column, name in known.items()}
    return {column: by_name[name] for column, name in more.items() if name in by_name}


def filled(frame: Frame, again: Mapping[str, str]) -> Frame:
    """The frame in which a column has what a further one says of the rows where it is empty, in place of
    both. Numbers of two types are doubles; where types differ otherwise both are texts."""
    if not again:
        return frame
    x, schema, table = names_for(frame), frame.collect_schema(), cast("Any", frame)
    exprs = []
    for column, first in again.items():
        ends = [x.col(name) for name in (first, column)]
        if schema[first] != schema[column]:
            are_numbers = schema[first].is_numeric() and schema[column].is_numeric()
            ends = [end.cast(x.Float64 if are_numbers else x.String) for end in ends]
        exprs.append(x.coalesce(*ends).alias(first))
    made: Frame = table.with_columns(*exprs).drop(*again)
    return made


__all__ = ["filled", "passed_again"]
