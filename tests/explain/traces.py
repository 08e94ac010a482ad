"""Traces of units by any rules."""

from __future__ import annotations

from typing import Any

import polars as pl
from kenrules.engine.data import Sheet, prepare
from kenrules.engine.data.sheet import numbered
from kenrules.engine.explain.trace import Trace, explain
from kenrules.engine.words.diagnostics import Position


def trace_of(rules: Any, row: dict[str, Any]) -> Trace:
    names = numbered([rules.unit, *row])
    unit, *columns = names
    cells = pl.DataFrame(
        {unit: ["u"], **{column: [value] for column, value in zip(columns, row.values(), strict=True)}},
        schema_overrides=dict.fromkeys(columns, pl.Float64),
    )
    return explain(rules, prepare(rules, Sheet("data", names, cells, lambda *_: Position("data"))), "u")


NESTED = (
    "instruments: "
    "{A: {title: A, weight: 50%, indicators: {I1: {}, I2: {}}}, B: {title: B, weight: 50%, indicators: {I3: {}, I4: {}}}}\nparts: null\n"
)
